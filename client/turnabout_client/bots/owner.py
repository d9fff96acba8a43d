"""What a bot whose side was played makes of the turns. Pure."""

from typing import NamedTuple

from turnabout_client.bots import judging
from turnabout_client.bots.view import View
from turnabout_protocol.activities.scene import Missing, SceneState, Turn


class Heard(NamedTuple):
    """The point of a card that somebody played for one's side, and what was missing."""

    point: str
    missing: Missing | None


def verdict(view: View, state: SceneState, turn: Turn) -> judging.Verdict:
    """Return what the seat makes of a turn; every second one on a side is strict."""
    played = (t.card.text for t in state.turns if t.card is not None and t.side == turn.side)
    story = view.public.story
    case = " ".join((story.situation if story else "", *played))
    return judging.judge(turn, case, strict=bool(view.place % 2))


def heard(view: View) -> list[Heard]:
    """Return the cards of one's own side that others played, as one has judged the turns."""
    scenes = (s for s in view.public.steps.values() if isinstance(s, SceneState))
    return [
        Heard(turn.card.text, verdict(view, state, turn).missing)
        for state in scenes
        for turn in state.turns
        if turn.card is not None and turn.side == view.me.home and view.me.id not in turn.speakers
    ]
