"""Spoken mode: people talk, so that a turn without a written word is a turn."""

import pytest

from tests.support.table import Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.scene import (
    ABSENCE_GRACE,
    SPOKEN_ACT,
    AnswerEcho,
    Pass,
    Rate,
    Said,
    Scene,
    SceneHome,
    SceneState,
    SkipTurn,
    Speak,
)
from turnabout_protocol.commands import Next, Start
from turnabout_protocol.room import SECOND, HouseRules


def spoken(players: int = 4) -> Table:
    """Return a table where people talk, whose scene has just begun."""
    table = Table(players=players, facilitators=1, house=HouseRules(spoken=True))
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(table.boss[0], Next(step="brief"))
    return table


def state(table: Table) -> SceneState:
    return table.public.state(SceneState, "scene")


def done(table: Table, **said: str) -> int:
    """Let the one who has the floor say that it is done, and return the number of the turn."""
    turn = table.turn
    table.do(turn.seat, Speak(step="scene", turn=turn.number, said=Said(**said)))
    return turn.number


def test_a_turn_takes_less_time_and_a_short_one_stays_short() -> None:
    table = spoken()
    turn = table.turn
    assert turn.ends - turn.acts_from - 30 * SECOND == SPOKEN_ACT * SECOND
    assert [s.act for s in table.public.agenda if isinstance(s, Scene)] == [SPOKEN_ACT]


def test_done_without_a_word_or_a_card_is_a_turn_and_is_rated() -> None:
    table = spoken()
    number = done(table)
    turn = state(table).turns[0]
    assert (turn.over, turn.passed) == (True, False)
    table.do(table.owners(turn)[0], Rate(step="scene", turn=number, ring=3))


def test_a_pass_stays_a_pass() -> None:
    table = spoken()
    table.do(table.turn.seat, Pass(step="scene", turn=1))
    assert state(table).turns[0].passed


def test_at_the_bell_it_was_a_turn_with_the_chosen_card() -> None:
    table = spoken()
    card = table.hand(table.turn.seat)[0]
    table.draft(table.turn.seat, card=card)
    table.bell()
    turn = state(table).turns[0]
    assert not turn.passed
    assert turn.card is not None
    assert turn.card.id == card
    assert card not in table.hand(turn.seat)
    table.drafts.clear()
    table.bell()
    assert (state(table).turns[1].passed, state(table).turns[1].card) == (False, None)


def test_who_is_away_at_the_end_has_not_spoken() -> None:
    table = spoken()
    table.wait(20 * SECOND)
    table.drop(table.turn.seat)
    table.wait(ABSENCE_GRACE)
    assert state(table).turns[0].passed


@pytest.mark.parametrize(("after", "passed"), [(5, True), (20, False)])
def test_a_turn_that_is_skipped_counts_once_there_was_time_to_speak(
    after: int, passed: bool
) -> None:
    table = spoken()
    table.wait(after * SECOND)
    table.do(table.boss[0], SkipTurn(step="scene", turn=1))
    assert state(table).turns[0].passed == passed


def test_whoever_spoke_before_is_asked_about_the_echo_that_nobody_wrote() -> None:
    table = spoken()
    first = table.turn.seat
    done(table)
    second = table.turn.seat
    assert table.turn.echoes == 1
    done(table)
    answer = AnswerEcho(step="scene", turn=2, answer="yes")
    assert table.refused(second, answer) == "not_yours"
    table.do(first, answer)
    assert state(table).turns[1].heard == "yes"
    # The first turn had nothing to echo, and a pass has none.
    assert table.refused(second, AnswerEcho(step="scene", turn=1, answer="yes")) == "moved_on"
    table.do(table.turn.seat, Pass(step="scene", turn=3))
    assert table.refused(second, AnswerEcho(step="scene", turn=3, answer="yes")) == "moved_on"


def test_where_nothing_is_written_no_words_are_marked() -> None:
    table = spoken()
    assert table.room.home("it").state(SceneHome, "scene").terms == ()


def test_a_whole_session_needs_no_typing() -> None:
    table = spoken()
    while table.public.phase != "closed":
        table.bell()
    assert not any(turn.passed for turn in state(table).turns)
