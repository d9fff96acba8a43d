"""The next table: opened from the lobby of the first, with its own keys, and people go there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.serving import Serving, as_after_a_crash, serving
from tests.support.table import Table
from tests.support.wire import Wire
from turnabout_protocol.commands import Start
from turnabout_protocol.pairs import ShareTurns
from turnabout_protocol.room import Own
from turnabout_protocol.tables import MOST_TABLES, AskOver, Depart, OpenTable, TableNumbered

CODE, KEY, CO = "C" * 16, "K" * 16, "F" * 16
ORDER = OpenTable(code=CODE, key=KEY, co_key=CO)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data") as here:
        yield here


async def lobby(here: Serving) -> tuple[str, Wire, Wire, Wire]:
    """Return a room's code, its facilitator and two players in the lobby."""
    opened = await here.open()
    fay = await here.steer(opened)
    ann = await Wire.join(here.address, opened.code, "Ann", "business")
    bob = await Wire.join(here.address, opened.code, "Bob", "it")
    return opened.code, fay, ann, bob


async def test_it_has_the_same_case_and_plan_and_its_keys_steer_it(here: Serving) -> None:
    code, fay, ann, _bob = await lobby(here)
    answer = await fay.do("open_table", code=CODE, key=KEY, co_key=CO)
    assert answer["msg"] == "accepted"
    told = (await ann.wait_event("table_opened"))["event"]
    assert told["code"] == CODE
    await here.rest()
    there = await Wire.knock(here.address, CODE)
    await there.enter({"msg": "steer", "key": KEY, "name": "Fay"})
    first = (await fay.wait_event("room_opened"))["event"]
    second = (await there.wait_event("room_opened"))["event"]
    assert (second["story"], second["agenda"]) == (first["story"], first["agenda"])
    assert (await there.wait_event("table_numbered"))["event"]["number"] == 2
    gone = await Wire.join(here.address, CODE, "Ann", "business")
    with pytest.raises(ConnectionError):  # the seat is gone, and the connection with it
        await ann.do("depart")
    assert (await fay.wait_event("seat_removed"))["event"]["seat"] == ann.seat
    co = await Wire.knock(here.address, CODE)
    await co.enter({"msg": "steer", "key": CO, "name": "Cleo"})
    assert gone.seat != co.seat
    assert code != CODE


async def test_only_whoever_opened_it_knows_its_keys(here: Serving) -> None:
    _code, fay, ann, _bob = await lobby(here)
    await fay.do("open_table", code=CODE, key=KEY, co_key=CO)
    await fay.wait_event("table_keyed")
    await ann.wait_event("table_opened")
    await here.rest()
    assert not any(KEY in str(message) or CO in str(message) for message in ann.messages)


async def test_a_crash_between_the_two_leaves_no_table_that_is_not_there(
    here: Serving, tmp_path: Path
) -> None:
    _code, fay, _ann, _bob = await lobby(here)
    await fay.do("open_table", code=CODE, key=KEY, co_key=CO)
    await here.rest()
    async with serving(as_after_a_crash(here.data, tmp_path / "copy")) as again:
        await again.rest()
        await Wire.join(again.address, CODE, "Ann", "business")


def test_who_may_and_when() -> None:
    table = Table(players=4, facilitators=1)
    boss, player = table.boss[0], table.players[0]
    co = table.sit("Cleo", None, "facilitator", co=True)
    assert table.refused(player, ORDER) == "not_yours"
    assert table.refused(co, ORDER) == "not_lead"
    assert table.refused(boss, AskOver(seats=(player,))) == "no_table"
    assert table.refused(player, Depart()) == "no_table"
    table.do(boss, ORDER)
    assert table.refused(boss, ORDER) == "already"
    assert table.room.of(boss).next_table is not None
    assert table.room.of(player) == Own()
    table.do(co, AskOver(seats=(player, boss, 77)))
    assert table.public.asked_over == (player,)
    assert table.refused(boss, Depart()) == "no_table"
    table.do(player, Depart())
    assert player not in table.public.seats
    table.do(boss, ShareTurns(shared=True))
    table.do(boss, Start())
    assert table.refused(boss, AskOver(seats=())) == "too_late"
    assert table.refused(table.players[1], Depart()) == "too_late"


def test_of_one_table_come_only_so_many() -> None:
    table = Table(players=2, facilitators=1)
    table.happen(TableNumbered(number=MOST_TABLES))
    assert table.refused(table.boss[0], ORDER) == "enough"
