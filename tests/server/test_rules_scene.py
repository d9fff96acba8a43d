"""The scene: turns, cards, echoes, ratings, reactions, twists."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.table import HOMES, Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.scene import (
    ABSENCE_GRACE,
    BELL_GRACE,
    AnswerEcho,
    BringTwist,
    FlagCaricature,
    Pass,
    Rate,
    React,
    Said,
    Scene,
    SceneState,
    SceneVault,
    SkipTurn,
    Speak,
    TagMissing,
    TakeBack,
)
from turnabout_protocol.activities.scene import Rating as RatingGiven
from turnabout_protocol.activities.turns import (
    RatingNoted,
    RatingsCounted,
    RatingSealed,
    RatingUncounted,
)
from turnabout_protocol.commands import JudgeFlag, Next, Ready, Remove, Start, Watch
from turnabout_protocol.fold import may_know
from turnabout_protocol.habits import EXTRA, TakeExtraTime
from turnabout_protocol.room import SECOND, Flag, HouseRules, Public
from turnabout_server.rules.listening import LATE, TAG

TURN = 105 * SECOND + BELL_GRACE
"""The first of a side."""


def scene(players: int = 4, *, late: int = 0, seed: int = 7, watchers: int = 0) -> Table:
    """Return a table whose scene has just begun."""
    table = Table(
        players=players, facilitators=1, late=late, seed=seed, house=HouseRules(opened_on="")
    )
    for i in range(watchers):
        table.with_say(f"Watcher {i}", HOMES[i % 2])
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(table.boss[0], Next(step="brief"))
    assert table.step == "scene"
    return table


def speak(table: Table, **said: str) -> int:
    """Let the one who has the floor speak, and return the number of the turn."""
    turn = table.turn
    table.do(turn.seat, Speak(step="scene", turn=turn.number, said=Said(**said)))
    return turn.number


def state(table: Table) -> SceneState:
    return table.public.state(SceneState, "scene")


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


# Echo, ratings, reactions ------------------------------------------------------------------------


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


def test_owners_rate_once_in_their_time_and_nobody_sees_what() -> None:
    table = scene(6, watchers=2)
    side = table.turn.side
    assert table.refused(table.owners(table.turn)[0], Rate(step="scene", turn=1)) == "moved_on"
    number = speak(table, say="We worry.")
    turn = state(table).turns[0]
    owners = table.owners(turn)
    assert len(owners) == 4  # a watcher of that home side among them
    for seat in table.public.seats.values():
        if seat.home != side:
            rate = Rate(step="scene", turn=number, ring=4)
            assert table.refused(seat.id, rate) == "not_owner"
    events = table.do(owners[0], Rate(step="scene", turn=1, ring=2))
    sealed, noted, told = events
    assert isinstance(sealed, RatingSealed)
    assert not any(may_know(seat, sealed) for seat in table.public.seats.values())
    assert noted == RatingNoted(seat=owners[0], step="scene", turn=1)
    assert told == RatingsCounted(step="scene", turn=1, n=1)
    (tag,) = table.do(owners[0], TagMissing(step="scene", turn=1, missing="tone"))
    assert not any(may_know(seat, tag) for seat in table.public.seats.values())
    again = TagMissing(step="scene", turn=1, missing="fact")
    assert table.refused(owners[0], again) == "already"
    assert table.refused(owners[0], Rate(step="scene", turn=1, ring=4)) == "already"
    skipped = table.do(owners[1], Rate(step="scene", turn=1))
    assert [type(event) for event in skipped] == [type(event) for event in events]
    two_more_turns(table)
    table.wait(LATE)  # on its way when its time ended
    table.do(owners[2], Rate(step="scene", turn=1, ring=3))
    tag_high = TagMissing(step="scene", turn=1, missing="tone")
    assert table.refused(owners[2], tag_high) == "not_low"
    table.wait(1)
    assert table.refused(owners[3], Rate(step="scene", turn=1, ring=4)) == "moved_on"
    assert table.refused(owners[0], TakeBack(step="scene", turn=1)) == "moved_on"
    ratings = table.room.vault.state(SceneVault, "scene").ratings[1]
    assert (ratings[owners[0]].ring, ratings[owners[0]].missing) == (2, "tone")
    assert ratings[owners[1]].ring is None
    assert ratings[owners[2]].missing is None  # what is missing is asked of 1 and 2 alone


def two_more_turns(table: Table) -> None:
    """Let two turns go by, with the twist if it comes in between."""
    for _ in range(2):
        if state(table).phase == "twist":
            table.wait(20 * SECOND)
        table.wait(70 * SECOND)
        speak(table, say="Yes.")


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


def rated(table: Table) -> tuple[Public, SceneVault, dict[int, SceneOwn]]:
    """Return what a room holds of ratings, and all that everybody knows."""
    room = table.room
    mine = {seat: room.of(seat).state(SceneOwn, "scene") for seat in table.public.seats}
    return table.public, room.vault.state(SceneVault, "scene"), mine


def test_who_speaks_next_is_asked_after_their_own_turn_until_the_one_after_is_over() -> None:
    table = scene(6)
    step = table.public.step
    assert isinstance(step, Scene)
    speak(table, say="We worry.")
    turn = state(table).turns[0]
    speaks_next = table.turn.seat
    one, two = (seat for seat in table.owners(turn) if seat != speaks_next)
    asked = {seat: state(table).asked_until(step, turn, seat) for seat in (one, speaks_next)}
    assert asked == {one: None, speaks_next: None}
    table.wait(70 * SECOND)
    speak(table, say="So do we.")
    over = state(table).turns[1].ends
    assert state(table).asked_until(step, turn, one) == over
    assert state(table).asked_until(step, turn, speaks_next) is None
    # For all the time is the same to the server: a late count tells of nobody.
    table.do(speaks_next, Rate(step="scene", turn=1, ring=3))
    table.do(two, Rate(step="scene", turn=1, ring=3))
    if state(table).phase == "twist":
        table.wait(20 * SECOND)
    speak(table, say="And we.")
    assert state(table).asked_until(step, turn, speaks_next) == state(table).turns[2].ends


def test_a_rating_taken_back_is_as_if_never_given_and_can_be_given_anew() -> None:
    table = scene(6)
    number = speak(table, say="We worry.")
    owner, other, *_ = table.owners(state(table).turns[0])
    rate = Rate(step="scene", turn=number, ring=2)
    back = TakeBack(step="scene", turn=number)
    assert table.refused(owner, back) == "not_rated"
    before = rated(table)
    table.do(owner, rate)
    table.do(owner, TagMissing(step="scene", turn=number, missing="tone"))
    assert table.refused(other, back) == "not_rated"
    sealed, mine, told = table.do(owner, back)
    assert not any(may_know(seat, sealed) for seat in table.public.seats.values())
    assert [s.id for s in table.public.seats.values() if may_know(s, mine)] == [owner]
    assert isinstance(told, RatingUncounted)
    assert rated(table) == before
    assert table.refused(owner, back) == "not_rated"
    table.do(owner, Rate(step="scene", turn=number, ring=4))
    given = table.room.vault.state(SceneVault, "scene").ratings[number]
    assert given == {owner: RatingGiven(ring=4, missing=None)}


def test_a_skip_can_be_taken_back_too() -> None:
    table = scene()
    number = speak(table, say="We worry.")
    owner = table.owners(state(table).turns[0])[0]
    table.do(owner, Rate(step="scene", turn=number))
    assert state(table).turns[0].answers == 1
    table.do(owner, TakeBack(step="scene", turn=number))
    assert state(table).turns[0].answers == 0
    assert table.room.vault.state(SceneVault, "scene").ratings == {}


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([None, 1, 2, 3, 4]), st.booleans()),
        max_size=12,
    )
)
@settings(max_examples=40, deadline=None)
def test_ratings_taken_back_leave_what_never_given_ones_leave(
    doings: list[tuple[int, int | None, bool]],
) -> None:
    """People rate, tag and take back as they like: only what they gave last is there."""
    table, plain = scene(6), scene(6)
    number = speak(table, say="We worry.")
    speak(plain, say="We worry.")
    owners = table.owners(state(table).turns[0])
    stands: dict[int, int | None] = {}
    for who, ring, tags in doings:
        seat = owners[who]
        if seat in stands:
            table.do(seat, TakeBack(step="scene", turn=number))
            del stands[seat]
            continue
        table.do(seat, Rate(step="scene", turn=number, ring=ring))
        stands[seat] = ring
        if tags and ring in (1, 2):
            table.do(seat, TagMissing(step="scene", turn=number, missing="fact"))
            table.do(seat, TakeBack(step="scene", turn=number))
            table.do(seat, Rate(step="scene", turn=number, ring=ring))
    for seat, ring in stands.items():
        plain.do(seat, Rate(step="scene", turn=number, ring=ring))
    assert rated(table) == rated(plain)
    for one in (table, plain):
        two_more_turns(one)
    assert rated(table) == rated(plain)


def test_under_a_twist_a_rating_on_its_way_is_taken() -> None:
    table = scene()
    while state(table).phase != "twist":
        table.wait(60 * SECOND)
        speak(table, say="Yes.")
    last = state(table).last
    assert last is not None
    table.do(table.owners(last)[0], Rate(step="scene", turn=last.number, ring=4))


def test_a_quick_pass_takes_nobody_the_time_to_rate_the_turn_before() -> None:
    table = scene()
    speak(table, say="We worry.")
    table.do(table.turn.seat, Pass(step="scene", turn=2))
    table.wait(5 * SECOND)
    table.do(table.owners(state(table).turns[0])[0], Rate(step="scene", turn=1, ring=4))


def test_a_pass_is_not_rated() -> None:
    table = scene()
    owner = table.owners(table.turn)[0]
    speak(table)
    assert table.refused(owner, Rate(step="scene", turn=1, ring=1)) == "moved_on"


def test_the_last_turn_can_be_rated_and_the_step_ends_when_all_have() -> None:
    table = scene()
    while state(table).phase != "rating":
        if state(table).phase == "turn":
            table.draft(table.turn.seat, say="Yes.")
        table.bell()
    last = state(table).last
    assert last is not None
    one, two = table.owners(last)
    table.do(one, Rate(step="scene", turn=last.number, ring=4))
    assert table.step == "scene"
    table.do(two, Rate(step="scene", turn=last.number))
    # Who spoke last is asked only now of the turn before.
    assert table.left() > TAG
    table.do(last.seat, Rate(step="scene", turn=last.number - 1))
    # Whoever rated low may still say what was missing; it takes as long when nobody did.
    assert table.step == "scene"
    assert table.left() == TAG
    table.bell()
    assert table.step == "derole"


def test_one_reaction_of_a_kind_to_a_card() -> None:
    table = scene(watchers=1)
    seat = table.turn.seat
    speak(table, card=table.hand(seat)[0])
    listener = next(p for p in table.players if p != seat)
    ouch = React(step="scene", turn=1, kind="ouch")
    table.do(listener, ouch)
    assert table.refused(listener, ouch) == "already"
    table.do(listener, React(step="scene", turn=1, kind="new_to_me"))
    table.do(max(table.public.seats), ouch)
    assert state(table).turns[0].reactions == {"ouch": 2, "new_to_me": 1}
    assert table.refused(seat, ouch) == "not_yours"
    assert table.refused(table.boss[0], ouch) == "not_yours"
    speak(table, say="No card.")
    no_card = React(step="scene", turn=2, kind="ouch")
    assert table.refused(listener, no_card) == "no_card"


def flag(turn: int) -> FlagCaricature:
    return FlagCaricature(step="scene", turn=turn)


def test_a_flag_goes_to_the_facilitators_who_take_the_turn_out() -> None:
    table = scene()
    seat = table.turn.seat
    other = next(p for p in table.players if p != seat)
    assert table.refused(other, flag(1)) == "moved_on"
    speak(table, say="All they do is sleep.")
    assert table.refused(seat, flag(1)) == "not_yours"
    sealed, noted = table.do(other, flag(1))
    assert not any(may_know(who, sealed) for who in table.public.seats.values())
    assert [s.id for s in table.public.seats.values() if may_know(s, noted)] == [other]
    assert table.refused(other, flag(1)) == "already"
    assert (table.room.console.flags, state(table).turns[0].flagged) == ((), False)
    judge = JudgeFlag(scene="scene", turn=1, counts=False)
    assert table.refused(table.boss[0], judge) == "no_flag"
    speak(table, say="We do more than that.")
    assert table.room.console.flags == (Flag(step="scene", turn=1),)
    assert not state(table).turns[0].flagged
    assert table.refused(table.players[0], judge) == "not_yours"
    table.do(table.boss[0], judge)
    assert state(table).turns[0].flagged
    assert table.refused(table.boss[0], judge) == "already"


def test_a_facilitator_may_let_a_flagged_turn_count() -> None:
    table = scene()
    other = next(p for p in table.players if p != table.turn.seat)
    speak(table, say="All they do is sleep.")
    table.do(other, flag(1))
    table.do(table.boss[0], Next(step="scene"))
    # The last turn's flags come when the scene ends, and may be decided later.
    (event,) = table.do(table.boss[0], JudgeFlag(scene="scene", turn=1, counts=True))
    told = [s.role for s in table.public.seats.values() if may_know(s, event)]
    assert told == ["facilitator"]
    assert not table.public.state(SceneState, "scene").turns[0].flagged


def test_nobody_decides_once_the_results_are_out() -> None:
    table = scene()
    other = next(p for p in table.players if p != table.turn.seat)
    speak(table, say="All they do is sleep.")
    table.do(other, flag(1))
    table.reach("close")
    late = JudgeFlag(scene="scene", turn=1, counts=False)
    assert table.refused(table.boss[0], late) == "too_late"


def test_a_seat_flags_twice_and_not_its_own_side_twice_in_a_row() -> None:
    table = scene(6)
    mates: dict[int, int] = {}
    for _ in range(4):
        if state(table).phase == "twist":
            table.bell()
        speaker = table.public.seats[table.turn.seat]
        number = speak(table, say="All they do is sleep.")
        mates[number] = speaker.id
    home = {n: table.public.seats[seat].home for n, seat in mates.items()}
    me = next(p for p in table.players if p not in mates.values())
    own = [n for n in mates if home[n] == table.public.seats[me].home]
    others = [n for n in mates if n not in own]
    table.do(me, flag(own[0]))
    assert table.refused(me, flag(own[1])) == "own_side"
    table.do(me, flag(others[0]))
    assert table.refused(me, flag(own[1])) == "enough"


# The facilitator ----------------------------------------------------------------------------------


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
