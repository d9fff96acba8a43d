"""A promise needs two: the partner's yes; and what is level in the vote is settled by hand."""

from hypothesis import given
from hypothesis import strategies as st

from tests.server.test_rules_plan import ready, table_of, write
from tests.support.table import Table
from turnabout_protocol.activities.close import promises_of
from turnabout_protocol.activities.ideas import SettleTie, TieSettled, Vote
from turnabout_protocol.activities.plan import COMPLETE, SETTLE, SETTLING, PlanState
from turnabout_protocol.activities.promises import JoinIn, PartnerJoined, Promising
from turnabout_protocol.commands import NextStage, Ready


def voted(*ballots: dict[int, int], whens: tuple[str, ...] = ("a", "b", "c", "d")) -> Table:
    """Return a table that has voted; two ideas can be chosen."""
    table = table_of(len(ballots), merge=0)
    write(table, *whens)
    ready(table)
    for seat, dots in zip(table.players, ballots, strict=True):
        table.do(seat, Vote(step="plan", dots=dots))
    return table


def level() -> Table:
    """Return a table in which idea 1 is chosen, and ideas 3 and 4 are level behind it."""
    return voted({1: 2, 3: 1}, {1: 2, 4: 1}, {3: 1}, {4: 1})


# What is level ------------------------------------------------------------------------------------


def test_a_tie_is_told_and_the_facilitator_settles_it() -> None:
    table = level()
    state = table.state(PlanState)
    assert (state.stage, state.chosen, state.level, state.places) == (SETTLE, (1,), (3, 4), 1)
    table.do(table.boss[0], SettleTie(step="plan", idea=4))
    state = table.state(PlanState)
    assert (state.stage, state.chosen, state.level) == (COMPLETE, (1, 4), ())


def test_nobody_else_settles_it_and_nothing_that_is_not_level_is_picked() -> None:
    table = level()
    assert table.refused(table.players[0], SettleTie(step="plan", idea=4)) == "not_yours"
    assert table.refused(table.boss[0], SettleTie(step="plan", idea=2)) == "not_chosen"
    assert table.refused(table.boss[0], SettleTie(step="plan", idea=1)) == "not_chosen"
    table.do(table.boss[0], SettleTie(step="plan", idea=3))
    assert table.refused(table.boss[0], SettleTie(step="plan", idea=4)) == "moved_on"


def test_after_its_time_the_order_of_the_letters_decides() -> None:
    table = level()
    assert table.left() == SETTLING
    table.bell()
    state = table.state(PlanState)
    assert (state.stage, state.chosen) == (COMPLETE, (1, 3))


def test_the_facilitator_can_leave_it_to_the_letters() -> None:
    table = level()
    events = table.do(table.boss[0], NextStage(step="plan", stage=SETTLE))
    assert [e.idea for e in events if isinstance(e, TieSettled)] == [3]
    assert table.state(PlanState).stage == COMPLETE


def test_two_of_three_that_are_level_are_picked_one_after_the_other() -> None:
    table = voted({1: 1, 2: 1, 3: 1}, {1: 1, 2: 1, 3: 1}, {1: 1, 2: 1, 3: 1}, {4: 1})
    assert (table.state(PlanState).level, table.state(PlanState).places) == ((1, 2, 3), 2)
    table.do(table.boss[0], SettleTie(step="plan", idea=3))
    assert table.state(PlanState).stage == SETTLE
    table.do(table.boss[0], SettleTie(step="plan", idea=2))
    assert table.state(PlanState).chosen == (3, 2)


def test_without_a_facilitator_and_with_few_voters_nothing_is_told_of_a_tie() -> None:
    table = table_of(4, merge=0)
    write(table, "a", "b", "c")
    table.drop(table.boss[0])
    ready(table)
    for seat in table.players:
        table.do(seat, Vote(step="plan", dots={1: 1, 2: 1, 3: 1}))
    assert table.state(PlanState).chosen == (1, 2)
    assert table.state(PlanState).stage == COMPLETE
    few = voted({1: 1}, {2: 1}, {3: 1})
    state = few.state(PlanState)
    assert (state.stage, state.chosen, state.level) == (COMPLETE, (1, 2), ())


