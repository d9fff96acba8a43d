"""The review of earlier promises, how much was kept, and the close."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.table import Table
from turnabout_protocol.activities.close import (
    Close,
    CloseState,
    HaveRead,
    SayWord,
    SetNextDate,
)
from turnabout_protocol.activities.ideas import Propose, Vote
from turnabout_protocol.activities.plan import Plan, PlanState
from turnabout_protocol.activities.promises import Promising
from turnabout_protocol.activities.review import (
    LOOKING,
    MARKS,
    FollowedThrough,
    MarkPromise,
    PromiseMark,
    PromiseOutcome,
    Review,
    ReviewState,
)
from turnabout_protocol.commands import Next, Ready, Remove, Start
from turnabout_protocol.room import SECOND, Earlier, HouseRules
from turnabout_server.after.follow_through import follow_through
from turnabout_server.authoring.scenarios import find_agenda

TODAY = "2026-03-02"


def earlier(number: int, by: str = "2026-02-20", owner: str = "Player 0") -> Earlier:
    return Earlier(
        number=number, when="a deal is quiet", then="we call", owner=owner, partner="Player 1",
        by=by, sign="calls happen", opened_on="2026-01-20",
    )  # fmt: skip


def table_of(*promises: Earlier, players: int = 2) -> Table:
    steps = (
        Review(id="earlier", title="Last time", minutes=2),
        Plan(id="plan", title="Now what", minutes=2, promises=2),
        Close(id="close", title="Close", minutes=3),
    )
    agenda = replace(find_agenda("taster"), steps=steps)
    house = HouseRules(opened_on=TODAY)
    table = Table(players=players, facilitators=1, agenda=agenda, house=house, earlier=promises)
    table.do(table.boss[0], Start())
    return table


def mark(table: Table, seat: int, number: int, said: PromiseMark, obstacle: str = "") -> None:
    table.do(seat, MarkPromise(step="earlier", number=number, mark=said, obstacle=obstacle))


# Review -------------------------------------------------------------------------------------------


def test_with_nothing_promised_earlier_the_step_is_over_before_anybody_waits() -> None:
    assert table_of().step == "plan"


def test_the_last_mark_counts_and_nobody_is_told_whose_it_is() -> None:
    table = table_of(earlier(7), earlier(8))
    assert table.public.earlier == (earlier(7), earlier(8))
    one, two = table.players
    mark(table, one, 7, "not_yet", "nobody noticed")
    mark(table, two, 7, "partly", "half of us were away")
    state = table.state(ReviewState)
    assert state.outcomes == {
        7: PromiseOutcome(number=7, mark="partly", obstacle="half of us were away", confirmed=True)
    }
    assert state.follow_through is None
    wrong = MarkPromise(step="earlier", number=9, mark="done")
    assert table.refused(one, wrong) == "no_such_promise"
    boss = MarkPromise(step="earlier", number=7, mark="done")
    assert table.refused(table.boss[0], boss) == "observer"


def test_what_was_done_counts_once_the_partner_says_so_too() -> None:
    table = table_of(earlier(7), players=4)
    owner, partner, others = table.players[0], table.players[1], table.players[2:]
    for seat in (owner, *others):
        mark(table, seat, 7, "done")
    said = table.state(ReviewState).outcomes[7]
    assert (said.confirmed, said.waits, said.counts) == (False, True, 0.0)
    mark(table, partner, 7, "done")
    assert table.state(ReviewState).outcomes[7].counts == 1.0
    mark(table, owner, 7, "done", "the holidays")
    assert table.state(ReviewState).outcomes[7].confirmed, "the same mark, with more words"
    mark(table, owner, 7, "partly")
    assert not table.state(ReviewState).outcomes[7].confirmed
    mark(table, owner, 7, "not_yet")
    assert not table.state(ReviewState).outcomes[7].waits, "nobody need confirm what was not done"


def test_while_the_partner_is_not_here_somebody_of_their_side_confirms() -> None:
    table = table_of(replace(earlier(7, owner="Me"), side="it", partner="Long Gone"), players=4)
    for seat in table.players:
        mark(table, seat, 7, "not_yet")
        mark(table, seat, 7, "done")
        confirmed = table.state(ReviewState).outcomes[7].confirmed
        assert confirmed == (table.public.seats[seat].home == "business"), seat
    # Of an older promise nobody knows the side: it takes anybody but its owner.
    table = table_of(replace(earlier(7), partner="Long Gone"), players=2)
    owner, other = table.players
    mark(table, owner, 7, "done")
    assert not table.state(ReviewState).outcomes[7].confirmed
    mark(table, other, 7, "done")
    assert table.state(ReviewState).outcomes[7].confirmed
    table = table_of(earlier(7), players=4)
    table.drop(table.players[1])
    mark(table, table.players[3], 7, "done")
    assert table.state(ReviewState).outcomes[7].confirmed, "the partner is away"


def test_when_all_are_ready_the_room_looks_at_the_whole_and_can_still_correct_it() -> None:
    table = table_of(earlier(7), earlier(8))
    one, two = table.players
    mark(table, two, 7, "done")
    for seat in (one, two):
        table.do(seat, Ready(step="earlier", stage=0))
    state = table.state(ReviewState)
    assert (state.stage, state.follow_through, state.due) == (LOOKING, 50.0, 2)
    mark(table, two, 8, "partly")
    assert table.state(ReviewState).follow_through == 75.0
    for seat in (one, two):
        table.do(seat, Ready(step="earlier", stage=LOOKING))
    assert table.step == "plan"


def test_the_clock_alone_ends_it_too_and_so_does_the_facilitator() -> None:
    table = table_of(earlier(7))
    assert table.left() == 100 * SECOND
    table.bell()
    assert (table.state(ReviewState).stage, table.left()) == (LOOKING, 20 * SECOND)
    table.bell()
    assert table.step == "plan"
    table = table_of(earlier(7))
    table.do(table.boss[0], Next(step="earlier"))
    told = [e.event for e in table.log if isinstance(e.event, FollowedThrough)]
    assert [(event.points, event.due) for event in told] == [(0.0, 1)]


@pytest.mark.parametrize(
    ("marks", "points", "due"),
    [
        ({}, 0.0, 2),
        ({1: "done"}, 50.0, 2),
        ({1: "done", 2: "partly"}, 75.0, 2),
        ({1: "dropped", 2: "not_yet"}, 0.0, 2),
        ({1: "done", 2: "done", 3: "not_yet"}, 100.0, 2),
        ({1: "done", 2: "partly", 3: "done"}, 83.3, 3),
    ],
)
def test_follow_through(marks: dict[int, PromiseMark], points: float, due: int) -> None:
    promises = (earlier(1), earlier(2), earlier(3, by="2026-03-20"))
    outcomes = {n: PromiseOutcome(number=n, mark=m, confirmed=True) for n, m in marks.items()}
    assert follow_through(promises, outcomes, TODAY) == (points, due)
    alone = {n: PromiseOutcome(number=n, mark=m) for n, m in marks.items()}
    assert follow_through(promises, alone, TODAY) == (0.0, due), "nobody confirmed it"


def test_what_is_not_due_says_nothing() -> None:
    later = earlier(1, by="2026-03-20")
    assert follow_through([later], {}, TODAY) == (None, 0)
    assert follow_through([later], {}, "") == (0.0, 1), "without a known day all are due"


@given(st.dictionaries(st.integers(1, 9), st.sampled_from(tuple(MARKS))), st.integers(0, 9))
def test_follow_through_of_anything_is_between_0_and_100(
    marks: dict[int, PromiseMark], many: int
) -> None:
    promises = [earlier(n, by=f"2026-03-0{n}") for n in range(1, many + 1)]
    outcomes = {n: PromiseOutcome(number=n, mark=m, confirmed=n % 2 == 0) for n, m in marks.items()}
    points, due = follow_through(promises, outcomes, TODAY)
    assert 0 <= due <= many
    assert (points is None) == (due == 0)
    assert points is None or 0 <= points <= 100
    better = {
        **outcomes,
        **{
            p.number: PromiseOutcome(number=p.number, mark="done", confirmed=True) for p in promises
        },
    }
    assert follow_through(promises, better, TODAY).points in (None, 100.0)


# Close --------------------------------------------------------------------------------------------


def closing(promises: int = 2, players: int = 3) -> Table:
    """Return a table at Close, with promises of the first two players."""
    table = table_of(players=players)
    one, two = table.players[:2]
    for seat in (one, two)[:promises]:
        table.do(seat, Propose(step="plan", when=f"w{seat}", then=f"t{seat}"))
    while table.step == "plan" and not table.state(PlanState).chosen:
        state = table.state(PlanState)
        if state.stage == 2:
            vote_both(table)
        else:
            table.bell()
    for number, seat, partner in ((1, one, two), (2, two, one))[:promises]:
        table.do(seat, Promising(step="plan", idea=number, partner=partner, by="2026-03-20"))
    table.reach("close")
    return table


def vote_both(table: Table) -> None:
    for seat in table.players:
        table.do(seat, Vote(step="plan", dots={1: 1, 2: 1}))


def test_promises_are_read_in_their_order_by_those_who_made_them() -> None:
    table = closing()
    one, two, three = table.players
    first = HaveRead(step="close", promise=0)
    assert table.refused(one, HaveRead(step="close", promise=1)) == "moved_on"
    assert table.refused(three, first) == "not_yours"
    table.do(one, first)
    assert table.refused(one, first) == "moved_on"
    table.drop(two)
    table.do(three, HaveRead(step="close", promise=1))
    assert table.state(CloseState).read == 2
    assert table.refused(one, HaveRead(step="close", promise=2)) == "moved_on"


def test_a_promise_whose_owner_was_removed_can_be_read_by_anybody() -> None:
    table = closing(promises=1)
    table.do(table.boss[0], Remove(seat=table.players[0]))
    table.do(table.players[2], HaveRead(step="close", promise=0))
    assert table.state(CloseState).read == 1


def test_everybody_may_leave_with_a_word_and_change_it() -> None:
    table = closing(promises=0)
    one = table.players[0]
    table.do(one, SayWord(step="close", word="tired"))
    table.do(one, SayWord(step="close", word="lighter"))
    assert table.state(CloseState).words == {one: "lighter"}
    assert table.refused(table.boss[0], SayWord(step="close", word="done")) == "observer"


def test_the_facilitator_notes_the_next_date_and_a_player_only_without_one() -> None:
    table = closing(promises=0)
    one = table.players[0]
    day = SetNextDate(step="close", day="2026-04-13")
    assert table.refused(one, day) == "not_yours"
    table.do(table.boss[0], day)
    assert table.state(CloseState).next_date == "2026-04-13"
    for wrong in ("2026-03-01", "2027-06-01", "2026-02-30"):
        assert table.refused(table.boss[0], SetNextDate(step="close", day=wrong)) == "no_date"
    table.drop(table.boss[0])
    table.do(one, SetNextDate(step="close", day="2026-04-20"))
    assert table.state(CloseState).next_date == "2026-04-20"
