"""Whoever takes an idea has a minute to promise it: then nobody else can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server.test_rules_plan import ready, table_of, write
from tests.support.table import Table
from turnabout_protocol.activities.ideas import Vote
from turnabout_protocol.activities.plan import COMPLETE, RESERVED, PlanState, taker
from turnabout_protocol.activities.promises import Promising, Release, Reserve, SendUpstairs
from turnabout_protocol.room import SECOND
from turnabout_server.rules import Refusal


def completing() -> Table:
    """Return a table at which ideas 1 and 2 were chosen, with the time to promise them."""
    table = table_of(complete=600)
    write(table, "a", "b", "c")
    ready(table)
    ready(table)
    for seat in table.players:
        table.do(seat, Vote(step="plan", dots={1: 2, 2: 1}))
    assert table.state(PlanState).chosen == (1, 2)
    assert table.state(PlanState).stage == COMPLETE
    return table


def promise(table: Table, seat: int, idea: int = 1) -> None:
    home = table.public.seats[seat].home
    partner = next(s.id for s in table.public.players() if s.home != home)
    table.do(seat, Promising(step="plan", idea=idea, partner=partner, by="2026-03-16"))


def plan(table: Table) -> PlanState:
    """Return the plan, also when it is over."""
    return table.public.state(PlanState, "plan")


def holder(table: Table, idea: int = 1) -> int | None:
    return taker(table.public, "plan", idea, table.public.clock.play(table.now))


def test_for_a_minute_nobody_else_takes_it_promises_it_or_carries_it_away() -> None:
    table = completing()
    sam, kim = table.players[:2]
    table.do(sam, Reserve(step="plan", idea=1))
    assert holder(table) == sam
    for ask in (Reserve(step="plan", idea=1), SendUpstairs(step="plan", idea=1)):
        with pytest.raises(Refusal) as refused:
            table.do(kim, ask)
        assert refused.value.code == "reserved"
        assert refused.value.sentence == f"{table.public.seats[sam].name} is taking it."
    with pytest.raises(Refusal, match="is taking it"):
        promise(table, kim)
    promise(table, kim, idea=2)
    promise(table, sam)
    assert [p.idea for p in plan(table).promises] == [2, 1]


def test_it_is_free_again_when_let_go_after_the_minute_and_when_its_taker_is_away() -> None:
    table = completing()
    sam, kim = table.players[:2]
    table.do(sam, Reserve(step="plan", idea=1))
    with pytest.raises(Refusal):
        table.do(kim, Release(step="plan", idea=1))
    table.do(sam, Release(step="plan", idea=1))
    assert holder(table) is None
    table.do(kim, Reserve(step="plan", idea=1))
    table.wait(RESERVED - SECOND)
    assert holder(table) == kim
    table.wait(SECOND)
    assert holder(table) is None
    table.do(sam, Reserve(step="plan", idea=1))
    table.drop(sam)
    assert holder(table) is None
    promise(table, kim)


def test_one_takes_one_idea_at_a_time_and_only_one_that_is_open() -> None:
    table = completing()
    sam, kim = table.players[:2]
    table.do(sam, Reserve(step="plan", idea=1))
    table.do(sam, Reserve(step="plan", idea=2))
    assert (holder(table, 1), holder(table, 2)) == (None, sam)
    with pytest.raises(Refusal, match="The room chose another idea"):
        table.do(sam, Reserve(step="plan", idea=3))
    promise(table, kim)
    with pytest.raises(Refusal, match="has an owner"):
        table.do(sam, Reserve(step="plan", idea=1))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["reserve", "release", "promise", "wait", "leave"]),
            st.integers(0, 3),
            st.integers(1, 2),
        ),
        max_size=14,
    )
)
def test_an_idea_never_goes_to_anybody_but_who_it_waits_for(
    moves: list[tuple[str, int, int]],
) -> None:
    table = completing()
    for move, who, idea in moves:
        seat = table.players[who]
        before = holder(table, idea)
        promised = {p.idea for p in plan(table).promises}
        try:
            match move:
                case "reserve":
                    table.do(seat, Reserve(step="plan", idea=idea))
                    assert holder(table, idea) in (seat, None)
                case "release":
                    table.do(seat, Release(step="plan", idea=idea))
                    assert holder(table, idea) is None
                case "promise":
                    promise(table, seat, idea)
                    assert before in (None, seat)
                case "wait":
                    table.wait(20 * SECOND)
                case _:
                    table.drop(seat)
        except Refusal as refused:
            if refused.code == "reserved":
                assert before not in (None, seat)
        assert promised <= {p.idea for p in plan(table).promises}
        if table.public.step is None or table.public.step.id != "plan":
            break
