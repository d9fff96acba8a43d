"""What stayed: does anything that is told of it say what one person remembers?

The attacker holds all seats but the two that are compared, and the facilitator's.
"""

import pytest
from msgspec.structs import replace

from tests.attacks.insider import all_but, heard
from tests.support.measured import measuring
from tests.support.minds import Minds
from tests.support.past import ids, past
from tests.support.table import SESSION, Table
from turnabout_protocol.activities.rank import LockOrder
from turnabout_protocol.activities.recall import Recall
from turnabout_protocol.check import Reply
from turnabout_protocol.codec import encode
from turnabout_protocol.commands import Start
from turnabout_protocol.report import Report
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import SIDES, other
from turnabout_server.after import publish
from turnabout_server.after.report import build

RECALL = Recall(id="recall", title="Still known?", minutes=1)


def session(players: int, right: int) -> tuple[Table, Report]:
    """Return a session, and its report, in which of one side only its player `right` remembers."""
    steps = measuring().steps
    agenda = replace(measuring(), steps=(RECALL, *steps[1:]))
    house = HouseRules(opened_on="2026-03-02", demo=True)
    table = Table(players=players, facilitators=1, agenda=agenda, house=house, past=past())
    table.do(table.boss[0], Start())
    seats = [s for s in table.players if table.public.seats[s].home == "business"]
    for number, seat in enumerate(seats):
        order = ids("it") if number == right else ids("it")[::-1]
        table.do(seat, LockOrder(step="recall", order=order))
    for seat in table.players:
        if seat not in seats:
            table.do(seat, LockOrder(step="recall", order=ids("business")))
    return table, build_to_the_end(table)


def build_to_the_end(table: Table) -> Report:
    Minds(table, expect=len(table.players)).play()
    return build(table.room, SESSION)


@pytest.mark.parametrize("players", [4, 6, 12])
def test_nobody_learns_who_of_a_side_remembers(players: int) -> None:
    told = set()
    for right in (0, 1):
        table, report = session(players, right)
        one, two = [s for s in table.players if table.public.seats[s].home == "business"][:2]
        told.add((heard(table, all_but(table, one, two)), encode(report)))
    assert len(told) == 1


@pytest.mark.parametrize("players", [2, 4, 6])
def test_nobody_learns_from_a_check_who_answered_what(players: int) -> None:
    _, report = session(2 * players, 0)
    assert report.results is not None
    decks = {s: tuple(f.card.id for f in report.results.board[s]) for s in SIDES}
    answers = [
        (home, Reply(order=decks[other(home)][:: 1 if n else -1], felt=1 + n % 7))
        for home in SIDES
        for n in range(players)
    ]
    turned = [answers[1], answers[0], *answers[2:]]
    assert publish.checked(report, turned) == publish.checked(report, answers)
