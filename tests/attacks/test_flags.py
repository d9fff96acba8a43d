"""The flag: does anybody, a facilitator included, learn who found a turn a caricature?

The attacker holds all seats but two that may have flagged, and the facilitator's. Chance is one of
two.
"""

import pytest

from tests.attacks.insider import MOST, Heard, all_but, gain, heard
from tests.attacks.test_moment import on_to_the_end, scene, speak
from tests.support.scenes import flag
from turnabout_protocol.activities.flags import CaricatureReported
from turnabout_protocol.activities.scene import SceneState


@pytest.mark.parametrize("players", [4, 6, 12])
@pytest.mark.parametrize("ends", [False, True])
def test_neither_who_flags_nor_when_is_told(players: int, *, ends: bool) -> None:
    plays: list[tuple[int, Heard]] = []
    for number, after in ((0, 500), (0, 9000), (1, 500), (1, 9000)):
        table = scene(players)
        speaker = table.state(SceneState).turns[0].seat
        pair = [seat for seat in table.players if seat not in (speaker, table.turn.seat)][:2]
        table.wait(after)
        table.do(pair[number], flag(1))
        table.wait(20_000 - after)
        if not ends:
            speak(table)
            events = [type(entry.event) for entry in table.log]
            assert CaricatureReported in events
        on_to_the_end(table)
        plays.append((pair[number], heard(table, all_but(table, *pair))))
    assert gain(plays) <= MOST


def test_how_many_flagged_is_not_told() -> None:
    plays: list[tuple[int, Heard]] = []
    for many in (1, 2, 3):
        table = scene(6)
        speaker = table.state(SceneState).turns[0].seat
        some = [seat for seat in table.players if seat not in (speaker, table.turn.seat)][:3]
        for seat in some[:many]:
            table.do(seat, flag(1))
        speak(table)
        on_to_the_end(table)
        plays.append((many, heard(table, all_but(table, *some))))
    assert gain(plays) <= MOST
