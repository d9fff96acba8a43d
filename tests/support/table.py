"""A room in memory: people sit down, ask and wait, and the rules answer. No I/O, no real time."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

import msgspec
import pytest

from tests.support.sitting import Sitting
from turnabout_protocol.activities.recall import Past, PastFound, Recall
from turnabout_protocol.activities.scene import Said, SceneState, Turn
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.bases import Command, Event
from turnabout_protocol.commands import PlayAfterAll, Reseat
from turnabout_protocol.fold import Entry, apply_event
from turnabout_protocol.opening import RoomOpened
from turnabout_protocol.panel import may_say_yes
from turnabout_protocol.room import Earlier, HouseRules, Public, Room, State
from turnabout_protocol.scenario import Scenario, Side
from turnabout_server import rules
from turnabout_server.authoring.scenarios import find_agenda, find_scenario
from turnabout_server.rules import Outcome, Refusal

S = TypeVar("S", bound=State)

SESSION = "0123456789ab"
"""The public name of a session at such a table."""

HOMES: Final[Sequence[Side]] = ("business", "it")
TASTER: Final = find_agenda("taster")
MISSED: Final = find_scenario("missed-target")
"""Read once: many tests sit down at hundreds of tables."""


class Table(Sitting):
    """One room, its log, and a clock that only `wait` moves.

    `secret` is empty, as in the rooms of older versions: orders are then those of the seed.
    `late` is how many milliseconds after its time every deadline is noticed.
    """

    def __init__(
        self,
        *,
        players: int = 0,
        facilitators: int = 0,
        scenario: Scenario | None = None,
        agenda: Agenda | None = None,
        house: HouseRules | None = None,
        seed: int = 7,
        late: int = 0,
        earlier: Sequence[Earlier] = (),
        secret: str = "",
        past: Past | None = None,
    ) -> None:
        self.room = Room()
        self.log: list[Entry] = []
        self.now = 0
        self.late = late
        self.drafts: dict[int, Said] = {}
        self.take(
            opening(
                scenario or MISSED,
                agenda or TASTER,
                house or HouseRules(opened_on="2026-03-02"),
                seed,
                earlier=earlier,
                secret=secret,
                past=past,
            )
        )
        self.boss = [self.sit(f"Host {i}", None, "facilitator") for i in range(facilitators)]
        self.players = [self.sit(f"Player {i}", HOMES[i % 2]) for i in range(players)]

    # What happens ---------------------------------------------------------------------------------

    def with_say(self, name: str, home: Side) -> int:
        """Seat somebody who watches with a say, as a facilitator lets them, and return the seat."""
        seat = self.sit(name, home, "observer")
        self.do(self.boss[0], Reseat(seat=seat, role="observer", home=home, say=True))
        if may_say_yes(self.public, self.public.seats[seat]):
            self.do(seat, PlayAfterAll())  # they came late, and were asked
        return seat

    def do(self, seat: int, command: Command) -> list[Event]:
        """Let `seat` ask for `command`. Raises Refusal."""
        return self.take(rules.decide(self.room, seat, command, self.now, self._drafts()))

    def refused(self, seat: int, command: Command) -> str:
        """Let `seat` ask for what is not allowed, and return the code of the refusal."""
        before = self.room
        with pytest.raises(Refusal) as caught:
            self.do(seat, command)
        assert self.room is before
        assert caught.value.code
        assert caught.value.sentence.endswith((".", "?"))
        return caught.value.code

    def happen(self, event: Event) -> None:
        """Let happen what no command asks for."""
        self.take(Outcome((event,), apply_event(self.room, event, self.now)))

    def drop(self, *seats: int) -> None:
        for seat in seats:
            self.take(rules.drop(self.room, seat, self.now))

    def back(self, *seats: int) -> None:
        for seat in seats:
            self.take(rules.come_back(self.room, seat, self.now))

    def cover(self, seat: int) -> None:
        """Let the bot come that was asked for to play for `seat`. Raises Refusal."""
        self.take(rules.cover(self.room, seat, f"{seat:064x}", self.now, self._drafts()))

    def restart(self) -> None:
        self.take(rules.restart(self.room, self.now, "E2"))

    def draft(self, seat: int, **said: str) -> None:
        """Let `seat` type."""
        self.drafts[seat] = Said(**said)

    # Time -----------------------------------------------------------------------------------------

    def wait(self, ms: int) -> None:
        """Let `ms` of room time pass; what falls due in it happens."""
        until = self.now + ms
        while (at := rules.due(self.room)) is not None and at + self.late <= until:
            self.now = max(self.now, at + self.late)
            self.ring()
        self.now = max(self.now, until)

    def ring(self) -> list[Event]:
        """Let what is due happen. It always makes progress."""
        at = rules.due(self.room)
        assert at is not None
        assert at <= self.now
        before = self.room
        events = self.take(rules.expire(self.room, self.now, self._drafts()))
        assert events
        assert self.room != before
        return events

    def bell(self) -> list[Event]:
        """Let time pass until something is due, and let that happen."""
        at = rules.due(self.room)
        assert at is not None, "nothing will ever happen here"
        self.now = max(self.now, at + self.late)
        return self.ring()

    def reach(self, step: str) -> None:
        """Let time pass until `step` is on."""
        while self.public.step is None or self.public.step.id != step:
            self.bell()

    def left(self) -> int:
        """Return the milliseconds until something is due if the clocks run on."""
        at = rules.due(self.room)
        assert at is not None
        return at - self.now

    # What one sees --------------------------------------------------------------------------------

    @property
    def public(self) -> Public:
        return self.room.public

    @property
    def step(self) -> str:
        """Id of the step that is on; empty before the first."""
        return self.public.step.id if self.public.step else ""

    def state(self, kind: type[S]) -> S:
        """Return the state of the step that is on."""
        return self.public.state(kind, self.step)

    @property
    def turn(self) -> Turn:
        """The live turn; there must be one."""
        live = self.state(SceneState).live
        assert live is not None
        return live

    def hand(self, seat: int) -> tuple[str, ...]:
        return tuple(card.id for card in self.room.of(seat).hand)

    def owners(self, turn: Turn) -> list[int]:
        """Return who may rate `turn`."""
        return [s.id for s in self.public.owners(turn.side) if s.id != turn.seat]

    # ----------------------------------------------------------------------------------------------

    def _drafts(self) -> Mapping[int, Said]:
        step = self.public.step
        state = self.public.steps.get(step.id) if step else None
        live = state.live if isinstance(state, SceneState) else None
        return {} if live is None else {s: d for s, d in self.drafts.items() if s == live.seat}

    def take(self, outcome: Outcome) -> list[Event]:
        """Let `outcome` happen."""
        for event in outcome.events:
            entry = Entry(at=self.now, event=event)
            self.log.append(entry)
        self.room = outcome.room
        return list(outcome.events)


def opening(
    scenario: Scenario,
    agenda: Agenda,
    house: HouseRules,
    seed: int,
    *,
    secret: str = "",
    past: Past | None = None,
    **more: Any,
) -> Outcome:
    """Return how a room with any agenda begins.

    Even with one that people may not have: a test looks at a few steps alone.
    """
    opened = rules.open_room(
        scenario,
        TASTER,
        house,
        seed,
        "facilitator-hash",
        "E1",
        secret=secret,
        **more,
    )
    steps = rules.labelled(agenda.steps, scenario)
    steps = rules.spoken_steps(steps) if house.spoken else steps
    events = tuple(
        msgspec.structs.replace(event, agenda=steps, scoring=agenda.scoring)
        if isinstance(event, RoomOpened)
        else event
        for event in opened.events
    )
    recalling = [step.id for step in steps if isinstance(step, Recall) and past is not None]
    events += tuple(PastFound(step=step, past=past) for step in recalling if past is not None)
    room = Room()
    for event in events:
        room = apply_event(room, event, 0)
    return Outcome(events, room)


def through_the_wire(value: Any) -> Any:
    """Return `value` as it arrives after it was packed and built again as its own type."""
    plain = msgspec.to_builtins(value, str_keys=True)
    return msgspec.convert(plain, type=type(value), str_keys=True)
