"""What a facilitator does for one person, and what that person reads, at a live table."""

from collections.abc import Sequence
from typing import Any, Final

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.client.test_tui_activities import SMALL, app_of_pilot
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.console.screen import ConsoleScreen
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.kit.say import Say
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.scene import Said, SceneState, Speak
from turnabout_protocol.commands import Next, Start
from turnabout_protocol.covering import Cover
from turnabout_protocol.leading import Promote, StepDown
from turnabout_protocol.nudging import NudgeSeat
from turnabout_protocol.room import NudgeKind
from turnabout_protocol.scenario import Side
from turnabout_server import rules


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def playing() -> tuple[Host, int, list[int]]:
    """Return a host whose scene is on, its facilitator and four players."""
    host = Host(taster("brief", "scene"))
    boss = host.sit("Boss", None, "facilitator")
    people = [host.sit(name, home) for name, home in PEOPLE]
    host.do(boss, Start())
    host.do(boss, Next(step="brief", sure=True))
    return host, boss, people


PEOPLE: Final[Sequence[tuple[str, Side]]] = (
    ("Ada", "business"),
    ("Ben", "it"),
    ("Cleo", "business"),
    ("Dan", "it"),
)


def here(app: TurnaboutApp) -> str:
    """Return what the console says of the people of both sides."""
    return " ".join(
        str(one.content) for one in app.screen.query("#who-sides Static").results(Static)
    )


def words(app: TurnaboutApp) -> str:
    return " ".join(text(app).split())


def notices(app: TurnaboutApp) -> str:
    return " ".join(one.message for one in app._notifications)


def drop(host: Host, seat: int) -> None:
    host.take(rules.drop(host.room, seat, host.now))


def cover(host: Host, boss: int, seat: int) -> None:
    """Let somebody drop, and a bot play for them."""
    drop(host, seat)
    host.do(boss, Cover(seat=seat))
    host.take(rules.cover(host.room, seat, "0" * 64, host.now))


async def pick(pilot: Pilot[Any], app: TurnaboutApp, said: str) -> None:
    """Pick the line that says so."""

    def number() -> int:
        screen = app.screen
        lines = [str(one) for one in screen._options] if isinstance(screen, Pick) else []
        return next((n for n, one in enumerate(lines, 1) if said in one), 0)

    await until(pilot, lambda: number() > 0)
    await pilot.press(str(number()))


async def test_a_seat_is_nudged_from_the_console() -> None:
    host, boss, (ada, *_) = playing()
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
        await pilot.press("comma")
        await pick(pilot, app, "Ada")
        await pick(pilot, app, "It is your turn.")
        await until(pilot, lambda: host.room.of(ada).nudge is not None)
        await until(pilot, lambda: "Ada was nudged just now." in words(app))


async def test_a_seat_is_nudged_in_own_words() -> None:
    host, boss, (_, ben, *_rest) = playing()
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
        await pilot.press("comma")
        await pick(pilot, app, "Ben")
        await pick(pilot, app, "own words")
        await until(pilot, lambda: isinstance(app.screen, Say))
        await pilot.press(*"Speak", "enter")
        await until(pilot, lambda: host.room.of(ben).nudge is not None)
        nudge = host.room.of(ben).nudge
        assert nudge is not None
        assert nudge.text == "Speak"


async def test_a_nudge_stays_until_it_is_read_and_is_there_in_a_terminal_opened_again() -> None:
    host, boss, (ada, ben, *_) = playing()
    live = host.room.public.state(SceneState, "scene").live
    assert live is not None
    seat = next(s for s in (ada, ben) if s != live.seat)
    for _ in range(2):
        async with app_of(host, seat).run_test(size=SMALL) as pilot:
            app = app_of_pilot(pilot)
            if host.room.of(seat).nudge is None:
                host.do(boss, NudgeSeat(seat=seat, say="take_your_time"))
            await until(pilot, lambda app=app: "Take your time." in words(app))  # type: ignore[misc]
    async with app_of(host, seat).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "Take your time." in words(app))
        await pilot.press("comma")
        await until(pilot, lambda: host.room.of(seat).nudge is None)
        await until(pilot, lambda: "Take your time." not in words(app))


