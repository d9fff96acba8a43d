"""What a seat must not know never enters its bytes: a whole session, every byte of every seat."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.tap import Tap
from turnabout.conductor import Conductor
from turnabout_client.bots.bot import Bot
from turnabout_client.link import open_room
from turnabout_protocol.activities.deck import Deck, DeckHome, DeckOwn
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.bases import ToSeat
from turnabout_protocol.codec import decode
from turnabout_protocol.links import Link
from turnabout_protocol.messages import VERSION, Join, OpenRoom, ServerMessage, Steer, Update
from turnabout_protocol.parts import HouseRules
from turnabout_protocol.scenario import SIDES, KeyPoint, Scenario, Side
from turnabout_server import scenarios
from turnabout_server.app import Server
from turnabout_server.clock import VirtualClock
from turnabout_server.settings import Settings

FOR_THE_SERVER = (
    "room_planned", "key_issued", "bot_invited", "rating_sealed", "reaction_noted",
    "answers_sealed", "idea_noted", "ballot_sealed", "deck_sealed",
)  # fmt: skip
FOR_FACILITATORS = ("facilitators_briefed", "caricature_reported", "twist_called")

SPEECH = ("warmed_up", "turn_ended", "remarked", "idea_written")


class Seat:
    """A bot, and the tap between it and the server."""

    def __init__(self, bot: Bot, tap: Tap, role: str) -> None:
        self.bot, self.tap, self.role = bot, tap, role

    @property
    def number(self) -> int:
        assert self.bot.link.seat is not None
        return self.bot.link.seat


@contextlib.asynccontextmanager
async def played(
    data: Path, seed: int, agenda: Agenda | None = None
) -> AsyncIterator[tuple[Scenario, list[Seat]]]:
    """A whole session of six players, an observer and a facilitator, played by bots."""
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
                agenda=agenda or scenarios.find_agenda("taster"),
                rules=HouseRules(bots_count=True, opened_on="2030-01-01"),
                seed=seed,
            ),
        )
        enters: list[tuple[Join | Steer, str]] = [
            *((Join(name=f"P{i}", home=home(i)), "player") for i in range(6)),
            (Join(name="Owl", home="it", role="observer"), "observer"),
            (Steer(key=opened.facilitator_key, name="Fay"), "facilitator"),
        ]
        seats = []
        tasks: list[asyncio.Task[None]] = []
        for enter, role in enters:
            tap = await stack.enter_async_context(Tap(server.address))
            where = Link(server=tap.address, door="join", code=opened.code)
            bot = Bot(where, enter, seed=seed, clock=clock, expect=6)
            seats.append(Seat(bot, tap, role))
            tasks.append(asyncio.create_task(bot.run()))
        room = await server.rooms.find(opened.code)

        def at_rest() -> bool:
            return server.idle and all(
                s.bot.idle and s.bot.link.seen >= room.sent_to(s.bot.link.seat or 0) for s in seats
            )

        await Conductor(clock, at_rest).until(lambda: all(t.done() for t in tasks))
        assert not [s.bot.trouble for s in seats if s.bot.trouble]
        yield scenario, seats


def home(index: int) -> Side:
    return SIDES[index % 2]


@pytest.mark.parametrize("seed", [1, 7])
async def test_no_seat_is_sent_what_it_must_not_know(tmp_path: Path, seed: int) -> None:
    async with played(tmp_path, seed) as (scenario, seats):
        keys = {s.number: s.bot.link.key for s in seats}
        for seat in seats:
            check_events(seat)
            check_cards(scenario, seat)
            check_briefs(scenario, seat)
            heard = seat.tap.heard
            assert not any(name.encode() in heard for name in FOR_THE_SERVER)
            if seat.role != "facilitator":
                assert not any(name.encode() in heard for name in FOR_FACILITATORS)
                assert scenario.host_note.encode() not in heard
            others = [key for number, key in keys.items() if number != seat.number]
            assert not any(key.encode() in heard for key in others)


def check_events(seat: Seat) -> None:
    """Every frame is a documented message; what is for one seat is for this one.

    Decoding refuses unknown fields: nothing rides along, no rater, no answer.
    """
    for frame in seat.tap.frames():
        message = decode(frame, ServerMessage)
        if isinstance(message, Update):
            for entry in message.entries:
                if isinstance(entry.event, ToSeat):
                    assert entry.event.seat == seat.number


def check_cards(scenario: Scenario, seat: Seat) -> None:
    """A card's text reaches a seat in its own hand, when it was played, or with the results."""
    cards = {c.text for side in SIDES for c in scenario.sides[side].key_points}
    known: set[str] = set()
    surprises = []
    for event in events(seat):
        texts = set(strings(event)) & cards
        if event["event"] in ("hand_dealt", "turn_ended", "revealed"):
            known |= texts
        surprises += [text for text in texts if text not in known]
    assert not surprises
    raw = seat.tap.heard
    assert not [text for text in cards - known if text.encode() in raw]


