"""A seat that plays by itself: a link, a clock, and a mind that looks at the folded room."""

import asyncio
import logging
import math
from typing import Final

from turnabout_client.bots import typist
from turnabout_client.bots.judging import forget
from turnabout_client.bots.mind import intentions
from turnabout_client.bots.view import Intention
from turnabout_client.link.connection import Connection, Enter
from turnabout_client.link.errors import CommandRefused, LinkError
from turnabout_client.link.status import Status
from turnabout_client.link.together import first
from turnabout_machine.clock import Clock
from turnabout_machine.trouble import frames
from turnabout_protocol import links
from turnabout_protocol.activities.scene import SceneState, Speak
from turnabout_protocol.chance import draw
from turnabout_protocol.fold import Entry

_log: Final = logging.getLogger(__name__)

GRID: Final = 40
"""Milliseconds between two moments at which one seat may act. Every seat has its own moment on the
grid, half a millisecond off the full one. So even on a fast clock no two bots act at the same
moment, and no bot acts at a deadline: a rehearsal is the same in every run."""
_ATTEMPTS: Final = 3
_AGAIN: Final = frozenset({"paused", "not_yet"})
"""Refusals that do not settle the matter."""


class Bot:
    """Plays one seat until the session is over.

    `pace` 1 is human; 0.1 is ten times as fast. `expect`: for a facilitator, how many players must
    be here before it starts the session. `types`: its words grow at the table while it has the
    floor, and take as long as a person's. `plain`: see Wire.
    """

    def __init__(
        self,
        where: links.Link,
        enter: Enter,
        *,
        seed: int,
        clock: Clock,
        plain: bool = False,
        pace: float = 1.0,
        expect: int = 0,
        types: bool = False,
    ) -> None:
        self.link = Connection(
            where,
            enter,
            plain=plain,
            on_change=self._changed,
            on_status=self._status_changed,
            time=clock.now,
        )
        self.trouble = ""
        """Why this bot stopped early, in one sentence."""
        self._seed = seed
        self._clock = clock
        self._pace = pace
        self._expect = expect
        self._types = types
        self._due: dict[str, float] = {}
        self._intentions: dict[str, Intention] = {}
        self._attempts: dict[str, int] = {}
        self._done: set[str] = set()
        self._since: dict[str, float] = {}
        """When this bot began to think of what it says in a turn."""
        self._stirred = asyncio.Event()
        self._resting = False

    @property
    def idle(self) -> bool:
        """Whether this bot does nothing more until its clock, or the room, moves on."""
        if self.link.status.state == "over":
            return True
        if self.link.status.state != "live" or self.link.unanswered or self._stirred.is_set():
            return False
        due = self.next_due
        return self._resting and (due is None or self._clock.now() < due)

    @property
    def next_due(self) -> float | None:
        """The time on its clock at which this bot acts next, as far as it knows now."""
        return min(self._due.values(), default=None)

    async def run(self) -> None:
        """Play until the session is over. A bot in trouble leaves with a sentence in the log."""
        try:
            await first(self.link.run(), self._act())
        except LinkError as error:
            self._give_up(error.sentence)
        except Exception as error:  # whatever a bot stumbles over, the room plays on without it
            self._give_up(f"A bot stopped: {type(error).__name__} in its own program.")
            _log.error("A bot stopped: %s", frames(error))
        finally:
            forget()

    async def _act(self) -> None:
        while self.link.status.state != "over":
            self._stirred.clear()
            self._plan()
            due = self.next_due
            if due is not None and due <= self._clock.now():
                await self._perform(min(self._due, key=lambda key: self._due[key]))
            else:
                await self._rest(self._type(due))

    def _plan(self) -> None:
        """Bring what is to be done, and when, in line with the room as it is now."""
        seat = self.link.seat
        if seat is None:
            return
        wanted = {
            i.key: i
            for i in intentions(self.link.room, seat, self._seed, self._expect)
            if i.key not in self._done
        }
        self._due = {key: due for key, due in self._due.items() if key in wanted}
        self._intentions = wanted
        for key, intention in wanted.items():
            if key not in self._due:
                self._due[key] = self._free(self._when(intention), seat)

    def _when(self, intention: Intention) -> float:
        now = self.link.room.public.clock.play(self.link.now())
        wait = max(0, intention.not_before - now) + intention.delay_ms * self._pace
        if self._types and isinstance(intention.command, Speak):
            wait = self._written(intention.command, now, wait)
        return self._clock.now() * 1000 + wait

    def _written(self, speak: Speak, now: int, wait: float) -> float:
        """Return in how many milliseconds somebody who types has said this, before the bell."""
        state = self.link.room.public.steps.get(speak.step)
        turn = state.turn(speak.turn) if isinstance(state, SceneState) else None
        left = math.inf if turn is None else turn.ends - now - typist.SPARE
        takes = typist.FIRST + self._takes(speak)
        return max(0.0, min(max(wait, takes), left))

    def _type(self, due: float | None) -> float | None:
        """Let the table read what is typed by now; return when this bot moves again."""
        if not self._types or due is None:
            return due
        for key in self._due:
            command = self._intentions[key].command
            if isinstance(command, Speak):
                now, ends = self._clock.now(), self._due[key]
                begins = max(ends - self._takes(command) / 1000, self._since.setdefault(key, now))
                said = typist.so_far(command.said, (now - begins) / max(0.001, ends - begins))
                if not said.empty:
                    self.link.draft(command.step, command.turn, said)
                return min(due, max(begins, now) + typist.BEAT)
        return due

    def _takes(self, speak: Speak) -> int:
        return typist.takes(speak.said, draw(self._seed, self.link.seat, "types", speak.turn))

    def _free(self, wanted_ms: float, seat: int) -> float:
        """Return this seat's first free moment at or after `wanted_ms`, in seconds."""
        own = seat % GRID + 0.5
        slot = max(0, math.ceil((wanted_ms - own) / GRID))
        taken = set(self._due.values())
        while (moment := (slot * GRID + own) / 1000) in taken:
            slot += 1
        return moment

    async def _perform(self, key: str) -> None:
        intention = self._intentions[key]
        del self._due[key]
        self._done.add(key)
        try:
            await self.link.do(intention.command)
        except CommandRefused as refused:
            tries = self._attempts[key] = self._attempts.get(key, 0) + 1
            if refused.code in _AGAIN and tries < _ATTEMPTS:
                self._done.discard(key)
            _log.debug("refused %s: %s", key, refused.code)

    async def _rest(self, due: float | None) -> None:
        waits: list[asyncio.Task[object]] = [asyncio.create_task(self._stirred.wait())]
        if due is not None:
            waits.append(asyncio.create_task(self._clock.sleep_until(due)))
        # Let both tasks run until they wait: only then is nothing under way.
        await asyncio.sleep(0)
        self._resting = True
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._resting = False
            for task in waits:
                task.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    def _changed(self, entries: tuple[Entry, ...]) -> None:
        self._stirred.set()

    def _status_changed(self, status: Status) -> None:
        self._stirred.set()

    def _give_up(self, sentence: str) -> None:
        self.trouble = sentence
        _log.warning("%s", sentence)
