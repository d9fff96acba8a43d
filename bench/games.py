"""What is played: the same at the bare servers, and what people do at Turnabout's tables.

A table of eight seats is seated once, and then plays one action after the other. Each action is
legal, and over when everybody has been told of it who is to be told.

    bare    a card and a text, in turn
    line    the warm-up line of the brief: all are told. Saying it again replaces it
    turn    a turn of a scene: an echo, a card, a text. All are told, the side that was played gets
            new hands, each seat its own, and the next turn begins
    game    what goes with a turn: itself, four ratings, which stay with the server, two reactions
            and the answer to the echo
"""

import asyncio
import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable
from time import perf_counter
from typing import Any, Final

import msgpack
import msgspec
from msgspec.structs import replace

from bench.bare import SEATS
from bench.line import Line, dial
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.activities.talk import Talk
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import SUBPROTOCOL, VERSION, OpenRoom
from turnabout_protocol.room import HouseRules, Step
from turnabout_server.authoring.scenarios import find_agenda, find_scenario

TEXT: Final = "We lay this card on the table and look at you, for it is late.".ljust(120, ".")
ECHO: Final = "You said that it hurts when it stops."
LINES: Final = 160
"""Lines that a table can say: twenty a seat."""
TURNS: Final = 14
"""Turns that a table can take. Then all fourteen cards are played, and nobody can react."""
_pack = msgspec.msgpack.Encoder().encode


class Table(ABC):
    """Eight connections and what they play. `over` is called after each action with the seconds
    from its sending until the last one was told."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.over: Callable[[Table, float], None] = lambda table, seconds: None
        self.deliveries = 0
        """News that came to somebody."""
        self.count = 0
        """Actions that are over."""
        self._untold = 0
        """How many have still to be told."""
        self._since = 0.0

    @abstractmethod
    async def seat(self, url: str) -> None:
        """Connect everybody."""

    def act(self, since: float | None = None) -> bool:
        """Send the next action, which was due at `since`; False: there is none any more."""
        made = self.next()
        if made is None:
            return False
        line, body, tells = made
        self._untold, self._since = tells, since or perf_counter()
        line.send(body)
        return True

    @abstractmethod
    def next(self) -> tuple[Line, bytes, int] | None:
        """Return who does what next, and how many frames come of that."""

    def told(self) -> None:
        """Note that one more has been told."""
        self._untold -= 1
        if self._untold == 0:
            self.count += 1
            self.over(self, perf_counter() - self._since)

    def close(self) -> None:
        """Let everybody hang up."""
        for line in self.lines:
            line.heard = lambda body: None
            line.close()


class BareTable(Table):
    """A room of a bare server."""

    names = itertools.count()

    async def seat(self, url: str) -> None:
        name = f"room {next(self.names)}"
        for seat in range(SEATS):
            line = await dial(url, self._heard)
            line.send(_pack({"room": name, "seat": seat}))
            self.lines.append(line)

    def _heard(self, body: bytes) -> None:
        if b"joined" not in body:
            self.deliveries += 1
            self.told()

    def next(self) -> tuple[Line, bytes, int] | None:
        round_, seat = divmod(self.count, SEATS)
        card = round_ % 5 + round_ // 5 * 5
        said = {"type": "play", "card": card, "text": TEXT}
        return self.lines[seat], _pack(said), SEATS


class _Event(msgspec.Struct):
    event: str
    turn: int = 0
    seat: int = 0
    side: str = ""
    echoes: int | None = None
    cards: list[dict[str, Any]] = []


class _Entry(msgspec.Struct):
    event: _Event


class _Frame(msgspec.Struct):
    msg: str
    seat: int = 0
    entries: list[_Entry] = []
    key: str = ""
    code: str | int = ""
    reason: str = ""
    sentence: str = ""


_read = msgspec.msgpack.Decoder(_Frame).decode
_ACTS: Final = frozenset({"warmed_up", "turn_ended", "reacted", "echo_answered"})


class TurnaboutTable(Table):
    """A room of Turnabout, played on from its brief or its scene."""

    def __init__(self, plays: str) -> None:
        super().__init__()
        self.plays = plays
        self.code = self.key = ""
        self._numbers: list[int] = []
        """The number of each line's seat."""
        self._turns: list[_Event] = []
        self._hands: dict[int, list[str]] = {}
        self._begun = asyncio.Event()
        """All seats know of the first turn."""
        self._know = 0
        self._ids = map("b{}".format, itertools.count())

    async def seat(self, url: str) -> None:
        await self.open(url)
        for seat in range(SEATS):
            self.lines.append(await self.join(url, seat))
        await self.start(url)

    async def open(self, url: str) -> None:
        """Open the room."""
        line, opened = await ask(url, ORDER, "opened")
        line.close()
        self.code, self.key = opened["code"], opened["facilitator_key"]

    async def join(self, url: str, seat: int, name: str = "Player") -> Line:
        """Let somebody sit down."""
        home = ("business", "it")[seat % 2]
        join = {"msg": "join", "name": f"{name} {seat}", "home": home}
        line, welcome = await ask(url, hello(self.code), "welcome", join)
        self._numbers.append(welcome["seat"])
        if self.plays == "line":
            line.heard = self._heard_line
        else:
            line.heard = lambda body: self._heard(welcome["seat"], body)
        return line

    async def start(self, url: str) -> None:
        """Let the facilitator begin, come to what is played, and leave."""
        steer = {"msg": "steer", "key": self.key, "name": "Fay"}
        line, _ = await ask(url, hello(self.code), "welcome", steer)
        line.close()
        doing: list[dict[str, Any]] = [{"do": "start"}]
        if self.plays != "line":
            doing.append({"do": "next", "step": "brief", "sure": True})
        for command in doing:
            steering = {"msg": "steer", "key": self.key, "name": "Fay"}
            said = _do(command["do"], command)
            line, _ = await ask(url, hello(self.code), "accepted", steering, said)
            line.close()
        if self.plays != "line":
            await self._begun.wait()

    def _heard_line(self, body: bytes) -> None:
        if b"warmed_up" in body:
            self.deliveries += 1
            self.told()
        elif b"accepted" not in body and self._untold:
            self._check(_read(body))

    def _heard(self, seat: int, body: bytes) -> None:
        frame = _read(body)
        match frame.msg:
            case "update":
                self.deliveries += 1
                for entry in frame.entries:
                    self._note(seat, entry.event)
                if any(entry.event.event in _ACTS for entry in frame.entries):
                    self.told()
            case "accepted":
                self.told()
            case _:
                self._check(frame)

    def _check(self, frame: _Frame) -> None:
        if frame.msg in ("refused", "farewell"):
            raise SystemExit(f"{frame.msg}: {frame.code} {frame.reason} {frame.sentence}")

    def _note(self, seat: int, event: _Event) -> None:
        match event.event:
            case "turn_started":
                if event.turn > len(self._turns):
                    self._turns.append(event)
                self._know += 1
                if self._know == SEATS:
                    self._begun.set()
            case "hand_dealt":
                self._hands[seat] = [card["id"] for card in event.cards]

    def next(self) -> tuple[Line, bytes, int] | None:
        if self.plays == "line":
            if self.count >= LINES:
                return None
            said = {"do": "warm_up", "step": "brief", "text": TEXT}
            return self.lines[self.count % SEATS], self._do(said), SEATS
        turn, part = (self.count, 0) if self.plays == "turn" else divmod(self.count, 8)
        if turn >= TURNS or turn >= len(self._turns):
            return None
        seat, command, public = self._part(self._turns[turn], turn, part)
        return self._line(seat), self._do(command), 1 + SEATS * public

    def _part(self, live: _Event, turn: int, part: int) -> tuple[int, dict[str, Any], bool]:
        """Return who does what in a turn, and whether all are told."""
        about = {"step": "scene", "turn": turn + 1}
        others = [n for n in self._numbers if n != live.seat]
        owners = [n for n in self._numbers if self._home(n) == live.side]
        if part == 0:
            card = next(iter(self._hands.get(live.seat, ())), "")
            said = {"say": TEXT, "card": card, "echo": ECHO if turn else ""}
            return live.seat, {"do": "speak", **about, "said": said}, True
        if part <= 4:
            return owners[part - 1], {"do": "rate", **about, "ring": 1 + part % 4}, False
        if part <= 6 or live.echoes is None:
            kind = ("that_is_us", "ouch", "new_to_me")[part - 5]
            return others[part - 5], {"do": "react", **about, "kind": kind}, True
        echoed = self._turns[live.echoes - 1].seat
        return echoed, {"do": "answer_echo", **about, "answer": "yes"}, True

    def _home(self, number: int) -> str:
        return ("business", "it")[self._numbers.index(number) % 2]

    def _line(self, number: int) -> Line:
        return self.lines[self._numbers.index(number)]

    def _do(self, command: dict[str, Any]) -> bytes:
        return _pack(_do(next(self._ids), command))


