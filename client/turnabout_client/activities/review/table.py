"""What the room sees of the earlier promises, in lines: each with what was said of it. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.review.model import mark_line
from turnabout_language import _
from turnabout_protocol.activities.review import LOOKING, Review, ReviewState
from turnabout_protocol.room import Public


def lines(public: Public, step: Review) -> Iterator[Content]:
    """Yield the promises, each with its owner, its partner and its mark."""
    state = public.state(ReviewState, step.id)
    for promise in public.earlier:
        who = _("{owner} with {partner}", owner=promise.owner, partner=promise.partner)
        yield Content.assemble((who, "bold"), "  ", promise.then)
        yield Content.assemble("   ", mark_line(state, promise.number))


def now(public: Public, step: Review) -> str:
    """Return what to do with what was said of the promises, once all of it is there."""
    looking = public.state(ReviewState, step.id).stage == LOOKING
    return _("This is what we kept. What helped?") if looking else ""
