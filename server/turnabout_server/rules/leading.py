"""Who leads beside whoever opened the room: they are asked at the table, and need no key."""

from turnabout_language import N_
from turnabout_protocol.leading import CoFacilitatorLeft, CoFacilitatorMade, Promote, StepDown
from turnabout_protocol.presence import SeatMoved
from turnabout_protocol.room import Seat, in_panel
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, not_lead
from turnabout_server.rules.seating import check_room_for
from turnabout_server.rules.seats import find


def promote(d: Decision, by: Seat, command: Promote) -> None:
    """Let somebody lead, too. Raises Refusal.

    Whoever leads reads flags and what the safety check advises. So nobody does whose own turns or
    answers these are about: they would see behind the curtain of the figures they are in.
    """
    seat = find(d.public, command.seat)
    if seat.role == "facilitator":
        raise Refusal("already", N_("{name} leads already."), name=seat.name)
    if seat.bot or seat.stage:
        raise Refusal("not_here", N_("Only a person can lead."))
    if not seat.present:
        raise Refusal("not_yet", N_("{name} is away."), name=seat.name)
    if d.public.phase != "lobby" and seat.plays:
        raise Refusal(
            "not_here",
            N_("{name} plays. Only somebody who watches can be asked to lead now."),
            name=seat.name,
        )
    if d.public.phase != "lobby" and in_panel(d.public, seat.id):
        raise Refusal(
            "not_here",
            N_("The answers of {name} count. So {name} cannot see what facilitators see."),
            name=seat.name,
        )
    check_room_for(d.public, "facilitator")
    d.emit(CoFacilitatorMade(seat=seat.id, home=seat.home))
    d.emit(SeatMoved(seat=seat.id, role="facilitator", home=None, played=None))


def step_down(d: Decision, by: Seat, command: StepDown) -> None:
    """Let a co-facilitator watch from here on. Raises Refusal."""
    seat = find(d.public, command.seat)
    console = d.room.console
    if seat.role != "facilitator" or console.leads(seat.id):
        raise Refusal("not_here", N_("Only a co-facilitator steps down."))
    if by.id != seat.id and not console.leads(by.id):
        raise not_lead()
    home = console.homes_before.get(seat.id)
    d.emit(CoFacilitatorLeft(seat=seat.id))
    d.emit(SeatMoved(seat=seat.id, role="observer", home=home, played=None))
