"""What the room sees of the plan, in lines: the ideas, once they are laid out. Pure."""

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from turnabout_client.activities.plan.model import (
    in_order,
    level_words,
    no_dots,
    still_to_take,
    tail,
)
from turnabout_language import N_, _
from turnabout_protocol.activities.plan import COMPLETE, MERGE, SETTLE, VOTE, WRITE, Plan, PlanState
from turnabout_protocol.room import Public

PARTS: Final = {
    WRITE: N_("Everybody writes one idea, in silence: when this happens, then we do that."),
    MERGE: N_("Put together what says the same."),
    VOTE: N_("Everybody gives their dots. Nobody sees them before all are in."),
    SETTLE: N_("Some ideas are level. One is picked by hand."),
    COMPLETE: N_("Who takes it on? An owner, a partner from the other side, a date, a sign."),
}
"""What is done in each part."""


def lines(public: Public, step: Plan) -> Iterator[Content]:
    """Yield what is done, and the ideas with what became of each."""
    yield Content.styled(part(public, step), "bold")
    state = public.state(PlanState, step.id)
    if level := level_words(public, state):
        yield Content.styled(level, "bold $warning")
    if why := no_dots(state):
        yield Content.styled(why, "$quiet")
    for idea in in_order(state):
        said = tail(state, idea, None)
        yield Content.assemble(
            ("   " if idea.under else "", ""), (f"{idea.number}  ", "bold"),
            _("When {when}, then {then}", when=idea.when, then=idea.then), "  ", (said, "bold"),
        )  # fmt: skip


def part(public: Public, step: Plan) -> str:
    """Return what is done in the part that is on."""
    return _(PARTS[public.state(PlanState, step.id).stage])


def now(public: Public, step: Plan) -> str:
    """Return what all do together; empty while each writes, puts together or votes."""
    state = public.state(PlanState, step.id)
    if state.stage == SETTLE:
        return _("Hold up a hand for the one you want, and say why in a sentence.")
    return still_to_take(public, state) if state.stage == COMPLETE else ""
