"""What a page shows, in a session and around it: at its door, when it is over, and weeks later."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from tests.client.test_tui_check import ASKED, DANA
from tests.client.test_tui_check import DOOR as CLOSED
from tests.support.drawn import PATH, message
from tests.support.gallery import MOMENTS, StillTable, moment
from turnabout_client.page import check, porch
from turnabout_client.page.messages import Kept
from turnabout_language import _
from turnabout_protocol import links

OPEN: Final = replace(CLOSED, phase="lobby", players=3, max_players=8, playing=True, check=False)
KEPT: Final = (Kept(name="Dana", key="K" * 16), Kept(name="Noor Haddad", key="L" * 16))


def _door() -> dict[str, Any]:
    where = links.parse(f"wss://play.example{PATH}")
    return porch.shown(OPEN, porch.door_ask(where, OPEN), porch.gathering(OPEN))


def _seats() -> dict[str, Any]:
    asked = porch.kept_ask(KEPT, _("Who are you?"), new=True)
    return porch.shown(OPEN, asked, porch.gathering(OPEN))


def _check() -> dict[str, Any]:
    form = check.ask(ASKED, DANA.name)
    return porch.shown(CLOSED, form, check.above(ASKED, len(form.fields)))


def _over(seat: int) -> dict[str, Any]:
    table = moment("close", seat, screen=seat == 8)
    room = replace(table.room, public=replace(table.room.public, phase="closed"))
    return message(StillTable(room, seat, table.now()))


_AROUND: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "door": _door,
    "door-kept": _seats,
    "check": _check,
    "over": lambda: _over(2),
    "over-steering": lambda: _over(1),
}
PICTURES: Final = (*MOMENTS, *_AROUND)
"""All that a page shows."""


def picture(name: str, seat: int = 2, people: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what a browser is sent for that picture: 1 facilitates, 8 is the stage."""
    if name in _AROUND:
        return _AROUND[name]()
    table = moment(name, seat, *((people,) if people else ()), screen=seat == 8)
    return message(table)
