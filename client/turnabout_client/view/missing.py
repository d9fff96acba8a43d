"""What a speech can miss, as a choice and inside a sentence. Pure."""

from collections.abc import Mapping
from typing import Final

from turnabout_language import N_, _
from turnabout_protocol.activities.scene import Missing

MISSING: Final[Mapping[Missing, tuple[str, str]]] = {
    "pressure": (N_("pressure"), N_("a pressure")),
    "limit": (N_("limit"), N_("a limit")),
    "reason": (N_("reason"), N_("the reason")),
    "tone": (N_("tone"), N_("the tone")),
    "fact": (N_("fact"), N_("a fact")),
}
"""In the order of their keys, from 1 on."""

_INSIDE: Final[Mapping[str, str]] = {tag: said for tag, (_name, said) in MISSING.items()}

SIGNS: Final[Mapping[str, str]] = {
    **_INSIDE,
    "reason": N_("a sentence of your own beside the card"),
    "tone": N_("words without blame"),
    "fact": N_("words of the card"),
}
"""What a bot looked for in vain. It does not understand what was said, so it says no more."""


def missed(tags: Mapping[str, int]) -> str:
    """Return what was missing as a list in words, most frequent first."""
    return _listed(tags, _INSIDE)


def unseen(tags: Mapping[str, int]) -> str:
    """Return which signs bots did not see, as a list in words, most frequent first."""
    return _listed(tags, SIGNS)


def _listed(tags: Mapping[str, int], words: Mapping[str, str]) -> str:
    often = sorted(tags.items(), key=lambda pair: -pair[1])
    return ", ".join(
        _(words.get(tag, tag)) + (f" (×{n})" if n > 1 else "") for tag, n in often if n
    )
