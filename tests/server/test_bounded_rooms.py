"""Nobody can fill a room until others cannot get in, over real sockets."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.serving import as_after_a_crash, back, events, farewell, order, serving
from tests.support.wire import Wire
from turnabout_protocol.commands import AllowOwnSide
from turnabout_protocol.messages import CloseCode
from turnabout_protocol.room import HouseRules
from turnabout_server.rules import bounds
from turnabout_server.settings import Limits

HASTY = Limits(rate=1e9, burst=1e9)


async def test_what_repeats_comes_to_an_end_also_across_a_restart(tmp_path: Path) -> None:
    most = AllowOwnSide.bound.most
    async with serving(tmp_path / "data", limits=HASTY) as here:
        opened, fay, _, _ = await here.table()
        for n in range(most):
            assert (await fay.do("allow_own_side", allow=bool(n % 2)))["msg"] == "accepted"
        refused = await fay.do("allow_own_side", allow=True)
        assert (refused["code"], str(most) in refused["sentence"]) == ("too_often", True)
        copy = as_after_a_crash(here.data, tmp_path / "copy")
    async with serving(copy, limits=HASTY) as there:
        fay = await back(there.address, opened.code, fay.key)
        command = {"do": "allow_own_side", "allow": True}
        await fay.send({"msg": "do", "id": "once-more", "command": command})
        assert (await fay.wait_for(lambda m: m.get("id") == "once-more"))["code"] == "too_often"


async def test_a_room_that_fills_warns_once_and_can_be_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_ENTRIES", 40)
    async with serving(tmp_path, limits=HASTY) as here:
        _, fay, ann, _ = await here.table()
        for n in range(40):
            answer = await fay.do("allow_own_side", allow=bool(n % 2))
            if answer["msg"] == "refused":
                break
        assert answer["code"] == "full_room"
        assert events(fay).count("room_filling") == 1
        assert "room_filling" not in events(ann)
        assert (await fay.do("end"))["msg"] == "accepted"


async def test_who_comes_back_without_end_is_sent_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_RETURNS", 3)
    async with serving(tmp_path) as here:
        opened, _, ann, _ = await here.table()
        for _ in range(3):
            await ann.close()
            await here.rest()
            ann = await back(here.address, opened.code, ann.key)
        await ann.close()
        await here.rest()
        wire = await Wire.knock(here.address, opened.code)
        await wire.send({"msg": "return", "key": ann.key})
        assert (await farewell(wire))["code"] == CloseCode.NOT_NOW


async def test_facilitators_alone_hear_once_who_found_no_place(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=HASTY) as here:
        opened = await here.open(replace(order(), rules=HouseRules(max_players=2)))
        fay = await here.steer(opened)
        ann = await Wire.join(here.address, opened.code, "Ann", "business")
        await Wire.join(here.address, opened.code, "Bob", "it")
        for _ in range(3):
            late = await Wire.knock(here.address, opened.code)
            await late.send({"msg": "join", "name": "Mia", "home": "it"})
            assert "seats for players are taken" in (await farewell(late))["sentence"]
        await fay.wait_event("turned_back")
        assert events(fay).count("turned_back") == 1
        assert "turned_back" not in events(ann)
