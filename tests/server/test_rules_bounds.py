"""Nothing can be had without end, and an honest session never notices."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_protocol.activities.brief import WarmedUp, WarmUp
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.clocks import Paused, Resumed
from turnabout_protocol.codec import encode
from turnabout_protocol.commands import End, Next, Pause, Resume, Start
from turnabout_protocol.presence import SeatReturned
from turnabout_protocol.room import HouseRules, Seat
from turnabout_server import rules
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.rules import Refusal
from turnabout_server.rules.bounds import MOST_BYTES, MOST_ENTRIES, MOST_RETURNS, Counts

ANN = Seat(id=3, name="Ann", role="player", home="it", played="business")
FAY = Seat(id=1, name="Fay", role="facilitator")
LINE = WarmedUp(step="brief", seat=3, text="I am Kim.")


def in_brief() -> Table:
    table = Table(facilitators=1, players=4)
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.reach("brief")
    return table


def test_what_may_be_repeated_in_a_step_comes_to_an_end() -> None:
    room, counts = in_brief().room, Counts()
    line = WarmUp(step="brief", text="I am Kim.")
    for number in range(WarmUp.bound.most):
        counts.check(room, ANN, line, [LINE])
        counts.note(room, LINE, 40, ANN.id, f"c{number}")
    with pytest.raises(Refusal, match="The last one counts") as caught:
        counts.check(room, ANN, line, [LINE])
    assert caught.value.code == "too_often"
    # Somebody else, something else, and what changes nothing are not concerned.
    counts.check(room, FAY, line, [LINE])
    counts.check(room, ANN, Pause(), [Paused(by=3)])
    counts.check(room, ANN, line, [])


def test_another_step_counts_anew_and_a_session_does_not() -> None:
    table, counts = in_brief(), Counts()
    for number in range(max(WarmUp.bound.most, Resume.bound.most)):
        counts.note(table.room, LINE, 40, ANN.id, f"c{number}")
        counts.note(table.room, Resumed(), 10, ANN.id, f"r{number}")
    table.reach("scene")
    counts.check(table.room, ANN, WarmUp(step="scene", text="x"), [LINE])
    with pytest.raises(Refusal, match="in this session"):
        counts.check(table.room, ANN, Resume(), [Resumed()])


def test_one_command_counts_once_however_much_follows_from_it() -> None:
    room, counts = in_brief().room, Counts()
    for _ in range(WarmUp.bound.most):
        counts.note(room, LINE, 40, ANN.id, "same")
    counts.check(room, ANN, WarmUp(step="brief", text="x"), [LINE])


@pytest.mark.parametrize(("entries", "size"), [(MOST_ENTRIES, 1), (64, MOST_BYTES // 64)])
def test_a_full_room_can_only_be_ended(entries: int, size: int) -> None:
    room, counts = in_brief().room, Counts()
    for number in range(entries):
        assert counts.filling == (2 * number >= entries)
        counts.note(room, LINE, size, None, None)
    with pytest.raises(Refusal, match="as large as a room may"):
        counts.check(room, ANN, Pause(), [Paused(by=3)])
    with pytest.raises(Refusal):
        counts.check(room, FAY, Pause(), [Paused(by=1)])
    counts.check(room, FAY, End(), [])


def test_a_seat_comes_back_only_so_often() -> None:
    room, counts = in_brief().room, Counts()
    for _ in range(MOST_RETURNS):
        assert counts.may_return(3)
        counts.note(room, SeatReturned(seat=3), 10, None, None)
    assert not counts.may_return(3)
    assert counts.may_return(4)


@settings(max_examples=5)
@given(st.integers(0, 99))
def test_an_honest_session_is_far_below(seed: int) -> None:
    """Twelve people, ninety minutes: a tenth of what a room may grow to."""
    table = Table(
        facilitators=1,
        players=12,
        agenda=find_agenda("90"),
        house=HouseRules(opened_on="2026-03-02", demo=True),
    )
    table.do(table.boss[0], Start())
    minds = Minds(table, seed=seed, expect=12)
    minds.play()
    assert minds.refused == []
    sizes = [len(encode(entry)) for entry in table.log]
    assert len(sizes) < MOST_ENTRIES / 8
    assert sum(sizes) < MOST_BYTES / 8


def test_who_has_gone_on_by_hand_can_still_end_the_session() -> None:
    table, counts = in_brief(), Counts()
    fay = table.public.seats[table.boss[0]]
    begins = rules.decide(table.room, fay.id, End(), table.now, {}).events
    for number in range(Next.bound.most):
        counts.note(table.room, begins[0], 40, fay.id, f"next{number}")
    counts.check(table.room, fay, End(), begins)
