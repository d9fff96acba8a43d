"""The scene's screen: what it keeps in sight, when its keys sleep, what it says by itself."""

import re
from itertools import pairwise

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Button

from tests.client.test_scene_model import calm
from tests.client.test_tui_model import playing
from tests.client.test_tui_screens import app_of, field, live, speak, state, text, until
from tests.client.tui_table import Host
from tests.support.gallery import app_at
from turnabout_client.activities.scene.conversation import Conversation
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.scene import Rate, Said, Speak
from turnabout_protocol.room import SECOND

SMALL, LARGE = (80, 24), (120, 36)


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def long_turn(host: Host) -> None:
    """Let whoever has the floor say as much as fits."""
    turn = live(host)
    card = host.room.of(turn.seat).hand[0].id
    said = Said(card=card, say=f"FIRST {'and so it goes on, ' * 30}"[:590], echo="you wait")
    host.do(turn.seat, Speak(step="scene", turn=turn.number, said=said))


def owner(host: Host) -> int:
    """Return somebody whose side was played in the newest turn, and who does not speak next."""
    turn = state(host).turns[-2]
    return next(s.id for s in host.room.public.owners(turn.side) if s.id != live(host).seat)


def clocks(app: TurnaboutApp) -> list[str]:
    return re.findall(r"\d:\d\d", text(app))


async def settle(pilot: Pilot[str]) -> None:
    for _ in range(4):
        await pilot.pause()


@pytest.mark.parametrize(
    ("name", "told"), [("rate", True), ("react", True), ("turn", False), ("twist", False)]
)
async def test_who_is_asked_reads_until_when(name: str, told: bool) -> None:
    app = app_at(name)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        said = re.search(r"You have until (\w+) has spoken\.", text(app))
        assert bool(said) is told
        if said is not None:
            assert f"{said[1]} is thinking" in text(app)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_my_turn_opens_the_table_at_the_turn_to_say_back(size: tuple[int, int]) -> None:
    host = calm("business", "business", "it", "it")
    for _ in range(3):
        long_turn(host)
    me = live(host).seat
    app = app_of(host, me)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: field(app, "echo").has_focus)
        await settle(pilot)
        assert "FIRST" in text(app), "what I say back is in sight from its first row"
        table = app.screen.query_one(Conversation)
        before = table.scroll_y
        await pilot.press("pageup")
        await until(pilot, lambda: table.scroll_y < before)
        assert field(app, "echo").has_focus, "and can be read while I write"
        await pilot.press("pagedown")
        await until(pilot, lambda: table.scroll_y >= before)


async def test_the_brief_folds_by_itself_as_my_turn_comes_and_by_escape() -> None:
    host = calm("business", "business", "it", "it")
    first = live(host).seat
    long_turn(host)
    second = live(host).seat
    me = next(s.id for s in host.room.public.players() if s.id not in (first, second))
    app = app_of(host, me)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: app.screen.has_class("-unfolded"))
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.has_class("-unfolded"))
        await pilot.press("b")
        while live(host).seat != me:
            long_turn(host)
        await until(pilot, lambda: field(app, "echo").has_focus)
        assert not app.screen.has_class("-unfolded")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_field_grows_with_what_is_typed_and_hides_no_button(size: tuple[int, int]) -> None:
    host = calm("business", "it")
    app = app_of(host, live(host).seat)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: field(app, "say").has_focus)
        words = [f"w{n}" for n in range(45)]
        field(app, "say").fill(" ".join(words))
        await settle(pilot)
        assert all(word in text(app) for word in words), "nothing that was typed is out of sight"
        field(app, "say").fill(" ".join(words) + " more" * 38)
        await pilot.press(*(" more" * 2))
        await settle(pilot)
        said = text(app)
        assert field(app, "say").size.height == 4
        assert "Send" in said
        assert "(a question, or nothing)" in said
        row = field(app, "say").cursor_screen_offset.y
        assert field(app, "say").region.contains_point((field(app, "say").region.x, row))


async def test_a_card_that_a_teammate_played_is_missed_aloud() -> None:
    host = calm("business", "business", "it", "it")
    speaker = live(host)
    mates = [s.id for s in host.room.public.players(speaker.side) if s.id != speaker.seat]
    hand = host.room.of(speaker.seat).hand
    mate, card = next((m, c) for m in mates for c in host.room.of(m).hand if c in hand)
    number = host.room.of(mate).hand.index(card) + 1
    app = app_of(host, mate)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press(str(number))
        await until(pilot, lambda: "✓" in text(app))
        said = Said(card=card.id, say="So it is.")
        host.do(speaker.seat, Speak(step="scene", turn=1, said=said))
        await until(pilot, lambda: "played that card" in text(app))


