"""A link that takes in nobody new: the door says so, and lets those back who have a seat."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tests.client.test_tui_model import DOOR, LINK
from tests.client.test_tui_screens import House, field, says, text, until
from tests.client.tui_table import Host
from turnabout_client.entrance.model import Wish, shut
from turnabout_client.link.keyring import KeptSeat
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.entrance.screen import JoinScreen
from turnabout_client.tui.room.lobby import LobbyScreen
from turnabout_protocol import links
from turnabout_protocol.messages import Door, Return

SHUT = Door(
    title="",
    team="",
    labels={},
    phase="lobby",
    players=0,
    max_players=0,
    playing=False,
    shut="link_replaced",
)
NEW = f"{LINK}.TC64TC64TC64TC64"


class Renewed(House):
    """An entrance to a room whose link was replaced."""

    def __init__(self, kept: Sequence[KeptSeat] = ()) -> None:
        super().__init__(Host(), kept)

    async def knock(self, where: links.Link) -> Door:
        return DOOR if where.key else SHUT


@pytest.mark.parametrize(
    "wish", [Wish(where=links.parse(LINK)), Wish(where=links.parse(LINK), name="Omar", home="it")]
)
async def test_a_newcomer_reads_that_the_link_was_replaced_and_pastes_the_new_one(
    wish: Wish,
) -> None:
    house = Renewed()
    async with TurnaboutApp(wish=wish, entrance=house).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: "This link was replaced." in says(app))
        assert not house.entered
        await pilot.press("enter")
        field(app, "link").fill(NEW)
        await pilot.press("enter")
        if not wish.name:
            await until(pilot, lambda: app.screen.query_one("#ask-who").display)
            await pilot.press(*"Omar", "enter", "2")
        await until(pilot, lambda: isinstance(app.screen, LobbyScreen))


async def test_who_has_a_seat_goes_on_by_the_old_link() -> None:
    house = Renewed([KeptSeat(name="Dana", key="A" * 16, role="player")])
    wish = Wish(where=links.parse(LINK), name="Somebody else")
    async with TurnaboutApp(wish=wish, entrance=house).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: "Continue as Dana" in text(app))
        assert "This link was replaced." in text(app)
        assert says(app) == "Your seat is kept: press c to go on."
        # Nobody sits down as new by it.
        await pilot.press("2", "3", "enter")
        assert not house.entered
        assert "Your name" not in text(app)
        await pilot.press("c")
        await until(pilot, lambda: house.entered == [Return(key="A" * 16)])
        assert isinstance(app.screen, JoinScreen)


def test_the_reason_fits_the_link() -> None:
    where = links.parse(LINK)
    assert shut(DOOR, where) == ""
    assert shut(SHUT, where).startswith("This link was replaced.")
    assert "has been used" in shut(replace(SHUT, shut="pass_used"), where)
    # What a newer server may say some day.
    assert shut(replace(SHUT, shut="other"), where).startswith("This link was replaced.")
    steer = links.parse(f"{LINK.replace('join', 'steer')}.8QX08QX08QX08QX0")
    assert "facilitator key" in shut(SHUT, steer)
