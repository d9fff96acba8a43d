"""What a player needs just now is in sight, whole, and what is past does not look like now."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.client import test_talk_model as talks
from tests.client.test_scene_model import calm
from tests.client.test_tui_promises import planning
from tests.client.test_tui_scene import long_turn
from tests.client.test_tui_screens import app_of, field, live, state, text, until
from tests.support.gallery import app_at
from turnabout_client.activities.scene.hand import Hand
from turnabout_client.activities.scene.pinned import Pinned
from turnabout_client.tui.kit.card import Note
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.room import SECOND
from turnabout_protocol.scenario import KeyPoint

SMALL = (80, 24)


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


async def settled(pilot: Pilot[str]) -> None:
    for _ in range(4):
        await pilot.pause()


@pytest.mark.parametrize("length", [136, 141, 147])
async def test_three_cards_are_whole_also_after_a_fuller_hand(length: int) -> None:
    words = ("word " * 60)[: length - 1] + "."
    app = app_at("turn")
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        hand = app.screen.query_one(Hand)
        for held in (5, 3):
            hand.show(tuple(KeyPoint(id=str(n), kind="need", text=words) for n in range(held)))
            await settled(pilot)
        rows = sum(note.outer_size.height for note in hand.query(Note))
        assert hand.size.height == min(7, rows)
        assert hand.show_vertical_scrollbar == (rows > 7), "a bar only where there is need of it"


async def test_who_thinks_reads_that_a_number_chooses_a_card() -> None:
    host = calm("business", "it")
    me = live(host).seat
    held = len(host.room.of(me).hand)
    app = app_of(host, me)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: field(app, "say").has_focus)
        keys = " ".join(str(n) for n in range(1, held + 1))
        assert f"({keys}: a card; then say it in your own words)" in text(app)
        await pilot.press("1")
        await until(pilot, lambda: "(the card in your own words)" in text(app))
        assert "a card; then say it" not in text(app)


async def test_a_card_that_is_asked_about_is_in_sight() -> None:
    host = calm("business", "business", "it", "it")
    turn = live(host)
    long_turn(host)
    me = next(
        s.id
        for s in host.room.public.players(turn.side)
        if s.id not in (turn.seat, live(host).seat)
    )
    card = state(host).turns[0].card
    assert card is not None
    app = app_of(host, me)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "What do you say to" in text(app))
        await settled(pilot)
        begins = " ".join(card.text.split()[:5])
        assert text(app).count(begins) == 1
        assert begins in " ".join(str(n.render()) for n in app.screen.query("#pinned Note"))
        assert app.screen.query_one(Hand).display, "and so are those of my own hand"
        await pilot.press("space")
        await until(pilot, lambda: not app.screen.query_one(Pinned).display)
        assert any(note.display for note in app.screen.query("#talk Note"))


async def test_a_card_that_is_asked_about_does_not_stand_there_twice() -> None:
    app = app_at("rate", 8, watcher=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "What do you say to Kim’s card?" in text(app)
        assert text(app).count("need  We need to see which deals have gone quiet") == 1


async def test_the_sign_of_a_promise_stays_whole_when_its_field_is_left() -> None:
    host, _boss, people = planning("apples")
    app = app_of(host, people[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "Who takes it?" in text(app))
        await pilot.press("i")
        await until(pilot, lambda: "With whom, by when" in text(app))
        words = [f"word{n}" for n in range(24)]
        field(app, "sign").fill(" ".join(words))
        await settled(pilot)
        assert not field(app, "sign").has_focus
        assert all(word in text(app) for word in words)
        assert "Sign it" in text(app)


async def test_only_the_round_that_is_on_points_at_a_question() -> None:
    host, _fay, ann, _oda = talks.table()
    app = app_of(host, ann)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "▸ 1  One?" in text(app))
        host.wait(120 * SECOND)
        await until(pilot, lambda: "What?" in text(app))
        await settled(pilot)
        assert "1  One?" in text(app)
        assert "▸" not in text(app)


async def test_in_the_close_no_clock_stands_at_nothing() -> None:
    app = app_at("close")
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert str(app.screen.query_one("#step-clock", Static).content) == ""
        assert "0:00" not in text(app)
