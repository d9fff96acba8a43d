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


def missed(tags: Mapping[str, int]) -> str:
    """Return what was missing as a list in words, most frequent first."""
    often = sorted(tags.items(), key=lambda pair: -pair[1])
    return ", ".join(
        _(_INSIDE.get(tag, tag)) + (f" (×{n})" if n > 1 else "") for tag, n in often if n
    )
