"""A live table without a network: the real rules, and for each seat what it may know."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml
from msgspec.structs import replace

from tests.support.sitting import Sitting
from tests.support.table import opening
from turnabout_client.link.errors import CommandRefused
from turnabout_client.link.status import Status
from turnabout_protocol.activities.plan import Plan
from turnabout_protocol.activities.recall import Past
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.bases import Command
from turnabout_protocol.codec import convert
from turnabout_protocol.commands import AnyCommand, PlayAfterAll, Reseat
from turnabout_protocol.fold import Entry, apply_event, fold, may_know
from turnabout_protocol.messages import SshDoor, Writing
from turnabout_protocol.panel import may_say_yes
from turnabout_protocol.room import Earlier, HouseRules, Room
from turnabout_protocol.scenario import Scenario, Side
from turnabout_server import rules

T = TypeVar("T")
LIBRARY = Path(__file__).parents[2] / "scenarios"


def library(name: str) -> Scenario:
    """Return a scenario of the library."""
    return _load(LIBRARY / f"{name}.yaml", Scenario)


def taster(*activities: str) -> Agenda:
    """Return the taster, or just those of its steps and the last.

    Ideas that say the same are put together in it, as in the longer agendas.
    """
    agenda: Agenda = _load(LIBRARY / "agendas" / "taster.yaml", Agenda)
    steps = tuple(replace(s, merge=20) if isinstance(s, Plan) else s for s in agenda.steps)
    agenda = replace(agenda, steps=steps)
    if not activities:
        return agenda
    steps = tuple(s for s in agenda.steps if s.id in activities or s is agenda.steps[-1])
    return replace(agenda, steps=steps)


def _load(path: Path, kind: type[T]) -> T:
    found: T = convert(yaml.safe_load(path.read_text(encoding="utf-8")), kind)
    return found


class Host(Sitting):
    """Runs one room: decides, folds, and tells every seat. Time moves only when told to."""

    def __init__(
        self,
        agenda: Agenda | None = None,
        scenario: str = "service-backlog",
        house: HouseRules | None = None,
        earlier: Sequence[Earlier] = (),
        past: Past | None = None,
    ) -> None:
        self.now = 0
        self.room = Room()
        self.log: list[Entry] = []
        self.tables: dict[int, SeatTable] = {}
        house = house or HouseRules(opened_on="2026-11-23")
        opened = opening(
            library(scenario), agenda or taster(), house, 7, earlier=earlier, past=past
        )
        self.take(opened)

    def take(self, outcome: rules.Outcome) -> None:
        """Take what was decided and hand each event to the seats that may know it."""
        for event in outcome.events:
            plain = {"at": self.now, "event": msgspec.to_builtins(event)}
            entry: Entry = convert(plain, Entry)
            self.log.append(entry)
            for table in self.tables.values():
                table.hear(entry)
        before, self.room = self.room, outcome.room
        for table in self.tables.values():
            table.start_over(before)
            table.on_change()

    def table(self, seat: int) -> "SeatTable":
        """Return the table as `seat` sees it."""
        if seat not in self.tables:
            self.tables[seat] = SeatTable(self, seat)
        return self.tables[seat]

    def with_say(self, name: str, home: Side) -> int:
        """Seat somebody who watches with a say, as the first facilitator lets them."""
        seats = self.room.public.seats.values()
        boss = next(seat.id for seat in seats if seat.role == "facilitator")
        seat = self.sit(name, home, "observer")
        self.do(boss, Reseat(seat=seat, role="observer", home=home, say=True))
        if may_say_yes(self.room.public, self.room.public.seats[seat]):
            self.do(seat, PlayAfterAll())  # they came late, and were asked
        return seat

    def do(self, seat: int, command: Command, drafts: Mapping[int, Said] | None = None) -> None:
        """Let `seat` ask for something. Raises rules.Refusal."""
        self.take(rules.decide(self.room, seat, command, self.now, drafts or {}))

    def take_drop(self, seat: int) -> None:
        """Let the connection of `seat` be gone."""
        self.take(rules.drop(self.room, seat, self.now))

    def wait(self, ms: int) -> None:
        """Let room time pass, with all that comes due in it."""
        until = self.now + ms
        while (at := rules.due(self.room)) is not None and at <= until:
            self.now = max(self.now, at)
            self.take(rules.expire(self.room, self.now, {}))
        self.now = until

    def pass_steps(self, until: str) -> None:
        """Let time pass until the step with that id is on."""
        while self.room.public.step is None or self.room.public.step.id != until:
            at = rules.due(self.room)
            assert at is not None, f"step {until} never comes"
            self.wait(at - self.now)


class SeatTable:
    """A table as one seat knows it."""

    private = True
    ssh: SshDoor | None = None
    web = True

    def __init__(self, host: Host, seat: int) -> None:
        self.host = host
        self.seat: int | None = seat
        self.status = Status(state="live")
        self.done: list[AnyCommand] = []
        self.drafts: list[Said] = []
        self.writing: Writing | None = None
        self.on_change: Callable[[], None] = lambda: None
        me = host.room.public.seats[seat]
        self.room = fold(e for e in host.log if may_know(me, e.event))

    def now(self) -> int:
        return self.host.now

    def hear(self, entry: Entry) -> None:
        """Fold an entry if this seat may know it."""
        me = self.host.room.public.seats.get(self.seat or 0)
        if me is not None and may_know(me, entry.event):
            self.room = apply_event(self.room, entry.event, entry.at)

    def start_over(self, before: Room) -> None:
        """With another role or side the copy is made anew, of what may be known now."""
        was = before.public.seats.get(self.seat or 0)
        me = self.host.room.public.seats.get(self.seat or 0)
        if was and me and (was.role, was.home) != (me.role, me.home):
            self.room = fold(e for e in self.host.log if may_know(me, e.event))

    async def do(self, command: AnyCommand) -> None:
        self.done.append(command)
        try:
            self.host.do(self.seat or 0, command)
        except rules.Refusal as refused:
            raise CommandRefused(refused.code, refused.sentence) from None

    def draft(self, step: str, turn: int, said: Said) -> None:
        self.drafts.append(said)
