"""Matching words by number and by mouse, then the truth, which nobody else is told."""

import pytest
from textual.pilot import Pilot

from tests.client.test_tui_activities import app_of_pilot, near_the_bell, ready, sentence
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host
from turnabout_client.activities.lingo.matching import Line, Matching
from turnabout_client.console.cost import cost
from turnabout_client.console.model import say_now
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.lingo import Lingo, LingoOwn, MatchTerms
from turnabout_protocol.activities.talk import Round, Talk
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Back, Next, Pause, Ready, Resume, Start
from turnabout_protocol.room import SECOND

SMALL = (80, 24)
AGENDA = Agenda(
    id="words",
    title="Words",
    steps=(
        Lingo(id="words", title="Their words", minutes=2),
        Close(id="close", title="Close", minutes=1),
    ),
)
BEFORE = Agenda(
    id="before",
    title="Before words",
    steps=(
        Talk(
            id="agree",
            title="Hello",
            minutes=2,
            rounds=(Round(speakers="everyone", prompts=("Hello?",)),),
        ),
        *AGENDA.steps,
    ),
)


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def matching(agenda: Agenda = AGENDA) -> tuple[Host, int, int, int]:
    """Return a host whose room is among words, two players and an observer."""
    host = Host(agenda)
    boss = host.sit("Boss", None, "facilitator")
    me, other = host.sit("Dana", "business"), host.sit("Noor", "it")
    watcher = host.sit("Olu", None, "observer")
    host.do(boss, Start())
    return host, me, other, watcher


def sheet(host: Host, seat: int) -> LingoOwn:
    return host.room.of(seat).state(LingoOwn, "words")


def pairs(pilot: Pilot[str]) -> dict[int, int]:
    return dict(pilot.app.screen.query_one(Matching).pairs)


async def dealt(pilot: Pilot[str]) -> None:
    await until(pilot, lambda: len(pilot.app.screen.query(Line)) == 12)
    await pilot.pause()


async def test_numbers_match_one_word_after_the_other() -> None:
    host, me, other, _ = matching()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await dealt(pilot)
        await pilot.press("3", "1")
        assert pairs(pilot) == {0: 2, 1: 0}
        await pilot.press("down", "down", "down", "1")
        assert pairs(pilot) == {0: 2, 5: 0}, "a meaning belongs to one word"
        await pilot.press("up", "backspace")
        assert pairs(pilot) == {5: 0}
        await pilot.press("1", "2", "3", "4", "5", "6")
        assert sentence(pilot) == "All matched. Press enter to send it."
        await pilot.press("enter")
        await until(pilot, lambda: sheet(host, me).pairs is not None)
        await until(pilot, lambda: sentence(pilot).startswith("Sent."))
        shown = text(app_of_pilot(pilot))
        assert all(term in shown for term in sheet(host, me).terms)
        assert "Nobody else is told." in shown
        host.do(other, MatchTerms(step="words", pairs={}))
        await until(pilot, lambda: "Words to explain" in text(app_of_pilot(pilot)))
        assert sentence(pilot) == "Ask about a word, then press enter."
        await pilot.press("enter")
        ready(host, other)
        await until(pilot, lambda: host.room.public.step == AGENDA.steps[1])


async def test_words_are_matched_with_the_mouse() -> None:
    host, me, _, _ = matching()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await dealt(pilot)
        lines = list(pilot.app.screen.query(Line))
        await pilot.click(lines[3])
        await pilot.click(lines[6 + 1])
        assert pairs(pilot) == {3: 1}
        await pilot.click("#go-on")
        await until(pilot, lambda: sheet(host, me).pairs == {3: 1})


async def test_what_was_matched_is_sent_at_the_bell() -> None:
    host, me, _, _ = matching()
    boss = min(host.room.public.seats)
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await dealt(pilot)
        await pilot.press("2")
        near_the_bell(host)
        host.do(boss, Pause())
        host.do(boss, Resume())
        await until(pilot, lambda: sheet(host, me).pairs == {0: 1})


async def test_who_watches_sees_no_words_before_the_room_does() -> None:
    host, me, other, watcher = matching()
    async with app_of(host, watcher).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: sentence(pilot).startswith("You watch."))
        assert sheet(host, me).terms[0] not in text(app_of_pilot(pilot))
        for seat in (me, other):
            host.do(seat, MatchTerms(step="words", pairs={}))
        await until(pilot, lambda: sheet(host, other).terms[0] in text(app_of_pilot(pilot)))
        assert sentence(pilot) == "These words may need explaining."


async def test_what_was_matched_stands_when_the_step_is_open_again_and_enter_goes_on() -> None:
    host, me, other, _ = matching(BEFORE)
    boss = min(host.room.public.seats)
    host.do(boss, Next(step="agree", sure=True))
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await dealt(pilot)
        await pilot.press("3", "1")
        host.do(me, MatchTerms(step="words", pairs=pairs(pilot)))
        host.do(boss, Back(step="words"))
        host.wait(SECOND)
        host.do(boss, Next(step="agree", sure=True))
        host.wait(SECOND)
        await until(pilot, lambda: sentence(pilot).startswith("Open again."))
        public = host.room.public
        assert cost(public, public.clock.play(host.now)) == "2 are not ready."
        await pilot.press("enter")
        await until(pilot, lambda: any(isinstance(c, Ready) for c in host.table(me).done))
        await until(pilot, lambda: sentence(pilot).startswith("Sent. Waiting"))
        host.do(other, MatchTerms(step="words", pairs={}))
        host.wait(SECOND)
        await until(pilot, lambda: "Words to explain" in text(app_of_pilot(pilot)))
        assert say_now(host.table(boss).room, host.now).plain.startswith("Whoever uses a word")
        ready(host, me)
        await until(pilot, lambda: sentence(pilot).startswith("You are ready."))


async def test_what_is_matched_as_the_room_goes_back_is_not_sent_and_waits() -> None:
    host, me, _other, _ = matching(BEFORE)
    boss = 1
    host.do(boss, Next(step="agree", sure=True))
    host.wait(SECOND)
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await dealt(pilot)
        await pilot.press("3", "1")
        given = pairs(pilot)
        assert given
        host.do(boss, Back(step="words"))
        await pilot.pause()
        host.wait(SECOND)
        await until(pilot, lambda: "Hello?" in text(app_of_pilot(pilot)))
        assert not sheet(host, me).answers
        assert not any(isinstance(one, MatchTerms) for one in host.table(me).done)
        host.do(boss, Next(step="agree", sure=True))
        host.wait(SECOND)
        await dealt(pilot)
        assert pairs(pilot) == given
        await pilot.press("enter")
        await until(pilot, lambda: bool(sheet(host, me).answers))
