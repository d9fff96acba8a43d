"""The door in the console, who asks for a pause, and whose answers count, at a live table."""

from typing import Final

import pytest
from msgspec.structs import replace

from tests.client.test_tui_activities import SMALL, app_of_pilot
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.activities.poll.screen import PollScreen
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.poll import Poll, Question
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Next, Pause, Start
from turnabout_protocol.room import in_panel
from turnabout_server import rules

ASKED: Final = "So far these answers count: ▲ Ada."


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def lobby() -> tuple[Host, int, list[int]]:
    """Return a host in its lobby, its facilitator and two players."""
    host = Host()
    boss = host.sit("Boss", None, "facilitator")
    return host, boss, [host.sit("Ada", "business"), host.sit("Ben", "it")]


def knock(host: Host, name: str) -> None:
    host.take(rules.knock(host.room, name=name, home="it", role="player", now=host.now))


async def test_the_console_lists_who_waits_and_one_key_answers() -> None:
    host, boss, _ = lobby()
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await pilot.press("k")
        await until(pilot, lambda: "The door is locked" in text(app))
        knock(host, "Cy")
        await until(pilot, lambda: "At the door: Cy" in text(app))
        await pilot.press("z")
        await until(pilot, lambda: not host.room.console.waiting)
        knock(host, "Dee")
        knock(host, "Eve")
        await until(pilot, lambda: "Dee" in text(app) and "Eve" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("2")
        await until(pilot, lambda: [k.name for k in host.room.console.waiting] == ["Dee"])
        await pilot.press("k")
        await until(pilot, lambda: not host.room.public.locked)


async def test_empty_seats_are_cleared_after_a_question() -> None:
    host, boss, (ada, ben) = lobby()
    host.do(boss, Start())
    host.do(ada, Agree(step="agree", yes=True))
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: ben not in host.room.public.seats)
        assert ada in host.room.public.seats


async def test_the_facilitator_reads_who_asks_for_a_pause() -> None:
    host, boss, _ = lobby()
    owl = host.sit("Owl", None, "observer")
    host.do(boss, Start())
    async with app_of(host, boss).run_test(size=(120, 36)) as pilot:
        app = app_of_pilot(pilot)
        host.do(owl, Pause())
        await until(
            pilot, lambda: "Owl, who watches, asks for a pause" in " ".join(text(app).split())
        )
        assert not host.room.public.clock.paused
        await pilot.press("p")
        await until(pilot, lambda: host.room.public.clock.paused)
        await until(pilot, lambda: "asks for a pause" not in text(app))


async def test_the_room_reads_whose_answers_count_before_the_first_question() -> None:
    host, boss, (ada, ben) = lobby()
    host.do(boss, Start())
    host.do(ada, Agree(step="agree", yes=True))
    for seat in (ben, boss):
        async with app_of(host, seat).run_test(size=(120, 36)) as pilot:
            app = app_of_pilot(pilot)
            await until(pilot, lambda app=app: ASKED in " ".join(text(app).split()))  # type: ignore[misc]


async def test_a_say_is_given_from_the_console() -> None:
    host, boss, _ = lobby()
    owl = host.sit("Owl", "it", "observer")
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("3")
        await until(pilot, lambda: "watches with a say" in " ".join(text(app).split()))
        await pilot.press("4")
        await until(pilot, lambda: in_panel(host.room.public, owl))
        await until(pilot, lambda: "has a say" in text(app))


async def test_who_had_not_answered_says_yes_on_the_next_screen() -> None:
    host = Host(asking())
    boss = host.sit("Boss", None, "facilitator")
    ada, ben, cy = host.sit("Ada", "business"), host.sit("Ben", "it"), host.sit("Cy", "it")
    host.do(boss, Start())
    for seat in (ada, ben):
        host.do(seat, Agree(step="agree", yes=True))
    host.do(boss, Next(step="agree"))
    async with app_of(host, cy).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "Then say: y I play" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: in_panel(host.room.public, cy))
        assert host.room.public.seats[cy].plays
        await until(pilot, lambda: isinstance(app.screen, PollScreen))


def asking() -> Agenda:
    """Return the taster with a question between consent and brief."""
    agenda = taster()
    question = Question(id="felt", text="They see us.", options="scale7", measure="felt")
    check = Poll(id="check", title="Check", minutes=2, questions=(question,))
    return replace(agenda, steps=(agenda.steps[0], check, *agenda.steps[1:]))


async def test_the_console_reads_who_found_no_place_and_which_keys_help() -> None:
    host, boss, _ = lobby()
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        host.take(rules.turn_back(host.room, "Mia", host.now))
        await until(pilot, lambda: "No place was left for: Mia. &" in " ".join(text(app).split()))
