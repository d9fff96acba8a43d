"""What a slide of the reveal adds of how well people feel understood."""

from msgspec.structs import replace

from turnabout_protocol.activities.reveal import Slide
from turnabout_protocol.results import Understood


def understood_so_far(slide: Slide, understood: Understood) -> Understood:
    """Return what has been told of it when `slide` is on."""
    match slide:
        case "felt":
            return Understood(felt=understood.felt)
        case "gap":
            return Understood(felt=understood.felt, gap=understood.gap)
        case "looking_back":
            return replace(understood, close=None)
    return understood
