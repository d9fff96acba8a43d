"""What the room sees of the cheering, in lines. Pure."""

from collections.abc import Iterator

from textual.content import Content

from tests.thirteenth.cheer import Cheer
from tests.thirteenth.cheer.model import said
from turnabout_protocol.room import Public


def lines(public: Public, step: Cheer) -> Iterator[Content]:
    """Yield who has cheered."""
    yield Content(said(public, step))