@pytest.mark.parametrize(("say", "there"), [("are_you_there", True), ("your_turn", False)])
async def test_any_key_shows_that_one_is_there(say: NudgeKind, there: bool) -> None:
    host, boss, _ = playing()
    live = host.room.public.state(SceneState, "scene").live
    assert live is not None
    async with app_of(host, live.seat).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        host.do(boss, NudgeSeat(seat=live.seat, say=say))
        await until(pilot, lambda: "to you alone" in words(app))
        await pilot.press("x")  # in a field, too
        if there:
            await until(pilot, lambda: host.room.console.there == (live.seat,))
        await until(pilot, lambda: (host.room.of(live.seat).nudge is None) is there)


async def test_a_bot_covers_who_is_away_and_the_room_reads_it() -> None:
    host, boss, (ada, ben, *_) = playing()
    async with app_of(host, boss).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        drop(host, ada)
        await until(pilot, lambda: "Away with a part: Ada." in words(app))
        await pilot.press("comma")
        await pick(pilot, app, "Ada")
        await pick(pilot, app, "a bot plays for them")
        host.take(rules.cover(host.room, ada, "0" * 64, host.now))
        await until(pilot, lambda: "Ada is away. A bot plays until they are back." in notices(app))
        await until(pilot, lambda: "a bot plays for them" in here(app))
    async with app_of(host, ben).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, RoomScreen))
        host.take(rules.come_back(host.room, ada, host.now))
        await until(pilot, lambda: "Ada is back and plays again." in notices(app))


async def test_whoever_is_back_reads_what_was_said_for_them() -> None:
    host, boss, _ = playing()
    live = host.room.public.state(SceneState, "scene").live
    assert live is not None
    seat = next(s.id for s in host.room.public.players() if s.id != live.seat)
    cover(host, boss, seat)
    for _ in range(8):
        turn = host.room.public.state(SceneState, "scene").live
        if turn is None:
            host.wait(25_000)
            continue
        said = "By the bot." if turn.seat == seat else "By a person."
        host.do(turn.seat, Speak(step="scene", turn=turn.number, said=Said(say=said)))
        if turn.seat == seat:
            break
    host.take(rules.come_back(host.room, seat, host.now))
    async with app_of(host, seat).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "While you were away a bot played 1 turn" in words(app))
        assert "By the bot." in words(app)
        await pilot.press("escape", "comma")
        await until(pilot, lambda: "While you were away" not in words(app))


async def test_a_part_goes_to_somebody_who_watches_from_the_console() -> None:
    host, boss, (ada, *_) = playing()
    owl = host.sit("Owl", None, "observer")
    drop(host, ada)
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
        await pilot.press("comma")
        await pick(pilot, app, "Ada")
        await pick(pilot, app, "Owl plays their part")
        await until(pilot, lambda: host.room.public.seats[owl].plays)
        host.take(rules.come_back(host.room, ada, host.now))
        live = host.room.public.state(SceneState, "scene").live
        if live is not None and live.seat == owl:
            said = Said(say="For Ada.")
            host.do(owl, Speak(step="scene", turn=live.number, said=said))
        await until(pilot, lambda: "plays for Ada" in here(app))
        await pilot.press("comma")
        await pick(pilot, app, "Ada")
        await pick(pilot, app, "gets the own part back")
        await until(pilot, lambda: host.room.public.seats[ada].plays)
        assert not host.room.public.seats[owl].plays


async def test_whoever_is_asked_to_lead_gets_the_console_and_loses_it() -> None:
    host, boss, _ = playing()
    owl = host.sit("Owl", "it", "observer")
    async with app_of(host, owl).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, RoomScreen))
        assert not isinstance(app.screen, ConsoleScreen)
        host.do(boss, Promote(seat=owl))
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
        await until(pilot, lambda: "You lead, too, from here on." in notices(app))
        host.do(boss, StepDown(seat=owl))
        await until(pilot, lambda: not isinstance(app.screen, ConsoleScreen))


async def test_once_the_parts_are_given_nobody_picks_a_place_that_is_refused() -> None:
    host, boss, _ = playing()
    host.sit("Late", "it", "observer")
    app = app_of(host, boss)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("m")
        await until(pilot, lambda: "The parts are given." in notices(app))
        assert not isinstance(app.screen, Pick)
