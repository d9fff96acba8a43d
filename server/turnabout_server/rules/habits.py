"""What a seat wants for all of its turns. Nobody else is told."""

from turnabout_language import N_
from turnabout_protocol.habits import (
    EXTRA,
    ExtraTimeTaken,
    HideWriting,
    TakeExtraTime,
    WritingHidden,
)
from turnabout_protocol.room import Room, Seat
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal


def hide(d: Decision, seat: Seat, command: HideWriting) -> None:
    """Hide what `seat` writes until it is sent, or show it again. Raises Refusal."""
    if command.hidden == d.room.of(_player(seat).id).hides:
        raise Refusal("already", N_("It is so already."))
    d.emit(WritingHidden(seat=seat.id, hidden=command.hidden))


def take_time(d: Decision, seat: Seat, command: TakeExtraTime) -> None:
    """Let the turns of `seat` last longer, or no longer. Raises Refusal."""
    if command.on == d.room.of(_player(seat).id).extra_time:
        raise Refusal("already", N_("It is so already."))
    d.emit(ExtraTimeTaken(seat=seat.id, on=command.on))


def extra(room: Room, seat: int) -> int:
    """Return by how many milliseconds the turns of `seat` last longer than everybody is told."""
    return EXTRA if room.of(seat).extra_time else 0


def _player(seat: Seat) -> Seat:
    if not seat.plays:
        raise Refusal("observer", N_("Only players do that. You are watching."))
    return seat
