"""The newest play is taken back: its turn is open again, and nothing that hung on it counts."""

import pytest

from tests.support.scenes import scene, speak, state
from tests.support.table import HOMES, Table
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.ratings import TurnRated
from turnabout_protocol.activities.scene import (
    BELL_GRACE,
    AnswerEcho,
    FlagCaricature,
    Pass,
    Rate,
    React,
    ReopenTurn,
    Said,
    SceneState,
    SkipTurn,
    Speak,
)
from turnabout_protocol.activities.turns import TurnTakenBack, WordsKept
from turnabout_protocol.commands import Back, JudgeFlag, Next
from turnabout_protocol.fold import fold, may_know
from turnabout_protocol.habits import EXTRA, TakeExtraTime
from turnabout_protocol.room import SECOND
from turnabout_server.after.publish import results
from turnabout_server.after.scoring.rated import rated_turns
from turnabout_server.rules.undoing import REST


def undo(table: Table, turn: int) -> None:
    table.do(table.boss[0], ReopenTurn(step="scene", turn=turn))


def played(table: Table) -> tuple[int, str]:
    """Let a card be played; return by whom, and which."""
    seat = table.turn.seat
    card = table.hand(seat)[0]
    speak(table, card=card, say="We said so in May.", ask="Who asked us?")
    return seat, card


def test_the_turn_is_open_again_with_its_words_and_its_hand() -> None:
    table = scene()
    hand = table.hand(table.turn.seat)
    seat, card = played(table)
    after = table.turn
    undo(table, 1)
    assert (table.turn.seat, table.turn.again, table.turn.number) == (seat, 1, 3)
    assert table.turn.side != after.side
    assert table.hand(seat) == hand
    draft = table.room.of(seat).state(SceneOwn, "scene").draft(state(table), table.turn)
    assert draft == Said(card=card, say="We said so in May.", ask="Who asked us?")
    assert state(table).played == frozenset()
    assert [turn.number for turn in state(table).stands] == [3]
    assert fold(table.log) == table.room


def test_what_was_said_is_said_again_at_the_bell_if_nothing_else_is() -> None:
    table = scene()
    seat, card = played(table)
    undo(table, 1)
    table.bell()
    said = state(table).turn(3)
    assert said is not None
    assert (said.seat, said.say) == (seat, "We said so in May.")
    assert said.card is not None
    assert said.card.id == card


def test_it_has_the_time_it_had_left_and_a_fair_rest_at_least() -> None:
    table = scene()
    table.wait(20 * SECOND)
    left = table.left() - BELL_GRACE
    played(table)
    undo(table, 1)
    assert table.left() == left + BELL_GRACE > REST
    table.bell()
    undo(table, 3)
    assert table.left() == REST + BELL_GRACE
    table.do(table.turn.seat, TakeExtraTime(on=True))
    assert table.left() == REST + EXTRA + BELL_GRACE


def test_the_scene_gets_the_time_back_and_nobody_loses_a_turn() -> None:
    table = scene()
    for n in (1, 2):
        table.bell()
        assert state(table).last is not None, n
    undo(table, 2)
    while table.step == "scene":
        table.bell()
    assert len(table.public.state(SceneState, "scene").stands) == 5


def test_whoever_was_cut_off_is_next_and_keeps_what_was_written() -> None:
    table = scene()
    played(table)
    other = table.turn.seat
    table.draft(other, echo="You said May.", say="But in June")
    undo(table, 1)
    kept = [e.event for e in table.log if isinstance(e.event, WordsKept)]
    assert [event.seat for event in kept] == [other, table.turn.seat]
    watcher = table.public.seats[next(s for s in table.players if s != other)]
    assert not may_know(watcher, kept[0])
    speak(table, say="We said so in April.")
    assert table.turn.seat == other
    draft = table.room.of(other).state(SceneOwn, "scene").draft(state(table), table.turn)
    assert draft == Said(echo="You said May.", say="But in June")
    speak(table, say="June")
    while (live := state(table).live) is None or live.seat != other:
        table.bell()
    assert table.room.of(other).state(SceneOwn, "scene").draft(state(table), table.turn) is None


