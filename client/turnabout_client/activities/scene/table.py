"""What the room sees of a scene, in lines: its question, the turns, and the twist. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.scene.model import HEARD_MARK, opened_again, unsaid
from turnabout_client.view.absence import by_bot
from turnabout_client.view.people import SHAPE, faces
from turnabout_language import _
from turnabout_protocol.activities.scene import Scene, SceneState, Turn
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import Twist


def lines(public: Public, step: Scene) -> Iterator[Content]:
    """Yield how it opened, and what happened since."""
    state = public.state(SceneState, step.id)
    if public.story is not None and not state.turns:
        yield Content.styled(public.story.opening_question, "italic")
    twists = list(zip(state.twist_after, state.twists, strict=True))
    for turn in state.stands:
        while twists and twists[0][0] < turn.number:
            yield _twist(twists.pop(0)[1])
        if turn.again is not None and not turn.over:
            yield Content.styled(opened_again(public, turn), "$quiet italic")
        yield _line(public, turn)
    yield from (_twist(twist) for _after, twist in twists)


def part(public: Public, step: Scene) -> str:
    """Return the question that opens the scene, in its first turn; the twist, while it is read."""
    state = public.state(SceneState, step.id)
    if state.phase == "twist" and state.twists:
        return state.twists[-1].text
    asked = "" if public.story is None else public.story.opening_question
    return asked if len(state.turns) <= 1 and state.phase == "turn" else ""


def now(public: Public, step: Scene) -> str:
    """Return who has the floor."""
    state = public.state(SceneState, step.id)
    if state.phase == "twist":
        return _("Something happens. Read it together.")
    if state.live is None:
        return _("The last turn is being rated.")
    return _(
        "{name} has the floor.",
        name=f"{SHAPE[state.live.side]} {faces(public, state.live.speakers)}",
    )


def _twist(twist: Twist) -> Content:
    """Return what happened outside, where it came between the turns: it holds from then on."""
    return Content.assemble(("✦ " + _("Something happens") + "  ", "bold $accent"), twist.text)


def _line(public: Public, turn: Turn) -> Content:
    if not turn.over:
        said = " " + _("has the floor …")
    elif turn.passed:
        said = " " + unsaid(turn)
    else:
        card = f"[{_(turn.card.kind)}] {turn.card.text} " if turn.card else ""
        said = f"  {turn.say or card or (_('spoke') if not turn.ask else '')}"
        said += f"  {_('asks')} {turn.ask}" if turn.ask else ""
    heard = f"  {_(HEARD_MARK[turn.heard])}" if turn.heard else ""
    who = f"{SHAPE[turn.side]} {by_bot(public, turn)}"
    return Content.assemble((who, "bold"), said, (heard, "$quiet"))
