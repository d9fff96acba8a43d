"""How many may sit down, and who gives way when there is no place left."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.deck import DeckOwn
from turnabout_protocol.presence import SeatRemoved
from turnabout_protocol.room import SECOND, Public, Role, Room, Seat, in_panel
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal

MAX_FACILITATORS: Final = 4
LAST_SEAT: Final = 999
"""The highest number of a seat; numbers are not given twice."""
GIVES_WAY: Final = 10 * SECOND
"""After this long away, a seat may go to somebody else: a lost network is back by then."""
FULL: Final[dict[Role, str]] = {
    "player": N_(
        "All {most} seats for players are taken. Whoever has the facilitator's key can free one."
    ),
    "observer": N_(
        "All {most} seats for observers are taken. Whoever has the facilitator's key can free one."
    ),
    "facilitator": N_(
        "All {most} seats for facilitators are taken. With the facilitator's key one of them can"
        " free one."
    ),
}


def check_room_for(public: Public, role: Role) -> None:
    """Raises Refusal if there is no seat left for `role`."""
    if sum(s.role == role for s in public.seats.values()) >= _most(public, role):
        raise Refusal("full", FULL[role], most=_most(public, role))


def make_room_for(d: Decision, role: Role) -> None:
    """Let somebody who is away give way if that is what a newcomer needs. Raises Refusal."""
    try:
        check_room_for(d.public, role)
    except Refusal:
        seat = _gives_way(d, role)
        if seat is None:
            raise
        d.emit(SeatRemoved(seat=seat.id))


def next_seat(room: Room) -> int:
    """Return the number of a new seat. Raises Refusal."""
    seat = max((*room.public.seats, *room.vault.seat_keys), default=0) + 1
    if seat > LAST_SEAT:
        raise Refusal("full", N_("So many people have come and gone here that nobody else can."))
    return seat


def _gives_way(d: Decision, role: Role) -> Seat | None:
    """Return the seat that has been away longest, first of those whose people left nothing.

    Once the session has begun players keep their seats: they have parts, cards and scores.
    """
    if d.public.phase != "lobby" and role != "observer":
        return None
    away = [
        seat
        for seat in d.public.seats.values()
        if seat.role == role
        and not seat.present
        and d.play - seat.absent_since >= GIVES_WAY
        and (d.public.phase == "lobby" or not in_panel(d.public, seat.id))
    ]
    return min(away, key=lambda seat: (_began(d.room, seat), seat.absent_since), default=None)


def _began(room: Room, seat: Seat) -> bool:
    """Return whether somebody had the cards before them ahead of the day.

    Whether they wrote one is nobody's to see: who stays would be known as an author.
    """
    own = room.of(seat.id).steps.values()
    return any(isinstance(state, DeckOwn) and (state.prepared or state.written) for state in own)


def left_something(room: Room, seat: Seat) -> bool:
    """Return whether somebody looked at cards, wrote, ordered or noted something."""
    own = room.of(seat.id)
    others = any(not isinstance(state, DeckOwn) for state in own.steps.values())
    return _began(room, seat) or bool(own.ahas) or others


def _most(public: Public, role: Role) -> int:
    match role:
        case "player":
            return public.most_players
        case "observer":
            return public.rules.max_observers
        case _:
            return MAX_FACILITATORS
