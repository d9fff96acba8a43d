"""The console's links: those to share, a new one for a leaked one, and personal ones."""

import re

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from tests.client.test_tui_model import playing
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.console.links import links
from turnabout_client.tui.console.screen import ConsoleScreen
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.room.invite import Invite
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_machine.keys import hashed
from turnabout_protocol.commands import IssuePass, RenewLink
from turnabout_protocol.links import Link, parse
from turnabout_protocol.room import Console, Room

STEER = parse("https://h:8765/steer/7F3K2QMX9TRVH4WZ.8QX08QX08QX08QX0@MFRGGZDFMZTWQ2LKMFRGGZDFMZ")
FIRST = "https://h:8765/join/7F3K2QMX9TRVH4WZ@MFRGGZDFMZTWQ2LKMFRGGZDFMZ"
KEYS = [f"{number:X}" * 16 for number in range(1, 10)]


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def said(app: TurnaboutApp) -> str:
    """What the dialogue says, without the blanks."""
    return "".join("".join(str(one.render()) for one in app.screen.query(Static)).split())


async def at_the_links(pilot: Pilot[str], personal: tuple[str, ...] = ()) -> TurnaboutApp:
    """Open the links in the console; `personal` are the keys of those that came with the room."""
    app = pilot.app
    assert isinstance(app, TurnaboutApp)
    await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
    app.shared = STEER
    app.personal.extend(personal)
    app.room_changed()
    await until(pilot, lambda: "invite" in text(app))
    await pilot.press("i")
    await until(pilot, lambda: isinstance(app.screen, Invite))
    await pilot.pause()
    return app


def said_below(app: TurnaboutApp) -> str:
    """What is said of the key that was pressed last."""
    return str(app.screen.query_one("#copied", Static).render())


def key_of(host: Host) -> str:
    return host.room.console.link


def test_the_links_are_those_that_are_good_now() -> None:
    good, used, theirs = map(hashed, KEYS[:3])
    console = Console(passes=(good, theirs), links=("A" * 16, "B" * 16))
    found = links(STEER, KEYS[:2], Room(console=console))
    assert found.about.shared == Link(
        server="wss://h:8765", door="join", code=STEER.code, key="B" * 16, pin=STEER.pin
    )
    assert [one.key for one in found.personal] == [KEYS[0]]
    assert found.elsewhere == 1
    assert used not in console.passes
    assert str(links(STEER, [], Room()).about.shared) == FIRST


async def test_a_new_link_takes_the_place_of_one_that_leaked() -> None:
    host = playing("business", "it")
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = await at_the_links(pilot)
        assert f"turnaboutjoin{FIRST}" in said(app)
        await pilot.press("8")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Invite))
        assert key_of(host) == ""
        await pilot.press("8")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "These links are new." in text(app))
        new = replaced(key_of(host))
        assert f"turnaboutjoin{new}" in said(app)
        assert f"turnaboutwatch{new.replace('/join/', '/watch/')}" in said(app)
        assert f"turnaboutjoin{FIRST}" not in said(app)
        await pilot.press("1")
        assert app.clipboard == f"turnabout join {new}"
        # From then on wherever the links are shown.
        await pilot.press("escape", "i")
        await until(pilot, lambda: isinstance(app.screen, Invite))
        assert f"turnaboutjoin{new}" in said(app)


def replaced(key: str) -> str:
    assert len(key) == 16
    return FIRST.replace("@", f".{key}@")


async def test_another_facilitator_is_told_and_has_the_new_link() -> None:
    host = playing("business", "it")
    other = host.sit("Second", None, "facilitator")
    async with app_of(host, 1).run_test(size=(80, 24), notifications=True) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: "To say now" in text(app))
        host.do(other, RenewLink(key=KEYS[0]))
        await until(pilot, lambda: "shows the new one" in text(app))
        await at_the_links(pilot)
        assert f"turnaboutjoin{replaced(KEYS[0])}" in said(app)
        host.do(other, RenewLink(key=KEYS[1]))
        await until(pilot, lambda: replaced(KEYS[1]) in said(app))


async def test_personal_links_are_listed_until_they_are_used() -> None:
    host = playing("business", "it")
    for key in KEYS[:4]:
        host.do(1, IssuePass(issued=hashed(key)))
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = await at_the_links(pilot, tuple(KEYS[:3]))
        assert "1 more made elsewhere" in text(app)
        assert replaced(KEYS[0]) in said(app)
        await pilot.press("6")
        assert app.clipboard == f"turnabout join {replaced(KEYS[0])}"
        await pilot.press("6")
        assert app.clipboard == f"turnabout join {replaced(KEYS[1])}"
        await pilot.press("1")
        assert app.clipboard == f"turnabout join {FIRST}"
        # One more, and it is the one to copy.
        await pilot.press("7")
        await until(pilot, lambda: len(host.room.console.passes) == 5)
        await until(pilot, lambda: "Copy personal line 4" in text(app))
        await pilot.press("6")
        fourth = parse(app.clipboard)
        assert fourth.door == "join"
        assert hashed(fourth.key) == host.room.console.passes[-1]


