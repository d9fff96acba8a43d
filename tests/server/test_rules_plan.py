"""The plan beyond its vote: equal ideas, the way upstairs, words, and what always holds."""

from collections.abc import Callable
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.table import Table
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.ideas import (
    BallotKept,
    BallotSealed,
    IdeaKept,
    IdeaNoted,
    IdeaWritten,
    Propose,
    PutUnder,
    SettleTie,
    Vote,
    VotesCounted,
)
from turnabout_protocol.activities.plan import (
    COMPLETE,
    MERGE,
    SETTLE,
    VOTE,
    VOTERS,
    WRITE,
    Plan,
    PlanOwn,
    PlanState,
    Upstairs,
    Word,
)
from turnabout_protocol.activities.promises import JoinIn, Promising, SendUpstairs
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import MoreTime, Next, NextStage, Ready, Remove, Start
from turnabout_protocol.course import ReadyCounted, ReadyNoted
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import SECOND, HouseRules
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.rules import Refusal

STEPS = (
    Plan(
        id="plan", title="Now what", minutes=4, write=80, merge=40, vote=40, complete=80, promises=2
    ),
    Close(id="close", title="Close", minutes=3),
)


def table_of(players: int = 4, **settings: int) -> Table:
    """Return a table whose plan has just begun."""
    plan = replace(STEPS[0], **settings)
    agenda = replace(find_agenda("taster"), steps=(plan, STEPS[1]))
    house = HouseRules(opened_on="2026-03-02")
    table = Table(players=players, facilitators=1, agenda=agenda, house=house)
    table.do(table.boss[0], Start())
    return table


def write(table: Table, *whens: str) -> None:
    for i, when in enumerate(whens):
        seat = table.players[i % len(table.players)]
        table.do(seat, Propose(step="plan", when=when, then=f"we call about {when}"))


def ready(table: Table) -> None:
    """Let everybody be done with the stage."""
    stage = table.state(PlanState).stage
    for seat in table.players:
        table.do(seat, Ready(step="plan", stage=stage))


def merging(*whens: str) -> Table:
    table = table_of()
    write(table, *whens)
    ready(table)
    assert table.state(PlanState).stage == MERGE
    return table


def under(table: Table) -> dict[int, int]:
    return {idea.number: idea.under for idea in table.state(PlanState).ideas if idea.under}


# The stages ---------------------------------------------------------------------------------------


def test_the_stages_share_the_minutes_and_leave_what_they_do_not_need() -> None:
    table = table_of()
    assert table.left() == 80 * SECOND
    write(table, "a", "b")
    table.do(table.boss[0], MoreTime(step="plan", seconds=60))
    assert table.left() == 140 * SECOND
    ready(table)
    # All of the five minutes are left for 40 + 40 + 80 seconds.
    assert table.left() == 75 * SECOND
    ready(table)
    assert (table.state(PlanState).stage, table.left()) == (VOTE, 100 * SECOND)


def test_a_step_that_was_made_shorter_keeps_its_shape() -> None:
    table = table_of(write=160, merge=80, vote=80, complete=160)
    assert table.left() == 80 * SECOND


def test_without_seconds_or_with_one_idea_nothing_is_put_together() -> None:
    table = table_of(merge=0)
    write(table, "a", "b")
    ready(table)
    assert table.state(PlanState).stage == VOTE
    table = table_of()
    write(table, "a")
    ready(table)
    state = table.state(PlanState)
    assert (state.stage, state.chosen) == (COMPLETE, (1,))


# Writing ------------------------------------------------------------------------------------------


def test_whoever_has_written_nothing_yet_gets_more_of_the_time_and_loses_no_promise() -> None:
    table = table_of()
    table.bell()
    # 160 of the 240 seconds are left, for 80 + 40 + 40 + 80.
    state = table.state(PlanState)
    assert (table.step, state.stage) == ("plan", WRITE)
    assert 50 * SECOND < table.left() <= 54 * SECOND
    write(table, "a", "b")
    table.bell()
    assert table.state(PlanState).stage == MERGE


