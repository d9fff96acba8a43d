"""The door speaks the room's language as soon as it knows it, unless the person chose another."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.client.test_tui_hostile import painted
from tests.client.test_tui_model import LINK
from tests.client.test_tui_screens import House, field, says, until
from tests.client.tui_table import Host
from turnabout_client.entrance.model import Wish
from turnabout_client.tui.app import TurnaboutApp
from turnabout_language import use
from turnabout_protocol import links
from turnabout_protocol.messages import Door


class Abroad(House):
    """An entrance to a room that speaks German."""

    async def knock(self, where: links.Link) -> Door:
        return replace(await super().knock(where), language="de")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use("en")


@pytest.mark.parametrize(
    ("chosen", "first", "then", "watch"),
    [
        ("", "Tipp deinen Namen", "Und zu welcher Seite gehörst du?", "nur beobachten"),
        ("fr", "Écrivez votre nom", "Et de quel côté êtes-vous", "observer"),
    ],
)
async def test_the_door_speaks_the_language_of_the_room(
    chosen: str, first: str, then: str, watch: str
) -> None:
    wish = Wish(where=links.parse(LINK))
    app = TurnaboutApp(entrance=Abroad(Host()), wish=wish, language=chosen)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: first in says(app))
        assert watch in painted(app)
        await pilot.press(*"Änne", "enter")
        await until(pilot, lambda: then in says(app))
        assert field(app, "name").text == "Änne"
