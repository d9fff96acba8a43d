"""An order as a dialogue. Pure."""

from turnabout_client.activities.rank import model
from turnabout_client.dialogue import ordering
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Part
from turnabout_language import _
from turnabout_protocol.activities.rank import Rank


def part(seen: Seen, step: Rank) -> Part:
    """Return the cards to put in order, and for whom."""
    return ordering.part(seen, step, model.asked(step), _(model.KEPT), _(model.WATCHED))
