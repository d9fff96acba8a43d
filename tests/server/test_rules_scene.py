"""The scene: turns, cards, echoes, twists."""

from itertools import pairwise

import pytest

from tests.support.scenes import TURN, scene, speak, state
from tests.support.table import Table
from turnabout_protocol.activities.scene import (
    ABSENCE_GRACE,
    BELL_GRACE,
    AnswerEcho,
    BringTwist,
    Pass,
    Said,
    SkipTurn,
    Speak,
)
from turnabout_protocol.commands import Ready, Remove, Watch
from turnabout_protocol.fold import may_know
from turnabout_protocol.habits import EXTRA, TakeExtraTime
from turnabout_protocol.room import SECOND


@pytest.mark.parametrize("late", [0, 4, 150])
@pytest.mark.parametrize("players", [2, 5, 12])
def test_five_full_turns_a_twist_and_the_last_rating_fill_the_scene(
    players: int, late: int
) -> None:
    table = scene(players, late=late)
    begun = table.now
    while table.step == "scene":
        if state(table).phase == "turn":
            table.draft(table.turn.seat, say="something")
        table.bell()
    assert len(state(table).turns) == 5
    assert len(state(table).twists) == 1
    assert state(table).twist_after == (2,)
    assert abs(table.now - begun - (2 * 105 + 3 * 75 + 20 + 40) * SECOND) < 20 * SECOND


def test_short_turns_leave_room_for_more_of_them() -> None:
    table = scene()
    while state(table).phase == "turn":
        speak(table, say="Short.")
        if state(table).phase == "twist":
            for seat in table.players:
                table.do(seat, Ready(step="scene", stage=0))
        assert len(state(table).turns) < 99
        table.wait(30 * SECOND)
    assert len(state(table).turns) > 8


def test_a_scene_of_quick_turns_ends_in_its_time() -> None:
    table = scene()
    current = table.public.current
    assert current is not None
    while table.step == "scene" and state(table).phase != "rating":
        table.wait(900)
        if state(table).live is not None:
            speak(table, say="Short.")
        assert table.now <= current.ends + SECOND * 10


def test_an_empty_turn_is_a_pass_and_a_pass_is_free() -> None:
    table = scene()
    speak(table)
    table.do(table.turn.seat, Pass(step="scene", turn=2))
    if state(table).phase == "twist":
        table.wait(20 * SECOND)
    table.wait(TURN)
    assert [turn.passed for turn in state(table).turns[:3]] == [True, True, True]


def test_what_was_typed_counts_at_the_bell() -> None:
    table = scene()
    seat = table.turn.seat
    card = table.hand(seat)[0]
    table.draft(seat, say="We type on Sun", card=card)
    table.wait(TURN - 1)
    assert table.turn.number == 1
    table.wait(1)
    first = state(table).turns[0]
    assert (first.say, first.passed) == ("We type on Sun", False)
    assert first.card is not None
    assert first.card.id == card
    assert card not in table.hand(seat)
    assert len(table.hand(seat)) == 3


def test_a_draft_with_a_card_that_is_gone_still_counts() -> None:
    table = scene()
    table.draft(table.turn.seat, say="Words.", card="no-such-card")
    table.bell()
    assert state(table).turns[0].say == "Words."
    assert state(table).turns[0].card is None


def test_the_final_text_is_taken_just_after_the_bell_and_not_later() -> None:
    table = scene()
    seat = table.turn.seat
    table.wait(TURN - 1)
    table.do(seat, Speak(step="scene", turn=1, said=Said(say="Just in time.")))
    assert state(table).turns[0].say == "Just in time."
    late = Speak(step="scene", turn=1, said=Said(say="Too late."))
    assert table.refused(seat, late) == "moved_on"


def test_only_who_has_the_floor_speaks_and_only_cards_in_hand_are_played() -> None:
    table = scene()
    turn = table.turn
    others = [seat for seat in table.players if seat != turn.seat]
    for seat in (*others, table.boss[0]):
        said = Said(say="Me!")
        assert table.refused(seat, Speak(step="scene", turn=1, said=said)) == "not_your_turn"
        assert table.refused(seat, Pass(step="scene", turn=1)) == "not_your_turn"
    held = {card for seat in table.players for card in table.hand(seat)}
    gone = next(c for c in sorted(held) if c not in table.hand(turn.seat))
    wrong = Speak(step="scene", turn=1, said=Said(card=gone))
    assert table.refused(turn.seat, wrong) == "no_such_card"
    ahead = Speak(step="scene", turn=2, said=Said())
    assert table.refused(turn.seat, ahead) == "moved_on"