def test_without_any_idea_the_step_is_over_all_the_same() -> None:
    table = table_of()
    rung = 0
    while table.step == "plan":
        table.bell()
        rung += 1
    assert 2 <= rung <= 6
    table = table_of()
    ready(table)
    assert table.step == "close"  # everybody said so
    table = table_of()
    table.do(table.boss[0], NextStage(step="plan", stage=WRITE, sure=True))
    assert table.step == "close"


def test_ideas_come_onto_the_table_together_by_their_letters() -> None:
    table = table_of()
    before = len(table.log)
    write(table, "b", "C", "a")
    assert table.state(PlanState).ideas == ()
    for seat in table.players:
        own = [written.when for written in table.room.of(seat).state(PlanOwn, "plan").written]
        assert len(own) <= 1
        told = [e.event for e in table.log[before:] if may_know(table.public.seats[seat], e.event)]
        assert [type(event) for event in told] == [IdeaKept] * len(own)
    ready(table)
    ideas = table.state(PlanState).ideas
    assert [(idea.number, idea.when) for idea in ideas] == [(1, "a"), (2, "b"), (3, "C")]


def test_what_was_written_is_not_lost_when_the_step_ends_early() -> None:
    table = table_of()
    write(table, "a", "b")
    table.do(table.boss[0], Remove(seat=table.players[0]))
    table.do(table.boss[0], Next(step="plan"))
    assert [idea.when for idea in table.public.state(PlanState, "plan").ideas] == ["a", "b"]


def test_ideas_of_an_older_room_stay_where_they_are() -> None:
    table = table_of()
    table.happen(IdeaNoted(step="plan", seat=table.players[0]))
    table.happen(IdeaWritten(step="plan", idea=1, when="z", then="y"))
    write(table, "a", "b")
    write(table, "c")
    more = Propose(step="plan", when="x", then="y")
    assert table.refused(table.players[0], more) == "enough"
    ready(table)
    assert [idea.when for idea in table.state(PlanState).ideas] == ["z", "a", "b", "c"]


# Put together -------------------------------------------------------------------------------------


def test_ideas_go_under_one_another_and_out_again() -> None:
    table = merging("a", "b", "c", "d")
    one, two = table.players[:2]
    table.do(one, PutUnder(step="plan", idea=2, under=1))
    table.do(two, PutUnder(step="plan", idea=3, under=2))
    assert under(table) == {2: 1, 3: 1}, "under the one that is kept"
    assert table.refused(one, PutUnder(step="plan", idea=3, under=2)) == "already"
    assert table.refused(one, PutUnder(step="plan", idea=1, under=3)) == "already"
    assert table.refused(one, PutUnder(step="plan", idea=4, under=0)) == "already"
    assert table.refused(one, PutUnder(step="plan", idea=9, under=1)) == "no_such_idea"
    assert table.refused(one, PutUnder(step="plan", idea=1, under=9)) == "no_such_idea"
    assert table.refused(table.boss[0], PutUnder(step="plan", idea=4, under=1)) == "observer"
    table.do(one, PutUnder(step="plan", idea=1, under=4))
    assert under(table) == {1: 4, 2: 4, 3: 4}, "it takes along what lay under it"
    table.do(one, PutUnder(step="plan", idea=2, under=0))
    assert under(table) == {1: 4, 3: 4}


def test_only_while_it_is_the_time_for_it() -> None:
    table = table_of()
    write(table, "a", "b")
    move, up = PutUnder(step="plan", idea=2, under=1), SendUpstairs(step="plan", idea=1)
    assert table.refused(table.players[0], move) == "moved_on"
    assert table.refused(table.players[0], up) == "moved_on"
    ready(table)
    ready(table)
    assert table.state(PlanState).stage == VOTE
    assert table.refused(table.players[0], move) == "moved_on"
    assert table.refused(table.players[0], up) == "moved_on"


def test_dots_on_what_lies_under_are_dots_for_what_is_kept() -> None:
    table = merging("a", "b", "c")
    table.do(table.players[0], PutUnder(step="plan", idea=3, under=1))
    ready(table)
    one, two, three, four = table.players
    assert table.refused(one, Vote(step="plan", dots={1: 2, 3: 1})) == "too_many"
    table.do(one, Vote(step="plan", dots={1: 1, 3: 1, 2: 1}))
    table.do(two, Vote(step="plan", dots={3: 2}))
    table.do(three, Vote(step="plan", dots={2: 1}))
    table.do(four, Vote(step="plan", dots={2: 1}))
    state = table.state(PlanState)
    assert [idea.dots for idea in state.ideas] == [4, 3, 0]
    assert state.chosen == (1, 2)


