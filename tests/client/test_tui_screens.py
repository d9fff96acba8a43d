"""The terminal client at a live table: real rules, real events, a headless terminal."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from tests.client.test_tui_model import DOOR, LINK, playing
from tests.client.tui_table import Host, SeatTable
from tests.support.patience import poll
from turnabout_client.activities.scene.screen import SceneScreen
from turnabout_client.entrance.model import Wish
from turnabout_client.link.connection import Enter
from turnabout_client.link.errors import LinkError, TurnedAway
from turnabout_client.link.keyring import KeptSeat
from turnabout_client.link.status import Status
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.console.screen import ConsoleScreen
from turnabout_client.tui.entrance.screen import JoinScreen
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.room.invite import Invite
from turnabout_client.tui.room.lobby import LobbyScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol import links
from turnabout_protocol.activities.scene import (
    Pass,
    Rate,
    React,
    Said,
    SceneState,
    Speak,
    TagMissing,
    Turn,
)
from turnabout_protocol.check import Reply
from turnabout_protocol.commands import MoreTime, Next, NextStage, Pause, Remove
from turnabout_protocol.messages import CheckAsked, Door, Farewell, Join, Return
from turnabout_protocol.room import Role, Room, State
from turnabout_protocol.text import SPEECH

T = TypeVar("T")
NASTY = "[@click=app.quit]x[/]"


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def app_of(host: Host, seat: int) -> TurnaboutApp:
    """Return the app of a seat, told of every change."""
    table = host.table(seat)
    app = TurnaboutApp(table)
    table.on_change = app.room_changed
    return app


async def until(pilot: Pilot[str], condition: Callable[[], bool]) -> None:
    """Let the app work until `condition` holds."""
    await poll(condition, "on the screen", pilot.pause)


def text(app: TurnaboutApp) -> str:
    """Return what is on the screen."""
    return "\n".join(
        "".join(segment.text for segment in strip)
        for strip in app.screen._compositor.render_strips()
    )


def field(app: App[str], name: str) -> TextField:
    return app.screen.query_one(f"#{name}", TextField)


def state(host: Host) -> SceneState:
    return host.room.public.state(SceneState, "scene")


def live(host: Host) -> Turn:
    turn = state(host).live
    assert turn is not None
    return turn


def speak(host: Host) -> Turn:
    """Let the live speaker play a card, and return the turn."""
    turn = live(host)
    card = host.room.of(turn.seat).hand[0].id
    echo = "you wait" if turn.echoes else ""
    said = Said(card=card, say=f"It takes days. {NASTY} [/b]", echo=echo)
    host.do(turn.seat, Speak(step="scene", turn=turn.number, said=said))
    return turn


def last(host: Host, seat: int, kind: type[T]) -> T:
    """Return the newest command of that kind that the seat sent."""
    return next(c for c in reversed(host.table(seat).done) if isinstance(c, kind))


async def test_the_lobby_says_what_one_will_play_and_shows_names_as_text() -> None:
    host = Host()
    me = host.sit("Dana", "business")
    async with app_of(host, me).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await pilot.pause()
        assert "You belong to Customer service. You will play ■ IT." in text(app)
        host.sit(NASTY, "it")
        await until(pilot, lambda: NASTY in text(app))
        assert isinstance(app.screen, LobbyScreen)


async def test_a_turn_is_played_with_keys_alone_and_drafts_on_the_way() -> None:
    host = playing("business", "it")
    me = live(host).seat
    card = host.room.of(me).hand[1].id
    async with app_of(host, me).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: field(pilot.app, "say").has_focus)
        await pilot.press("2", *"Half a day, gone.")
        drafts = host.table(me).drafts
        await until(pilot, lambda: bool(drafts) and drafts[-1].say == "Half a day, gone.")
        await pilot.press("enter", *"Why", "enter")
        await until(pilot, lambda: state(host).turns[0].over)
        assert last(host, me, Speak).said == Said(card=card, say="Half a day, gone.", ask="Why")
        await pilot.press("p")  # no field is left: single keys work again
        await until(pilot, lambda: host.room.public.clock.paused)


async def test_escape_leaves_the_field_keeps_the_draft_and_gives_the_keys_back() -> None:
    host = playing("business", "it")
    me = live(host).seat
    async with app_of(host, me).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: field(pilot.app, "say").has_focus)
        await pilot.press(*"zzz", "escape")
        assert field(app, "say").text == "zzz"
        assert not host.table(me).done
        host.sit("Oli", "it", "observer")  # the room changes; what was typed stays
        await pilot.pause()
        assert field(app, "say").text == "zzz"
        await pilot.press("z", "y")  # it is asked, as something is written
        await until(pilot, lambda: state(host).turns[0].passed)
        assert isinstance(host.table(me).done[-1], Pass)


async def test_the_bell_sends_what_is_there() -> None:
    host = playing("business", "it")
    me = live(host).seat
    async with app_of(host, me).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: field(pilot.app, "say").has_focus)
        await pilot.press(*"not done")
        host.now = live(host).ends - 30
        host.table(me).on_change()
        await pilot.pause()
        host.now += 40
        await until(pilot, lambda: state(host).turns[0].over)
        assert state(host).turns[0].say == "not done"


async def test_an_owner_rates_tags_reacts_and_is_asked_once() -> None:
    host = playing("business", "business", "it", "it")
    turn = speak(host)
    me = next(s.id for s in host.room.public.owners(turn.side) if s.id != live(host).seat)
    async with app_of(host, me).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: "Did it ring true?" in text(app))
        assert NASTY in text(app), "the turn is in sight until it is rated"
        await pilot.press("1", "u", "y")  # what others ask, and what chooses cards, answers nothing
        assert not host.table(me).done
        await pilot.press("s")
        await until(pilot, lambda: "What was missing?" in text(app))
        assert "You rated" in text(app)
        # The rating is on its way, whatever is still asked: its moment tells nothing of it.
        await until(pilot, lambda: state(host).turns[0].answers == 1)
        await pilot.press("i", "u", "u")
        await until(pilot, lambda: bool(state(host).turns[0].reactions))
        assert last(host, me, Rate) == Rate(step="scene", turn=1, ring=2)
        tag = TagMissing(step="scene", turn=1, missing="tone")
        assert last(host, me, TagMissing) == tag
        assert len([c for c in host.table(me).done if isinstance(c, React)]) == 1
        assert "ring true?" not in text(app)
        await pilot.press("1")
        await until(pilot, lambda: "✓" in text(app))
        await pilot.press("backspace")
        await until(pilot, lambda: state(host).turns[0].answers == 0)
        assert "Did it ring true?" in text(app)
        await pilot.press("f")
        await until(pilot, lambda: state(host).turns[0].answers == 1)
        assert last(host, me, Rate).ring == 4


async def test_ten_thousand_pasted_characters_are_cut_to_what_fits() -> None:
    host = playing("business", "it")
    me = live(host).seat
    async with app_of(host, me).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await pilot.press("enter")
        field(app, "say").post_message(events.Paste("\x1b]0;x\x07no\nway " * 2000))
        await until(pilot, lambda: len(field(app, "say").text) == SPEECH)
        assert "\x1b" not in field(app, "say").text
        assert "\n" not in field(app, "say").text


async def test_single_keys_sleep_after_the_screen_has_changed_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 60.0)
    host = playing("business", "it")
    me = live(host).seat
    async with app_of(host, me).run_test(size=(80, 24)) as pilot:
        await pilot.press("p", "z", "q")
        await pilot.pause()
        assert not host.table(me).done
        assert isinstance(pilot.app.screen, SceneScreen)


async def test_the_rest_of_a_sentence_does_not_choose_on_the_screen_that_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [1000.0]
    monkeypatch.setattr("turnabout_client.tui.kit.doze.get_time", lambda: clock[0])
    monkeypatch.setattr(RoomScreen, "DOZE", 0.7)
    host = playing("business", "it")
    me = live(host).seat
    async with app_of(host, me).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await until(pilot, lambda: field(app, "say").has_focus)
        await pilot.press(*"we always p")
        host.do(1, Next(step="scene"))
        await until(pilot, lambda: not isinstance(app.screen, SceneScreen))
        for _ in range(4):
            clock[0] += 0.5
            app.screen.set_focus(None)
            await pilot.press("p")
            await pilot.pause()
        assert not host.room.public.clock.paused
        clock[0] += 1
        app.screen.set_focus(None)
        app.screen.refresh_bindings()
        await pilot.press("p")
        await until(pilot, lambda: host.room.public.clock.paused)


async def test_the_console_shows_the_links_to_who_comes_late() -> None:
    host = playing("business", "it")
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
        await pilot.press("i")
        assert isinstance(app.screen, ConsoleScreen), "there is no link to this table"
        app.shared = links.parse("https://h:8765/steer/7F3K2QMX9TRVH4WZ.8QX08QX08QX08QX0")
        app.room_changed()
        await until(pilot, lambda: "invite" in text(app))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Invite))
        await until(pilot, lambda: "/join/" in text(app))
        said = "".join(text(app).split())
        assert "turnaboutjoinhttps://h:8765/join/7F3K2QMX9TRVH4WZ" in said
        assert "turnaboutwatchhttps://h:8765/watch/7F3K2QMX9TRVH4WZ" in said
        assert "8QX0" not in said, "the facilitator's key is nobody else's"
        await pilot.press("1")
        await until(pilot, lambda: "Copied" in text(app))
        assert app.clipboard.startswith("turnabout join https://")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))


async def test_the_console_goes_on_part_by_part_or_ends_the_whole_step() -> None:
    host = playing("business", "it")
    host.pass_steps("feel")
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: "end step" in text(app))
        await pilot.press("n", "y")
        await until(pilot, lambda: host.room.public.state(State, "feel").stage == 1)
        assert last(host, 1, NextStage).stage == 0
        await pilot.press("f", "y")
        await until(pilot, lambda: host.room.public.step is not None)
        await until(pilot, lambda: last(host, 1, Next).step == "feel")


async def test_a_small_terminal_is_told_and_nothing_is_lost() -> None:
    host = playing("business", "it")
    me = live(host).seat
    async with app_of(host, me).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: field(pilot.app, "say").has_focus)
        await pilot.press(*"kept")
        await pilot.resize_terminal(59, 20)
        await until(pilot, lambda: "This window is" in text(app))
        await pilot.resize_terminal(120, 36)
        await until(pilot, lambda: "You play" in text(app))
        assert field(app, "say").text == "kept"


async def test_a_lost_connection_is_a_calm_line() -> None:
    host = playing("business", "it")
    me = live(host).seat
    async with app_of(host, me).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        host.table(me).status = Status(state="away", retry_in=2.4)
        app.status_changed()
        line = "Connection lost. Trying again in 3 s. What you typed is kept."
        await until(pilot, lambda: line in text(app))
        host.table(me).status = Status(state="live")
        app.status_changed()
        await until(pilot, lambda: line not in text(app))


async def test_the_console_steers_and_asks_before_removing() -> None:
    host = playing("business", "it")
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await pilot.pause()
        assert isinstance(app.screen, ConsoleScreen)
        assert "Waiting for" in text(app)
        await pilot.press("plus", "s", "p")
        await until(pilot, lambda: host.room.public.clock.paused)
        assert last(host, 1, MoreTime).seconds == 60
        assert state(host).turns[0].over
        assert isinstance(host.table(1).done[-1], Pause)
        await pilot.press("x", "1", "n")
        assert not any(isinstance(c, Remove) for c in host.table(1).done)
        await pilot.press("x", "1", "y")
        await until(pilot, lambda: 2 not in host.room.public.seats)
        await pilot.press("p", "n", "y")
        await until(pilot, lambda: isinstance(host.table(1).done[-1], Next))
        assert isinstance(app.screen, ConsoleScreen)


class Line(SeatTable):
    """A table one gets to through the door."""

    def __init__(self, host: Host, enter: Enter, told: Callable[[], None]) -> None:
        self.host, self.enter, self.on_change = host, enter, told
        self.seat, self.room, self.status, self.key = None, Room(), Status(state="live"), "KEY"
        self.done, self.drafts = [], []

    async def run(self) -> Farewell:
        if not isinstance(self.enter, Join):
            raise LinkError("The key does not fit.")
        join = self.enter
        try:
            seat = self.host.sit(join.name, join.home, join.role)
        except Exception as refused:
            raise TurnedAway(4005, str(refused)) from None
        told = self.on_change
        super().__init__(self.host, seat)
        self.on_change = told
        self.host.tables[seat] = self
        told()
        await asyncio.Event().wait()
        raise AssertionError("cancelled")


class House:
    """An entrance to a room without a network."""

    def __init__(self, host: Host, kept: Sequence[KeptSeat] = ()) -> None:
        self.host, self.kept = host, kept
        self.saved: list[tuple[str, str, Role]] = []
        self.entered: list[Enter] = []

    async def knock(self, where: links.Link) -> Door:
        return DOOR

    async def known(self, where: links.Link) -> Sequence[KeptSeat]:
        return self.kept

    async def keep(self, where: links.Link, name: str, key: str, role: Role) -> None:
        self.saved.append((name, key, role))

    async def check(self, where: links.Link, key: str) -> CheckAsked:
        raise NotImplementedError

    async def answer(self, where: links.Link, key: str, reply: Reply) -> None:
        raise NotImplementedError

    def sit(
        self,
        where: links.Link,
        enter: Enter,
        on_change: Callable[[], None],
        on_status: Callable[[], None],
    ) -> Line:
        self.entered.append(enter)
        return Line(self.host, enter, on_change)


def says(app: TurnaboutApp) -> str:
    return str(app.screen.query_one("#door-says", Static).content)


async def test_the_door_asks_says_what_is_wrong_and_keeps_what_was_typed() -> None:
    host = Host()
    host.sit("Dana", "business")
    house = House(host)
    async with TurnaboutApp(entrance=house).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await pilot.press(*"nonsense", "enter")
        await until(pilot, lambda: "not a link" in says(app))
        field(app, "link").fill(LINK)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#ask-who").display)
        await pilot.press(*"Dana", "enter", "1")
        await until(pilot, lambda: "There is a Dana here already" in says(app))
        assert field(app, "name").text == "Dana"
        await pilot.press("end", "2", "enter", "2")
        await until(pilot, lambda: isinstance(app.screen, LobbyScreen))
        assert house.entered[-1] == Join(name="Dana2", home="it")
        assert house.saved == [("Dana2", "KEY", "player")]


async def test_a_mail_that_broke_the_link_is_pasted_whole() -> None:
    words = "It starts at nine, and all you need is a terminal window.\n" * 8
    mail = f"> Hello,\n> {words}> {LINK[:30]}=\n> {LINK[30:]}\n>\n> Until then!\n> {words}"
    house = House(Host())
    async with TurnaboutApp(entrance=house).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: app.screen.query_one("#ask-link").display)
        field(app, "link").post_message(events.Paste(mail))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#ask-who").display)


async def test_a_wish_that_says_everything_is_asked_nothing() -> None:
    house = House(Host())
    wish = Wish(where=links.parse(LINK), name="Omar", home="it")
    async with TurnaboutApp(wish=wish, entrance=house).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, LobbyScreen))


async def test_somebody_who_was_here_goes_on_with_one_key() -> None:
    house = House(Host(), [KeptSeat(name="Dana", key="A" * 16, role="player")])
    wish = Wish(where=links.parse(LINK))
    async with TurnaboutApp(wish=wish, entrance=house).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: "Continue as Dana" in text(app))
        await pilot.press("c")
        await until(pilot, lambda: says(app) == "The key does not fit.")
        assert house.entered == [Return(key="A" * 16)]
        assert isinstance(app.screen, JoinScreen)


async def test_after_a_name_that_is_taken_one_types_another_at_once() -> None:
    host = Host()
    host.sit("Dana", "business")
    house = House(host)
    wish = Wish(where=links.parse(LINK))
    async with TurnaboutApp(wish=wish, entrance=house).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: app.screen.query_one("#ask-who").display)
        await pilot.press(*"Dana", "enter", "1")
        await until(pilot, lambda: "There is a Dana here already" in says(app))
        await pilot.press(*"Ruth", "enter", "1")
        await until(pilot, lambda: isinstance(app.screen, LobbyScreen))
        assert house.entered[-1] == Join(name="Ruth", home="business")


async def test_whoever_comes_back_reads_which_key_takes_them_to_their_seat() -> None:
    kept = KeptSeat(name="Dana", key="K", role="player")
    house = House(Host(), [kept])
    wish = Wish(where=links.parse(LINK))
    async with TurnaboutApp(wish=wish, entrance=house).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await until(pilot, lambda: app.screen.query_one("#ask-who").display)
        assert says(app) == "Press c to go on as Dana. Or Enter: a new name."
        await pilot.press("enter", *"Ruth", "enter")
        await until(pilot, lambda: "where do you belong" in says(app))
