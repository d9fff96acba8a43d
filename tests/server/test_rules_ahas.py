"""Ahas: private until their writer shares them, in the debrief; and the sheet of who watches."""

import pytest
from msgspec.structs import replace

from tests.server.test_rules_two_scenes import two_scenes
from tests.support.table import Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.observing import FillSheet, SceneOwn, Sheet, SheetFilled
from turnabout_protocol.activities.talk import MarkAha, SayRemark, TalkState
from turnabout_protocol.ahas import AhaNoted, AhaReleased, AhaTaken
from turnabout_protocol.commands import End, Next, NoteAha, ReleaseAha, Start
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import Aha, HouseRules, NotedAha
from turnabout_server.rules.ahas import MOST_AHAS


def seated(step: str = "scene") -> Table:
    """Return a table of four with two who watch, at `step`."""
    table = Table(players=4, facilitators=1, agenda=two_scenes(), house=HouseRules())
    table.sit("Watcher", "it", "observer")
    table.sit("Guest", None, "observer")
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.do(table.boss[0], Next(step="brief"))
    while table.step != step:
        table.do(table.boss[0], Next(step=table.step))
    return table


def watcher(table: Table) -> int:
    return max(table.public.seats)


def test_an_aha_is_its_writers_alone() -> None:
    table = seated()
    for seat in (table.players[0], watcher(table)):
        (event,) = table.do(seat, NoteAha(text="They wait for us, too."))
        assert isinstance(event, AhaNoted)
        assert [s.id for s in table.public.seats.values() if may_know(s, event)] == [seat]
        assert table.room.of(seat).ahas == (NotedAha(number=1, text="They wait for us, too."),)
    assert table.public.ahas == ()
    assert table.refused(table.boss[0], NoteAha(text="x")) == "not_yours"


def test_it_is_shared_only_after_the_last_scene_and_unsigned_unless_signed() -> None:
    table = seated("breather")
    seat, other = table.players[:2]
    for text in ("One.", "Two."):
        table.do(seat, NoteAha(text=text))
    assert table.refused(seat, ReleaseAha(number=1)) == "not_yet"
    while table.step != "derole":
        table.do(table.boss[0], Next(step=table.step))
    assert table.refused(other, ReleaseAha(number=1)) == "no_such_aha"
    taken, released = table.do(seat, ReleaseAha(number=1))
    assert isinstance(taken, AhaTaken)
    assert not may_know(table.public.seats[other], taken)
    assert released == AhaReleased(text="One.", by="")
    assert table.refused(seat, ReleaseAha(number=1)) == "no_such_aha"
    table.do(seat, ReleaseAha(number=2, signed=True))
    assert table.public.ahas == (Aha(text="One."), Aha(text="Two.", by="Player 0"))
    assert table.room.of(seat).ahas == ()


def test_there_is_a_most_and_a_time_for_them() -> None:
    table = Table(players=2)
    assert table.refused(table.players[0], NoteAha(text="x")) == "not_running"
    table = seated()
    for _ in range(MOST_AHAS):
        table.do(table.players[0], NoteAha(text="x"))
    assert table.refused(table.players[0], NoteAha(text="x")) == "full"
    table.do(table.boss[0], End())
    assert table.refused(table.players[0], ReleaseAha(number=1)) == "closed"


@pytest.mark.parametrize("ahas", [True, False])
def test_a_remark_of_ones_own_becomes_an_aha_where_the_talk_is_for_it(ahas: bool) -> None:
    table = seated("derole")
    if ahas:
        step = table.public.step
        assert step is not None
        agenda = tuple(replace(s, ahas=True) if s is step else s for s in table.public.agenda)
        table.room = replace(table.room, public=replace(table.public, agenda=agenda))
    writer, other = table.players[:2]
    table.do(writer, SayRemark(step="derole", stage=0, prompt=0, text="Now I think twice."))
    mark = MarkAha(step="derole", remark=0)
    if not ahas:
        assert table.refused(writer, mark) == "not_here"
        return
    assert table.refused(other, mark) == "not_yours"
    assert table.refused(writer, MarkAha(step="derole", remark=1)) == "moved_on"
    table.do(writer, mark)
    assert table.public.ahas == (Aha(text="Now I think twice."),)
    assert table.state(TalkState).marked == (0,)
    assert table.refused(writer, mark) == "already"


def test_a_sheet_is_for_who_watches_and_stays_with_them() -> None:
    table = seated()
    fill = FillSheet(step="scene", heard=("b1", "i2"), mood="We wait.", word="quota")
    assert table.refused(table.players[0], fill) == "not_yours"
    assert table.refused(table.boss[0], fill) == "not_yours"
    (event,) = table.do(watcher(table), fill)
    assert isinstance(event, SheetFilled)
    assert [s.id for s in table.public.seats.values() if may_know(s, event)] == [watcher(table)]
    kept = Sheet(heard=("b1", "i2"), mood="We wait.", word="quota")
    assert table.room.of(watcher(table)).state(SceneOwn, "scene").sheet == kept
    table.do(table.boss[0], Next(step="scene"))
    assert table.refused(watcher(table), fill) == "moved_on"
