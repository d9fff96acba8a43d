"""Who wants to come in: most are seated at once, some wait at the door for a facilitator's answer.

Like everything a room decides, a seat is given only once it is durable. So each method returns an
outcome (see `liveroom`), and everybody who is still `standing` when a room fails hears of it.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from turnabout_language import N_
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import CloseCode, Door, Waiting
from turnabout_protocol.room import Room
from turnabout_server import rules
from turnabout_server.live.desk import Desk
from turnabout_server.live.guests import Guests, Peer, Turned
from turnabout_server.live.inbox import Enter
from turnabout_server.live.keys import fits, hashed

NOT_LET_IN: Final = N_("The facilitator did not let you in. Ask them.")

Outcome = Callable[[], None]
"""What to do once a decision is durable."""


class Doorway:
    """The way into one room, from its link to a seat."""

    def __init__(self, desk: Desk, guests: Guests) -> None:
        self._desk = desk
        self._guests = guests
        self._waiting: dict[int, Enter] = {}
        """By the number of their knock."""
        self._seating: list[asyncio.Future[int]] = []
        """Who is told in this round whether they have a seat."""

    def __len__(self) -> int:
        return len(self._waiting)

    def enter(self, enter: Enter) -> Outcome:
        """Seat somebody, or let them wait."""
        if enter.seated.done():
            return lambda: None
        try:
            knock = self._desk.knock(enter.message)
        except (Turned, rules.Refusal) as error:
            return self._answer(enter, error)
        if knock is None:
            return self._sit(enter)
        self._waiting[knock] = enter
        return lambda: enter.peer.post(encode(Waiting()))

    def open(self) -> list[Outcome]:
        """Seat or send away those whom a facilitator has answered."""
        answered, self._desk.answered = self._desk.answered, []
        outcomes: list[Outcome] = []
        for answer in answered:
            enter = self._waiting.pop(answer.knock, None)
            if enter is not None and not enter.seated.done():
                outcomes.append(self._sit(enter) if answer.let_in else self._turn_away(enter))
        return outcomes

    def leave(self, peer: Peer) -> None:
        """Forget who waited on a connection that is gone."""
        for knock, enter in list(self._waiting.items()):
            if enter.peer is peer:
                del self._waiting[knock]
                self._desk.leave_door(knock)
                settle(enter.seated, Turned(CloseCode.NOT_NOW, NOT_LET_IN))

    def clear(self, turned: Turned) -> None:
        """Send away everybody who waits."""
        for enter in self._waiting.values():
            settle(enter.seated, turned)
        self._waiting.clear()

    def told(self) -> None:
        """Note that this round's outcomes are done."""
        self._seating.clear()

    def fail(self, turned: Turned) -> None:
        """Send away everybody who waits, and who was about to be told of a seat."""
        for seated in self._seating:
            settle(seated, turned)
        self.clear(turned)

    def _sit(self, enter: Enter) -> Outcome:
        try:
            seat, guest = self._desk.sit(enter.peer, enter.message)
        except (Turned, rules.Refusal) as error:
            return self._answer(enter, error)
        self._guests.seat(seat, guest)
        return self._answer(enter, seat)

    def _turn_away(self, enter: Enter) -> Outcome:
        return self._answer(enter, Turned(CloseCode.NOT_NOW, NOT_LET_IN))

    def _answer(self, enter: Enter, answer: int | Exception) -> Outcome:
        self._seating.append(enter.seated)
        return lambda: settle(enter.seated, answer)


def shown(room: Room, key: str) -> Door:
    """Return what a link shows of `room`; `key` is what stands behind the code in it, or empty."""
    steers = fits(key, room.vault.facilitator_key) or fits(key, room.vault.co_key)
    if not steers and not rules.is_pass(room, hashed(key)):
        try:
            rules.check_link(room, key)
        except rules.Refusal as refused:
            return _shut(refused.code)
    public = room.public
    return Door(
        title=public.story.title if public.story else "",
        team=public.rules.team,
        labels=public.story.labels if public.story else {},
        phase=public.phase,
        players=len(public.players()),
        max_players=public.rules.max_players,
        playing=rules.playing_open(public),
        shared=room.console.link if steers else "",
        language=public.rules.language,
    )


def _shut(code: str) -> Door:
    return Door(
        title="",
        team="",
        labels={},
        phase="lobby",
        players=0,
        max_players=0,
        playing=False,
        shut=code,
    )


def settle(seated: asyncio.Future[int], answer: int | Exception) -> None:
    """Answer somebody who wants to sit down, unless they were answered already."""
    if seated.done():
        return
    if isinstance(answer, int):
        seated.set_result(answer)
    else:
        seated.set_exception(answer)
