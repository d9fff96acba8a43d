"""A whole session of bots in lines, as it is read at several seats: in memory, in no time.

    .venv/bin/python -m tests.support.transcripts FOLDER [LANGUAGE] [AGENDA] [SCENARIO]

writes what each seat reads and types into a file of its own, with the time in front.
"""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.support.minds import LATER, Minds
from tests.support.table import Table
from turnabout_client.bots.mind import intentions
from turnabout_client.dialogue.lines import telling
from turnabout_client.dialogue.lines.talk import Talk
from turnabout_client.dialogue.links import Told, told
from turnabout_client.dialogue.shapes import Ask, Choice, Field
from turnabout_client.dialogue.sitting import Sitting
from turnabout_client.dialogue.ways import way
from turnabout_client.link.errors import CommandRefused
from turnabout_client.link.status import Status
from turnabout_language import use
from turnabout_protocol import links
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.messages import SshDoor, Writing
from turnabout_protocol.room import SECOND, HouseRules, Role, Room
from turnabout_protocol.scenario import Side
from turnabout_server import rules
from turnabout_server.authoring.scenarios import find_agenda, find_scenario

PEOPLE: Final[tuple[tuple[str, Side], ...]] = (("Ann", "business"), ("Ben", "it"),
                                               ("Cat", "business"), ("Dan", "it"))  # fmt: skip
BETWEEN: Final = 5 * SECOND
"""Between two people who come in, in milliseconds."""
STEER: Final = links.parse("wss://play.example/steer/7F3K2QMX9TRVH4WZ.8QX0MM4ZB1T7C2PD")