def test_ratings_reactions_and_flags_fall_away_and_nobody_is_told_who_rated() -> None:
    table = scene(players=6)
    table.bell()
    played(table)
    turn = state(table).turns[1]
    owner = table.owners(turn)[0]
    table.do(owner, Rate(step="scene", turn=2, ring=4))
    table.do(table.players[0], React(step="scene", turn=2, kind="ouch"))
    table.do(owner, FlagCaricature(step="scene", turn=2))
    undo(table, 2)
    assert table.refused(owner, Rate(step="scene", turn=2, ring=4)) == "moved_on"
    assert not [t for t in rated_turns(table.room) if t.turn.number == 2]
    while table.step == "scene":
        table.bell()
    told = [e.event for e in table.log if isinstance(e.event, TurnRated)]
    assert not [event for event in told if event.turn == 2]
    assert not table.room.console.flags
    assert table.refused(table.boss[0], JudgeFlag(scene="scene", turn=2, counts=False)) == "no_flag"


def test_the_same_card_counts_once_in_the_report() -> None:
    table = scene()
    seat, card = played(table)
    undo(table, 1)
    table.do(seat, Speak(step="scene", turn=3, said=Said(card=card, say="Better so.")))
    board = [fate for side in HOMES for fate in results(table.room).board[side]]
    assert [fate.played for fate in board if fate.card.id == card] == [1]
    assert results(table.room).turns == 1


def test_a_turn_that_was_skipped_by_a_slip_of_the_finger_is_open_again() -> None:
    table = scene()
    seat = table.turn.seat
    table.draft(seat, say="I was saying")
    table.do(table.boss[0], SkipTurn(step="scene", turn=1))
    undo(table, 1)
    assert table.turn.seat == seat
    table.do(seat, Pass(step="scene", turn=3))
    undo(table, 3)
    assert table.turn.seat == seat


def test_only_the_newest_play_of_the_running_scene_by_a_facilitator() -> None:
    table = scene()
    assert table.refused(table.boss[0], ReopenTurn(step="scene", turn=1)) == "moved_on"
    played(table)
    played(table)
    boss = table.boss[0]
    assert table.refused(boss, ReopenTurn(step="scene", turn=1)) == "moved_on"
    assert table.refused(boss, ReopenTurn(step="scene", turn=3)) == "moved_on"
    assert table.refused(table.players[0], ReopenTurn(step="scene", turn=2)) == "not_yours"
    speaker = state(table).turns[1].seat
    table.drop(speaker)
    assert table.refused(boss, ReopenTurn(step="scene", turn=2)) == "no_such_seat"
    table.back(speaker)
    undo(table, 2)
    assert table.turn.seat == speaker
    undo(table, 1)
    assert table.turn.again == 1


@pytest.mark.parametrize("ring", [1, 4])
def test_what_was_over_to_rate_stays_over(ring: int) -> None:
    table = scene(players=6)
    for n in range(1, 5):
        table.wait(50 * SECOND)
        speak(table, say=f"Number {n}.")
    first = state(table).turns[0]
    late = table.owners(first)[0]
    assert table.refused(late, Rate(step="scene", turn=1, ring=ring)) == "moved_on"
    undo(table, 4)
    table.wait(2 * SECOND)
    assert table.refused(late, Rate(step="scene", turn=1, ring=ring)) == "moved_on"


def test_after_the_last_turn_and_when_the_room_came_back_it_can_be_taken_back_too() -> None:
    table = scene()
    while state(table).phase != "rating":
        table.wait(40 * SECOND)
        if state(table).live is not None:
            played(table)
        else:
            table.bell()
    number = state(table).turns[-1].number
    table.do(table.boss[0], Next(step="scene", sure=True))
    table.do(table.boss[0], Back(step=table.step))
    assert table.step == "scene"
    if state(table).live is None:
        undo(table, number)
        assert table.turn.again == number
    table.bell()
    assert [e for e in table.log if isinstance(e.event, TurnTakenBack)] or number


def test_an_echo_is_asked_about_anew() -> None:
    table = scene()
    first, _ = played(table)
    table.do(
        table.turn.seat, Speak(step="scene", turn=2, said=Said(echo="May.", say="We heard you."))
    )
    table.do(first, AnswerEcho(step="scene", turn=2, answer="no"))
    undo(table, 2)
    number = speak(table, echo="In May")
    table.do(first, AnswerEcho(step="scene", turn=number, answer="yes"))
    again = state(table).turn(number)
    assert again is not None
    assert again.heard == "yes"
