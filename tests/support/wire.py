"""A client written from docs/protocol.md alone: it shares no connection code with the product.

It keeps every frame it was sent, so that a test can say what a seat knew, and when.
"""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any, Self

import msgpack
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.support.patience import patience

Plain = dict[str, Any]


class Wire:
    """One seat's connection."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[bytes] = []
        self.messages: list[Plain] = []
        self.seat = 0
        self.key = ""
        self.epoch = ""
        self._ids = itertools.count(1)
        self._news = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, address: str) -> Self:
        """Connect, and say nothing."""
        return cls(
            await connect(
                address, subprotocols=[Subprotocol("turnabout.v1")], compression=None, proxy=None
            )
        )

    @classmethod
    async def knock(cls, address: str, code: str, key: str = "") -> Self:
        """Connect and say hello; `key` is what stands behind the code in the link."""
        wire = await cls.connect(address)
        await wire.send({"msg": "hello", "version": 3, "code": code, "key": key})
        return wire

    @classmethod
    async def join(cls, address: str, code: str, name: str, home: str | None, **more: Any) -> Self:
        """Take a new seat."""
        wire = await cls.knock(address, code)
        await wire.enter({"msg": "join", "name": name, "home": home, **more})
        return wire

    async def enter(self, message: Plain) -> None:
        """Send join, return or steer, and wait for the seat."""
        await self.send(message)
        welcome = await self.wait_for(lambda m: m["msg"] in ("welcome", "farewell"))
        assert welcome["msg"] == "welcome", welcome
        self.seat, self.key, self.epoch = welcome["seat"], welcome["key"], welcome["epoch"]

    async def send(self, message: Plain) -> None:
        """Send one message."""
        await self.socket.send(msgpack.packb(message))

    async def do(self, do: str, **fields: Any) -> Plain:
        """Send a command and return its answer: `accepted` or `refused`."""
        number = f"w{next(self._ids)}"
        command = {"do": do, **fields}
        await self.send({"msg": "do", "id": number, "command": command})
        return await self.wait_for(lambda m: m.get("id") == number)

    async def wait_for(self, wanted: Callable[[Plain], bool]) -> Plain:
        """Return the first message, of those that came or will come, that is `wanted`."""
        read = 0
        async with patience(), self._news:
            while True:
                for message in self.messages[read:]:
                    if wanted(message):
                        return message
                read = len(self.messages)
                if self._reader.done():
                    raise ConnectionError("closed before it came")
                await self._news.wait()

    async def wait_event(self, name: str) -> Plain:
        """Return the first entry whose event is `name`."""
        await self.wait_for(lambda m: any(e["event"]["event"] == name for e in entries(m)))
        return next(e for m in self.messages for e in entries(m) if e["event"]["event"] == name)

    async def close(self) -> None:
        """Hang up."""
        await self.socket.close()
        await asyncio.wait([self._reader])

    async def _read(self) -> None:
        try:
            async for frame in self.socket:
                assert isinstance(frame, bytes)
                self.frames.append(frame)
                self.messages.append(msgpack.unpackb(frame))
                async with self._news:
                    self._news.notify_all()
        except ConnectionClosed:
            pass
        finally:
            async with self._news:
                self._news.notify_all()


def entries(message: Plain) -> list[Plain]:
    """Return the entries of an update; none of any other message."""
    found: list[Plain] = message.get("entries", [])
    return found
