"""Everything that can be done on the screens can be done by answering what a dialogue asks."""

from tests.support.table import Table
from tests.support.talkers import Talkers
from turnabout_protocol.commands import Start
from turnabout_protocol.room import HouseRules


def test_a_whole_session_is_played_by_answers_alone() -> None:
    table = Table(players=4, facilitators=1, house=HouseRules(opened_on="2026-03-02", demo=True))
    table.do(table.boss[0], Start())
    minds = Talkers(table)
    minds.play()
    told = {(shown.title, type(command).__name__) for _seat, command, shown in minds.stuck}
    assert not told, minds.stuck[0][1]
