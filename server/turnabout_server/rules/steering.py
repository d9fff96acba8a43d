"""What a facilitator switches in the middle of a session: a step is held, ratings are off."""

from turnabout_language import N_
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.room import Seat
from turnabout_protocol.steering import HoldSet, HoldStep, RatingsSwitched, SwitchRatings, rates
from turnabout_server.rules import results
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, moved_on


def hold(d: Decision, seat: Seat, command: HoldStep) -> None:
    """Let the clock not end a step any more, or let it again. Raises Refusal."""
    here = 0 if d.public.current is None else d.public.current.index
    step = next((s for s in d.public.agenda[here:] if s.id == command.step), None)
    if step is None:
        raise moved_on()
    if step.hold == command.hold:
        raise Refusal("already", N_("It is so already."))
    d.emit(HoldSet(step=step.id, hold=command.hold))


def switch_ratings(d: Decision, seat: Seat, command: SwitchRatings) -> None:
    """Switch ratings off for this session, or on again. Raises Refusal."""
    if not any(isinstance(step, Scene) for step in d.public.agenda):
        raise Refusal("not_here", N_("There is no scene in this plan: nothing is rated."))
    if rates(d.public) == command.on:
        raise Refusal("already", N_("It is so already."))
    results.check_not_out(d.public)
    d.emit(RatingsSwitched(on=command.on))
