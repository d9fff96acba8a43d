"""View logic of a scene: its words, its cards, and what facilitators see of it. Pure.

What a seat may do just now is in `moment`.
"""

from collections.abc import Iterator
from typing import Final

from textual.content import Content

from turnabout_client.activities.scene.live_words import console_writing as console_writing
from turnabout_client.view.missing import MISSING
from turnabout_client.view.people import SHAPE, faces
from turnabout_client.view.words import SPOKEN
from turnabout_language import N_, _
from turnabout_protocol.activities.scene import (
    EchoAnswer,
    Reaction,
    Scene,
    SceneState,
    Turn,
)
from turnabout_protocol.room import Public, Room
from turnabout_protocol.scenario import KeyPoint

RINGS: Final[tuple[tuple[str, int, str, str], ...]] = (
    ("f", 4, N_("fully"), N_("I could have said that")),
    ("c", 3, N_("right concern"), N_("right concern")),
    ("s", 2, N_("something missing"), N_("something is missing")),
    ("x", 1, N_("not us"), N_("not how we see it")),
)
"""Key, ring, words for a narrow screen, words for a wide one."""

TAGS: Final = tuple(zip("egrij", MISSING, strict=True))
"""Key and what was missing: the letters that mean nothing else in a scene."""

HEARD: Final[tuple[tuple[str, EchoAnswer, str], ...]] = (
    ("y", "yes", N_("yes")),
    ("l", "nearly", N_("nearly")),
    ("n", "no", N_("no")),
)
"""Key, answer, words."""

REACTIONS: Final[tuple[tuple[str, Reaction, str], ...]] = (
    ("u", "that_is_us", N_("that is us")),
    ("o", "ouch", N_("ouch")),
    ("w", "new_to_me", N_("new to me")),
    ("k", "not_quite", N_("not quite")),
)
"""Key, reaction, words."""

HEARD_MARK: Final[dict[EchoAnswer, str]] = {
    "yes": N_("✓ heard"),
    "nearly": N_("~ nearly"),
    "no": N_("✗ no"),
}


def played_cards(public: Public) -> tuple[KeyPoint, ...]:
    """Return the cards played in any scene so far, in the order of their first play."""
    states = (s for s in public.steps.values() if isinstance(s, SceneState))
    cards = (t.card for state in states for t in state.turns if t.card is not None)
    return tuple({card.id: card for card in cards}.values())


def scene_number(public: Public, step: str) -> int:
    """Return which scene of the agenda `step` is, counted from one."""
    scenes = [s.id for s in public.agenda if isinstance(s, Scene)]
    return scenes.index(step) + 1 if step in scenes else 1


# What facilitators see ----------------------------------------------------------------------------


def console_lines(public: Public, state: SceneState) -> Iterator[Content]:
    """Yield the turns so far, and the twist while it is read."""
    for turn in state.turns:
        yield _line(public, turn)
    if state.phase == "twist" and state.twists:
        head = "✦ " + _("Something happens") + "  "
        yield Content.assemble((head, "bold $accent"), state.twists[-1].text)


def console_notes(room: Room, step: Scene) -> Iterator[Content]:
    """Yield that a twist is on its way, and that people talk."""
    came = len(room.public.state(SceneState, step.id).twists)
    if room.console.twists_called.get(step.id, 0) > came:
        yield Content.styled("✦ " + _("A twist comes in when this turn is over."), "$accent")
    if room.public.rules.spoken:
        yield Content.styled(_(SPOKEN), "$quiet")


def unsaid(turn: Turn) -> str:
    """Return what is told of a turn in which nothing stands."""
    if turn.skipped:
        return _("was skipped")
    return _("passed") if turn.passed else _("spoke")


def _line(public: Public, turn: Turn) -> Content:
    if not turn.over:
        said = " " + _("has the floor …")
    elif turn.passed:
        said = " " + unsaid(turn)
    else:
        card = f"[{_(turn.card.kind)}] {turn.card.text} " if turn.card else ""
        said = f"  {turn.say or card or _('spoke')}"
    heard = f"  {_(HEARD_MARK[turn.heard])}" if turn.heard else ""
    who = f"{SHAPE[turn.side]} {faces(public, turn.speakers)}"
    return Content.assemble((who, "bold"), said, (heard, "$quiet"))


def unfinished(public: Public, state: SceneState, left: int) -> str:
    """Return what is lost if it ends now."""
    if state.live is None:
        return ""
    return _("{name} has the turn.", name=faces(public, state.live.speakers))
