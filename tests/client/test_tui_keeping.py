"""Before they consent people read who keeps the server, and how long the report is kept."""

import pytest
from textual.widgets import Static

from tests.client.test_tui_screens import app_of
from tests.client.tui_table import Host
from turnabout_client.activities.consent.screen import ConsentScreen
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.commands import Start
from turnabout_protocol.room import HouseRules


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_consent_says_who_keeps_what_and_how_long(size: tuple[int, int]) -> None:
    host = Host(house=HouseRules(kept_by="Jo [b]", keep_months=24))
    fay = host.sit("Fay", None, "facilitator")
    ann = host.sit("Ann", "business")
    host.sit("Bob", "it")
    host.do(fay, Start())
    app = app_of(host, ann)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, ConsentScreen)
        promises = app.screen.query_one("#promises", Pane)
        told = "\n".join(str(one.content) for one in promises.query(Static))
        assert "Jo [b] keeps the server this runs on" in told
        assert "The report is deleted after 24 months." in told
