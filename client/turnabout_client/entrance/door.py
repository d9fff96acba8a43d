"""How the app gets to a table: knock, look for kept keys, take a seat. Tests bring their own.

The network and the protocol are loaded with the first knock: an app is painted before.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from turnabout_client.link.table import Table
from turnabout_protocol import links

if TYPE_CHECKING:
    from turnabout_client.link.connection import Enter
    from turnabout_client.link.keyring import KeptSeat
    from turnabout_protocol.check import Reply
    from turnabout_protocol.messages import CheckAsked, Door, Farewell
    from turnabout_protocol.room import Role

Told = Callable[[], None]


@runtime_checkable
class Seated(Table, Protocol):
    """A table whose connection must be run."""

    @property
    def key(self) -> str:
        """The seat's key, once there is one."""

    async def run(self) -> "Farewell":
        """Stay connected to the end. Raises LinkError when there is no way in."""


class Entrance(Protocol):
    """The way to a table."""

    async def knock(self, where: links.Link) -> "Door":
        """Return the room as its link shows it. Raises LinkError."""

    async def known(self, where: links.Link) -> "Sequence[KeptSeat]":
        """Return the seats this machine has had in that room."""

    async def keep(self, where: links.Link, name: str, key: str, role: "Role") -> None:
        """Remember a seat, so that its person can come back."""

    async def check(self, where: links.Link, key: str) -> "CheckAsked":
        """Return what the check of a session that is over asks this seat. Raises LinkError."""

    async def answer(self, where: links.Link, key: str, reply: "Reply") -> None:
        """Answer the check, and forget the seats of that room. Raises LinkError."""

    def sit(self, where: links.Link, enter: "Enter", on_change: Told, on_status: Told) -> Seated:
        """Return a connection that will take the seat `enter` asks for when it is run."""


class NetworkEntrance:
    """The real one: over the network, with the keys in the user's data folder.

    `plain`: it may go to other machines unencrypted.
    """

    def __init__(self, keys: Path | None = None, *, plain: bool = False) -> None:
        self._keys = keys
        self._plain = plain

    async def knock(self, where: links.Link) -> "Door":
        from turnabout_client.link.connection import knock

        return await knock(where, plain=self._plain)

    # The keys are on a disk that may be slow, behind a lock that another window may hold: a thread
    # waits for both, and the screens go on.

    async def known(self, where: links.Link) -> "Sequence[KeptSeat]":
        from turnabout_client.link import keyring

        return await asyncio.to_thread(keyring.find, where, path=self._keys)

    async def keep(self, where: links.Link, name: str, key: str, role: "Role") -> None:
        from turnabout_client.link import keyring

        seat = keyring.KeptSeat(name=name, key=key, role=role)
        await asyncio.to_thread(keyring.keep, where, seat, path=self._keys)

    async def check(self, where: links.Link, key: str) -> "CheckAsked":
        from turnabout_client.link.check import ask_check

        return await ask_check(where, key, plain=self._plain)

    async def answer(self, where: links.Link, key: str, reply: "Reply") -> None:
        from turnabout_client.link import keyring
        from turnabout_client.link.check import answer_check

        await answer_check(where, key, reply, plain=self._plain)
        await asyncio.to_thread(keyring.forget, where, path=self._keys)

    def sit(self, where: links.Link, enter: "Enter", on_change: Told, on_status: Told) -> Seated:
        from turnabout_client.link.connection import Connection

        return Connection(
            where,
            enter,
            plain=self._plain,
            on_change=lambda entries: on_change(),
            on_status=lambda status: on_status(),
            on_writing=on_change,
        )