def test_sides_alternate_and_all_of_a_side_speak_before_anyone_speaks_twice() -> None:
    table = scene(6)
    for _ in range(6):
        speak(table, say="Yes.")
        if state(table).phase == "twist":
            table.wait(20 * SECOND)
    turns = state(table).turns
    assert len({turn.seat for turn in turns[:6]}) == 6
    assert all(a.side != b.side for a, b in pairwise(turns))


def test_who_comes_back_late_does_not_catch_up_at_the_others_cost() -> None:
    table = scene(6)
    away = next(s.id for s in table.public.players(table.turn.side) if s.id != table.turn.seat)
    table.drop(away)
    side = table.turn.side
    for _ in range(4):
        speak(table, say="Yes.")
        if state(table).phase == "twist":
            table.wait(20 * SECOND)
    table.back(away)
    for _ in range(4):
        speak(table, say="Yes.")
    seats = [turn.seat for turn in state(table).turns if turn.side == side]
    assert seats.count(away) == 1 + (table.turn.seat == away)


def test_the_turn_of_someone_who_dropped_passes_after_a_short_grace() -> None:
    table = scene()
    gone = table.turn.seat
    table.wait(20 * SECOND)
    table.drop(gone)
    table.wait(ABSENCE_GRACE - 1)
    assert table.turn.number == 1
    table.wait(1)
    assert table.turn.number == 2
    assert state(table).turns[0].passed


def test_coming_back_in_time_keeps_the_turn() -> None:
    table = scene()
    table.drop(table.turn.seat)
    table.wait(ABSENCE_GRACE - 1)
    table.back(table.turn.seat)
    table.wait(2)
    assert table.turn.number == 1
    assert table.left() == TURN - ABSENCE_GRACE - 1


@pytest.mark.parametrize("how", ["watch", "remove"])
def test_a_speaker_who_leaves_the_game_ends_the_turn(how: str) -> None:
    table = scene()
    seat = table.turn.seat
    table.do(seat, Watch()) if how == "watch" else table.do(table.boss[0], Remove(seat=seat))
    assert table.turn.number == 2


def test_with_one_side_away_the_other_goes_on() -> None:
    table = scene()
    side = table.turn.side
    table.drop(*(s.id for s in table.public.players() if s.played != side))
    speak(table, say="And then?")
    assert table.turn.side == side


def test_mirror_seats_share_a_persona_and_have_hands_of_their_own() -> None:
    table = scene(12)
    players = table.public.players("business")
    assert len(players) == 6
    assert len({seat.persona for seat in players}) == 3
    assert all(len(table.hand(seat.id)) == 3 for seat in players)


def test_with_all_cards_played_one_still_speaks() -> None:
    table = scene(2)
    for _ in range(40):
        if table.step != "scene" or state(table).phase == "rating":
            break
        if state(table).phase == "twist":
            table.wait(20 * SECOND)
            continue
        hand = table.hand(table.turn.seat)
        speak(table, card=hand[0] if hand else "", say="" if hand else "I ask.")
    assert len(state(table).played) == 14
    last = state(table).last
    assert last is not None
    assert last.say == "I ask."


def test_the_echoed_person_answers_once_and_for_all_to_see() -> None:
    table = scene()
    first = table.turn.seat
    speak(table, echo="Nobody spoke yet.", say="I begin.")
    assert state(table).turns[0].echo == ""
    assert table.turn.echoes == 1
    answer = AnswerEcho(step="scene", turn=2, answer="nearly")
    assert table.refused(first, answer) == "moved_on"
    speak(table, echo="You begin.")
    other = next(seat for seat in table.players if seat != first)
    assert table.refused(other, answer) == "not_yours"
    table.do(first, answer)
    assert state(table).turns[1].heard == "nearly"
    assert table.refused(first, answer) == "already"


def go_on(table: Table, **said: str) -> None:
    """Let the one who has the floor speak, or pass, and a twist after it be read."""
    speak(table, **said)
    while state(table).phase == "twist":
        table.bell()


def test_nobody_says_back_twice_what_one_person_said() -> None:
    table = scene(2)
    go_on(table, say="I begin.")
    go_on(table, echo="You begin.", say="And I go on.")
    assert table.turn.echoes == 2
    go_on(table, echo="You go on.", say="So do I.")
    assert table.turn.echoes == 3
    go_on(table)  # nothing new is said
    assert table.turn.echoes is None
    go_on(table, say="Then I say more.")
    assert table.turn.echoes == 5


def test_what_one_did_not_say_back_is_asked_for_again() -> None:
    table = scene(2)
    go_on(table, say="I begin.")
    go_on(table, say="I go on.")
    go_on(table)
    assert table.turn.echoes == 1


