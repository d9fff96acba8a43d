"""What the room sees of an order, in lines: what is put in order, and no order. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.view import words
from turnabout_language import _
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.room import Public


def lines(public: Public, step: Rank) -> Iterator[Content]:
    """Yield what people put in order, and how many are ready."""
    if step.whose == "own":
        yield Content(_("Everybody puts the cards of their own side in order."))
    else:
        yield Content(_("Everybody guesses the order of the other side's cards."))
    yield Content.styled(_("Alone and in silence. Nobody sees an order of one person."), "$quiet")
    yield words.so_many_are_ready(public, step)