async def test_keys_sleep_when_something_else_is_asked_all_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host = calm("business", "business", "it", "it")
    first = live(host)
    speak(host)
    following = live(host).seat
    me = next(
        s.id for s in host.room.public.owners(first.side) if s.id not in (first.seat, following)
    )
    app = app_of(host, me)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "Did it ring true?" in text(app))
        await pilot.press("f", "space")  # an answer of mine wakes the next question at once
        await until(pilot, lambda: "Listen" in text(app) or "thinking" in text(app))
        monkeypatch.setattr(RoomScreen, "DOZE", 60.0)
        speak(host)
        await until(pilot, lambda: "What do you say to" in text(app))
        done = len(host.table(me).done)
        await pilot.press("u", "o", "f", "1")
        await settle(pilot)
        assert len(host.table(me).done) == done


async def test_a_rating_key_that_comes_late_does_nothing() -> None:
    host = calm("business", "business", "it", "it")
    speak(host)
    me = owner(host)
    app = app_of(host, me)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "Did it ring true?" in text(app))
        host.wait(40 * SECOND)
        speak(host)
        app.room_changed()
        await until(pilot, lambda: "Did it ring true?" not in text(app))
        await pilot.press("f", "c", "s", "x")
        await settle(pilot)
        assert not any(isinstance(c, Rate) for c in host.table(me).done)
        assert "✓" not in text(app), "and it chooses no card"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_one_notice_at_a_time_and_never_over_the_clock_or_the_keys(
    size: tuple[int, int],
) -> None:
    host = calm("business", "it")
    app = app_of(host, live(host).seat)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: field(app, "say").has_focus)
        rows = text(app).splitlines()
        for n in range(5):
            app.notify(f"Notice {n}", markup=False)
        await until(pilot, lambda: "Notice 4" in text(app))
        seen = text(app)
        assert seen.count("Notice") == 1
        now = seen.splitlines()
        assert now[0] == rows[0], "the header with its clock"
        assert now[-7:] == rows[-7:], "what to do now, the fields, the keys"


async def test_two_clocks_agree_while_the_last_turns_are_rated() -> None:
    host = playing("business", "it")
    while state(host).phase != "rating":
        now = state(host).live
        host.wait(40 * SECOND)
        if now is not None:
            host.do(now.seat, Speak(step="scene", turn=now.number, said=Said(say="So it is.")))
    seat = host.room.public.players()[0].id
    app = app_of(host, seat)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        one, other = clocks(app)
        assert one == other


async def test_panels_are_reached_with_tab_and_say_that_they_are() -> None:
    host = calm("business", "business", "it", "it")
    long_turn(host)
    me = next(
        s.id for s in host.room.public.players() if s.id not in (live(host).seat, owner(host))
    )
    app = app_of(host, me)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        reached = []
        for _ in range(4):
            await pilot.press("tab")
            await settle(pilot)
            assert app.focused is not None
            reached.append(app.focused.id)
            assert app.focused.styles.border_top[0] == "heavy"
        assert {"brief", "talk", "hand"} <= set(reached)
        table = app.screen.query_one(Conversation)
        table.focus()
        await pilot.press("home")
        await until(pilot, lambda: table.scroll_y <= 0)


async def test_answers_have_the_right_words_right_after_a_resize() -> None:
    host = calm("business", "business", "it", "it")
    speak(host)
    app = app_of(host, owner(host))
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "f fully" in text(app))
        await pilot.resize_terminal(*LARGE)
        await until(pilot, lambda: "f I could have said that" in text(app))
        await until(pilot, lambda: "x not how we see it" in text(app))
        await pilot.resize_terminal(*SMALL)
        await until(pilot, lambda: "f fully" in text(app))
        await until(pilot, lambda: "␣ skip" in text(app))
        buttons = [b for b in app.screen.query(Button) if b.name and b.region.width]
        assert all(one.region.right <= next_.region.x for one, next_ in pairwise(buttons))
        assert all(b.region.width >= Content(str(b.label)).cell_length for b in buttons), (
            "no word is cut"
        )
