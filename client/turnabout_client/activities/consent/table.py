"""What the room sees of the consent, in lines. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.consent.model import agreed
from turnabout_client.view import words
from turnabout_language import _
from turnabout_protocol.activities.consent import Consent, ConsentState
from turnabout_protocol.room import Public


def lines(public: Public, step: Consent) -> Iterator[Content]:
    """Yield the promises, and how many have said that they play."""
    yield from (words.point(_(promise)) for promise in step.promises)
    yield Content.styled(agreed(public, public.state(ConsentState, step.id)), "bold")
