"""Everything that can be done on the screens can be done by answering what a dialogue asks."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.table import Table
from tests.support.talkers import BESIDE, Talkers
from tests.support.walking import Walk
from turnabout_protocol.commands import Start
from turnabout_protocol.room import HouseRules
from turnabout_server.authoring.scenarios import find_agenda


@pytest.mark.parametrize("preset", ["taster", "45", "60", "90"])
def test_a_whole_session_is_played_by_answers_alone(preset: str) -> None:
    house = HouseRules(opened_on="2026-03-02", demo=True)
    table = Table(players=4, facilitators=1, agenda=find_agenda(preset), house=house)
    table.do(table.boss[0], Start())
    minds = Talkers(table)
    minds.play()
    lost = {(shown.title, type(command).__name__) for _seat, command, shown in minds.stuck}
    assert not lost
    assert not minds.refused
    done = Counter(type(command).__name__ for _seat, command, _way in minds.ways)
    for kind in BESIDE:
        assert done[kind.__name__], f"no {kind.__name__} was ever given"


@settings(max_examples=12)
@given(st.integers(0, 2**32))
def test_what_the_rules_take_a_dialogue_offers(seed: int) -> None:
    walk = Walk(seed)
    walk.begin()
    walk.willing()
    for _ in range(200):
        walk.act()
    assert not walk.lost
