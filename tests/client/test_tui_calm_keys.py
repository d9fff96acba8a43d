"""Keys that were meant for something else do nothing; Escape closes; leaving is asked for."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from textual.events import Key
from textual.screen import ModalScreen

import turnabout_client
from tests.client.test_tui_activities import SMALL, app_of_pilot, at
from tests.client.test_tui_model import LINK
from tests.client.test_tui_screens import House, app_of, field, text, until
from tests.client.tui_table import Host
from turnabout_client.activities.close.ask_day import AskDay
from turnabout_client.entrance.model import Wish
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.console.next_table import NextTableScreen
from turnabout_client.tui.console.replan import ReplanScreen
from turnabout_client.tui.kit.dialogs import Confirm, Help, KeyGroup, Leave
from turnabout_client.tui.kit.doze import Doze
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.figure_help import Explain
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.kit.say import Say
from turnabout_client.tui.room.ahas import Ahas
from turnabout_client.tui.room.invite import Invite, Links
from turnabout_client.tui.room.kept import Kept
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.invitation import Invitation
from turnabout_protocol import links
from turnabout_protocol.commands import Next
from turnabout_protocol.room import SECOND
from turnabout_protocol.scoring import Scoring

LONG_ASLEEP = 3600.0
"""Seconds: longer than any test takes."""


@pytest.fixture
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


async def test_a_field_that_takes_the_focus_by_itself_takes_no_key_at_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", LONG_ASLEEP)
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        await pilot.press(*"yes", "enter", "backspace")
        assert field(app, "when").has_focus, "enter was meant for something else, too"
        assert field(app, "when").text == ""
        # Escape works at once, and whoever clicks means the field.
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is None)
        await pilot.click("#when")
        await pilot.press(*"now")
        await until(pilot, lambda: field(app, "when").text == "now")


@pytest.mark.usefixtures("_awake")
async def test_a_field_that_one_goes_to_takes_keys_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        monkeypatch.setattr(RoomScreen, "DOZE", LONG_ASLEEP)
        await pilot.press("escape", "enter", *"now", "enter", *"then")
        await until(pilot, lambda: field(app, "then").text == "then")
        assert field(app, "when").text == "now"


def test_keys_sleep_on_while_a_word_is_typed_to_its_end() -> None:
    doze = Doze()
    doze.begin(LONG_ASLEEP)
    assert doze.asleep
    assert not doze.stir(), "nobody was in the middle of a word"
    doze.drowse(LONG_ASLEEP)
    assert doze.stir()
    assert doze.hand_on(LONG_ASLEEP).stir(), "a field is as drowsy as its screen"
    assert not doze.hand_on(0).asleep


# Escape -------------------------------------------------------------------------------------------

DIALOGS: dict[type[ModalScreen[Any]], Callable[[Host, int], ModalScreen[Any]]] = {
    Help: lambda _host, _seat: Help("This.", KeyGroup("", [("n", "next")])),
    Confirm: lambda _host, _seat: Confirm("Sure?"),
    Leave: lambda _host, _seat: Leave("Leave?"),
    Explain: lambda _host, _seat: Explain({"felt": ""}, Scoring()),
    Pick: lambda _host, _seat: Pick("Who?", ["Dana", "Kim"]),
    Ahas: lambda host, seat: Ahas(host.table(seat), lambda _command, _done: None, Kept()),
    Invite: lambda _host, _seat: Invite(
        lambda: Links(about=Invitation(title="T", minutes=25, shared=links.parse(LINK))),
        make=lambda: None,
        renew=lambda: None,
    ),
    ReplanScreen: lambda host, seat: ReplanScreen(host.table(seat)),
    NextTableScreen: lambda host, seat: NextTableScreen(host.table(seat), None, lambda _ask: None),
    AskDay: lambda _host, _seat: AskDay("When?", "2026-12-14"),
    Say: lambda _host, _seat: Say("What do you say?", limit=40),
}
"""Every dialog there is, and how one opens it."""


def all_dialogs() -> Iterator[type[object]]:
    for module in walk_packages(turnabout_client.__path__, "turnabout_client."):
        if module.name.endswith(".driver"):
            continue  # for real terminals alone
        for found in vars(import_module(module.name)).values():
            ours = isinstance(found, type) and found.__module__.startswith("turnabout_client")
            if ours and issubclass(found, ModalScreen):
                yield found


def test_no_dialog_is_left_out() -> None:
    assert set(all_dialogs()) == set(DIALOGS)


@pytest.mark.usefixtures("_awake")
@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
async def test_escape_closes_a_dialog_also_from_within_its_fields(
    kind: type[ModalScreen[Any]],
) -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, RoomScreen))
        below = app.screen

        async def closes(focus: str) -> list[str]:
            """Open the dialog, press Escape in that field, and return which fields it has."""
            dialog = DIALOGS[kind](host, me)
            app.push_screen(dialog)
            await until(pilot, lambda: app.screen is dialog)
            fields = [field.id or "" for field in dialog.query(TextField)]
            dialog.set_focus(dialog.query_one(f"#{focus}") if focus else None)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is below)
            return fields

        for name in await closes(""):
            await closes(name)


# Leaving ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_awake")
@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_control_q_and_control_c_ask_as_q_does(key: str) -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        await pilot.press(*"half", key)
        await until(pilot, lambda: isinstance(app.screen, Leave))
        assert "Your seat is kept" in text(app)
        await pilot.press(key)
        assert len([s for s in app.screen_stack if isinstance(s, Leave)]) == 1, "one is enough"
        assert "to quit the app" not in text(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RoomScreen))
        assert field(app, "when").text == "half"
        # From a dialog, too.
        app.push_screen(Help("This."))
        await until(pilot, lambda: isinstance(app.screen, Help))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, Leave))
        await pilot.press("y")
        await until(pilot, lambda: not app.is_running)


async def test_control_c_copies_what_is_selected_in_a_field() -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        field(app, "when").fill("half a day")
        field(app, "when").select_all()
        await pilot.press("ctrl+c")
        await until(pilot, lambda: app.clipboard == "half a day")
        assert not isinstance(app.screen, Leave)


async def test_the_door_asks_as_well() -> None:
    app = TurnaboutApp(wish=Wish(where=links.parse(LINK)), entrance=House(Host()))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+c")
        await until(pilot, lambda: isinstance(app.screen, Leave))
        assert "Leave Turnabout?" in text(app)


def test_a_key_sleeps_by_when_it_was_pressed_and_not_by_when_it_arrives() -> None:
    doze = Doze()
    before = Key("y", "y").time
    doze.begin(0.001)
    assert doze.missed(before)
    while doze.asleep:
        pass
    assert doze.missed(before), "it arrives late, and was meant for what has gone"
    assert not doze.missed(Key("y", "y").time)
    doze.begin(0)
    assert not doze.missed(before), "nothing sleeps"


async def test_a_key_that_arrives_late_does_nothing_on_the_next_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.05)
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, RoomScreen))
        before, pressed = app.screen, Key("p", "p")
        boss = next(s.id for s in host.room.public.seats.values() if s.role == "facilitator")
        host.do(boss, Next(step="plan", sure=True))
        host.wait(SECOND)
        await until(pilot, lambda: app.screen is not before and awake(app))
        app.post_message(pressed)
        await pilot.pause()
        await pilot.pause()
        assert not host.room.public.clock.paused
        await pilot.press("p")
        await until(pilot, lambda: host.room.public.clock.paused)


async def test_enter_on_its_way_sends_nothing_from_a_field_that_takes_the_focus_meanwhile() -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, RoomScreen))
        dialog = Say("What do you say?", limit=40)
        given: list[str | None] = []
        app.push_screen(dialog, given.append)
        await until(pilot, lambda: app.screen is dialog and dialog.focused is not None)
        field = dialog.query_one(TextField)
        field.restore("half a sent")
        doze = Doze()
        doze.begin(60)
        field.take_focus(doze)
        await app.run_action("submit", field)
        await pilot.pause()
        assert app.screen is dialog
        assert not given


def awake(app: TurnaboutApp) -> bool:
    """Return whether the keys of the screen that is shown are awake."""
    screen = app.screen
    return isinstance(screen, RoomScreen) and not screen._doze.asleep
