"""The back of a card: its why, for whoever holds it, and at the reveal."""

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot, at
from tests.client.test_tui_screens import app_of, text, until
from turnabout_client.activities.reveal.saying import back
from turnabout_client.tui.kit.card import Note
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.brief import HandDealt
from turnabout_protocol.fold import apply_event
from turnabout_protocol.scenario import KeyPoint

CARDS = (
    KeyPoint(id="a", kind="need", text="We need a day.", why="Trucks leave at six"),
    KeyPoint(id="b", kind="fact", text="Half had no owner."),
)


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


@pytest.mark.parametrize("step", ["brief", "scene"])
async def test_one_key_turns_the_hand_over_and_back(step: str) -> None:
    host, (me, _other) = at(step)
    table = host.table(me)
    table.room = apply_event(table.room, HandDealt(seat=me, cards=CARDS), 0)
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "We need a day." in text(app))
        await pilot.press("escape", "0")
        await until(pilot, lambda: "because: Trucks leave at six" in text(app))
        assert "We need a day." not in text(app)
        assert "No reason is given." in text(app)
        await pilot.press("0")
        await until(pilot, lambda: "We need a day." in text(app))


async def test_where_no_card_has_a_why_there_is_nothing_to_turn() -> None:
    host, (me, _other) = at("brief")
    table = host.table(me)
    table.room = apply_event(table.room, HandDealt(seat=me, cards=CARDS[1:]), 0)
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "Half had no owner." in text(app))
        await pilot.press("escape", "0")
        await pilot.pause()
        assert not any(note.turned for note in app.screen.query(Note))


def test_the_reveal_names_the_card_and_never_its_writer() -> None:
    assert back(CARDS[0]).plain == "because: Trucks leave at six"
    assert not back(CARDS[1])
