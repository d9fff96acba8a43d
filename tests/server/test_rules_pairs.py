"""Shared turns: everybody sits in one pair, pairs take turns alike, and nobody waits for a pen."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.table import Table
from turnabout_client.view.turns import each
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    PassPen,
    Rate,
    React,
    Said,
    SceneState,
    Speak,
    Turn,
)
from turnabout_protocol.commands import Next, Remove, Reseat, Start, Watch
from turnabout_protocol.pairs import ShareTurns, mates, pair_of, paired, turn_takers
from turnabout_protocol.room import SECOND, HouseRules, Pair
from turnabout_protocol.scenario import SIDES
from turnabout_server.after.report import build
from turnabout_server.after.report.formats import Format, render
from turnabout_server.after.scoring.rated import rated_turns


def scene(players: int = 8, *, seed: int = 7) -> Table:
    """Return a table that shares its turns, whose scene has just begun."""
    table = Table(facilitators=1, seed=seed, house=HouseRules(opened_on=""))
    table.do(table.boss[0], ShareTurns(shared=True))
    table.players = [table.sit(f"Player {i}", SIDES[i % 2]) for i in range(players)]
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(table.boss[0], Next(step="brief"))
    assert table.step == "scene"
    return table


def state(table: Table) -> SceneState:
    return table.public.state(SceneState, "scene")


def mate(table: Table, turn: Turn) -> int:
    """Return somebody who shares `turn` and has not got its pen."""
    return next(seat for seat in turn.speakers if seat != turn.seat)


def speak(table: Table, **said: str) -> Turn:
    turn = table.turn
    table.do(turn.seat, Speak(step="scene", turn=turn.number, said=Said(**said)))
    return turn


PAIRS = st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=3), max_size=8)


@given(PAIRS, st.lists(st.integers(1, 40), unique=True, max_size=24))
def test_everybody_who_plays_is_in_exactly_one_pair(
    before: list[list[int]], players: list[int]
) -> None:
    known: set[int] = set()
    there: list[Pair] = []
    for group in before:
        fresh = [seat for seat in dict.fromkeys(group) if seat not in known]
        known.update(fresh)
        if fresh:
            there.append(tuple(fresh))
    groups = paired(there, players)
    assert Counter(seat for group in groups for seat in group) == Counter(players)
    # Those who sat together and are here still do.
    for pair in there:
        left = {seat for seat in pair if seat in players}
        assert not left or any(left <= set(after) for after in groups)
    # Nobody new sits alone, unless there is nobody else at all.
    alone = [group for group in groups if len(group) == 1 and group[0] not in known]
    assert not alone or len(groups) == 1
    assert all(len(group) <= 3 for group in groups) or any(len(group) > 2 for group in there)


@given(st.integers(2, 24))
def test_new_people_sit_in_twos_and_at_most_one_three(players: int) -> None:
    sizes = Counter(len(group) for group in paired((), range(1, players + 1)))
    assert sizes[2] + sizes[3] == players // 2
    assert sizes[3] == players % 2


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 24), st.integers(0, 1000))
def test_the_turns_are_as_they_were_forecast(players: int, seed: int) -> None:
    table = scene(players, seed=seed)
    found = each(table.public)
    assert found is not None
    while table.step == "scene":
        if state(table).phase == "turn":
            table.draft(table.turn.seat, say="something")
        table.bell()
    turns = state(table).turns
    assert len(turns) == found.planned
    had = Counter(seat for turn in turns for seat in turn.speakers)
    assert all(found.few <= had[seat] <= found.many for seat in table.players)


@settings(max_examples=25, deadline=None)
@given(st.integers(4, 16), st.integers(0, 1000))
def test_pairs_have_equally_many_turns_and_the_pen_goes_round(players: int, seed: int) -> None:
    table = scene(players, seed=seed)
    while state(table).phase != "rating":
        if state(table).phase == "twist":
            table.wait(20 * SECOND)
            continue
        speak(table, say="Short.")
        table.wait(4 * SECOND)
    for side in SIDES:
        had = Counter(turn.speakers for turn in state(table).turns if turn.side == side)
        for pair in turn_takers(table.public, side):
            had.setdefault(tuple(s.id for s in pair) if len(pair) > 1 else (pair[0].id,), 0)
        assert max(had.values()) - min(had.values()) <= 1
    held = Counter(turn.seat for turn in state(table).turns)
    for pair in turn_takers(table.public):
        pens = [held[seat.id] for seat in pair]
        assert max(pens) - min(pens) <= 1


def test_a_pair_plays_one_persona_with_one_hand() -> None:
    table = scene(9)
    for pair in turn_takers(table.public):
        assert len({seat.persona for seat in pair}) == 1
        assert len({table.room.of(seat.id).hand for seat in pair}) == 1
        assert table.room.of(pair[0].id).hand
    turn = table.turn
    card = table.room.of(turn.seat).hand[0]
    speak(table, card=card.id)
    for seat in table.public.players(turn.side):
        assert card not in table.room.of(seat.id).hand
    for pair in turn_takers(table.public):
        assert len({table.room.of(seat.id).hand for seat in pair}) == 1


def test_whoever_is_away_leaves_the_pen_and_the_words_to_the_other() -> None:
    table = scene()
    turn = table.turn
    other = mate(table, turn)
    table.draft(turn.seat, say="Half a sent")
    table.drop(turn.seat)
    assert table.turn.seat == other
    assert table.turn.number == turn.number
    # Whoever comes back reads along.
    table.back(turn.seat)
    assert table.turn.seat == other
    table.do(other, Speak(step="scene", turn=turn.number, said=Said(say="A whole sentence.")))
    assert state(table).turns[0].say == "A whole sentence."


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_the_pen_is_with_somebody_who_is_here_if_anybody_of_the_pair_is(
    data: st.DataObject,
) -> None:
    table = scene(data.draw(st.integers(4, 9)))
    away: set[int] = set()
    for _ in range(data.draw(st.integers(1, 12))):
        seat = data.draw(st.sampled_from(table.players))
        if seat in away:
            away.discard(seat)
            table.back(seat)
        else:
            away.add(seat)
            table.drop(seat)
        live = state(table).live
        if live is not None and not away >= set(live.speakers):
            assert live.seat not in away


def test_the_pen_is_given_and_taken_only_while_nothing_is_written() -> None:
    table = scene()
    turn = table.turn
    other = mate(table, turn)
    stranger = next(seat for seat in table.players if seat not in turn.speakers)
    assert table.refused(stranger, PassPen(step="scene", turn=1, to=stranger)) == "not_your_turn"
    assert table.refused(turn.seat, PassPen(step="scene", turn=1, to=stranger)) == "no_pair"
    assert (
        table.refused(other, Speak(step="scene", turn=1, said=Said(say="Me!"))) == "not_your_turn"
    )
    table.do(other, PassPen(step="scene", turn=1, to=other))
    assert table.turn.seat == other
    table.draft(other, say="I have begun")
    assert table.refused(turn.seat, PassPen(step="scene", turn=1, to=turn.seat)) == "not_yours"
    table.do(other, PassPen(step="scene", turn=1, to=turn.seat))
    assert table.turn.seat == turn.seat


def test_when_the_one_with_the_pen_leaves_for_good_the_turn_goes_on() -> None:
    for leaves in ("watch", "remove"):
        table = scene()
        turn = table.turn
        other = mate(table, turn)
        if leaves == "watch":
            table.do(turn.seat, Watch())
        else:
            table.do(table.boss[0], Remove(seat=turn.seat))
        assert table.turn.number == turn.number
        assert table.turn.seat == other


def test_nobody_of_a_pair_judges_its_own_turn_and_either_says_how_the_echo_was() -> None:
    table = scene(8)
    first = speak(table, say="One.")
    other = mate(table, first)
    assert table.refused(other, React(step="scene", turn=1, kind="ouch")) == "no_card"
    second = speak(table, echo="One?", say="Two.")
    stranger = next(s for s in table.players if s not in first.speakers)
    answer = AnswerEcho(step="scene", turn=2, answer="yes")
    assert table.refused(stranger, answer) == "not_yours"
    table.do(other, answer)
    assert table.refused(first.seat, answer) == "already"
    for seat in table.players:
        rate = Rate(step="scene", turn=second.number, ring=4)
        home = table.public.seats[seat].home
        if home == second.side:
            assert seat not in second.speakers
            table.do(seat, rate)
        else:
            assert table.refused(seat, rate) == "not_owner"


def test_who_plays_the_own_side_in_a_pair_does_not_rate_it() -> None:
    table = Table(facilitators=1, house=HouseRules(own_side_allowed=True))
    boss = table.boss[0]
    table.do(boss, ShareTurns(shared=True))
    table.players = [
        table.sit(f"P{i}", home) for i, home in enumerate([SIDES[0]] * 3 + [SIDES[1]] * 3)
    ]
    # Two of IT play IT: they are a pair, and each of them is an owner of what they say.
    for seat in table.players[3:5]:
        table.do(boss, Reseat(seat=seat, role="player", home="it", played="it"))
    table.do(boss, Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(boss, Next(step="brief"))
    for _ in range(6):
        turn = speak(table, say="So.")
        for seat in turn.speakers:
            rate = Rate(step="scene", turn=turn.number, ring=4)
            assert table.refused(seat, rate) == "not_owner"
        if state(table).phase != "turn":
            break


def test_a_shared_turn_counts_for_everybody_of_the_pair() -> None:
    table = scene()
    turn = speak(table, say="One.")
    for seat in turn.speakers:
        assert [t.turn.number for t in rated_turns(table.room, seat)] == [1]
    stranger = next(s for s in table.players if s not in turn.speakers)
    assert rated_turns(table.room, stranger) == ()


def test_the_report_says_who_shared_a_part() -> None:
    table = scene(6)
    found = build(table.room, "0" * 12)
    seats = table.public.seats
    assert found.pairs == tuple(tuple(seats[s].name for s in pair) for pair in table.public.pairs)
    assert {len(pair) for pair in found.pairs} == {3}
    formats: tuple[Format, ...] = ("md", "html")
    for kind in formats:
        text = render(found, kind).replace("\\", "")
        assert "Shared a part" in text
        assert " + ".join(found.pairs[0]) in text
    assert '"pairs"' in render(found, "json")


def test_the_facilitator_switches_it_until_the_parts_are_given() -> None:
    table = Table(players=4, facilitators=1)
    boss = table.boss[0]
    assert table.refused(table.players[0], ShareTurns(shared=True)) == "not_yours"
    assert table.refused(boss, ShareTurns(shared=False)) == "already"
    table.do(boss, ShareTurns(shared=True))
    assert [len(pair) for pair in turn_takers(table.public)] == [2, 2]
    table.do(boss, ShareTurns(shared=False))
    assert [len(pair) for pair in turn_takers(table.public)] == [1, 1, 1, 1]
    table.do(boss, Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    assert table.step == "brief"
    assert table.refused(boss, ShareTurns(shared=True)) == "too_late"


def test_shared_turns_make_room_for_twice_as_many() -> None:
    table = Table(players=12, facilitators=1)
    with pytest.raises(Exception, match="12"):
        table.sit("Thirteenth", SIDES[1])
    table.do(table.boss[0], ShareTurns(shared=True))
    for n in range(13, 25):
        table.sit(f"Player {n}", SIDES[n % 2])
    with pytest.raises(Exception, match="24"):
        table.sit("One too many", SIDES[1])
    assert table.refused(table.boss[0], ShareTurns(shared=False)) == "full"


def test_whoever_comes_late_is_put_in() -> None:
    table = Table(players=4, facilitators=1)
    boss = table.boss[0]
    table.do(boss, ShareTurns(shared=True))
    table.do(boss, Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    before = table.public.pairs
    assert before
    late = [table.sit(f"Late {i}", SIDES[i], "observer") for i in range(2)]
    assert [table.public.seats[seat].role for seat in late] == ["observer", "observer"]
    assert table.public.pairs == before
    for seat in table.players:
        assert mates(table.public, seat)
        assert len(pair_of(table.public, seat)) == 2