dots = st.dictionaries(st.integers(1, 4), st.just(1), max_size=3)


@given(st.lists(dots, min_size=4, max_size=4))
def test_a_tie_never_chooses_too_many_and_never_less_liked_ideas(
    ballots: list[dict[int, int]],
) -> None:
    table = voted(*ballots)
    state = table.public.state(PlanState, "plan")
    assert len(state.chosen) + state.places <= 2
    assert not set(state.chosen) & set(state.level)
    if state.level:
        assert len(state.level) > state.places > 0
    if state.stage == SETTLE:
        table.bell()
    state = table.public.state(PlanState, "plan")
    total = {n: sum(b.get(n, 0) for b in ballots) for n in range(1, 5)}
    ranked = sorted(total, key=lambda n: (-total[n], n))
    expected = [n for n in ranked if total[n] or not any(ballots)][:2]
    assert list(state.chosen) == expected


def test_where_nothing_is_put_together_by_hand_equal_ideas_are_one() -> None:
    table = table_of(4, merge=0)
    write(table, "a", "b", "A", "a")
    ready(table)
    state = table.public.state(PlanState, "plan")
    assert {idea.number: idea.under for idea in state.ideas if idea.under} == {2: 1, 3: 1}
    for_hand = table_of(4)
    write(for_hand, "a", "b", "a", "c")
    ready(for_hand)
    assert not any(idea.under for idea in for_hand.state(PlanState).ideas)


# The partner's yes --------------------------------------------------------------------------------


def promised() -> Table:
    """Return a table where the first player has promised something with the second one."""
    table = table_of(4)
    write(table, "a")
    ready(table)
    owner, partner, *_rest = table.players
    table.do(owner, Promising(step="plan", idea=1, partner=partner, by="2026-03-20"))
    return table


def test_a_promise_waits_for_its_partner_and_the_step_goes_on_with_the_yes() -> None:
    table = promised()
    (promise,) = promises_of(table.public)
    assert promise.unsaid
    assert table.step == "plan"
    (event, *_rest) = table.do(table.players[1], JoinIn(step="plan", idea=1))
    assert event == PartnerJoined(step="plan", idea=1)
    assert table.step == "close"
    assert promises_of(table.public)[0].agreed is True


def test_only_the_partner_says_yes_and_once() -> None:
    table = promised()
    owner, partner, other, _last = table.players
    for seat in (owner, other, table.boss[0]):
        assert table.refused(seat, JoinIn(step="plan", idea=1)) == "not_yours"
    assert table.refused(partner, JoinIn(step="plan", idea=2)) == "no_such_promise"
    table.do(partner, JoinIn(step="plan", idea=1))
    assert table.refused(partner, JoinIn(step="close", idea=1)) == "already"


def test_without_a_yes_the_promise_is_kept_and_the_close_still_takes_it() -> None:
    table = promised()
    table.reach("close")
    assert table.step == "close"
    (promise,) = promises_of(table.public)
    assert promise.unsaid
    table.do(table.players[1], JoinIn(step="close", idea=1))
    assert promises_of(table.public)[0].agreed is True


def test_a_partner_who_is_away_is_not_waited_for() -> None:
    table = table_of(4)
    write(table, "a")
    ready(table)
    owner, partner, *_rest = table.players
    table.drop(partner)
    table.do(owner, Promising(step="plan", idea=1, partner=partner, by="2026-03-20"))
    assert table.step == "close"
    table.back(partner)
    table.do(partner, JoinIn(step="close", idea=1))


def test_everybody_ready_goes_on_without_the_yes() -> None:
    table = promised()
    for seat in table.players:
        table.do(seat, Ready(step="plan", stage=COMPLETE))
    assert table.step == "close"
