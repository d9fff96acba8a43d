"""Stand-ins: asked for with tickets, counted, and brought back after the server went down."""

from pathlib import Path

from tests.support.serving import Serving, as_after_a_crash, back, farewell, serving
from tests.support.wire import Wire
from turnabout_protocol.messages import CloseCode, Opened
from turnabout_protocol.scenario import Side
from turnabout_server.live.tickets import VALID


class Asked(list[tuple[str, str, Side]]):
    """A stand-in port that only notes what it was asked for."""

    def __call__(self, code: str, ticket: str, home: Side) -> None:
        self.append((code, ticket, home))


async def seat_a_bot(here: Serving, asked: Asked, name: str) -> Wire:
    """Bring the stand-in that was asked for last."""
    await here.rest()
    code, ticket, home = asked[-1]
    return await Wire.join(here.address, code, name, home, ticket=ticket)


async def refused(here: Serving, opened: Opened, home: Side, ticket: str) -> CloseCode:
    wire = await Wire.knock(here.address, opened.code)
    await wire.send({"msg": "join", "name": "Late", "home": home, "ticket": ticket})
    return CloseCode((await farewell(wire))["code"])


async def test_bots_on_their_way_take_up_seats_until_it_is_clear_that_they_do_not_come(
    tmp_path: Path,
) -> None:
    asked = Asked()
    async with serving(tmp_path, stand_in=asked) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        await Wire.join(here.address, opened.code, "Ann", "business")
        for _ in range(11):
            assert (await fay.do("add_bot", home="it"))["msg"] == "accepted"
        answer = await fay.do("add_bot", home="it")
        assert (answer["code"], "on their way" in answer["sentence"]) == ("full", True)
        assert len(asked) == 11
        await here.wait(VALID / 1000 + 1)
        assert await refused(here, opened, "it", asked[0][1]) == CloseCode.WRONG_KEY
        assert (await fay.do("add_bot", home="it"))["msg"] == "accepted"
        await seat_a_bot(here, asked, "Robin")


async def test_a_ticket_is_for_one_side(tmp_path: Path) -> None:
    asked = Asked()
    async with serving(tmp_path, stand_in=asked) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        await fay.do("add_bot", home="it")
        await here.rest()
        assert await refused(here, opened, "business", asked[0][1]) == CloseCode.WRONG_KEY


async def test_a_ticket_is_good_after_the_link_was_replaced(tmp_path: Path) -> None:
    asked = Asked()
    async with serving(tmp_path, stand_in=asked) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        await fay.do("renew_link", key="TC64TC64TC64TC64")
        await fay.do("add_bot", home="it")
        robin = await seat_a_bot(here, asked, "Robin")
        assert robin.seat


async def test_after_a_crash_bots_get_their_own_seats_back(tmp_path: Path) -> None:
    asked = Asked()
    async with serving(tmp_path / "data", stand_in=asked) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        ann = await Wire.join(here.address, opened.code, "Ann", "business")
        await fay.do("add_bot", home="it")
        robin = await seat_a_bot(here, asked, "Robin")
        await fay.do("start")
        copy = as_after_a_crash(here.data, tmp_path / "copy")
    asked.clear()
    async with serving(copy, stand_in=asked) as there:
        await there.wait(60)
        assert not asked, "nobody has brought the code yet"
        await back(there.address, opened.code, fay.key)
        again = await back(there.address, opened.code, ann.key)
        assert [(code, home) for code, _, home in asked] == [(opened.code, "it")]
        bot = await seat_a_bot(there, asked, "Another")
        assert (bot.seat, bot.key != robin.key) == (robin.seat, True)
        await again.wait_event("resumed")
        taken = [e["event"] for m in bot.messages for e in m.get("entries", [])]
        assert sum(e["event"] == "seat_taken" for e in taken) == 3
        assert await refused(there, opened, "it", asked[0][1]) == CloseCode.WRONG_KEY


async def test_a_bot_that_was_on_its_way_when_the_server_crashed_is_asked_for_again(
    tmp_path: Path,
) -> None:
    asked = Asked()
    async with serving(tmp_path / "data", stand_in=asked) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        for home in ("it", "business"):
            await fay.do("add_bot", home=home)
        await seat_a_bot(here, asked, "Robin")
        copy = as_after_a_crash(here.data, tmp_path / "copy")
    asked.clear()
    async with serving(copy, stand_in=asked) as there:
        await back(there.address, opened.code, fay.key)
        assert sorted(home for _, _, home in asked) == ["business", "it"]
        tickets = {home: ticket for _, ticket, home in asked}
        new = await Wire.join(there.address, opened.code, "Sam", "it", ticket=tickets["it"])
        assert new.seat == 3
