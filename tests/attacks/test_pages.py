"""What a seat must not know never enters the bytes of its page, and no key but its own.

The server's own log says what is secret: every text in an entry that is not for a seat, unless
another entry that is for this seat says it too. A page shows what its seat was told, so this is
about what stands behind it: one fold a seat, and nothing of the server's.
"""

import asyncio
import contextlib
import html
import json
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.e2e.test_secrecy import told
from tests.support.page import Page
from tests.support.patience import patience
from tests.support.serving import serving
from turnabout.addresses import Address
from turnabout_client.bots.bot import Bot
from turnabout_client.page.door import PageDoor
from turnabout_protocol.fold import may_know
from turnabout_protocol.messages import Join
from turnabout_protocol.opening import EpochBegan
from turnabout_protocol.scenario import SIDES
from turnabout_server.settings import Limits

PLAYERS = 4
UNHURRIED = Limits(rate=1e6, burst=1e6)


async def test_a_page_is_told_what_its_seat_may_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("turnabout_client.page.seat.SETTLE", 0)
    async with serving(tmp_path, web=PageDoor(), limits=UNHURRIED) as here:
        opened = await here.open()
        code = opened.code
        fay = await here.steer(opened)
        ann = await Page.join(here.address, code, "Ann", "business")
        bea = await Page.join(here.address, code, "Bea", "it")
        steers = await Page.open(here.address, f"/steer/{code}.{opened.facilitator_key}")
        await steers.shows("ask", 'data-ask="door"')
        await steers.answer("door", name="Gil")
        owl = await Page.open(here.address, f"/stage/{code}")
        pages = (ann, bea, steers, owl)
        for page in pages:
            await page.seated()
        where = Address(here.address).link("join", code)
        bots = [
            Bot(where, Join(name=f"P{n}", home=SIDES[n % 2]), seed=7, clock=here.clock)
            for n in range(PLAYERS)
        ]
        tasks = [asyncio.create_task(bot.run()) for bot in bots]
        room = await here.server.rooms.find(code)
        async with patience():
            while len(room._history.room.public.seats) < PLAYERS + len(pages) + 1:
                await asyncio.sleep(0.001)
        await fay.do("start")
        # Two of them say yes, so that they have parts, and a hand.
        for page in (ann, bea):
            form = await page.shows("ask", 'data-ask="agree')
            ask = form.partition('data-ask="')[2].partition('"')[0]
            button = form.partition('class="choice')[2]
            name = button.partition('name="')[2].partition('"')[0]
            await page.answer(ask, **{name: [button.partition('value="')[2].partition('"')[0]]})
        shown = 0
        while not room.over:
            await here.rest()
            async with patience():
                while not all(bot.idle for bot in bots):
                    await asyncio.sleep(0.001)
            sent = room.sent_to(fay.seat)
            for page in pages if sent != shown else ():
                with contextlib.suppress(ConnectionClosed):  # The session is over for it.
                    await (await page.socket.ping())
            shown = sent
            due = here.clock.next_due()
            assert due is not None
            here.clock.advance_to(due)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        log = [e for e in room._history.entries if not isinstance(e.event, EpochBegan)]
        seats = {seat.name: seat for seat in room._history.room.public.seats.values()}
        everything = told(log)
        for page in pages:
            seat = seats[page.seat["name"]]
            may = "\n".join(told(entry for entry in log if may_know(seat, entry.event)))
            heard = html.unescape(
                "\n".join(html.unescape(json.dumps(m, ensure_ascii=False)) for m in page.told)
            )
            secret = [text for text in everything if text not in may]
            assert secret, "nothing was secret from this seat: the test looks at nothing"
            assert not [text for text in secret if text in heard]
            assert not any(other.seat["key"] in heard for other in pages if other is not page)
            known = [text for text in told(log) if text in may and text in heard]
            assert len(known) > 5, "the page was told next to nothing"
