"""One browser: what it says comes in time and whole, and what it is told leaves in time."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from turnabout_client.page.messages import LARGEST, FromPage, read

BAD_MESSAGE: Final = 4000
"""As in the protocol: the page is of another version than the server."""


class Socket(Protocol):
    """Carries text to a browser and from it."""

    async def recv(self) -> str | bytes: ...
    async def send(self, message: str, /) -> None: ...
    async def close(self, code: int = 1000, reason: str = "") -> None: ...


class Times(Protocol):
    """How long a browser may take, in seconds."""

    @property
    def first(self) -> float: ...
    @property
    def door(self) -> float: ...
    @property
    def write(self) -> float: ...


class Gone(Exception):
    """The browser is gone, or its time is over, or it does not follow the rules."""


class Browser(NamedTuple):
    """One browser. All that it does raises Gone once there is nobody to talk to."""

    socket: Socket
    times: Times

    async def send(self, message: Mapping[str, Any]) -> None:
        """Tell it something. A browser that takes nothing in time is left alone."""
        try:
            async with asyncio.timeout(self.times.write):
                await self.socket.send(json.dumps(message))
        except TimeoutError:
            raise Gone from None

    async def hear(self, within: float | None = None) -> FromPage:
        """Return what it says next, which must come within so many seconds."""
        try:
            async with asyncio.timeout(within):
                text = await self.socket.recv()
        except TimeoutError:
            raise Gone from None
        if isinstance(text, bytes) or len(text) > LARGEST:
            await self.refuse()
        try:
            return read(str(text))
        except msgspec.MsgspecError:
            await self.refuse()
            raise Gone from None

    async def refuse(self) -> None:
        """Hang up on what is no message of this version's page."""
        await self.socket.close(BAD_MESSAGE)
        raise Gone
