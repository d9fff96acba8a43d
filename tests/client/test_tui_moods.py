"""Feelings in four rows, and what was felt before beside what is felt now."""

import pytest
from msgspec.structs import replace

from tests.client.test_tui_activities import SMALL, app_of_pilot, at
from tests.client.test_tui_screens import app_of, text, until
from turnabout_client.activities.poll.moods import Asked, felt, table
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.poll import (
    FEELINGS,
    MOODS,
    Answer,
    Poll,
    PollState,
    Question,
    Tally,
)
from turnabout_protocol.room import Public


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def tally(question: str, n: int = 6, **counts: int) -> Tally:
    return Tally(question=question, counts=counts, n=n, need=5)


ROLE = Asked("While in the role I felt ...", tally("in-role", curious=3, tired=1, pressured=4))
NOW = Asked("Now I feel ...", tally("now", curious=1, hopeful=5))
HIDDEN = Asked("I arrive here feeling ...", tally("arriving", n=0))


def test_the_rows_are_those_of_the_keys() -> None:
    assert tuple(word for _mood, words in MOODS for word in words) == FEELINGS
    assert [len(words) for _mood, words in MOODS] == [4, 4, 4, 4]


@pytest.mark.parametrize("width", [40, 76, 116])
def test_each_row_stands_beside_itself_in_every_column(width: int) -> None:
    lines = table([ROLE, NOW], width).plain.splitlines()
    assert all(len(line.rstrip()) <= width for line in lines)
    lively = next(i for i, line in enumerate(lines) if line.startswith("pleasant,"))
    both = lines[lively + 1]
    assert "curious 3" in both
    assert "curious 1" in both
    assert both.index("curious 3") < both.index("curious 1")
    told = "\n".join(lines)
    assert told.index("curious 3") < told.index("hopeful 5") < told.index("pressured 4")
    assert told.index("pressured 4") < told.index("tired 1")


def test_a_column_of_too_few_says_so_and_a_row_that_nobody_named_is_a_dash() -> None:
    told = " ".join(table([HIDDEN, NOW], 76).plain.split())
    assert "too few" in told
    assert "–" in told
    assert "0" not in told


def test_what_people_arrived_with_stands_in_front() -> None:
    arriving = Question(id="arriving", text=HIDDEN.text, options="feelings", up_to=2)
    speed = Question(id="speed", text="How was it?", options=("fast", "slow"))
    before = Poll(id="before", title="Before", minutes=1, questions=(arriving, speed))
    now = Question(id="now", text=NOW.text, options="feelings", up_to=2)
    after = Poll(id="feel", title="Feel", minutes=1, questions=(now,))
    later = replace(after, id="later")
    told = (tally("arriving", calm=5), tally("speed", fast=5))
    public = Public(
        agenda=(before, after, later),
        steps={
            "before": PollState(tallies=told),
            "feel": PollState(tallies=(NOW.tally,)),
            "later": PollState(tallies=(NOW.tally,)),
        },
    )
    found = felt(public, after)
    assert [one.text for one in found] == [HIDDEN.text, NOW.text]
    assert found[0].tally.counts == {"calm": 5}


async def test_the_screen_shows_four_rows_to_choose_from_and_then_both_answers() -> None:
    host, people = at("feel", 6)
    async with app_of(host, people[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "pleasant, lively" in text(app))
        for mood, words in MOODS:
            assert mood in text(app)
            assert all(word in text(app) for word in words)
        assert app.screen.query_one("#go-on").region.bottom <= SMALL[1]
        await pilot.press("1", "right", "down", "space")
        await until(pilot, lambda: "You chose: curious, relieved" in text(app))
        for seat in people:
            host.do(seat, Answer(step="feel", picks={"in-role": ("tired",), "now": ("calm",)}))
        await until(pilot, lambda: "tired 6" in text(app))
        assert "calm 6" in text(app)
        assert "6 people answered." in text(app)
