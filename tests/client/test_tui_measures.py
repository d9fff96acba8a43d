"""Scales and circles at a live table: by number, by arrow, by mouse; and who is asked."""

from itertools import pairwise

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Static

from tests.client.test_tui_activities import app_of_pilot, near_the_bell, sentence
from tests.client.test_tui_screens import app_of, last, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.activities.brief.screen import BriefScreen
from turnabout_client.activities.poll.circle_art import (
    BRAILLE,
    LEFT,
    NARROWEST,
    RIGHT,
    pair,
    rows_for,
)
from turnabout_client.activities.poll.scale import CirclePair
from turnabout_client.console.safety import advice
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.poll import Answer, Poll, Question
from turnabout_protocol.commands import Next, Ready, Reseat, Start
from turnabout_protocol.room import HouseRules

SMALL, LARGE = (80, 24), (120, 36)

FELT = Question(
    id="felt", text="They understand what matters to us.", options="scale7", measure="felt"
)
CLOSE = Question(id="close", text="Which picture fits?", options="circles", measure="close")
SAFE = Question(id="say", text="I can say what I think.", options="scale5", measure="safe1")
ARRIVE = Question(id="arrive", text="I arrive ...", options="feelings", up_to=2)


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def at_check(*questions: Question, players: int = 2, tiny: bool = False) -> Host:
    """Return a host whose room is at a poll of `questions`: seat 1 facilitates, 2 and on play."""
    whole = taster()
    first, *others = whole.steps
    check = Poll(id="check", title="Before", minutes=1, questions=questions)
    house = HouseRules(opened_on="2026-11-23", tiny_room_ok=tiny)
    host = Host(replace(whole, steps=(first, check, *others)), house=house)
    host.sit("Boss", None, "facilitator")
    seats = [host.sit(f"Player {i}", "it" if i % 2 else "business") for i in range(players)]
    host.do(1, Start())
    if not tiny:
        for seat in seats:
            host.do(seat, Agree(step="agree", yes=True))
    return host


def picks(host: Host, seat: int) -> dict[str, tuple[str, ...]]:
    return last(host, seat, Answer).picks


def chosen(pilot: Pilot[str]) -> str:
    return str(pilot.app.screen.query_one("#chosen", Static).content)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_scale_is_answered_by_number_and_says_what_happens_with_it(
    size: tuple[int, int],
) -> None:
    host = at_check(FELT)
    async with app_of(host, 2).run_test(size=size) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: FELT.text in text(app))
        seen = text(app)
        assert "Nobody sees your answer. The room sees averages, from 3 a side or 5 in all." in seen
        assert "1  not at all" in seen
        assert "fully  7" in seen
        assert sentence(pilot) == "Press a number from 1 to 7, then enter."
        await pilot.press("8")
        assert chosen(pilot) == "Nothing chosen yet. Leaving it out is fine."
        await pilot.press("3", "6")
        await until(pilot, lambda: chosen(pilot) == "You chose: 6")
        assert "✓ 6" in text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Your answers are sealed" in text(app))
        assert picks(host, 2) == {"felt": ("6",)}
        assert sentence(pilot) == "Sent. Waiting for one other person."
        await pilot.press("escape", "left", "enter")
        await until(pilot, lambda: picks(host, 2) == {"felt": ("5",)})


async def test_arrows_choose_from_either_end_and_stop_there() -> None:
    host = at_check(FELT)
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        for keys, says in (
            (("left",), "7"), (("right",), "7"), (("left",) * 9, "1"), (("up", "right"), "2"),
        ):  # fmt: skip
            await pilot.press(*keys)
            await until(pilot, lambda says=says: chosen(pilot) == f"You chose: {says}")  # type: ignore[misc]
        await pilot.press("2")
        await until(pilot, lambda: chosen(pilot).startswith("Nothing"))


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_circles_come_closer_and_take_clicks(size: tuple[int, int]) -> None:
    host = at_check(CLOSE)
    async with app_of(host, 2).run_test(size=size) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: CLOSE.text in text(app))
        seen = text(app)
        assert "Left: your side, ▲ Customer service     Right: the other side, ■ IT" in seen
        assert "worlds apart" in seen
        pairs = list(app.screen.query(CirclePair))
        assert len(pairs) == 7
        assert len({str(p.content).rsplit("\n", 1)[0] for p in pairs}) == 7, "seven pictures"
        rows = rows_for(pairs[0].content_size.width // 2 * 2)
        assert {p.content_size.height for p in pairs} == {rows + 1}, "the picture and its number"
        foot = app.screen.query_one("#now").region
        assert all(p.region.bottom < foot.y and p.size.height == pairs[0].size.height
                   for p in pairs)  # fmt: skip
        await pilot.click(pairs[4])
        await until(pilot, lambda: chosen(pilot) == "You chose: 5")
        await pilot.press("right", "enter")
        await until(pilot, lambda: picks(host, 2) == {"close": ("6",)})


async def test_what_was_chosen_is_sent_at_the_bell() -> None:
    host = at_check(FELT, CLOSE)
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await pilot.press("4")
        near_the_bell(host)
        app.room_changed()
        await until(pilot, lambda: bool(host.table(2).done))
        assert picks(host, 2) == {"felt": ("4",)}


async def test_an_observer_of_a_side_is_asked_the_measures_and_a_guest_is_not() -> None:
    host = at_check(ARRIVE, FELT)
    watcher, guest = host.with_say("Olu", "it"), host.sit("Gus", "it", "observer")
    async with app_of(host, watcher).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: FELT.text in text(app))
        assert "1 of" not in text(app)
        await pilot.press("2", "enter")
        await until(pilot, lambda: picks(host, watcher) == {"felt": ("2",)})
        await until(pilot, lambda: sentence(pilot) == "Sent. Waiting for 2 others.")
    async with app_of(host, guest).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "I keep to it" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "The players answer for themselves, silently." in text(app))
        await pilot.press("2", "enter", "escape")
        assert not host.table(guest).done


