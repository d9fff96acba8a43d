"""Who has done what a stage asks: told at once, or, where it is unsigned, only counted at first."""

from msgspec.structs import replace

from turnabout_protocol.course import ReadyCounted, ReadyNoted, SeatReady, SeatsReady
from turnabout_protocol.room import Public, Room, Seat, State, Step
from turnabout_server.rules.decision import Decision


def note(d: Decision, step: Step, seat: Seat) -> None:
    """Note that `seat` has done what the stage asks, once. Who only watches is not counted."""
    state = d.public.state(State, step.id)
    if d.room.is_ready(seat.id, step.id):
        return
    if not step.unsigned(state.stage):
        d.emit(SeatReady(step=step.id, seat=seat.id))
        return
    opened = 0 if d.public.current is None else d.public.current.opened
    d.emit(ReadyNoted(seat=seat.id, step=step.id, opened=opened, stage=state.stage))
    if seat.plays:
        d.emit(ReadyCounted(step=step.id, n=state.counted + 1))


def informed(room: Room, step: Step) -> Public:
    """Return what everybody knows, and besides who is ready though nobody was told."""
    state = room.public.state(State, step.id)
    if not step.unsigned(state.stage):
        return room.public  # everybody was told
    ready = tuple(seat for seat in sorted(room.public.seats) if room.is_ready(seat, step.id))
    return room.public.with_state(step.id, replace(state, ready=ready))


def tell(d: Decision, step: Step) -> None:
    """Tell everybody at once who was ready, as an unsigned stage is over."""
    state = d.public.state(State, step.id)
    if not step.unsigned(state.stage) or state.ready:
        return
    ready = informed(d.room, step).state(State, step.id).ready
    players = tuple(seat for seat in ready if d.public.seats[seat].plays)
    if players:
        d.emit(SeatsReady(step=step.id, seats=players))
