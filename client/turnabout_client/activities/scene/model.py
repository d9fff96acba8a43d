"""View logic of a scene: its words, its cards, and what facilitators see of it. Pure.

What a seat may do just now is in `moment`.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from textual.content import Content

from turnabout_client.activities.scene.live_words import console_writing as console_writing
from turnabout_client.view.missing import MISSING
from turnabout_client.view.people import faces, with_names
from turnabout_client.view.time import Span
from turnabout_client.view.words import SPOKEN
from turnabout_language import N_, _
from turnabout_protocol.activities.observing import SheetPart
from turnabout_protocol.activities.scene import (
    EchoAnswer,
    Reaction,
    Scene,
    SceneState,
    Turn,
)
from turnabout_protocol.room import SECOND, Public, Room
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


NOTES: Final[Mapping[SheetPart, str]] = {
    "mood": N_("A sentence that changed the mood"),
    "unvoiced": N_("A point that nobody voiced"),
    "word": N_("A word that not everybody knew"),
}
"""What the notes of a sheet are, in words."""


def played_cards(public: Public) -> tuple[KeyPoint, ...]:
    """Return the cards played in any scene so far, in the order of their first play."""
    states = (s for s in public.steps.values() if isinstance(s, SceneState))
    cards = (t.card for state in states for t in state.turns if t.card is not None)
    return tuple({card.id: card for card in cards}.values())


def scene_number(public: Public, step: str) -> int:
    """Return which scene of the agenda `step` is, counted from one."""
    scenes = [s.id for s in public.agenda if isinstance(s, Scene)]
    return scenes.index(step) + 1 if step in scenes else 1


def console_span(public: Public, step: Scene) -> Span | None:
    """Return the time of the turn, the twist or the last ratings; None before the first of them."""
    state = public.state(SceneState, step.id)
    if state.ends is None:
        return None
    if state.live is not None:
        return Span(min(state.live.acts_from - step.think * SECOND, state.ends), state.ends)
    length = step.twist_seconds if state.phase == "twist" else step.rate
    return Span(state.ends - length * SECOND, state.ends)


def final(public: Public, step: Scene) -> bool:
    """Return whether the last turns are being rated."""
    return public.state(SceneState, step.id).phase == "rating"


# What facilitators see ----------------------------------------------------------------------------


def console_notes(room: Room, step: Scene) -> Iterator[Content]:
    """Yield that a twist is on its way, the one that holds, and that people talk."""
    state = room.public.state(SceneState, step.id)
    if room.console.twists_called.get(step.id, 0) > len(state.twists):
        yield Content.styled("✦ " + _("A twist comes in when this turn is over."), "$accent")
    if state.twists and state.phase != "twist":
        yield Content.styled("✦ " + state.twists[-1].text, "$quiet")
    if room.public.rules.spoken:
        yield Content.styled(_(SPOKEN), "$quiet")


def opened_again(public: Public, turn: Turn) -> str:
    """Return that a turn is open again."""
    return _("The facilitator has opened {name}’s turn again.", name=faces(public, turn.speakers))


def unsaid(turn: Turn) -> str:
    """Return what is told of a turn in which nothing stands."""
    if turn.skipped:
        return _("was skipped")
    return _("passed") if turn.passed else _("spoke")


def unfinished(public: Public, state: SceneState, left: int) -> str:
    """Return what is lost if it ends now."""
    if state.live is None:
        return ""
    return _("{name} has the turn.", name=faces(with_names(public), state.live.speakers))
