"""Personal links, each good for one seat: made with a room, and printed beside its shared ones.

Whoever opens the room draws their keys; the server is told no more than the hashes.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from turnabout.addresses import Address
from turnabout.problems import USAGE, Problem
from turnabout.terminal import Say, say
from turnabout_client.view.invitation import line
from turnabout_language import _
from turnabout_machine.keys import hashed, new_key
from turnabout_protocol.messages import OpenRoom

MOST_SEATS: Final = 24


def new_keys(seats: int) -> tuple[str, ...]:
    """Return the keys of so many personal links. Raises Problem where they are too many."""
    if not 0 <= seats <= MOST_SEATS:
        raise Problem(_("--seats takes 0 to {most}, such as --seats 8.", most=MOST_SEATS), USAGE)
    return tuple(new_key() for _seat in range(seats))


def with_passes(wanted: OpenRoom, keys: Sequence[str]) -> OpenRoom:
    """Return the order for a room that takes in one person by each of these keys."""
    return replace(wanted, passes=tuple(map(hashed, keys)))


def tell_personal(place: Address, code: str, keys: Sequence[str], tell: Say = say) -> None:
    """Print the personal links of a room, if it has any."""
    if not keys:
        return
    tell("")
    tell(_("For one person each, once:"))
    for key in keys:
        tell(line("join", place.link("join", code, key)))
