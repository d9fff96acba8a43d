"""What the facilitator does with the safety check: a sentence for the console. Pure."""

from collections.abc import Mapping
from typing import Final

from textual.content import Content

from turnabout_language import N_, _
from turnabout_protocol.room import Public, Room, SafetyVerdict

SAID: Final[Mapping[SafetyVerdict, tuple[str, str, str]]] = {
    "go": (
        N_("✓ Safety check: go."),
        N_("People can speak freely here."),
        "bold $success",
    ),
    "take_care": (
        N_("! Safety check: take care."),
        N_(
            "Offer a made-up case, play without ratings (r here; --no-ratings opens a room so), "
            "let people watch instead of play. Never ask who."
        ),
        "bold $error",
    ),
    "too_few": (
        N_("? Safety check: too few answered."),
        N_("Ask aloud, and only nod: can everybody say here what they really think?"),
        "bold $accent",
    ),
}
"""For each verdict: what it is, what to do, and the style of the former."""


def advice(room: Room) -> list[Content]:
    """Return what the safety check advises: from its poll until people are in role."""
    return [
        Content.assemble((_(SAID[verdict][0]), SAID[verdict][2]), " ", _(SAID[verdict][1]))
        for step, verdict in room.console.safety.items()
        if _still_to_play(room.public, step)
    ]


def _still_to_play(public: Public, poll: str) -> bool:
    if public.phase != "running" or public.current is None:
        return False
    ids = [step.id for step in public.agenda]
    since = ids.index(poll) if poll in ids else 0
    return not any(step.in_role for step in public.agenda[since : public.current.index + 1])
