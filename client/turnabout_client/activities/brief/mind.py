"""A bot reads its brief, says one line in role, and is ready."""

from collections.abc import Iterator

from turnabout_client.bots import phrases
from turnabout_client.bots.lines import spoken
from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.brief import Brief, BriefState, WarmUp


def intend(view: View, step: Brief) -> Iterator[Intention]:
    state, persona = view.public.state(BriefState, step.id), view.own.persona
    if not view.me.plays or persona is None:
        return
    if view.me.id not in state.lines:
        line = phrases.warm_up(step.warm_up, persona, spoken(view.public), view.draw("warm up"))
        yield view.intend(f"{step.id}/line", WarmUp(step=step.id, text=line), (8, 20))
    elif view.me.id not in state.ready:
        yield view.talked(step, tuple(state.lines.values()), 1)
