"""How a bot finds a line that nobody has said yet, in the language that is spoken."""

from collections.abc import Collection, Iterable

from turnabout_protocol.activities.brief import BriefState
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.activities.talk import TalkState
from turnabout_protocol.chance import shuffled
from turnabout_protocol.room import Public


def spoken(public: Public) -> frozenset[str]:
    """Return every line that was said in the session so far, except what gave another one back."""
    said = set[str]()
    for state in public.steps.values():
        match state:
            case BriefState():
                said.update(state.lines.values())
            case SceneState():
                said.update(line for turn in state.turns for line in (turn.say, turn.ask))
            case TalkState():
                said.update(remark.text for remark in state.remarks)
            case _:
                pass
    return frozenset(said)


def fresh(lines: Iterable[str], said: Collection[str], *what: object) -> str:
    """Return one of `lines` that nobody has said; empty when all were: then silence is better."""
    for line in shuffled([*dict.fromkeys(lines)], *what):
        if line and line not in said:
            return line
    return ""
