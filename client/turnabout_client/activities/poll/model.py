"""View logic of a poll: its keys, and what a tally says. Pure."""

from typing import Final

from turnabout_language import _, n_
from turnabout_protocol.activities.poll import PollState, Tally
from turnabout_protocol.figures import Figure
from turnabout_protocol.room import Public

PICK_KEYS: Final = "123456789bcdefgh"
"""One key for each of up to sixteen answers: none that does something on every screen."""


def ranked(tally: Tally) -> tuple[tuple[str, int], ...]:
    """Return the answers that were given, most frequent first, ties in the order asked."""
    return tuple(sorted(tally.counts.items(), key=lambda pair: -pair[1]))


def why_hidden(figure: Figure | Tally) -> str:
    """Return why a result is not shown, so that nobody feels punished for a small room."""
    return _(
        "It takes {need} people before this is shown, so that nobody's answer can be worked out.",
        need=figure.need,
    )


def unfinished(public: Public, state: PollState, left: int) -> str:
    """Return what is lost if it ends now."""
    if not left or state.tallies is not None:
        return ""
    return n_("{n} has not answered.", "{n} have not answered.", left)
