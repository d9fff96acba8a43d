"""A room server on bare `websockets`: `python -m bench.bare MODE`.

    relay   sends every frame on to all of a room, undecoded: nothing can cost less
    room    decodes, checks whose turn it is, and sends all of the room the same
    own     as `room`, but each seat gets a frame of its own, with its hand

It stores nothing, hides nothing but hands, and waits for nobody.
"""

import asyncio
import sys
from dataclasses import dataclass, field
from typing import Any, Final

import msgpack
from websockets.asyncio.server import ServerConnection, broadcast, serve

SEATS: Final = 8
HAND: Final = 5
KEPT: Final = 50


@dataclass
class Table:
    """A room: who is there, whose turn it is, what was played last, and who holds which cards."""

    here: dict[ServerConnection, int] = field(default_factory=dict)
    count: int = 0
    played: list[dict[str, Any]] = field(default_factory=list)
    hands: list[list[int]] = field(
        default_factory=lambda: [list(range(HAND)) for _ in range(SEATS)]
    )

    def play(self, seat: int, message: dict[str, Any]) -> dict[str, Any] | None:
        """Return what is told of an action; None: it is not allowed."""
        card, text = message.get("card"), message.get("text")
        if seat != self.count % SEATS or not isinstance(text, str) or len(text) > 500:
            return None
        if card not in self.hands[seat]:
            return None
        self.hands[seat].remove(card)
        self.hands[seat].append(card + HAND)
        told = {"type": "act", "n": self.count, "seat": seat, "card": card, "text": text}
        self.played = [*self.played[1 - KEPT :], told]
        self.count += 1
        return told


tables: dict[str, Table] = {}


async def talk(socket: ServerConnection, mode: str) -> None:
    """Serve one connection."""
    hello = msgpack.unpackb(await socket.recv())
    table = tables.setdefault(hello["room"], Table())
    table.here[socket] = seat = hello["seat"]
    await socket.send(msgpack.packb({"type": "joined", "seat": seat}))
    try:
        async for frame in socket:
            if mode == "relay":
                broadcast(table.here, frame)
                continue
            told = table.play(seat, msgpack.unpackb(frame))
            if told is None:
                await socket.send(msgpack.packb({"type": "no"}))
            elif mode == "room":
                broadcast(table.here, msgpack.packb(told))
            else:
                for one, its in table.here.items():
                    broadcast((one,), msgpack.packb({**told, "hand": table.hands[its]}))
    finally:
        table.here.pop(socket, None)


async def main(mode: str) -> None:
    """Serve until the process is ended; print the address first."""
    async with serve(lambda s: talk(s, mode), "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(f"ws://127.0.0.1:{port}", flush=True)
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
