"""A private word to one seat: nobody else learns of it, nor when it came."""

import pytest

from tests.support.scenes import scene
from tests.support.table import SESSION, Table
from turnabout_protocol.fold import Entry, may_know
from turnabout_protocol.nudging import AGAIN, NudgeNoted, NudgeSeat, ReadNudge, SeatNudged
from turnabout_protocol.room import NudgeKind
from turnabout_server.after.report import build


def told(table: Table, seat: int) -> list[Entry]:
    """Return all that `seat` may know."""
    who = table.public.seats[seat]
    return [entry for entry in table.log if may_know(who, entry.event)]


def test_one_seat_reads_it_and_the_facilitators_that_there_was_one() -> None:
    table = scene()
    boss, (ada, *_) = table.boss[0], table.players
    said, noted = table.do(boss, NudgeSeat(seat=ada, say="own", text="  Speak up,\x1b please "))
    assert said == SeatNudged(seat=ada, say="own", text="Speak up, please")
    assert noted == NudgeNoted(seat=ada)
    seats = table.public.seats.values()
    assert [s.id for s in seats if may_know(s, said)] == [ada]
    assert [s.id for s in seats if may_know(s, noted)] == table.boss
    nudge = table.room.of(ada).nudge
    assert nudge is not None
    assert (nudge.say, nudge.text, nudge.at) == ("own", "Speak up, please", table.now)
    assert table.room.console.nudged == {ada: table.now}


def test_whoever_is_nudged_leaves_no_trace_with_the_others() -> None:
    """Two people exchange it: everybody else hears the same, whoever it was."""
    logs = []
    for one in (0, 1):
        table = scene(6)
        quiet = table.players[one]
        table.do(table.boss[0], NudgeSeat(seat=quiet, say="are_you_there"))
        table.wait(3000)
        table.do(quiet, ReadNudge())
        table.wait(60_000)
        logs.append([told(table, other) for other in table.players[2:]])
        assert "nudge" not in repr(build(table.room, SESSION)).lower()
    assert logs[0] == logs[1]


def test_a_newer_one_takes_its_place_and_reading_ends_it() -> None:
    table = scene()
    boss, ada = table.boss[0], table.players[0]
    assert table.refused(ada, ReadNudge()) == "already"
    table.do(boss, NudgeSeat(seat=ada, say="your_turn"))
    assert table.refused(boss, NudgeSeat(seat=ada, say="your_turn")) == "not_yet"
    table.wait(AGAIN)
    table.do(boss, NudgeSeat(seat=ada, say="take_your_time"))
    nudge = table.room.of(ada).nudge
    assert nudge is not None
    assert nudge.say == "take_your_time"
    table.do(ada, ReadNudge())
    assert table.room.of(ada).nudge is None
    assert table.room.console.there == (), "only who was asked says so"


def test_whoever_is_asked_shows_that_they_are_there() -> None:
    table = scene()
    boss, ada = table.boss[0], table.players[0]
    table.do(boss, NudgeSeat(seat=ada, say="are_you_there"))
    table.do(ada, ReadNudge())
    assert table.room.console.there == (ada,)
    table.wait(AGAIN)
    table.do(boss, NudgeSeat(seat=ada, say="are_you_there"))
    assert ada not in table.room.console.there, "they are asked anew"


def test_somebody_away_reads_it_when_they_are_back() -> None:
    table = scene()
    boss, ada = table.boss[0], table.players[0]
    table.drop(ada)
    table.do(boss, NudgeSeat(seat=ada, say="your_turn"))
    table.back(ada)
    assert table.room.of(ada).nudge is not None


def test_who_is_nudged_and_who_nudges() -> None:
    table = scene(watchers=1)
    boss, (ada, ben, *_) = table.boss[0], table.players
    screen = table.sit("Screen", None, "observer", stage=True)
    assert table.refused(ada, NudgeSeat(seat=ben, say="your_turn")) == "not_yours"
    for seat in (boss, screen):
        assert table.refused(boss, NudgeSeat(seat=seat, say="your_turn")) == "not_here"
    assert table.refused(boss, NudgeSeat(seat=ada, say="own", text=" ")) == "malformed"
    assert table.refused(boss, NudgeSeat(seat=99, say="your_turn")) == "no_such_seat"


@pytest.mark.parametrize("say", ["your_turn", "are_you_there"])
def test_fixed_words_are_not_written(say: NudgeKind) -> None:
    table = scene()
    event, _ = table.do(table.boss[0], NudgeSeat(seat=table.players[0], say=say, text="And this."))
    assert event == SeatNudged(seat=table.players[0], say=say)
