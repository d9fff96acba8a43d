"""A whole session in real browsers: a player, an observer, a facilitator and the stage.

Bots have the other seats, and the clock moves when nobody owes an answer.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.browsing import LOOK, SAID, Person, Seats
from tests.support.chromium import chromium, needs_chromium
from tests.support.patience import patience, until
from tests.support.serving import Serving, order, serving
from tests.support.wire import Wire
from turnabout.addresses import Address
from turnabout_client.bots.bot import Bot
from turnabout_client.page.door import PageDoor
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.messages import Join, Opened
from turnabout_protocol.room import Public, Seat
from turnabout_protocol.scenario import SIDES
from turnabout_server.app import Server
from turnabout_server.live.liveroom import LiveRoom
from turnabout_server.settings import Limits, Settings

pytestmark = needs_chromium


CALM = 25
"""Moves of the clock without an answer from a browser, after which the facilitator goes on."""


@dataclass
class Table:
    """A table with people in browsers."""

    here: Serving
    opened: Opened
    room: LiveRoom
    people: dict[str, Person]
    bots: list[Bot]
    calm: int = 0
    """How often the clock has moved since somebody in a browser answered, or the step began."""

    @property
    def public(self) -> Public:
        """The room as everybody knows it."""
        return self.room._history.room.public

    def said_by(self, name: str) -> set[str]:
        """Return what somebody said in their turns."""
        state = next(one for one in self.public.steps.values() if isinstance(one, SceneState))
        (seat,) = (one.id for one in self.public.seats.values() if one.name == name)
        return {turn.say for turn in state.turns if turn.seat == seat}

    @property
    def asked(self) -> list[Person]:
        """Those who are asked something."""
        people = (one for name, one in self.people.items() if name != "Stage")
        return [one for one in people if one.ask is not None]

    async def settled(self) -> None:
        """Return when nobody owes an answer: bots and pages have seen all there is."""
        async with patience():
            while True:
                await self.here.rest()
                for person in self.asked:
                    await person.answer()
                    self.calm = 0
                await self.here.rest()
                if all(bot.idle for bot in self.bots) and not self.asked:
                    return
                await asyncio.sleep(0.001)

    async def on(self) -> None:
        """Let the clock go to the next thing that happens."""
        await self.settled()
        due = self.here.clock.next_due()
        assert due is not None
        self.here.clock.advance_to(due)
        self.calm += 1

    @property
    def step(self) -> str:
        """The step that is on."""
        return "" if self.public.step is None else self.public.step.id

    async def go_on(self, fay: Person) -> None:
        """Let the facilitator go on, in spite of what that costs."""
        word = "next" if fay.can("next") else "finish"
        if fay.can(word):
            before = self.where
            await fay.press(word)
            async with patience():
                while self.where == before and not self.room.over:
                    await fay.say_yes()
                    await asyncio.sleep(LOOK)
        self.calm = 0

    @property
    def where(self) -> tuple[str, int]:
        """The step that is on, and its stage."""
        state = self.public.steps.get(self.step)
        return self.step, -1 if state is None else state.stage


def seats_of(room: LiveRoom) -> list[Seat]:
    """Return who is in a room."""
    return list(room._history.room.public.seats.values())


@asynccontextmanager
async def table(data: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Table]:
    """Seat four people in browsers and three bots."""
    seats = Seats(monkeypatch)
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(chromium())
        here = await stack.enter_async_context(serving(data, web=PageDoor()))
        opened = await here.open()
        web = here.address.replace("ws", "http", 1)
        code = opened.code
        steer = f"{web}/steer/{code}.{opened.facilitator_key}"
        people = {
            "Fay": await Person.come(browser, steer, "Fay", seats),
            "Ann": await Person.come(
                browser,
                f"{web}/join/{code}",
                "Ann",
                seats,
                "business",
                viewport={"width": 360, "height": 740},
            ),
            "Owl": await Person.come(browser, f"{web}/watch/{code}", "Owl", seats, "it"),
            "Stage": await Person.come(browser, f"{web}/stage/{code}", "Stage", seats),
        }
        where = Address(here.address).link("join", code)
        bots = [
            Bot(where, Join(name=f"Bot {n}", home=SIDES[n % 2]), seed=7, clock=here.clock)
            for n in range(1, 4)
        ]
        tasks = [asyncio.create_task(bot.run()) for bot in bots]
        room = await here.server.rooms.find(code)
        await until(lambda: len(room._history.room.public.seats) == 7)
        try:
            yield Table(here, opened, room, people, bots)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_whole_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with table(tmp_path, monkeypatch) as here:
        fay, ann, owl, stage = (here.people[name] for name in ("Fay", "Ann", "Owl", "Stage"))
        await fay.press("begin")
        await until(lambda: here.public.phase == "running")
        await until(lambda: ann.ask is not None)
        while not here.room.over:
            await here.on()
            if here.calm > CALM and (ann.spoke or here.step != "scene"):
                await here.go_on(fay)
        for person in here.people.values():
            await person.reads("now", "over")
        assert here.said_by("Ann") >= {SAID}
        kinds = {one.partition("/")[0] for one in ann.answered}
        assert kinds >= {"agree", "brief", "scene", "derole", "feel", "straight", "plan"}
        assert {one.partition("/")[0] for one in owl.answered} >= {"scene", "straight"}
        assert stage.answered == []
        assert not [trouble for person in here.people.values() for trouble in person.trouble]


async def test_a_window_comes_back_to_its_seat_and_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with table(tmp_path, monkeypatch) as here:
        fay, ann = here.people["Fay"], here.people["Ann"]
        await fay.press("begin")
        await until(lambda: ann.can("aha"))
        await ann.press("aha")
        field = "#opened textarea, #opened input"
        await ann.page.fill(field, "Half a thought")
        # Loaded again.
        await ann.page.reload()
        await ann.page.wait_for_selector(field)
        assert await ann.page.input_value(field) == "Half a thought"
        # The line is lost, while somebody types.
        await ann.page.fill(field, "Two thirds")
        await ann.page.focus(field)
        listener = here.here.server._listener
        assert listener is not None
        sittings = len(ann.seats.all)
        for socket in list(listener._pages):
            socket.transport.abort()
        await until(lambda: len(ann.seats.all) >= sittings + 4)
        async with patience():
            while await ann.text("above"):
                await asyncio.sleep(LOOK)
        assert await ann.page.input_value(field) == "Two thirds"
        focused = await ann.page.evaluate("document.activeElement.closest('#opened') !== null")
        assert focused
        # Another window of the same browser.
        other = await ann.page.context.new_page()
        await other.goto(ann.page.url)
        await other.click("#ask button >> nth=0")
        await other.wait_for_selector("#words [data-word]")
        players = [seat for seat in here.public.seats.values() if seat.name == "Ann"]
        assert len(players) == 1
        assert not ann.trouble


async def test_a_page_that_rests_at_the_door_wakes_with_its_person(tmp_path: Path) -> None:
    limits = Limits(join=0.2)
    async with chromium() as browser, serving(tmp_path, web=PageDoor(), limits=limits) as here:
        opened = await here.open()
        page = await browser.new_page()
        await page.goto(f"{here.address.replace('ws', 'http', 1)}/join/{opened.code}")
        await page.fill("#ask input[name=name]", "Ann")
        await page.check("#ask input[value=business]")
        listener = here.server._listener
        assert listener is not None
        await until(lambda: not listener._pages, "the page rests")
        await page.click("#ask button[type=submit]")
        await page.wait_for_selector("#words [data-word]", state="attached")


async def test_pages_come_back_when_the_server_does(tmp_path: Path) -> None:
    async with chromium() as browser:
        page = await browser.new_page()
        settings = Settings(data=tmp_path, port=0)
        async with Server(settings, web=PageDoor()) as server:
            opened = await server.rooms.open(order())
            address = server.address
            await page.goto(f"{address.replace('ws', 'http', 1)}/join/{opened.code}")
            await page.fill("#ask input[name=name]", "Ann")
            await page.check("#ask input[value=business]")
            await page.click("#ask button[type=submit]")
            await page.wait_for_selector("#words [data-word]", state="attached")
        again = Settings(data=tmp_path, port=int(address.rpartition(":")[2]))
        async with Server(again, web=PageDoor()) as server, patience():
            room = await server.rooms.find(opened.code)
            while not any(s.name == "Ann" and s.here for s in seats_of(room)):
                await asyncio.sleep(LOOK)
            while await page.inner_text("#above"):
                await asyncio.sleep(LOOK)
            assert len(seats_of(room)) == 1


async def test_what_people_type_is_text_on_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with table(tmp_path, monkeypatch) as here:
        ann = here.people["Ann"]
        name = "<img src=x onerror=a()>"
        wire = await Wire.join(here.here.address, here.opened.code, name, "it")
        await ann.reads("log", name)
        assert await ann.page.query_selector("#log img") is None
        assert not ann.trouble
        await wire.close()
