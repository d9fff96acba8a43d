"""Who is about to promise a chosen idea: for a minute nobody else can take it."""

from turnabout_language import N_
from turnabout_protocol.activities.plan import RESERVED, Idea, Plan, PlanState, taker
from turnabout_protocol.activities.promises import Release, Released, Reserve, Reserved
from turnabout_protocol.room import Seat
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal


def reserve(d: Decision, step: Plan, seat: Seat, command: Reserve) -> None:
    """Let an idea wait for `seat`, anew if it does already. Raises Refusal."""
    idea = to_promise(d, step, seat, command.idea)
    d.emit(Reserved(step=step.id, idea=idea.number, seat=seat.id, until=d.play + RESERVED))


def release(d: Decision, step: Plan, seat: Seat, command: Release) -> None:
    """Let an idea wait no longer. Raises Refusal."""
    found = d.public.state(PlanState, step.id).reserved.get(command.idea)
    if found is None or found.seat != seat.id:
        raise Refusal("already", N_("It does not wait for you any more."))
    d.emit(Released(step=step.id, idea=command.idea))


def to_promise(d: Decision, step: Plan, seat: Seat, number: int) -> Idea:
    """Return the chosen idea that `seat` may promise. Raises Refusal."""
    state = d.public.state(PlanState, step.id)
    idea = state.idea(number)
    if idea is None or number not in state.chosen:
        raise Refusal("not_chosen", N_("The room chose another idea."))
    if idea not in state.open:
        raise Refusal("already", N_("Somebody was quicker: this promise has an owner."))
    check_free(d, step, seat, number)
    return idea


def check_free(d: Decision, step: Plan, seat: Seat, number: int) -> None:
    """Raises Refusal while the idea waits for somebody else."""
    other = taker(d.public, step.id, number, d.play)
    if other is not None and other != seat.id:
        name = d.public.seats[other].name
        raise Refusal("reserved", N_("{name} is taking it."), name=name)
