"""A browser without a screen: opens a page's socket, and knows what the page would show."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from tests.support.patience import patience

Told = dict[str, Any]
SUBPROTOCOL = "turnabout.page.v1"


class Page:
    """One page."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.told: list[Told] = []
        self.raw: list[str] = []
        self.regions: dict[str, str] = {}
        self.blocks: dict[str, str] = {}
        self.order: list[str] = []
        self.seat: Told = {}
        self._news = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, address: str, origin: str | None = "", **more: Any) -> Self:
        """Open the socket of a page that the server itself has sent, and say nothing."""
        own = address.replace("ws", "http", 1)
        said = None if origin is None else Origin(origin or own)
        protocols = [Subprotocol(SUBPROTOCOL)]
        more = {"compression": None, "proxy": None, **more}
        return cls(await connect(f"{address}/page", subprotocols=protocols, origin=said, **more))

    @classmethod
    async def open(cls, address: str, path: str, **hello: Any) -> Self:
        """Open a page; `hello` is what its browser has kept."""
        page = await cls.connect(address)
        await page.say("hello", path=path, **hello)
        return page

    @classmethod
    async def join(cls, address: str, code: str, name: str, home: str) -> Self:
        """Open a page and take a new seat."""
        page = await cls.open(address, f"/join/{code}")
        await page.shows("ask", 'data-ask="door"')
        await page.answer("door", name=name, home=[home])
        await page.seated()
        return page

    async def say(self, kind: str, **fields: Any) -> None:
        """Send a message."""
        await self.socket.send(json.dumps({"t": kind, **fields}))

    async def answer(self, ask: str, **answers: Any) -> None:
        """Send a form."""
        await self.say("answer", ask=ask, answers=answers)

    async def seated(self) -> Told:
        """Return the seat that must come."""
        await self.until(lambda: bool(self.seat))
        return self.seat

    async def shows(self, region: str, text: str) -> str:
        """Return a region once `text` is in it."""
        await self.until(lambda: text in self.regions.get(region, ""))
        return self.regions[region]

    async def sorry(self) -> str:
        """Return the newest sentence of regret that must come."""
        return str((await self.message("sorry"))["sorry"])

    async def message(self, field: str) -> Told:
        """Return the newest message with something in `field`, which must come."""
        await self.until(lambda: any(told.get(field) for told in self.told))
        return next(told for told in reversed(self.told) if told.get(field))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return when what was told makes `condition` true."""
        async with patience(), self._news:
            while not condition():
                if self._reader.done():
                    raise ConnectionError(f"closed before it came: {self.told[-3:]}")
                await self._news.wait()

    async def closed(self) -> int:
        """Return the code with which the server closes."""
        async with patience():
            await asyncio.wait([self._reader])
        code = self.socket.close_code
        assert code is not None
        return code

    async def close(self) -> None:
        """Close the window."""
        await self.socket.close()
        await asyncio.wait([self._reader])

    async def _read(self) -> None:
        try:
            async for text in self.socket:
                assert isinstance(text, str)
                self.raw.append(text)
                self._take(json.loads(text))
                async with self._news:
                    self._news.notify_all()
        except ConnectionClosed:
            pass
        finally:
            async with self._news:
                self._news.notify_all()

    def _take(self, told: Told) -> None:
        self.told.append(told)
        self.regions |= told.get("regions", {})
        self.blocks |= told.get("blocks", {})
        self.order = told.get("order", self.order)
        self.seat = told.get("seat", self.seat)
