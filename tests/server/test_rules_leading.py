"""A co-facilitator is made at the table, without a key, and steps down again."""

from tests.support.scenes import scene
from tests.support.table import Table
from turnabout_protocol.commands import End, LockDoor, Reseat, Start
from turnabout_protocol.fold import fold, may_know
from turnabout_protocol.leading import Promote, StepDown
from turnabout_protocol.room import in_panel


def test_somebody_who_watches_leads_and_does_not_end() -> None:
    table = scene()
    boss, owl = table.boss[0], table.sit("Owl", "it", "observer")
    table.do(boss, Promote(seat=owl))
    who = table.public.seats[owl]
    assert (who.role, who.home, who.played) == ("facilitator", None, None)
    assert not table.room.console.leads(owl)
    table.do(owl, LockDoor(locked=True))
    assert table.refused(owl, End()) == "not_lead"
    assert table.refused(owl, Promote(seat=table.players[0])) == "not_lead"
    assert table.refused(owl, StepDown(seat=boss)) == "not_here"
    told = fold(entry for entry in table.log if may_know(who, entry.event))
    assert told.console == table.room.console
    assert not told.homes, "whoever leads reads no side's own cards"


def test_stepping_down_leads_back_to_the_own_side() -> None:
    table = scene()
    boss = table.boss[0]
    for by_whom in ("boss", "owl"):
        owl = table.sit(f"Owl of {by_whom}", "it", "observer")
        table.do(boss, Promote(seat=owl))
        table.do(boss if by_whom == "boss" else owl, StepDown(seat=owl))
        who = table.public.seats[owl]
        assert (who.role, who.home) == ("observer", "it")
        assert table.refused(owl, LockDoor(locked=True)) == "not_yours"
        assert table.refused(owl, StepDown(seat=owl)) == "not_yours"
        assert table.room.console.homes_before == {}
        assert table.room.console.co_facilitators == ()
    coe = table.sit("Coe", None, "facilitator", co=True)
    kim = table.sit("Kim", None, "facilitator", co=True)
    assert table.refused(kim, StepDown(seat=coe)) == "not_lead"
    table.do(coe, StepDown(seat=coe))
    assert table.public.seats[coe].role == "observer"


def test_in_the_lobby_anybody_can_be_asked_and_can_play_again() -> None:
    table = Table(players=4, facilitators=1)
    boss, ada = table.boss[0], table.players[0]
    table.do(boss, Promote(seat=ada))
    assert table.public.seats[ada].role == "facilitator"
    table.do(boss, StepDown(seat=ada))
    table.do(boss, Reseat(seat=ada, role="player", home="business"))
    assert table.public.seats[ada].plays


def test_nobody_sees_behind_the_curtain_of_what_they_are_in() -> None:
    table = scene(watchers=1)
    boss, ada = table.boss[0], table.players[0]
    watcher = next(s.id for s in table.public.seats.values() if s.watches)
    assert in_panel(table.public, watcher)
    for seat in (ada, watcher):
        assert table.refused(boss, Promote(seat=seat)) == "not_here"
    bot = table.sit("Robin", "it", "observer", bot=True)
    screen = table.sit("Screen", None, "observer", stage=True)
    for seat in (bot, screen):
        assert table.refused(boss, Promote(seat=seat)) == "not_here"
    owl = table.sit("Owl", None, "observer")
    table.drop(owl)
    assert table.refused(boss, Promote(seat=owl)) == "not_yet"
    assert table.refused(boss, Promote(seat=boss)) == "already"


def test_only_so_many_lead() -> None:
    table = Table(players=6, facilitators=1)
    table.do(table.boss[0], Start())
    for number in range(3):
        owl = table.sit(f"Owl {number}", None, "observer")
        table.do(table.boss[0], Promote(seat=owl))
    owl = table.sit("Owl", None, "observer")
    assert table.refused(table.boss[0], Promote(seat=owl)) == "full"
