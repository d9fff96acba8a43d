"""A room over real sockets: durable, resumed, taken over, recovered, closed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.serving import (
    Serving,
    as_after_a_crash,
    back,
    events,
    farewell,
    newest,
    numbers,
    on_disk,
    serving,
)
from tests.support.wire import Plain, Wire, entries
from turnabout_protocol.activities.brief import SeatCast
from turnabout_protocol.codec import encode
from turnabout_protocol.fold import Entry
from turnabout_protocol.messages import CloseCode
from turnabout_protocol.scenario import Side
from turnabout_server.live import history
from turnabout_server.live.keys import room_id
from turnabout_server.log import LogFailed, Row
from turnabout_server.log.sqlite import SqliteLog


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data") as here:
        yield here


def told(wire: Wire, name: str) -> list[Plain]:
    """Return the entries with that event, of those a connection was sent."""
    return [e for m in wire.messages for e in entries(m) if e["event"]["event"] == name]


async def test_a_command_sent_twice_takes_effect_once(here: Serving) -> None:
    _, fay, ann, _ = await here.table()
    pause = {"msg": "do", "id": "same", "command": {"do": "pause"}}
    await ann.send(pause)
    await ann.send(pause)
    await ann.wait_for(lambda m: ann.messages.count({"msg": "accepted", "id": "same"}) == 2)
    assert events(fay).count("paused") == 1


async def test_news_come_before_the_answer(here: Serving) -> None:
    _, _, ann, _ = await here.table()
    answer = await ann.do("pause")
    place = next(
        i
        for i, m in enumerate(ann.messages)
        if any(e["event"]["event"] == "paused" for e in entries(m))
    )
    assert place < ann.messages.index(answer)


async def test_a_refusal_has_a_sentence_and_changes_nothing(here: Serving) -> None:
    _, _, ann, _ = await here.table()
    last = newest(ann)
    refused = await ann.do("end")
    assert (refused["msg"], refused["code"]) == ("refused", "not_yours")
    assert newest(ann) == last


async def test_who_comes_back_gets_the_rest_and_nothing_twice(here: Serving) -> None:
    opened, fay, ann, _ = await here.table()
    seen = newest(ann)
    await ann.close()
    await fay.wait_event("seat_dropped")
    again = await back(here.address, opened.code, ann.key, seen, ann.epoch)
    assert (again.seat, again.key) == (ann.seat, ann.key)
    assert events(again) or await again.wait_event("seat_returned")
    assert events(again) == ["seat_dropped", "seat_returned"]
    assert not next(m for m in again.messages if m["msg"] == "welcome")["restart"]


async def test_who_was_told_what_the_log_never_had_starts_afresh(
    here: Serving, tmp_path: Path
) -> None:
    opened, _, ann, _ = await here.table()
    seen = newest(ann)
    copy = as_after_a_crash(here.data, tmp_path / "copy")
    # The disk that comes back knows nothing of this, as if it had lied, or were a backup.
    await ann.do("pause")
    await ann.do("resume")
    lost = newest(ann)
    async with serving(copy) as there:
        known = await back(there.address, opened.code, ann.key, seen, ann.epoch)
        await known.wait_event("server_restarted")
        for _ in range(5):
            await known.do("note_aha", text="So the log goes on beyond what was lost")
        assert newest(known) > lost
        for epoch in (ann.epoch, "SOMEOTHER", ""):
            again = await back(there.address, opened.code, ann.key, lost, epoch)
            await again.wait_event("room_opened")
            assert again.messages[1]["restart"]
            assert "resumed" not in events(again)
        same = await back(there.address, opened.code, ann.key, newest(again), again.epoch)
        assert not same.messages[1]["restart"]
        assert again.epoch != ann.epoch


async def test_the_newest_connection_of_a_seat_wins(here: Serving) -> None:
    opened, fay, ann, _ = await here.table()
    again = await back(here.address, opened.code, ann.key)
    assert (await farewell(ann))["code"] == CloseCode.REPLACED
    assert (await again.do("pause"))["msg"] == "accepted"
    assert "seat_dropped" not in events(fay)


async def test_a_new_role_starts_over_with_what_it_may_know(here: Serving) -> None:
    _, fay, ann, _ = await here.table()
    assert (await ann.do("watch"))["msg"] == "accepted"
    welcomes = [i for i, m in enumerate(ann.messages) if m["msg"] == "welcome"]
    assert len(welcomes) == 2
    assert ann.messages[welcomes[1]] == {
        "msg": "welcome", "seat": ann.seat, "key": ann.key, "restart": True, "epoch": ann.epoch,
        "moves": 1, "newest": newest(ann),
    }  # fmt: skip
    again = numbers(ann.messages[welcomes[1] :])
    assert again == [*range(1, len(again) + 1)]
    assert newest(ann) == len(again)
    assert sum(m["msg"] == "welcome" for m in fay.messages) == 1


async def test_a_removed_seat_is_closed_for_good(here: Serving) -> None:
    opened, fay, ann, _ = await here.table()
    await fay.do("remove", seat=ann.seat)
    assert (await farewell(ann))["code"] == CloseCode.REMOVED
    late = await Wire.knock(here.address, opened.code)
    await late.send({"msg": "return", "key": ann.key})
    assert (await farewell(late))["code"] == CloseCode.REMOVED


async def test_a_facilitator_takes_the_absent_seat_back_by_name(here: Serving) -> None:
    opened, fay, ann, _ = await here.table()
    other = await here.steer(opened, "Gil")
    assert other.seat != fay.seat
    await fay.close()
    await ann.wait_event("seat_dropped")
    again = await here.steer(opened, "fay")
    assert again.seat == fay.seat
    assert again.key != fay.key
    assert (await again.do("pause"))["msg"] == "accepted"


async def test_a_session_that_is_over_keeps_its_report_alone(here: Serving) -> None:
    opened, fay, ann, bob = await here.table()
    await here.play(ann, bob)
    turn = told(ann, "turn_started")[-1]["event"]
    speaker = ann if turn["seat"] == ann.seat else bob
    said = {"say": "UNHEARD-OF WORDS"}
    await here.wait(16)
    spoken = await speaker.do("speak", step=turn["step"], turn=turn["turn"], said=said)
    assert spoken["msg"] == "accepted"
    await fay.do("end")
    assert (await farewell(ann))["code"] == CloseCode.CLOSED
    assert "room_closed" in events(ann)
    report = await here.server.rooms.report(opened.code)
    assert report is not None
    assert report.scenario == "asset-valve"
    files = on_disk(here.data)
    assert b"UNHEARD-OF" not in files
    late = await Wire.knock(here.address, opened.code)
    assert (await farewell(late))["code"] == CloseCode.CLOSED


async def test_after_a_crash_the_turn_has_the_time_it_had(here: Serving, tmp_path: Path) -> None:
    opened, _, ann, bob = await here.table()
    await here.play(ann, bob)
    turn = told(ann, "turn_started")[-1]["event"]
    speaker = ann if turn["seat"] == ann.seat else bob
    draft = {"say": "Half a sentence"}
    await speaker.send({"msg": "draft", "step": "scene", "turn": turn["turn"], "said": draft})
    await here.wait(30)
    # The log answers in order: behind this question the newest mark is written.
    await here.server.rooms.report(opened.code)
    left = turn["ends"] / 1000 - here.clock.now()
    copy = as_after_a_crash(here.data, tmp_path / "copy")

    async with serving(copy) as there:
        again = await back(there.address, opened.code, ann.key, newest(ann), ann.epoch)
        await again.wait_event("server_restarted")
        await there.wait(5)
        other = await back(there.address, opened.code, bob.key, newest(bob), bob.epoch)
        await other.wait_event("resumed")
        await there.wait(left - 0.1)
        assert not told(other, "turn_ended")
        await there.wait(2)
        ended = await other.wait_event("turn_ended")
        assert ended["event"]["say"] == "Half a sentence"


async def test_a_command_from_before_the_crash_is_not_done_again(
    here: Serving, tmp_path: Path
) -> None:
    opened, _, ann, _ = await here.table()
    pause = {"msg": "do", "id": "same", "command": {"do": "pause"}}
    await ann.send(pause)
    await ann.wait_for(lambda m: m.get("id") == "same")
    copy = as_after_a_crash(here.data, tmp_path / "copy")
    async with serving(copy) as there:
        again = await back(there.address, opened.code, ann.key)
        await again.do("resume")
        await again.send(pause)
        assert (await again.wait_for(lambda m: m.get("id") == "same"))["msg"] == "accepted"
        assert events(again).count("paused") == 1


async def test_a_room_whose_append_fails_reopens_from_its_log(
    here: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, _, ann, bob = await here.table()
    write = SqliteLog.append

    async def full(self: SqliteLog, room: str, after: int, rows: list[Row]) -> None:
        raise LogFailed("The disk is full.")

    monkeypatch.setattr(SqliteLog, "append", full)
    await ann.send({"msg": "do", "id": "lost", "command": {"do": "pause"}})
    assert (await farewell(ann))["code"] == CloseCode.FAILED
    assert "paused" not in events(ann)
    early = await Wire.knock(here.address, opened.code)
    assert (await farewell(early))["code"] == CloseCode.FAILED
    monkeypatch.setattr(SqliteLog, "append", write)
    await here.wait(2)
    again = await back(here.address, opened.code, ann.key)
    await back(here.address, opened.code, bob.key)
    await again.wait_event("resumed")
    assert "paused" not in events(again)
    assert (await again.do("pause"))["msg"] == "accepted"


async def test_a_decision_that_cannot_be_written_whole_is_not_shown_in_part(
    here: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, fay, ann, bob = await here.table()
    assert (await ann.do("agree", step="agree", yes=True))["msg"] == "accepted"

    def unwritten(entry: Entry) -> bytes:
        if isinstance(entry.event, SeatCast):
            raise ValueError("no bytes for this")
        return encode(entry)

    monkeypatch.setattr(history, "encode", unwritten)
    # The last yes gives everybody a part: several events, and one of them cannot be written.
    assert (await bob.do("agree", step="agree", yes=True))["code"] == "failed"
    monkeypatch.undo()
    shown = len(events(fay))
    assert (await ann.do("pause"))["msg"] == "accepted"
    assert events(fay)[shown:] == ["paused"]


async def test_a_stand_in_comes_with_a_ticket_that_works_once(tmp_path: Path) -> None:
    asked: list[tuple[str, str, Side]] = []
    async with serving(tmp_path, stand_in=lambda *words: asked.append(words)) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        assert (await fay.do("add_bot", home="it"))["msg"] == "accepted"
        await here.rest()
        [(code, ticket, home)] = asked
        assert (code, home) == (opened.code, "it")
        await Wire.join(here.address, code, "Robin", "it", ticket=ticket)
        taken = (await fay.wait_event("seat_taken"))["event"]
        assert taken["role"] == "facilitator"
        assert any(
            e["event"].get("bot") and e["event"]["name"] == "Robin"
            for m in fay.messages
            for e in entries(m)
        )
        second = await Wire.knock(here.address, code)
        await second.send({"msg": "join", "name": "Sam", "home": "it", "ticket": ticket})
        assert (await farewell(second))["code"] == CloseCode.WRONG_KEY


async def test_without_stand_ins_a_bot_is_refused(here: Serving) -> None:
    fay = await here.steer(await here.open())
    assert (await fay.do("add_bot", home="it"))["code"] == "no_bots"


async def test_the_log_knows_neither_code_nor_keys(here: Serving) -> None:
    opened, fay, ann, _ = await here.table()
    files = on_disk(here.data)
    assert room_id(opened.code).encode() in files
    for secret in (opened.code, opened.facilitator_key, fay.key, ann.key):
        assert secret.encode() not in files