def test_the_first_turn_of_each_side_is_longer() -> None:
    table = scene()
    lengths = []
    for _ in range(4):
        if state(table).phase == "twist":
            table.wait(20 * SECOND)
        lengths.append(table.turn.ends - table.public.clock.play(table.now))
        speak(table, say="Yes.")
    assert lengths == [105 * SECOND, 105 * SECOND, 75 * SECOND, 75 * SECOND]


def test_extra_time_moves_the_bell_and_nobody_else_is_told() -> None:
    table = scene()
    seat = table.turn.seat
    (event,) = table.do(seat, TakeExtraTime(on=True))
    assert [s.id for s in table.public.seats.values() if may_know(s, event)] == [seat]
    assert table.refused(seat, TakeExtraTime(on=True)) == "already"
    assert table.refused(table.boss[0], TakeExtraTime(on=True)) == "observer"
    assert table.turn.ends == TURN - BELL_GRACE, "what everybody is told stays the same"
    assert table.left() == TURN + EXTRA
    table.wait(TURN)
    assert table.turn.seat == seat
    table.do(seat, TakeExtraTime(on=False))
    assert table.left() <= 0, "without it the bell has come"
    table.wait(0)
    assert table.turn.seat != seat


def test_extra_time_that_is_not_used_leaves_no_trace() -> None:
    """Two people exchange it: everybody else hears the same, whoever has it."""
    logs = []
    for one in (0, 1):
        table = scene(6)
        takes = table.players[one]
        table.do(takes, TakeExtraTime(on=True))
        while state(table).phase == "turn":
            table.wait(70 * SECOND)
            speak(table, say="Yes.")
        others = [table.public.seats[seat] for seat in table.players[2:]]
        logs.append(
            [[entry for entry in table.log if may_know(other, entry.event)] for other in others]
        )
    assert logs[0] == logs[1]


def test_skip_rings_the_bell_now_and_what_was_typed_counts() -> None:
    table = scene()
    table.draft(table.turn.seat, say="I was going to")
    skip = SkipTurn(step="scene", turn=1)
    assert table.refused(table.players[0], skip) == "not_yours"
    table.do(table.boss[0], skip)
    assert state(table).turns[0].say == "I was going to"
    assert table.refused(table.boss[0], skip) == "moved_on"


def test_who_is_skipped_with_nothing_written_has_not_passed_by_choice() -> None:
    table = scene()
    table.do(table.boss[0], SkipTurn(step="scene", turn=1))
    skipped = state(table).turns[0]
    assert (skipped.passed, skipped.skipped) == (True, True)
    table.do(table.turn.seat, Pass(step="scene", turn=2))
    assert (state(table).turns[1].passed, state(table).turns[1].skipped) == (True, False)


def test_a_twist_that_is_called_comes_when_the_turn_is_over() -> None:
    table = scene()
    boss = table.boss[0]
    assert table.refused(table.players[0], BringTwist(step="scene")) == "not_yours"
    table.do(boss, BringTwist(step="scene"))
    assert table.refused(boss, BringTwist(step="scene")) == "already"
    assert state(table).phase == "turn"
    speak(table, say="Yes.")
    assert state(table).phase == "twist"
    assert state(table).twists[0].id == "w1"
    for seat in table.players:
        table.do(seat, Ready(step="scene", stage=0))
    assert table.turn.number == 2
    table.do(boss, BringTwist(step="scene"))
    speak(table, say="Yes.")
    assert [twist.id for twist in state(table).twists] == ["w1", "w2"]
    assert table.refused(boss, BringTwist(step="scene")) == "no_twist"


def test_a_twist_that_is_called_under_a_twist_follows_it_and_ends_nothing() -> None:
    table = scene()
    table.do(table.boss[0], BringTwist(step="scene"))
    speak(table, say="Yes.")
    assert state(table).phase == "twist"
    table.do(table.boss[0], BringTwist(step="scene"))
    for seat in table.players:
        table.do(seat, Ready(step="scene", stage=0))
    assert (state(table).phase, [t.id for t in state(table).twists]) == ("twist", ["w1", "w2"])
    for seat in table.players:
        table.do(seat, Ready(step="scene", stage=0))
    assert (state(table).phase, table.turn.number) == ("turn", 2)


def test_when_all_drop_in_a_twist_the_scene_goes_on_with_who_returns() -> None:
    table = scene()
    table.do(table.boss[0], BringTwist(step="scene"))
    speak(table, say="Yes.")
    table.do(table.players[0], Ready(step="scene", stage=0))
    table.drop(*table.players)
    assert state(table).phase == "twist"
    table.back(*reversed(table.players))
    assert state(table).phase in ("twist", "turn")


def test_being_ready_is_nothing_one_can_be_in_a_turn() -> None:
    table = scene()
    assert table.refused(table.players[0], Ready(step="scene", stage=0)) == "not_here"
