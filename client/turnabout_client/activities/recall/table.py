"""What the room sees of an earlier session's order being guessed again, in lines. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.view.words import so_many_are_ready
from turnabout_language import _
from turnabout_protocol.activities.recall import Recall
from turnabout_protocol.room import Public


def lines(public: Public, step: Recall) -> Iterator[Content]:
    """Yield what is done, and how many have locked an order."""
    yield Content(_("They guess the other side's order of an earlier session once more."))
    yield Content(_("Nobody sees a guess. What stayed of it is told at the reveal."))
    yield so_many_are_ready(public, step)
