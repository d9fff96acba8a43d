"""Deciding for one room, at a moment that is given. Nothing in here waits, sends or writes."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple

from turnabout_language import N_
from turnabout_protocol.codec import encode
from turnabout_protocol.commands import AddBot
from turnabout_protocol.covering import Cover
from turnabout_protocol.messages import Accepted, CloseCode, Do, Join, Refused, Return, Steer
from turnabout_protocol.presence import BotInvited, KnockAnswered, SeatTaken
from turnabout_protocol.room import Room, Seat
from turnabout_protocol.scenario import Side
from turnabout_protocol.tables import OpenTable, TableOpened
from turnabout_protocol.text import NAME, clean
from turnabout_server import rules
from turnabout_server.errors import told
from turnabout_server.live.drafts import Drafts
from turnabout_server.live.ground import Tables
from turnabout_server.live.guests import Guest, Peer, Turned
from turnabout_server.live.history import History
from turnabout_server.live.keys import fits, hashed, new_key
from turnabout_server.live.tickets import Tickets, never_came
from turnabout_server.rules.bounds import MOST_RETURNS
from turnabout_server.rules.names import alike

AGAIN: Final = 5_000
"""Milliseconds of room time after which rules that failed at what is due are asked again."""
TRIES: Final = 3
UNSEATED: Final = N_("The server could not seat you, and nothing has changed. Try again.")

_log = logging.getLogger(__name__)


class Call(NamedTuple):
    """A stand-in is asked for, with the ticket that seats it."""

    ticket: str
    home: Side


class Desk:
    """Asks the rules, and lets what they say happen.

    `calls` are the stand-ins to ask for once that is written.
    """

    def __init__(
        self, history: History, drafts: Drafts, tickets: Tickets | None, tables: Tables
    ) -> None:
        self.history = history
        self.drafts = drafts
        self.calls: list[Call] = []
        self.opens_table = False
        """Whether the next table is to be opened once that is written."""
        self.answered: list[KnockAnswered] = []
        """Who waited at the door and has been answered."""
        self.now = 0
        """Room time of what happens from here on."""
        self.wall = 0
        self._tables = tables
        self._tickets = tickets
        """Those of the stand-ins that were asked for; None: this server has none."""
        self._due_of: Room | None = None
        """The room for which `_due` was worked out."""
        self._due: int | None = None
        self._failures = 0
        """How often in a row the rules failed at what is due."""
        self._again_at = 0
        """Room time before which that is not tried again."""

    def at(self, now: int, wall: int) -> None:
        """Make it room time `now`, in milliseconds; `wall` is for the stamps."""
        self.now, self.wall = now, wall

    def happen(self, outcome: rules.Outcome) -> None:
        """Let happen what the clock or the network brought."""
        self.history.take(outcome, self.now, self.wall)

    def due(self) -> int | None:
        """Return the room time at which `expire` has something to do; None: never."""
        if self._due_of is not self.history.room:
            self._due_of, self._due = self.history.room, rules.due(self.history.room)
        due = self._due
        return None if due is None else max(due, self._again_at)

    def expire(self) -> None:
        """Let happen what is due by now.

        Rules that fail here have changed nothing; they are asked again a little later, as people
        can still move the table on. Raises what they raise when they fail TRIES times in a row.
        """
        try:
            while (due := self.due()) is not None and due <= self.now:
                self._expire()
                self._failures = 0
        except Exception as error:
            self._failures += 1
            self._again_at = self.now + AGAIN
            if self._failures == TRIES:
                raise
            _log.error("What was due failed: %s", told(error))

    def _expire(self) -> None:
        drafts = self.drafts.of(self.history.room.public)
        outcome = rules.expire(self.history.room, self.now, drafts)
        if not outcome.events:
            raise RuntimeError("a deadline passed and nothing followed from it")
        self.happen(outcome)

    def drop(self, here: Iterable[int]) -> None:
        """Note who is not here any more: seats that count as present but have no connection.

        What fails is tried again with whatever happens next.
        """
        present = {seat.id for seat in self.history.room.public.seats.values() if seat.present}
        for seat in sorted(present.difference(here)):
            try:
                self.happen(rules.drop(self.history.room, seat, self.now))
            except Exception as error:
                _log.error("A seat could not be noted as away: %s", told(error))

    def warn(self) -> None:
        """Tell the facilitators, once, when the room has grown far more than a session needs."""
        if self.history.counts.filling and not self.history.room.console.filling:
            self.happen(rules.fill(self.history.room, self.now))

    def answer(self, seat: int, do: Do) -> bytes:
        """Do what a seat asks, unless it was done before, and return the answer to send."""
        try:
            if not self.history.has_done(seat, do.id):
                self._do(seat, do)
        except rules.Refusal as refused:
            return _refusal(do, refused)
        except Exception as error:  # A decision happens as a whole or not at all: this one did not.
            _log.error("A command failed: %s by %s", type(do.command).__name__, told(error))
            sentence = N_("The server could not do that. Nothing has changed; try something else.")
            return _refusal(do, rules.Refusal("failed", sentence))
        return encode(Accepted(id=do.id))

    def sit(self, peer: Peer, message: Join | Return | Steer) -> tuple[int, Guest]:
        """Return the seat that `message` opens, and its guest. Raises Turned, rules.Refusal."""
        with _seating():
            match message:
                case Return():
                    return self._come_back(peer, message)
                case Steer():
                    return self._steer(peer, message)
                case Join():
                    return self._join(peer, message)

    def knock(self, message: Join | Return | Steer) -> int | None:
        """Let a newcomer wait at the door, if they must, and return their number there.

        Raises Turned, rules.Refusal.
        """
        with _seating():
            # A stand-in was asked for; facilitators and personal links have keys of their own.
            if not isinstance(message, Join) or message.ticket or self._once(message):
                return None
            if message.role == "facilitator":
                return None
            # Here and not at the seat: whom a facilitator lets in, by name, sits down by any link.
            rules.check_link(self.history.room, message.key)
            if not rules.must_knock(self.history.room, message.name):
                return None
            name, home, role = message.name, message.home, message.role
            room = self.history.room
            self.happen(rules.knock(room, name=name, home=home, role=role, now=self.now))
            return self.history.room.console.knocks

    def leave_door(self, knock: int) -> None:
        """Note that somebody does not wait any more."""
        self.happen(rules.leave_door(self.history.room, knock, self.now))

    def recall(self, went_down: int) -> None:
        """Ask again for the stand-ins that went down with the server: they keep their seats.

        `went_down`: the room time at which it went down.
        """
        room = self.history.room
        if self._tickets is None or room.public.phase == "closed":
            return
        for seat in room.public.seats.values():
            if (seat.bot or seat.covered) and not seat.present and seat.home is not None:
                self._call(seat.home, seat.id)
        if rules.playing_open(room.public):
            for home in never_came(self.history.entries, went_down):
                self._call(home)

    def _do(self, seat: int, do: Do) -> None:
        room = self.history.room
        if isinstance(do.command, AddBot):
            self._check_seats(self._check_bots())
        if isinstance(do.command, Cover) and do.command.on:
            self._check_bots()
        if isinstance(do.command, OpenTable):
            self._tables.check()
        drafts = self.drafts.of(room.public)
        outcome = rules.decide(room, seat, do.command, self.now, drafts)
        who = room.public.seats[seat]
        self.history.counts.check(room, who, do.command, outcome.events)
        self.history.take(outcome, self.now, self.wall, seat, do.id)
        for event in outcome.events:
            if isinstance(event, BotInvited):
                self._call(event.home, event.seat)
            if isinstance(event, TableOpened):
                self.opens_table = True
            if isinstance(event, KnockAnswered):
                self.answered.append(event)

    def _check_bots(self) -> Tickets:
        """Return the tickets for bots. Raises rules.Refusal if none can come."""
        if self._tickets is None:
            raise rules.Refusal("no_bots", N_("This server has no bots. Invite somebody instead."))
        return self._tickets

    def _check_seats(self, tickets: Tickets) -> None:
        """Raises rules.Refusal if the bots that are on their way take the last seats."""
        public = self.history.room.public
        most = public.most_players
        coming = tickets.on_their_way(self.now)
        if coming and len(public.players()) + coming >= most:
            raise rules.Refusal(
                "full",
                N_("All {most} seats for players are taken, with the bots on their way."),
                most=most,
            )

    def _call(self, home: Side, seat: int | None = None) -> None:
        if self._tickets is not None:
            self.calls.append(Call(self._tickets.write(home, self.now, seat), home))

    def _come_back(self, peer: Peer, message: Return) -> tuple[int, Guest]:
        room = self.history.room
        seat = _opened(message.key, room.vault.seat_keys)
        covers = None if seat is not None else _opened(message.key, room.vault.cover_keys)
        if covers is not None and room.public.covered(covers):
            self.happen(rules.cover_again(room, covers, self.now))
            return covers, Guest(peer, message.key, covers=True)
        if seat is None:
            raise Turned(
                CloseCode.WRONG_KEY,
                N_("This key opens no seat here. Join again with the room's link."),
            )
        if seat not in room.public.seats:
            raise Turned(
                CloseCode.REMOVED,
                N_(
                    "This seat is gone: the facilitator took it out of the room, or somebody new"
                    " needed it while you were away. Join again with the room's link."
                ),
            )
        if not self.history.counts.may_return(seat):
            raise Turned(
                CloseCode.NOT_NOW,
                N_(
                    "You have come back to this seat {most} times. Join again with the room's link."
                ),
                most=MOST_RETURNS,
            )
        place = None
        if message.moves == self.history.moves(seat):
            who = room.public.seats[seat]
            place = self.history.place(who, message.epoch, message.seen)
        if room.public.covered(seat):
            self.drafts.forget(seat)  # the bot's
        self.happen(rules.come_back(room, seat, self.now))
        if place is None:
            return seat, Guest(peer, message.key)
        return seat, Guest(peer, message.key, place, message.seen, restart=False)

    def _steer(self, peer: Peer, message: Steer) -> tuple[int, Guest]:
        vault = self.history.room.vault
        co = fits(message.key, vault.co_key)
        if not co and not fits(message.key, vault.facilitator_key):
            raise Turned(
                CloseCode.WRONG_KEY,
                N_("The facilitator key does not fit this room. Copy the steer link again."),
            )
        mine = self._absent_facilitator(message.name, co=co)
        if mine is None:
            join = Join(name=message.name, home=None, role="facilitator")
            return self._take_seat(peer, join, bot=False, co=co)
        return self._resume(peer, mine.id)

    def _absent_facilitator(self, name: str, *, co: bool) -> Seat | None:
        """Return the seat of that name which somebody left who had come with the same key."""
        name = clean(name, NAME)
        room = self.history.room
        seats = (s for s in room.public.seats.values() if s.role == "facilitator")
        away = (s for s in seats if not s.present and room.console.leads(s.id) is not co)
        return next((s for s in away if alike(s.name, name)), None)

    def _join(self, peer: Peer, message: Join) -> tuple[int, Guest]:
        if message.role == "facilitator":
            raise Turned(CloseCode.NOT_NOW, N_("A facilitator comes in with the steer link."))
        if message.ticket:
            return self._stand_in(peer, message)
        return self._take_seat(peer, message, bot=False)

    def _stand_in(self, peer: Peer, message: Join) -> tuple[int, Guest]:
        tickets = self._tickets or Tickets()
        ticket = tickets.find(message.ticket, self.now)
        if ticket is None or ticket.home != message.home:
            raise Turned(CloseCode.WRONG_KEY, N_("Nobody is asking for this stand-in any more."))
        if ticket.seat is None:
            seated = self._take_seat(peer, message, bot=True)
        elif ticket.seat in self.history.room.public.bots:
            seated = self._resume(peer, ticket.seat)
        else:
            seated = self._cover(peer, ticket.seat)
        tickets.spend(message.ticket)
        return seated

    def _resume(self, peer: Peer, seat: int) -> tuple[int, Guest]:
        """Give a seat to somebody who has no key to it, but a good claim."""
        key = new_key()
        self.happen(rules.resume(self.history.room, seat, hashed(key), self.now))
        return seat, Guest(peer, key)

    def _cover(self, peer: Peer, seat: int) -> tuple[int, Guest]:
        """Let a bot play for the person of a seat, whose own key stays good."""
        key, room = new_key(), self.history.room
        drafts = self.drafts.of(room.public)
        self.happen(rules.cover(room, seat, hashed(key), self.now, drafts))
        self.drafts.forget(seat)
        return seat, Guest(peer, key, covers=True)

    def _once(self, join: Join) -> str:
        """Return the hash of the key of a personal link that is good; empty: it is none."""
        once = hashed(join.key)
        return once if rules.is_pass(self.history.room, once) else ""

    def _take_seat(
        self, peer: Peer, join: Join, *, bot: bool, co: bool = False
    ) -> tuple[int, Guest]:
        key = new_key()
        try:
            outcome = rules.take_seat(
                self.history.room,
                name=join.name,
                home=join.home,
                role=join.role,
                key=hashed(key),
                bot=bot,
                now=self.now,
                once=self._once(join),
                co=co,
                stage=join.stage,
            )
        except rules.Refusal as refused:
            if refused.code == "full" and join.role == "player" and not bot:
                self.happen(rules.turn_back(self.history.room, join.name, self.now))
            raise
        self.happen(outcome)
        seat = next(event.seat for event in outcome.events if isinstance(event, SeatTaken))
        return seat, Guest(peer, key)


@contextmanager
def _seating() -> Iterator[None]:
    """Make of what nobody foresaw a sentence for the one who wants to sit down."""
    try:
        yield
    except (Turned, rules.Refusal):
        raise
    except Exception as error:
        _log.error("Nobody could be seated: %s", told(error))
        raise Turned(CloseCode.FAILED, UNSEATED) from None


def _opened(key: str, hashes: Mapping[int, str]) -> int | None:
    """Return the seat that `key` opens; None: there is none."""
    return next((seat for seat, stored in hashes.items() if fits(key, stored)), None)


def _refusal(do: Do, refused: rules.Refusal) -> bytes:
    return encode(Refused.of(refused.phrase, id=do.id, code=refused.code))
