"""What the room sees of it, in lines. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.close.model import console_lines
from turnabout_language import _
from turnabout_protocol.activities.close import Close, CloseState
from turnabout_protocol.room import Public


def lines(public: Public, step: Close) -> Iterator[Content]:
    """Yield what has come of it so far."""
    yield from console_lines(public, public.state(CloseState, step.id))


def now(public: Public, step: Close) -> str:
    """Return what is done now."""
    return _("Promises are read aloud. Then a date, and one word each.")
