"""Ideas that are level after the vote. Pure."""

from turnabout_protocol.activities.plan import Idea, PlanState
from turnabout_protocol.room import Public


def level(public: Public) -> list[Idea]:
    """Return the ideas that are level and wait for a pick."""
    state = None if public.step is None else public.steps.get(public.step.id)
    if not isinstance(state, PlanState):
        return []
    return [idea for number in state.level if (idea := state.idea(number)) is not None]
