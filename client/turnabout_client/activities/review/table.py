"""What the room sees of it, in lines. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.review.model import console_lines
from turnabout_protocol.activities.review import Review, ReviewState
from turnabout_protocol.room import Public


def lines(public: Public, step: Review) -> Iterator[Content]:
    """Yield what has come of it so far."""
    yield from console_lines(public, public.state(ReviewState, step.id))
