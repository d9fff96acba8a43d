"""A second table: opened from the lobby, and people go over to it."""

from turnabout_language import N_
from turnabout_protocol.presence import SeatRemoved
from turnabout_protocol.room import Seat
from turnabout_protocol.tables import (
    MOST_TABLES,
    AskedOver,
    AskOver,
    Depart,
    OpenTable,
    TableKeyed,
    TableOpened,
)
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal


def open_table(d: Decision, seat: Seat, command: OpenTable) -> None:
    """Open the next table. The room itself follows: it is the server's to make. Raises Refusal."""
    _in_lobby(d)
    if d.public.next_table:
        raise Refusal("already", N_("The next table is open already."))
    if d.public.table >= MOST_TABLES:
        raise Refusal("enough", N_("There are {n} tables. No more come of one."), n=MOST_TABLES)
    d.emit(TableOpened(code=command.code))
    d.emit(TableKeyed(seat=seat.id, code=command.code, key=command.key, co_key=command.co_key))


def ask_over(d: Decision, seat: Seat, command: AskOver) -> None:
    """Ask people to go to the next table. Raises Refusal."""
    _in_lobby(d)
    if not d.public.next_table:
        raise Refusal("no_table", N_("There is no other table yet. 2 opens one."))
    asked = tuple(
        sorted(
            {
                one
                for one in command.seats
                if (who := d.public.seats.get(one)) is not None and _goes(who)
            }
        )
    )
    if asked == d.public.asked_over:
        raise Refusal("already", N_("It is so already."))
    d.emit(AskedOver(seats=asked))


def depart(d: Decision, seat: Seat, command: Depart) -> None:
    """Let somebody leave the lobby. Raises Refusal."""
    _in_lobby(d)
    if not d.public.next_table or not _goes(seat):
        raise Refusal("no_table", N_("There is no other table for you."))
    d.emit(SeatRemoved(seat=seat.id))


def _goes(seat: Seat) -> bool:
    return seat.role != "facilitator" and not seat.stage and not seat.bot


def _in_lobby(d: Decision) -> None:
    if d.public.phase != "lobby":
        raise Refusal("too_late", N_("The session has begun: everybody stays at their table."))
