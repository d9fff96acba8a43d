"""A bot in a talk: it says something to each prompt, listens, thanks and asks."""

from collections.abc import Iterator

from turnabout_client.bots import afterwards
from turnabout_client.bots.lines import spoken
from turnabout_client.bots.owner import heard
from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.scene import SceneState, Turn
from turnabout_protocol.activities.talk import MarkAha, SayRemark, Talk, TalkState, Thank


def intend(view: View, step: Talk) -> Iterator[Intention]:
    state = view.public.state(TalkState, step.id)
    where = f"{step.id}/{state.stage}"
    if not step.speaks(view.public, view.me):
        yield from _listen(view, step, state, where)
        return
    prompts = step.rounds[state.stage].prompts
    mine = {r.prompt for r in state.remarks if r.stage == state.stage and r.seat == view.me.id}
    for prompt in range(len(prompts)):
        text = "" if prompt in mine else _remark(view, step, state, prompt)
        # What somebody has said already is not said again.
        if text:
            said = SayRemark(step=step.id, stage=state.stage, prompt=prompt, text=text)
            yield view.intend(f"{where}/{prompt}", said, (7 + prompt * 4, 14 + prompt * 4))
            return
    if step.ahas and view.chance(50, step.id, "aha"):
        own = [
            i
            for i, r in enumerate(state.remarks)
            if r.seat == view.me.id and r.stage == state.stage
        ]
        if own and own[-1] not in state.marked:
            mark = MarkAha(step=step.id, remark=own[-1])
            yield view.intend(f"{where}/aha", mark, (2, 4))
    if view.me.plays and view.me.id not in state.ready:
        lines = [r.text for r in state.remarks if r.stage == state.stage]
        yield view.talked(step, lines, len(prompts))


def _listen(view: View, step: Talk, state: TalkState, where: str) -> Iterator[Intention]:
    answers = [r for r in state.remarks if r.stage == state.stage and r.prompt is not None]
    if not answers:
        return
    if view.me.id not in state.thanked:
        yield view.intend(f"{where}/thank", Thank(step=step.id, stage=state.stage), (3, 9))
    asked = any(r.seat == view.me.id and r.prompt is None for r in state.remarks)
    if not asked and view.chance(30, where, "asks"):
        points = _points(_theirs(view))
        text = afterwards.question(points, spoken(view.public), view.draw(where))
        if text:
            asking = SayRemark(step=step.id, stage=state.stage, prompt=None, text=text)
            yield view.intend(f"{where}/question", asking, (10, 20))


def _remark(view: View, step: Talk, state: TalkState, prompt: int) -> str:
    round_, me, said = step.rounds[state.stage], view.me, spoken(view.public)
    own = view.draw(step.id, state.stage, prompt)
    home = view.public.label(me.home) if me.home else ""
    ours, theirs = heard(view), _points(_theirs(view))
    points = theirs or [of.point for of in ours]
    if "{persona}" in round_.starter:
        return afterwards.step_out(round_.starter, me.persona, me.name, home, points, said, own)
    if round_.starter:
        return afterwards.goes_on(round_.starter, points, said, own)
    return afterwards.remark(round_.prompts[prompt], ours, theirs, said, own)


def _points(turns: list[Turn]) -> list[str]:
    return [turn.card.text for turn in turns if turn.card is not None]


def _theirs(view: View) -> list[Turn]:
    """The turns in which others played the side that I play, or the one across from mine."""
    scenes = (s for s in view.public.steps.values() if isinstance(s, SceneState))
    turns = (turn for state in scenes for turn in state.turns)
    return [t for t in turns if t.side != view.me.home and t.seat != view.me.id]
