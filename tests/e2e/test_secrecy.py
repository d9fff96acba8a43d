"""What a seat must not know never enters its bytes: whole sessions, every byte of every seat.

The server's own log says what is secret: every text in an entry that is not for a seat, unless
another entry that is for this seat says it too.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from tests.support.tap import Tap
from turnabout.conductor import Conductor
from turnabout_client.bots.bot import Bot
from turnabout_client.link.connection import open_room
from turnabout_machine.clock import VirtualClock
from turnabout_protocol.activities.ideas import BallotKept
from turnabout_protocol.bases import ToFacilitators, ToSeat, ToSide
from turnabout_protocol.codec import decode
from turnabout_protocol.fold import Entry, may_know
from turnabout_protocol.links import Link
from turnabout_protocol.messages import VERSION, Join, OpenRoom, ServerMessage, Steer, Update
from turnabout_protocol.opening import EpochBegan
from turnabout_protocol.room import HouseRules, Seat
from turnabout_protocol.scenario import SIDES, Scenario
from turnabout_server.app import Server
from turnabout_server.authoring import scenarios
from turnabout_server.settings import Settings

TELLING = 12
"""Shorter texts (a kind of card, a mark) may stand anywhere without telling anything."""
PLAYERS = 6


class Guest:
    """A bot, and the tap between it and the server."""

    def __init__(self, bot: Bot, tap: Tap) -> None:
        self.bot, self.tap = bot, tap

    @property
    def seat(self) -> Seat:
        me = self.bot.link.me
        assert me is not None
        return me

    def entries(self) -> list[Entry]:
        """Return every entry it was sent. Decoding refuses unknown fields: nothing rides along."""
        messages = (decode(frame, ServerMessage) for frame in self.tap.frames())
        return [entry for m in messages if isinstance(m, Update) for entry in m.entries]


class Session(NamedTuple):
    """A session that was played to its end."""

    scenario: Scenario
    log: list[Entry]
    guests: list[Guest]


@contextlib.asynccontextmanager
async def played(data: Path, seed: int, agenda: str) -> AsyncIterator[Session]:
    """A whole session of six players, two observers and a facilitator, played by bots."""
    scenario = scenarios.find_scenario("asset-valve")
    clock = VirtualClock()
    async with (
        Server(Settings(data=data, port=0, anyone_may_open=True), clock=clock) as server,
        contextlib.AsyncExitStack() as stack,
    ):
        opened = await open_room(
            server.address,
            "",
            OpenRoom(
                version=VERSION,
                key="00000000",
                scenario=scenario,
                agenda=scenarios.find_agenda(agenda),
                rules=HouseRules(demo=True, opened_on="2030-01-01"),
                seed=seed,
            ),
        )
        enters: list[Join | Steer] = [
            *(Join(name=f"P{i}", home=SIDES[i % 2]) for i in range(PLAYERS)),
            Join(name="Owl", home="it", role="observer"),
            Join(name="Cat", home=None, role="observer"),
            Steer(key=opened.facilitator_key, name="Fay"),
        ]
        guests = []
        tasks: list[asyncio.Task[None]] = []
        for enter in enters:
            tap = await stack.enter_async_context(Tap(server.address))
            where = Link(server=tap.address, door="join", code=opened.code)
            bot = Bot(where, enter, seed=seed, clock=clock, expect=PLAYERS)
            guests.append(Guest(bot, tap))
            tasks.append(asyncio.create_task(bot.run()))
        room = await server.rooms.find(opened.code)

        def at_rest() -> bool:
            links = [guest.bot.link for guest in guests]
            there = all(link.seen >= room.sent_to(link.seat or 0) for link in links)
            return server.idle and there and all(guest.bot.idle for guest in guests)

        await Conductor(clock, at_rest).until(lambda: all(t.done() for t in tasks))
        assert not [g.bot.trouble for g in guests if g.bot.trouble]
        yield Session(scenario, list(room._history.entries), guests)


def texts(value: Any) -> Iterable[str]:
    """Yield the texts in a value that tell something."""
    match value:
        case str() if len(value) >= TELLING:
            yield value
        case dict():
            for key, inner in value.items():
                yield from texts(key)
                yield from texts(inner)
        case list() | tuple():
            for inner in value:
                yield from texts(inner)


def told(entries: Iterable[Entry]) -> set[str]:
    """Return the texts of entries."""
    return {t for entry in entries for t in texts(msgspec.to_builtins(entry, str_keys=True))}


@pytest.mark.parametrize(("agenda", "seed"), [("taster", 1), ("60", 7), ("90", 3)])
async def test_no_seat_is_sent_what_it_must_not_know(
    tmp_path: Path, agenda: str, seed: int
) -> None:
    async with played(tmp_path, seed, agenda) as session:
        # The name of the epoch is no secret: every welcome says it.
        everything = told(e for e in session.log if not isinstance(e.event, EpochBegan))
        for guest in session.guests:
            may = told(entry for entry in session.log if may_know(guest.seat, entry.event))
            said = "\n".join(may)
            secret = [text for text in everything - may if text not in said]
            assert secret, "nothing was secret from this seat: the test looks at nothing"
            heard = guest.tap.heard
            assert not [text for text in secret if text.encode() in heard]
            check_audiences(guest)
        keys = {guest.seat.id: guest.bot.link.key for guest in session.guests}
        for guest in session.guests:
            others = [key for seat, key in keys.items() if seat != guest.seat.id]
            assert not any(key.encode() in guest.tap.heard for key in others)


def check_audiences(guest: Guest) -> None:
    """Whatever came to this seat was for this seat, its side, its role, or everybody."""
    for entry in guest.entries():
        match entry.event:
            case ToSeat():
                assert entry.event.seat == guest.seat.id
            case ToSide():
                assert entry.event.side == guest.seat.home
                assert guest.seat.role != "facilitator"
            case ToFacilitators():
                assert guest.seat.role == "facilitator"
            case event:
                assert event.audience == "all"


async def test_cards_stay_with_their_side_until_they_are_swapped(tmp_path: Path) -> None:
    async with played(tmp_path, 5, "60") as session:
        for guest in session.guests:
            if guest.seat.home is None:
                continue
            theirs = {
                card.text
                for side in SIDES
                if side != guest.seat.home
                for card in session.scenario.sides[side].key_points
            }
            entries = guest.entries()
            names = [type(entry.event).__name__ for entry in entries]
            swap = names.index("CardsSwapped")
            assert not told(entries[:swap]) & theirs
            assert told(entries[swap : swap + 1]) & theirs


async def test_tallies_and_dots_come_only_after_the_last_answer(tmp_path: Path) -> None:
    async with played(tmp_path, 3, "taster") as session:
        for guest in session.guests:
            entries = guest.entries()
            names = [type(entry.event).__name__ for entry in entries]
            feelings = names.index("TallyShown")
            ready = [i for i, name in enumerate(names) if name == "SeatReady"]
            assert sum(i < feelings for i in ready) >= PLAYERS
            for entry in entries[: names.index("VotesCounted")]:
                mine = isinstance(entry.event, BallotKept) and entry.event.seat == guest.seat.id
                assert mine or not hasattr(entry.event, "dots")
