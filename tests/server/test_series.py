"""A team's sessions on a server: promises recalled, outcomes kept, and closing that can fail."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace

from tests.support.patience import patience
from tests.support.reports import followed, full, promise, report, results
from tests.support.serving import Serving, as_after_a_crash, farewell, on_disk, order, serving
from tests.support.wire import Plain, Wire, entries
from turnabout_language import speaking
from turnabout_protocol.activities.plan import Idea
from turnabout_protocol.activities.recall import Recall
from turnabout_protocol.codec import FRAME, encode, fits
from turnabout_protocol.messages import VERSION, CloseCode
from turnabout_protocol.report import Gloss
from turnabout_protocol.room import Aha, HouseRules
from turnabout_protocol.scenario import SIDES
from turnabout_server import sqlite
from turnabout_server.after.archive import Archive, session_id
from turnabout_server.after.report import sendable
from turnabout_server.after.report.series import MEASURES, as_markdown, trend
from turnabout_server.live.guests import Turned
from turnabout_server.live.keys import hashed, room_id
from turnabout_server.log import LogFailed
from turnabout_server.log.sqlite import SqliteLog

TEAM = "Field crews and IT"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data") as here:
        yield here


@pytest.mark.parametrize("anyone", [False, True])
async def test_only_the_key_of_a_series_recalls_what_was_promised(
    tmp_path: Path, anyone: bool
) -> None:
    key = "7F3K2QMX9TRVH4WZ"
    archive = Archive(tmp_path)
    archive.begin(hashed(key))
    mine = partial(archive.keep, series=hashed(key))
    mine(report("a", team=TEAM, promises=(promise("One"), promise("Two"))))
    archive.keep(report("b", team=TEAM, promises=(promise("Three"),)), series="another")
    mine(report("c", team=TEAM, earlier=(followed(1, mark="done"),)))
    async with serving(tmp_path, anyone_may_open=anyone) as here:
        rules = HouseRules(team=TEAM.upper(), opened_on="2030-02-03")
        for given, recalled, began in ((key, ["Two"], False), ("", [], True), ("0" * 16, [], True)):
            opened = await here.server.rooms.open(replace(order(), rules=rules, series=given))
            room = await here.server.rooms.find(opened.code)
            assert [told.when for told in room.report().earlier] == recalled
            assert opened.began == began
            assert (opened.series == given) != began
            # Before its first session is over, too, a series is known by its key.
            more = replace(order(), rules=rules, series=opened.series)
            assert not (await here.server.rooms.open(more)).began
        nameless = await here.server.rooms.open(replace(order(), rules=HouseRules(), series=key))
        assert (await here.server.rooms.find(nameless.code)).report().earlier == ()
        assert (nameless.series, nameless.began) == ("", False)


async def test_only_the_key_of_a_series_recalls_its_deck(tmp_path: Path) -> None:
    key, kept = "7F3K2QMX9TRVH4WZ", results()
    archive = Archive(tmp_path)
    archive.begin(hashed(key))
    archive.keep(full("a", promises=(), earlier=(), results=kept), series=hashed(key))
    first, *others = order().agenda.steps
    recall = Recall(id="recall", title="Still known?", minutes=1)
    agenda = replace(order().agenda, steps=(first, recall, *others))
    async with serving(tmp_path, anyone_may_open=True) as here:
        for given in (key, ""):
            wanted = replace(order(), agenda=agenda, series=given)
            wanted = replace(wanted, rules=HouseRules(team=TEAM, opened_on="2030-04-16"))
            opened = await here.server.rooms.open(wanted)
            fay = await here.steer(opened)
            ann = await Wire.join(here.address, opened.code, "Ann", "it")
            bob = await Wire.join(here.address, opened.code, "Bob", "business")
            await fay.do("start")
            for one in (ann, bob):
                assert (await one.do("agree", step="agree", yes=True))["msg"] == "accepted"
            if not given:
                await ann.wait_event("seat_cast")
                said = [e for m in ann.messages for e in entries(m)]
                assert not [e for e in said if e["event"]["event"] == "past_shown"]
                continue
            for one, theirs in zip((ann, bob), SIDES, strict=True):
                shown = (await one.wait_event("past_shown"))["event"]
                cards = [card["id"] for card in shown["cards"]]
                assert sorted(cards) == sorted(fate.card.id for fate in kept.board[theirs])
                assert shown["date"] == "2030-03-05"
                locked = await one.do("lock_order", step="recall", order=cards)
                assert locked["msg"] == "accepted"
            await ann.wait_event("seat_cast")
            await fay.do("end")
            await here.server.rooms.ended(opened.code)
            assert b"past_found" not in on_disk(here.data), "sealed, and gone with its key"


async def test_a_session_is_kept_in_its_series(here: Serving) -> None:
    wanted = replace(order(), rules=HouseRules(team=TEAM))
    opened = await here.server.rooms.open(wanted)
    fay = await here.steer(opened)
    await Wire.join(here.address, opened.code, "Ann", "it")
    await Wire.join(here.address, opened.code, "Bob", "business")
    assert (await fay.do("start"))["msg"] == "accepted"
    await fay.do("end")
    await here.server.rooms.ended(opened.code)
    db = apsw.Connection(str(here.data / "archive.db"))
    assert db.execute("SELECT series FROM session").fetchall() == [(hashed(opened.series),)]
    db.close()
    assert opened.series.encode() not in on_disk(here.data)


def test_who_can_read_the_archive_gives_older_sessions_a_key_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(report("a", team=TEAM, promises=(promise("One"),)))
    assert archive.adopt(f" {TEAM.upper()}", "first")
    assert not archive.adopt(TEAM, "second")
    assert archive.knows("first")
    assert not archive.knows("second")
    assert [found.promise.when for found in archive.due("first")] == ["One"]
    assert archive.due("second") == []


async def test_a_failure_between_archive_and_log_is_repaired(
    here: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, fay, _ann, _bob = await here.table()
    close = SqliteLog.close_room

    def full_disk(self: SqliteLog, room: str) -> asyncio.Future[None]:
        raise LogFailed("The disk is full.")

    monkeypatch.setattr(SqliteLog, "close_room", full_disk)
    await fay.do("end")
    await farewell(fay)
    archive = Archive(here.data)
    assert len(archive.sessions()) == 1
    # What a crash at this moment would leave: kept, and still in the log.
    copy = as_after_a_crash(here.data, tmp_path / "copy")
    monkeypatch.setattr(SqliteLog, "close_room", close)
    async with serving(copy) as there:
        await there.rest()
        await there.server.rooms.ended(opened.code)
        found = await there.server.rooms.report(opened.code)
        assert found is not None
        assert len(Archive(copy).sessions()) == 1
        assert b"\xa5event" not in on_disk(copy)


async def test_the_facilitator_key_opens_the_report_and_nothing_else_does(here: Serving) -> None:
    opened, fay, ann, _ = await here.table()
    asking = {"msg": "ask_report", "version": VERSION, "code": opened.code}
    wire = await Wire.connect(here.address)
    await wire.send({**asking, "key": opened.facilitator_key})
    sent = await wire.wait_for(lambda m: m["msg"] == "report_sent")
    assert (sent["report"]["closed"], sent["left_out"]) == (False, 0)
    assert sent["report"]["results"] is None
    for wrong in ("0" * 16, ann.key):
        for what in ("ask_report", "forget_room"):
            stranger = await Wire.connect(here.address)
            await stranger.send({**asking, "msg": what, "key": wrong})
            assert (await farewell(stranger))["code"] == CloseCode.WRONG_KEY
    assert (await fay.do("end"))["msg"] == "accepted"
    await here.server.rooms.ended(opened.code)
    kept = Archive(here.data).find(session_id(room_id(opened.code)))
    assert kept is not None
    assert kept.key == hashed(opened.facilitator_key)
    for key, message in (("0" * 16, "farewell"), (opened.facilitator_key, "report_sent")):
        late = await Wire.connect(here.address)
        await late.send({**asking, "key": key})
        await late.wait_for(partial(_is, message))


def _is(name: str, message: Plain) -> bool:
    return bool(message["msg"] == name)


async def test_an_imported_session_cannot_be_asked_for_over_the_network(here: Serving) -> None:
    code = "7F3K2QMX9TRVH4WZ"
    imported = full(session=session_id(room_id(code)))
    Archive(here.data).keep(imported, reviewed=False)
    wire = await Wire.connect(here.address)
    await wire.send({"msg": "ask_report", "version": VERSION, "code": code, "key": "0" * 16})
    assert (await farewell(wire))["code"] == CloseCode.WRONG_KEY


def test_a_report_that_is_too_long_for_a_frame_is_sent_without_some_ideas() -> None:
    idea = Idea(number=1, when="日" * 240, then="本" * 240)
    made = full(other_ideas=tuple(replace(idea, number=n) for n in range(1, 61)))
    message = sendable(made)
    assert len(encode(message)) <= FRAME
    assert 0 < message.left_out < 60
    assert len(message.report.other_ideas) == 60 - message.left_out
    assert sendable(full()).left_out == 0


def test_a_report_of_many_small_things_is_sent_without_the_last_of_them() -> None:
    many = full(
        other_ideas=tuple(Idea(number=n, when="a", then="b") for n in range(1, 100)),
        ahas=tuple(Aha(text=f"aha {n}") for n in range(900)),
        glossary=(Gloss(term="a", means="b"),),
    )
    message = sendable(many)
    assert fits(encode(message))
    assert message.report.other_ideas == ()
    assert message.left_out == 99 + 900 - len(message.report.ahas)
    assert message.report.ahas == many.ahas[: len(message.report.ahas)]
    assert message.report.glossary == many.glossary


async def test_forgetting_that_fails_is_told_and_can_be_asked_for_again(
    here: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, _fay, _ann, _bob = await here.table()
    close = SqliteLog.close_room

    def full_disk(self: SqliteLog, room: str) -> asyncio.Future[None]:
        raise LogFailed("The disk is full.")

    monkeypatch.setattr(SqliteLog, "close_room", full_disk)
    async with patience():
        with pytest.raises(Turned):
            await here.server.rooms.forget(opened.code, opened.facilitator_key)
    monkeypatch.setattr(SqliteLog, "close_room", close)
    await here.wait(2)
    await here.server.rooms.forget(opened.code, opened.facilitator_key)
    assert await here.server.rooms.forgotten(opened.code)
    assert b"\xa5event" not in on_disk(here.data)


async def test_while_a_room_is_forgotten_nothing_more_of_it_is_marked(
    here: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, _fay, ann, bob = await here.table()
    await here.play(ann, bob)
    room = await here.server.rooms.find(opened.code)
    assert room.mark() is not None
    close = SqliteLog.close_room
    marks = []

    def slow(self: SqliteLog, id_: str) -> asyncio.Future[None]:
        marks.append(room.mark())
        return close(self, id_)

    monkeypatch.setattr(SqliteLog, "close_room", slow)
    await here.server.rooms.forget(opened.code, opened.facilitator_key)
    assert set(marks) == {None}


async def test_a_room_whose_last_bytes_could_not_be_overwritten_is_closed_all_the_same(
    here: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, fay, _ann, _bob = await here.table()
    overwrite = sqlite.overwrite
    failures = [apsw.FullError("full")]

    def full_disk(db: apsw.Connection) -> bool:
        if failures:
            raise failures.pop()
        return overwrite(db)

    monkeypatch.setattr(sqlite, "overwrite", full_disk)
    await fay.do("end")
    await farewell(fay)
    async with patience():
        ended = asyncio.create_task(here.server.rooms.ended(opened.code))
        await here.wait(2)
        await ended
    assert await here.server.rooms.report(opened.code) is not None
    assert b"\xa5event" not in on_disk(here.data)


def test_a_trend_has_a_gap_with_its_reason_for_each_figure_that_is_not_shown() -> None:
    found = trend([report("a", date="2030-01-01"), full("b")])
    first, second = found.points
    assert all(value.value is None and value.why for value in first.values.values())
    assert [second.values[measure].value for measure in MEASURES] == [70.4, 60, 75, 61, 70, 75.0]
    text = as_markdown(found)
    assert "| 1 January 2030 | The valve nobody can find | – | – | – | – | – |" in text
    assert "1 January 2030, Follow-through: no promise was due" in text
    with speaking("de"):
        assert "5. März 2030" in as_markdown(found)


async def test_a_session_whose_report_is_damaged_is_forgotten_over_the_network_too(
    here: Serving,
) -> None:
    opened, fay, _ann, _bob = await here.table()
    await fay.do("end")
    await farewell(fay)
    await here.server.rooms.ended(opened.code)
    db = apsw.Connection(str(here.data / "archive.db"))
    db.execute("UPDATE session SET report = x'00'")
    db.close()
    assert not await here.server.rooms.forgotten(opened.code)
    with pytest.raises(LogFailed, match="turnabout forget"):
        await here.server.rooms.report_for(opened.code, opened.facilitator_key)
    await here.server.rooms.forget(opened.code, opened.facilitator_key)
    assert await here.server.rooms.forgotten(opened.code)


async def test_a_room_of_a_team_opens_beside_a_damaged_report(here: Serving) -> None:
    archive = Archive(here.data)
    key = "7F3K2QMX9TRVH4WZ"
    archive.begin(hashed(key))
    mine = partial(archive.keep, series=hashed(key))
    mine(report("a", team="Ops", promises=(promise("One"),)))
    mine(report("b", team="Ops", date="2030-02-01", promises=(promise("Two"),)))
    db = apsw.Connection(str(archive.file))
    db.execute("UPDATE session SET report = x'00'")
    db.execute("UPDATE promise SET made = '{' WHERE number = 1")
    db.close()
    wanted = order()
    wanted = replace(wanted, rules=replace(wanted.rules, team="Ops"), series=key)
    opened = await here.server.rooms.open(wanted)
    room = await here.server.rooms.find(opened.code)
    assert [p.when for p in room.report().earlier] == ["Two"]