async def test_who_is_moved_from_the_table_meanwhile_is_asked_the_measures() -> None:
    host = at_check(FELT, ARRIVE, players=3)
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await pilot.press("4", "enter")
        await until(pilot, lambda: "2 of 2" in text(app))
        host.do(1, Reseat(seat=2, role="observer", home="business", say=True))
        await until(pilot, lambda: FELT.text in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: picks(host, 2) == {"felt": ("4",)})


async def test_a_mixed_poll_shows_the_tally_of_the_others_only() -> None:
    host = at_check(FELT, ARRIVE, players=6)
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        for seat in range(2, 8):
            host.do(seat, Answer(step="check", picks={"felt": ("2",), "arrive": ("calm",)}))
        await until(pilot, lambda: "6 people answered" in text(app))
        assert FELT.text not in text(app)
        assert "calm" in text(app)


async def test_who_has_seen_the_tally_says_so_and_the_room_goes_on() -> None:
    host = at_check(ARRIVE, players=2)
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        for seat in (2, 3):
            host.do(seat, Answer(step="check", picks={"arrive": ("calm",)}))
        await until(pilot, lambda: sentence(pilot) == "Too few answered to show it. Ask it aloud.")
        await until(pilot, lambda: "Ready to go on" in text(app))
        await pilot.press("r")
        await until(pilot, lambda: sentence(pilot).startswith("You are ready. Waiting for one"))
        host.do(3, Ready(step="check", stage=1))
        assert host.room.public.step is not None
        assert host.room.public.step.id != "check"
        await until(pilot, lambda: isinstance(app.screen, BriefScreen))


async def test_a_safety_item_says_what_the_facilitator_is_told() -> None:
    host = at_check(SAFE)
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: SAFE.text in text(app))
        assert "From 4 answers on, the facilitator is told “go” or" in text(app)


@pytest.mark.parametrize(
    ("answers", "says"), [("4453", "check: go."), ("1555", "take care."), ("11", "too few")]
)
async def test_the_console_says_what_to_do_until_people_are_in_role(
    answers: str, says: str
) -> None:
    host = at_check(SAFE, FELT, players=len(answers))
    for seat, given in enumerate(answers, 2):
        host.do(seat, Answer(step="check", picks={"say": (given,), "felt": ("1",)}))
    public = host.room.public
    assert public.step is not None
    assert public.step.in_role
    assert not advice(host.room), "in role it is too late"
    assert public.current is not None
    before = replace(public, current=replace(public.current, index=1))
    (told,) = advice(replace(host.room, public=before))
    assert says in told.plain


async def test_a_tiny_room_promises_less_and_says_so_first() -> None:
    host = at_check(FELT, tiny=True)
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "two raters, not three" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: last(host, 2, Agree).yes)


async def test_an_ordinary_room_promises_nothing_about_two_raters() -> None:
    host = Host()
    host.sit("Boss", None, "facilitator")
    host.sit("Dana", "business")
    host.sit("Li", "it")
    host.do(1, Start())
    async with app_of(host, 2).run_test(size=LARGE) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "What we promise each other" in text(app))
        assert "two raters" not in text(app)


async def test_leaving_a_question_out_or_going_on_by_hand_is_fine() -> None:
    host = at_check(FELT, CLOSE)
    async with app_of(host, 2).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "1 of 2" in text(app))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "Your answers are sealed" in text(app))
        assert picks(host, 2) == {"felt": (), "close": ()}
        host.do(1, Next(step="check"))
        await until(pilot, lambda: "Your answers" not in text(app))


# The pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", range(NARROWEST, 30))
def test_pictures_fit_their_cells_and_come_closer(columns: int) -> None:
    apart = []
    for step in range(1, 8):
        picture = pair(step, 7, columns)
        assert [len(row) for row in picture] == [columns] * rows_for(columns)
        cells = [(at, *cell) for row in picture for at, cell in enumerate(row)]
        assert all(BRAILLE <= ord(char) < BRAILLE + 256 for _at, char, _whose in cells)
        left, right = (min(at for at, _c, w in cells if w & who) for who in (LEFT, RIGHT))
        apart.append(right - left)
    assert all(far >= near for far, near in pairwise(apart))
    assert apart[0] > apart[-1] >= 0