def test_when_all_say_the_same_there_is_nothing_to_vote_on() -> None:
    table = merging("a", "b")
    table.do(table.players[1], PutUnder(step="plan", idea=1, under=2))
    ready(table)
    state = table.state(PlanState)
    assert (state.stage, state.chosen) == (COMPLETE, (2,))


def test_until_they_are_counted_nobody_is_told_of_a_single_dot() -> None:
    table = merging("a", "b")
    ready(table)
    before = len(table.log)
    for seat in table.players[:-1]:
        table.do(seat, Vote(step="plan", dots={1: 2, 2: 1}))
    told = [
        (seat.id, entry.event)
        for entry in table.log[before:]
        for seat in table.public.seats.values()
        if may_know(seat, entry.event)
    ]
    assert {type(event) for _, event in told} == {ReadyCounted, ReadyNoted, BallotKept}
    kept = [(seat, event.seat) for seat, event in told if isinstance(event, BallotKept)]
    assert kept == [(seat, seat) for seat in table.players[:-1]], "each reads their own alone"
    assert all(idea.dots is None for idea in table.state(PlanState).ideas)
    table.bell()
    # Three have voted: too few for numbers.
    assert all(idea.dots is None for idea in table.state(PlanState).ideas)
    assert (table.state(PlanState).order, table.state(PlanState).chosen) == ((1, 2), (1, 2))


# Upstairs -----------------------------------------------------------------------------------------


def test_what_is_carried_upstairs_is_no_longer_voted_on_and_its_carrier_is_named() -> None:
    table = merging("a", "b", "c")
    table.do(table.players[0], PutUnder(step="plan", idea=2, under=1))
    table.do(table.players[3], SendUpstairs(step="plan", idea=2))
    state = table.state(PlanState)
    expected = Upstairs(idea=1, when="a", then="we call about a", carrier="Player 3")
    assert state.upstairs == (expected,)
    assert [idea.number for idea in state.kept] == [3]
    again = SendUpstairs(step="plan", idea=1)
    assert table.refused(table.players[0], again) == "no_such_idea"
    assert table.refused(table.boss[0], SendUpstairs(step="plan", idea=3)) == "observer"
    ready(table)
    assert table.state(PlanState).chosen == (3,)


def test_without_a_vote_the_first_ideas_go_on() -> None:
    table = merging("a", "b", "c", "d")
    table.do(table.boss[0], NextStage(step="plan", stage=MERGE))
    table.do(table.players[0], Vote(step="plan", dots={}))
    table.do(table.boss[0], NextStage(step="plan", stage=VOTE))
    assert table.state(PlanState).stage == COMPLETE
    assert table.state(PlanState).chosen == (1, 2)
    table.do(table.players[0], SendUpstairs(step="plan", idea=1))
    assert table.state(PlanState).chosen == (2, 3), "the next one in their order"
    promise = Promising(step="plan", idea=2, partner=table.players[1], by="2026-03-20")
    table.do(table.players[0], promise)
    assert [one.idea for one in table.public.state(PlanState, "plan").promises] == [2]


def test_the_next_idea_takes_the_place_of_one_that_goes_upstairs() -> None:
    table = merging("a", "b", "c", "d")
    ready(table)
    for seat, dots in zip(
        table.players, ({1: 2, 2: 1}, {1: 2, 2: 1}, {3: 1, 2: 2}, {}), strict=True
    ):
        table.do(seat, Vote(step="plan", dots=dots))
    one, two = table.players[:2]
    assert table.state(PlanState).chosen == (1, 2)
    table.do(one, SendUpstairs(step="plan", idea=1))
    assert table.state(PlanState).chosen == (2, 3)
    table.do(one, SendUpstairs(step="plan", idea=3))
    assert table.state(PlanState).chosen == (2,), "an idea without a dot is never chosen"
    promise = Promising(step="plan", idea=2, partner=two, by="2026-03-20")
    table.do(one, promise)
    table.do(two, JoinIn(step="plan", idea=2))
    assert table.step == "close"
    state = table.public.state(PlanState, "plan")
    assert [p.sign for p in state.promises] == [""], "the sign may be left open"
    assert [u.idea for u in state.upstairs] == [1, 3]


