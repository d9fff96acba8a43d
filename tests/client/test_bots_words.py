"""Bots that order cards and match words, always as the rules allow."""

import pytest

from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.lingo import Lingo, LingoOwn, LingoState
from turnabout_protocol.activities.rank import Rank, RankOwn
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.room import HouseRules

STEPS = (
    Rank(id="ours", title="Ours", minutes=2, whose="own"),
    Rank(id="guess", title="Guess", minutes=2, whose="other"),
    Lingo(id="words", title="Words", minutes=2),
    Rank(id="again", title="Again", minutes=2, whose="other"),
    Close(id="close", title="Close", minutes=1),
)


@pytest.mark.parametrize(("players", "seed"), [(2, 1), (5, 2), (12, 3)])
def test_bots_lock_every_order_and_match_their_words(players: int, seed: int) -> None:
    house = HouseRules(opened_on="2026-03-02", demo=True)
    agenda = Agenda(id="a", title="A", steps=STEPS)
    table = Table(players=players, facilitators=1, agenda=agenda, house=house, seed=seed)
    minds = Minds(table, seed=seed, expect=players)
    minds.play()
    assert minds.refused == []
    orders = {
        step.id: [table.room.of(seat).state(RankOwn, step.id).order for seat in table.players]
        for step in STEPS
        if isinstance(step, Rank)
    }
    assert all(len(order) == 7 for of_step in orders.values() for order in of_step)
    assert orders["guess"] != orders["again"]
    assert table.public.state(LingoState, "words").glossary
    assert all(table.room.of(s).state(LingoOwn, "words").pairs for s in table.players)
    assert all(table.public.spent[step.id] < 2 * 60_000 for step in STEPS[:4])
