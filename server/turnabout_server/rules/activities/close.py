"""close: the promises are read, a word each, the next date; slips go to their players.

The room closes by itself when nobody does it.
"""

from datetime import date, timedelta
from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.close import (
    LEFT_FOR,
    CheckTold,
    Close,
    CloseState,
    HaveRead,
    NextDateSet,
    PromiseRead,
    SayWord,
    SetNextDate,
    SlipSent,
    WordSaid,
    closes_at,
    promises_of,
)
from turnabout_protocol.activities.promises import JoinIn
from turnabout_protocol.activities.reveal import RevealState
from turnabout_protocol.bases import Command
from turnabout_protocol.lights import NO_DAY, is_day
from turnabout_protocol.room import Public, Room, Seat
from turnabout_server.after import publish
from turnabout_server.after.past import recallable
from turnabout_server.rules.activities.base import Rules, player
from turnabout_server.rules.activities.plan import join_in
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, moved_on

NEXT_WITHIN: Final = timedelta(days=366)
"""A next session further away than this is a slip of the finger."""


class CloseRules(Rules[Close]):
    """The last step: it has no deadline but the room's own."""

    abandoned = LEFT_FOR

    def open(self, d: Decision, step: Close) -> None:
        if will_check(d.public):
            d.emit(CheckTold(step=step.id))
        for seat in sorted(d.public.seats):
            slip = publish.slip(d.room, seat)
            if slip.turns or slip.guess_before or slip.guess_after:
                d.emit(SlipSent(seat=seat, slip=slip))

    def act(self, d: Decision, step: Close, seat: Seat, command: Command) -> None:
        match command:
            case HaveRead():
                have_read(d, step, seat, command)
            case SayWord():
                player(seat)
                d.emit(WordSaid(step=step.id, seat=seat.id, word=command.word))
            case SetNextDate():
                set_next_date(d, step, seat, command)
            case JoinIn():
                join_in(d, seat, command)
            case _:
                super().act(d, step, seat, command)

    def done(self, room: Room, step: Close) -> bool:
        """Never early: that somebody has read is no reason to send everybody away."""
        return False

    def deadline(self, room: Room, step: Close) -> int | None:
        return closes_at(room.public)


def will_check(public: Public) -> bool:
    """Return whether the room was shown what a check can be set against, and people are in it."""
    states = [s for s in public.steps.values() if isinstance(s, RevealState)]
    shown = [state.results for state in states if state.results is not None]
    return bool(shown) and recallable(shown[-1]) and not public.rules.demo


def have_read(d: Decision, step: Close, seat: Seat, command: HaveRead) -> None:
    """Go on to the next promise. Raises Refusal."""
    promises = promises_of(d.public)
    read = d.public.state(CloseState, step.id).read
    if command.promise != read or read >= len(promises):
        raise moved_on()
    promise = promises[read]
    owner = here(d.public, promise.owner)
    theirs = seat.plays and seat.name in (promise.owner, promise.partner)
    if not (theirs or seat.role == "facilitator" or (owner is None and seat.plays)):
        raise Refusal("not_yours", N_("{name} reads this promise."), name=promise.owner)
    d.emit(PromiseRead(step=step.id))


def here(public: Public, name: str) -> Seat | None:
    """Return the seat of that name, if somebody is in it now."""
    return next((s for s in public.seats.values() if s.name == name and s.present), None)


def set_next_date(d: Decision, step: Close, seat: Seat, command: SetNextDate) -> None:
    """Note when the room meets again. Raises Refusal."""
    seats = d.public.seats.values()
    steered = any(s.role == "facilitator" and s.present for s in seats)
    if seat.role != "facilitator" and (steered or not seat.plays):
        raise Refusal("not_yours", N_("The facilitator notes the date. Say it aloud."))
    if not is_day(command.day):
        raise Refusal("no_date", NO_DAY)
    today = d.public.rules.opened_on
    ahead = date.fromisoformat(command.day) - date.fromisoformat(today or command.day)
    if not timedelta() <= ahead <= NEXT_WITHIN:
        raise Refusal("no_date", N_("Choose a date within the next twelve months."))
    d.emit(NextDateSet(step=step.id, day=command.day))


RULES: Final = CloseRules()
