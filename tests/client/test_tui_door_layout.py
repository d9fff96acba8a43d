"""The door in every state: what to do next is in sight, and so is every way in."""

from collections.abc import Sequence
from itertools import product

import pytest
from textual.widgets import Button, Static

from tests.client.test_tui_check import Closed
from tests.client.test_tui_model import LINK
from tests.client.test_tui_screens import House, says, until
from tests.client.test_tui_shut_door import Renewed
from tests.client.tui_table import Host
from turnabout_client.entrance.door import Entrance
from turnabout_client.entrance.model import Wish
from turnabout_client.link.keyring import KeptSeat
from turnabout_client.tui.app import TurnaboutApp
from turnabout_protocol import links

LONG = [
    KeptSeat(name=f"{letter} name of 24 characters"[:24], key=letter * 16, role="player")
    for letter in "ABCDE"
]


@pytest.mark.parametrize(
    ("size", "kept", "kind"),
    product(((80, 24), (120, 36)), ((), LONG[:1], LONG), ("open", "shut", "over")),
)
async def test_what_to_do_next_and_every_way_in_are_in_sight(
    size: tuple[int, int], kept: Sequence[KeptSeat], kind: str
) -> None:
    if kind == "over" and len(kept) == 1:
        pytest.skip("It is clear who this is: the check begins at once.")
    houses: dict[str, Entrance] = {
        "open": House(Host(), kept),
        "shut": Renewed(kept),
        "over": Closed(*kept),
    }
    app = TurnaboutApp(wish=Wish(where=links.parse(LINK)), entrance=houses[kind])
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: says(app) not in ("", "Knocking ..."))
        await pilot.pause()
        door = app.screen.query_one("#door").content_region
        line = app.screen.query_one("#door-says", Static).region
        assert line.height
        assert door.contains_region(line), (door, line)
        ways = [way for way in app.screen.query(Button) if way.region]
        assert len([way for way in ways if (way.id or "").startswith("kept-")]) == min(3, len(kept))
        cut = {way.id: way.region for way in ways if not door.contains_region(way.region)}
        assert not cut, door


async def test_a_name_that_was_given_finds_its_seat_behind_newer_ones() -> None:
    house = Closed(*LONG)
    wish = Wish(where=links.parse(LINK), name=LONG[-1].name)
    app = TurnaboutApp(wish=wish, entrance=house)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: house.asked == [LONG[-1].key])