def check_briefs(scenario: Scenario, seat: Seat) -> None:
    """Nobody reads another persona's pressure or reason, nor a side's words but those it plays.

    Unless somebody said them aloud: playing the brief is what it is for.
    """
    briefed = [e for e in events(seat) if e["event"] == "briefed"]
    mine = set(strings(briefed))
    said = "\n".join(strings([e for e in events(seat) if e["event"] in SPEECH]))
    for side in SIDES:
        case = scenario.sides[side]
        secrets = {t for p in case.personas for t in (p.pressure, p.good_reason)}
        secrets |= {t.means for t in case.lingo}
        heard = [t for t in secrets - mine if t.encode() in seat.tap.heard]
        assert not [t for t in heard if t not in said]
    assert bool(mine) == (seat.role == "player")


def events(seat: Seat) -> list[dict[str, Any]]:
    return [e["event"] for m in seat.tap.messages() for e in m.get("entries", [])]


def strings(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [s for v in value.values() for s in strings(v)]
        case list():
            return [s for v in value for s in strings(v)]
    return []


async def test_tallies_and_dots_come_only_after_the_last_answer(tmp_path: Path) -> None:
    async with played(tmp_path, seed=3) as (_, seats):
        for seat in seats:
            names = [e["event"] for e in events(seat)]
            feelings = names.index("tally_shown")
            ready = [i for i, name in enumerate(names) if name == "seat_ready"]
            assert sum(i < feelings for i in ready) >= 6
            for event in events(seat)[: names.index("votes_counted")]:
                assert "dots" not in event


@pytest.mark.parametrize("seed", [2, 5])
async def test_no_byte_of_a_sides_cards_reaches_the_other_side(tmp_path: Path, seed: int) -> None:
    taster = scenarios.find_agenda("taster")
    deck = Deck(id="deck", title="Key points", minutes=5)
    agenda = replace(taster, steps=(taster.steps[0], deck, taster.steps[-1]))
    async with played(tmp_path, seed, agenda) as (scenario, seats):
        written = 0
        for side in SIDES:
            cards = {card.text for card in scenario.sides[side].key_points}
            for seat in seats:
                known = seat.bot.link.room
                table = known.home(side).state(DeckHome, "deck")
                own = known.of(seat.number).state(DeckOwn, "deck")
                cards |= {pooled.card.text for pooled in table.pool}
                if known.public.seats[seat.number].home == side:
                    cards |= {one.text for one in own.written}
            written += len(cards) - len(scenario.sides[side].key_points)
            for seat in seats:
                heard = seat.tap.heard
                if seat.bot.link.room.public.seats[seat.number].home != side:
                    assert not [text for text in cards if text.encode() in heard]
                else:
                    assert all(card.text.encode() in heard for card in table_of(seat, side))
        assert written


def table_of(seat: Seat, side: Side) -> tuple[KeyPoint, ...]:
    """Return the cards that `side` kept, as one of its people knows them."""
    deck = seat.bot.link.room.home(side).deck
    assert len(deck) == 7
    return deck