def _do(id_: str, command: dict[str, Any]) -> dict[str, Any]:
    return {"msg": "do", "id": id_, "command": command}


def hello(code: str) -> dict[str, Any]:
    """Return the first message to a room."""
    return {"msg": "hello", "version": VERSION, "code": code}


async def ask(
    url: str, first: dict[str, Any] | bytes, last: str, *more: dict[str, Any]
) -> tuple[Line, dict[str, Any]]:
    """Connect, send all this, and return the line with the message `last`, which comes of it.

    Raises ConnectionError.
    """
    came: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    def heard(body: bytes) -> None:
        got: dict[str, Any] = msgpack.unpackb(body)
        if came.done():
            return
        if got["msg"] == last:
            came.set_result(got)
        elif got["msg"] in ("farewell", "refused"):
            came.set_exception(ConnectionError(str(got)))

    line = await dial(url, heard, SUBPROTOCOL)
    line.send(first if isinstance(first, bytes) else _pack(first))
    for message in more:
        line.send(_pack(message))
    return line, await came


def _order() -> bytes:
    """Return the order for a room in which nobody is hurried."""
    kinds: tuple[type[Step], ...] = (Brief, Scene, Talk, Close)
    usual = find_agenda("taster").steps
    brief, scene, talk, close = (
        next(step for step in usual if isinstance(step, kind)) for kind in kinds
    )
    assert isinstance(scene, Scene)
    steps = (
        replace(brief, minutes=120),
        replace(scene, minutes=120, think=0, act=600, rate=60, twists=0),
        replace(talk, minutes=120),
        close,
    )
    return encode(
        OpenRoom(
            version=VERSION,
            key="0" * 16,
            scenario=find_scenario("missed-target"),
            agenda=Agenda(id="bench", title="Bench", steps=steps),
            rules=HouseRules(),
            seed=7,
        )
    )


ORDER: Final = _order()
