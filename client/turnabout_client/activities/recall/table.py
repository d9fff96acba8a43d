"""What the room sees of it, in lines. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.recall.model import console_lines
from turnabout_protocol.activities.rank import RankState
from turnabout_protocol.activities.recall import Recall
from turnabout_protocol.room import Public


def lines(public: Public, step: Recall) -> Iterator[Content]:
    """Yield what has come of it so far."""
    yield from console_lines(public, public.state(RankState, step.id))
