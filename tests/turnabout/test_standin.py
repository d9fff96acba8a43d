"""Stand-ins: whoever has ended is forgotten, and whoever fails is told of."""

import pytest

from tests.support.house import CODE, House
from tests.support.patience import until
from tests.support.table import Table
from turnabout.addresses import Address
from turnabout.standin import StandIns
from turnabout_client.bots.bot import Bot
from turnabout_protocol.messages import CloseCode


async def test_nothing_is_kept_of_a_session_that_is_over() -> None:
    async with House(Table()) as house:
        bots = StandIns()
        bots.place = Address(house.link().server)
        for home in ("it", "business"):
            bots(CODE, "a ticket", home)
        await until(lambda: len(house.table.public.seats) == 2)
        names = {seat.name for seat in house.table.public.seats.values()}
        assert len(names) == 2
        assert len(bots.bots) == 2
        await until(lambda: all(bot.link.status.state == "live" for bot in bots.bots))
        await house.dismiss(CloseCode.CLOSED, "The session is over.")
        await until(lambda: not bots.bots)
        assert CODE not in repr(vars(bots))


async def test_one_that_fails_is_logged_with_its_place_and_the_others_play_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with House(Table()) as house:
        bots = StandIns()
        bots.place = Address(house.link().server)
        bots(CODE, "a ticket", "it")
        await until(lambda: len(house.table.public.seats) == 1)
        monkeypatch.setattr(Bot, "run", _stumble)
        bots(CODE, "a ticket", "business")
        await until(lambda: "A stand-in stopped: RuntimeError" in caplog.text)
        assert " _stumble" in caplog.text
        assert "of Dana" not in caplog.text
        assert len(bots.bots) == 1
        await bots.leave()


async def _stumble(bot: Bot) -> None:
    raise RuntimeError("a value of Dana")
