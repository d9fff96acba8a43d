"""View logic of a poll: its keys, and what a tally says. Pure."""

from typing import Final

from turnabout_language import _
from turnabout_protocol.activities.poll import Tally
from turnabout_protocol.room import Figure

PICK_KEYS: Final = "123456789abcdefg"
"""One key for each of up to sixteen answers."""


def ranked(tally: Tally) -> tuple[tuple[str, int], ...]:
    """Return the answers that were given, most frequent first, ties in the order asked."""
    return tuple(sorted(tally.counts.items(), key=lambda pair: -pair[1]))


def why_hidden(figure: Figure | Tally) -> str:
    """Return why a result is not shown, so that nobody feels punished for a small room."""
    return _(
        "It takes {need} people before this is shown, so that nobody's answer can be worked out.",
        need=figure.need,
    )