async def test_the_mouse_reaches_what_the_keys_do() -> None:
    host = playing("business", "it")
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = await at_the_links(pilot)
        await pilot.click("#personal")
        await until(pilot, lambda: "Copy personal line 1" in text(app))
        await pilot.click("#copy-personal")
        assert hashed(parse(app.clipboard).key) == host.room.console.passes[-1]
        await pilot.click("#renew")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Invite))
        await pilot.click("#invite-back")
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))


async def test_whoever_opened_the_room_renews_the_co_facilitators_link() -> None:
    host = playing("business", "it")
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = await at_the_links(pilot)
        assert "Co-facilitators, one by one" not in text(app)
        await pilot.press("9")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "the old one lets nobody in" in text(app))
        key = app.co_key
        assert host.room.vault.co_key == hashed(key)
        assert (
            f"turnaboutsteer{FIRST.replace('/join/', '/steer/').replace('@', f'.{key}@')}"
            in said(app)
        )


async def test_a_co_facilitator_neither_ends_nor_renews() -> None:
    host = playing("business", "it")
    co = host.sit("Coe", None, "facilitator", co=True)
    async with app_of(host, co).run_test(size=(80, 24), notifications=True) as pilot:
        app = await at_the_links(pilot)
        assert not app.screen.query_one("#renew-co").display
        await pilot.press("9")
        assert not isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
        assert not re.search(r"\be end\b", text(app))
        await pilot.press("e")
        await until(pilot, lambda: "Only the facilitator" in text(app))
        assert not isinstance(app.screen, Confirm)


# --- the text, and a key for each line -----------------------------------------------------------


async def test_each_line_and_the_text_have_a_key() -> None:
    host = playing("business", "it")
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = await at_the_links(pilot)
        app.get_it = "turnabout-0.3.0-py3-none-any.whl"
        app.co_key, app.steering = KEYS[7], STEER
        await pilot.press("escape", "i")
        await until(pilot, lambda: isinstance(app.screen, Invite))
        for key, line in (
            ("1", f"turnabout join {FIRST}"),
            ("2", f"turnabout watch {FIRST.replace('/join/', '/watch/')}"),
            ("3", f"turnabout watch {FIRST.replace('/join/', '/stage/')}"),
        ):
            await pilot.press(key)
            assert app.clipboard == line
            assert "if your terminal allows it" in said_below(app)
            assert "press 0" in said_below(app)
        await pilot.press("4")
        assert parse(app.clipboard).key == KEYS[7]
        assert "never to the room" in said_below(app)
        await pilot.press("5")
        assert app.clipboard == f"turnabout steer {STEER}"
        assert "send it to nobody" in said_below(app)
        assert STEER.key not in said(app), "a screen that is shared must not show it"
        await pilot.press("enter")
        assert app.clipboard.startswith("We play Turnabout, “Four thousand waiting”")
        assert f"\nturnabout join {FIRST}\n" in app.clipboard
        assert not {KEYS[7], STEER.key} & set(re.split(r"[.@/\s]", app.clipboard))


async def test_the_text_is_in_the_language_that_is_chosen_and_the_screen_in_its_own() -> None:
    host = playing("business", "it")
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = await at_the_links(pilot)
        await pilot.press("right", "enter")
        assert app.clipboard.startswith("Wir spielen Turnabout")
        await pilot.press("right", "enter")
        assert app.clipboard.startswith("Nous jouons à Turnabout")
        await pilot.press("right", "enter")
        assert app.clipboard.startswith("We play Turnabout")
        assert "Copied" in said_below(app)


async def test_who_only_co_facilitates_has_no_line_that_steers() -> None:
    host = playing("business", "it")
    co = host.sit("Coe", None, "facilitator", co=True)
    async with app_of(host, co).run_test(size=(80, 24)) as pilot:
        app = await at_the_links(pilot)
        app.co_key, app.steering = KEYS[7], STEER
        await pilot.press("4", "5")
        assert app.clipboard == ""
        assert not app.screen.query_one("#copy-4").parent.display  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("size", [(80, 24), (60, 16), (120, 36)])
async def test_no_key_is_cut_in_any_language(language: str, size: tuple[int, int]) -> None:
    host = playing("business", "it")
    host.do(1, IssuePass(issued=hashed(KEYS[0])))
    app = app_of(host, 1)
    app._chosen = language
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
        app.shared, app.co_key, app.steering = STEER, KEYS[7], STEER
        app.personal.append(KEYS[0])
        app.room_changed()
        await until(pilot, lambda: app.screen.query_one("#do-invite").display)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Invite))
        await pilot.press("4")
        await pilot.pause()
        box = app.screen.query_one("#invite")
        for button in app.screen.query(KeyButton):
            assert button.region.width >= Content(str(button.label)).cell_length, button.id
            assert box.content_region.x <= button.region.x, button.id
            assert button.region.right <= box.content_region.right, button.id
        if size != (60, 16):  # there it scrolls
            assert app.screen.query_one("#copied").region.bottom <= box.content_region.bottom
