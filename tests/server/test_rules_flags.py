"""The scene: a turn that somebody found a caricature."""

from tests.support.scenes import flag, scene, speak, state
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.commands import JudgeFlag, Next
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import Flag


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