class Reader:
    """Somebody at a seat who reads lines and types some."""

    private, web = True, True
    ssh: SshDoor | None = None
    writing: Writing | None = None
    status = Status(state="live")

    def __init__(self, readers: "Readers", seat: int) -> None:
        self.seat: int | None = seat
        self.lines: list[tuple[int, str]] = []
        """Everything that was read and typed, with the room time in milliseconds."""
        self._readers = readers
        self.sitting = Sitting(self)
        self.talk = Talk(self.sitting, self._say, self._links)

    # What a table is to whoever sits at it -------------------------------------------------------

    @property
    def room(self) -> Room:
        return self._readers.view(self.seat or 0)

    def now(self) -> int:
        return self._readers.table.now

    async def do(self, command: AnyCommand) -> None:
        try:
            self._readers.table.do(self.seat or 0, command)
        except rules.Refusal as refused:
            raise CommandRefused(refused.code, refused.sentence) from None
        finally:
            self._readers.known_to(self.seat or 0)

    def draft(self, step: str, turn: int, said: Said) -> None:
        """Nobody reads along."""

    # ----------------------------------------------------------------------------------------------

    def _say(self, line: str) -> None:
        self.lines.append((self.now(), telling.spoken(line)))

    def _links(self) -> Told:
        return told(self.room, STEER, self.seat, self.sitting.keys)

    @property
    def read(self) -> list[str]:
        """What was read, without what was typed."""
        return [line for _at, line in self.lines if not line.startswith("> ")]

    def look(self) -> None:
        """Read what is new."""
        self.sitting.changed()
        self.talk.tell()
        self.talk.tick()

    def types(self, line: str) -> None:
        """Type a line."""
        self.lines.append((self.now(), f"> {line}"))
        asyncio.run(self.talk.hear(line))
        self.look()

    def gives(self, command: AnyCommand) -> bool:
        """Type what gives `command`; return whether there is a way."""
        shown = self.sitting.look()
        found = way(shown, command)
        if found is None:
            return False
        word = shown.word(found.word) if found.word else None
        ask = shown.ask if word is None else word.then
        if word is not None:
            self.types(word.name)
        if isinstance(ask, Ask) and found.answers is not None:
            for field in ask.fields:
                self.types(typed(field, found.answers.get(field.key, ())))
        return True

    def text(self) -> str:
        """Return the whole session, as it was read from the first line to the last."""
        stamps = ((*divmod(at // SECOND, 60), line) for at, line in self.lines)
        return "".join(f"{m:02}:{s:02} {line}\n" for m, s, line in stamps)


def typed(field: Field, given: str | tuple[str, ...]) -> str:
    """Return what one types to answer `field`: a text, or the numbers of what is chosen."""
    if isinstance(given, str):
        return "" if given == field.given else given
    assert isinstance(field, Choice)
    keys = [option.key for option in field.options]
    return " ".join(str(keys.index(key) + 1) for key in given)


class Readers(Minds):
    """Plays a table to its end; at some seats somebody reads lines, and types what a bot wants."""

    def __init__(self, table: Table, seed: int = 7, expect: int = 0) -> None:
        super().__init__(table, seed, expect)
        self.at: dict[int, Reader] = {}
        """Who reads, by seat."""
        self.looks = SECOND
        """Milliseconds between two looks of theirs at the clock."""
        self.spoil: Callable[[Command], Command] = lambda command: command
        """What becomes of what the others want to give."""

    def sit(
        self, name: str, home: Side | None, role: Role = "player", *, stage: bool = False
    ) -> int:
        """Let somebody come in, and a while pass."""
        seat = self.table.sit(name, home, role, stage=stage)
        self._everybody()
        self._wait(self.table.now + BETWEEN)
        return seat

    def reads(self, seat: int) -> Reader:
        """Let somebody read at `seat` from now on."""
        self.known_to(seat)
        self.at[seat] = Reader(self, seat)
        self._everybody()
        return self.at[seat]

    def means(self, seat: int, command: Command) -> Command | None:
        return self.spoil(command)

    def once(self) -> None:
        self._everybody()
        acts = (due for dues in self._due.values() for due in dues.values())
        bell, act = rules.due(self.table.room), min(acts, default=None)
        ahead = [at for at in (bell, act) if at is not None]
        self._wait(min(ahead, default=self.table.now))
        super().once()
        self._everybody()

    def _everybody(self) -> None:
        self._look()
        for reader in self.at.values():
            reader.look()

    def _wait(self, until: int) -> None:
        """Let time pass, and everybody look at the clock now and then."""
        while self.table.now < until:
            self.table.now = min(until, self.table.now + self.looks)
            for reader in self.at.values():
                reader.look()

    def _act(self, due: int, seat: int, key: str) -> None:
        reader = self.at.get(seat)
        if reader is None:
            super()._act(due, seat, key)
            return
        wanted = intentions(self.view(seat), seat, self.seed, self.expect)
        command = next((i.command for i in wanted if i.key == key), None)
        if command is None or reader.gives(command):
            self._done[seat].add(key)
        else:
            self._due[seat][key] = self.table.now + LATER  # it is not asked as yet, or no more


def session(
    language: str = "en", agenda: str = "taster", scenario: str = "missed-target"
) -> Readers:
    """Return a session that was played to its end, with a reader in each kind of seat."""
    table = Table(
        scenario=find_scenario(scenario, language),
        agenda=find_agenda(agenda),
        house=HouseRules(opened_on="2026-11-28", language=language),
    )
    readers = Readers(table, expect=99)
    readers.reads(readers.sit("Ivo", None, "facilitator"))
    readers.reads(readers.sit(PEOPLE[0][0], PEOPLE[0][1]))
    readers.reads(readers.sit("Otto", "it", "observer"))
    readers.reads(readers.sit("Stage", None, "observer", stage=True))
    for name, home in PEOPLE[1:]:
        readers.sit(name, home)
    readers.expect = len(PEOPLE)
    readers.play()
    return readers


def main(folder: str, *chosen: str) -> None:
    """Write a file for each reader."""
    use(chosen[0] if chosen else "en")
    readers = session(*chosen)
    Path(folder).mkdir(parents=True, exist_ok=True)
    for seat, reader in readers.at.items():
        name = readers.table.public.seats[seat].name.casefold()
        Path(folder, f"{name}.txt").write_text(reader.text(), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