# Words --------------------------------------------------------------------------------------------


def test_a_word_with_its_meaning_is_in_the_glossary() -> None:
    table = table_of()
    with_word = Propose(
        step="plan", when="a", then="b", starter="word", term="Pipeline", means="open deals"
    )
    table.do(table.players[0], with_word)
    table.do(table.players[1], Propose(step="plan", when="a", then="b", term="Quota"))
    assert table.state(PlanState).words == ()
    ready(table)
    state = table.state(PlanState)
    assert state.words == (Word(term="Pipeline", means="open deals"),)
    assert [idea.starter for idea in state.ideas] == ["", "word"]


# What always holds --------------------------------------------------------------------------------


def some_command(random: Random, table: Table) -> Command:
    state = table.state(PlanState)
    number = random.randint(1, max(1, len(state.ideas)))
    other = random.randint(0, max(1, len(state.ideas)))
    dots = {random.randint(1, 5): random.randint(1, 2) for _ in range(2)}
    makers: list[Callable[[], Command]] = [
        lambda: Propose(step="plan", when=f"w{random.randint(0, 3)}", then="t"),
        lambda: PutUnder(step="plan", idea=number, under=other),
        lambda: Vote(step="plan", dots=dots),
        lambda: SendUpstairs(step="plan", idea=number),
        lambda: Promising(
            step="plan",
            idea=number,
            partner=random.choice((*table.players, table.boss[0], 99)),
            by=random.choice(("2026-03-20", "2026-05-20")),
        ),
        lambda: Ready(step="plan", stage=state.stage),
        lambda: SettleTie(step="plan", idea=number),
        lambda: JoinIn(step="plan", idea=number),
    ]
    weights = {
        WRITE: (9, 1, 1, 1, 1, 4, 1, 1),
        MERGE: (1, 9, 1, 2, 1, 4, 1, 1),
        VOTE: (1, 1, 9, 1, 1, 1, 1, 1),
        SETTLE: (1, 1, 1, 1, 1, 1, 9, 1),
    }
    return random.choices(makers, weights.get(state.stage, (1, 1, 1, 2, 9, 1, 1, 5)))[0]()


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_promises_dots_and_ideas_of_any_plan(seed: int, promises: int) -> None:
    random = Random(seed)
    table = table_of(players=random.randint(2, 6), promises=promises)
    while table.step == "plan":
        seat = random.choice((*table.players, *table.boss))
        try:
            table.do(seat, some_command(random, table))
        except Refusal:
            table.wait(random.choice((0, 500, 9000)))
        state = table.public.state(PlanState, "plan")
        holds(table, state, promises)
    counts = [e.event for e in table.log if isinstance(e.event, VotesCounted)]
    assert len(counts) <= 1


def holds(table: Table, state: PlanState, most: int) -> None:
    """Check what is true of a plan at every moment."""
    assert len(state.promises) <= len(state.chosen) <= most <= 3
    homes = {seat.name: seat.home for seat in table.public.seats.values()}
    for promise in state.promises:
        assert homes[promise.owner] is not None
        assert homes[promise.partner] is not None
        assert homes[promise.owner] != homes[promise.partner]
    up = {u.idea for u in state.upstairs}
    assert not up & set(state.chosen)
    assert not up & {promise.idea for promise in state.promises}
    for idea in state.ideas:
        keeper = state.idea(idea.under) if idea.under else None
        assert keeper is None or not keeper.under, "one level deep"
        assert idea.number not in state.chosen or not idea.under
    ballots = [e.event for e in table.log if isinstance(e.event, BallotSealed)]
    last = {ballot.seat: ballot.dots for ballot in ballots}
    shown = state.stage in (SETTLE, COMPLETE) and sum(map(bool, last.values())) >= VOTERS
    assert all((idea.dots is not None) == shown for idea in state.ideas)
    if shown and len(state.ideas) > 1:
        assert sum(i.dots or 0 for i in state.ideas) == sum(sum(d.values()) for d in last.values())
