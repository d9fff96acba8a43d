"""A person at a table who answers what a dialogue asks: what they give, and what the bell sends.

Both skins sit here. It asks the table, keeps what is half answered, lets the table read the words
of a speaker while they are written, and sends what stands there when the time is over. It draws no
screen and reads no key; time comes from the table.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Answers, Ask, Block, Dialogue, Drawn, Sorry, Word
from turnabout_client.link.errors import CommandRefused
from turnabout_client.link.table import Table
from turnabout_client.view.tables import asks_me, goers
from turnabout_client.view.time import Span
from turnabout_language import _
from turnabout_machine.keys import new_key
from turnabout_protocol.activities.scene import Said, SceneState
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.room import SECOND, Public

PACE: Final = 0.5
"""Fewest seconds between two drafts."""
LEAD: Final = 0.7
"""Seconds before the end of a stage at which what stands there goes out: a slow line needs that."""
HAIR: Final = 0.002
"""Seconds to look later than time alone changes something: then it surely has."""
LOOK: Final = 1.0
"""Most seconds until time is looked at again."""


class Sitting:
    """One seat, by its dialogue.

    `on_change` is called whenever the dialogue is another one than before.
    """

    def __init__(self, table: Table, on_change: Callable[[], None] = lambda: None) -> None:
        self._table = table
        self._on_change = on_change
        self._given: dict[str, Answers] = {}
        self._half: dict[str, Answers] = {}
        self.keys: dict[type[Command], list[str]] = {}
        """What was drawn here and taken, by what it was drawn for."""
        self.belled = ""
        """The ask whose half answer went out with the bell."""
        self._giving = asyncio.Lock()
        """Held while something is on its way: the bell does not send that, nor is it sent twice."""
        self._drafted = Said()
        self._stirred = asyncio.Event()
        self.shown = self._look()

    # --- what there is --------------------------------------------------------------------------

    def _look(self) -> Dialogue:
        table = self._table
        return dialogue(
            Seen(
                room=table.room,
                seat=table.seat,
                now=table.now(),
                writing=table.writing,
                given=self._given,
            )
        )

    def look(self) -> Dialogue:
        """Return what is in front of this seat now."""
        before, self.shown = self.shown, self._look()
        if told(before) != told(self.shown):
            self._on_change()
        return self.shown

    def changed(self) -> None:
        """The room, the connection or what a speaker writes is not what it was."""
        self.look()
        self._stirred.set()

    @property
    def public(self) -> Public:
        """What everybody at the table knows."""
        return self._table.room.public

    @property
    def left(self) -> int | None:
        """Milliseconds that remain for what is done now; None: no clock runs."""
        return self._left(self.shown.until)

    @property
    def left_of_step(self) -> int | None:
        """Milliseconds that remain for the whole step; None: no clock runs."""
        return self._left(self.shown.whole)

    def _left(self, span: Span | None) -> int | None:
        clock = self._table.room.public.clock
        return None if span is None else span.left(clock.play(self._table.now()))

    @property
    def may_go_over(self) -> bool:
        """Whether there is a next table to go to."""
        public = self._table.room.public
        me = public.seats.get(self._table.seat or 0)
        return bool(public.next_table) and me is not None and me in goers(public)

    @property
    def asked_over(self) -> bool:
        """Whether this person is asked to go there."""
        public = self._table.room.public
        return asks_me(public, public.seats.get(self._table.seat or 0))

    @property
    def steers(self) -> bool:
        """Whether this is a facilitator's seat."""
        me = self._table.room.public.seats.get(self._table.seat or 0)
        return me is not None and me.role == "facilitator"

    def half(self, ask: Ask) -> Answers:
        """Return what was half answered to `ask`."""
        return self._half.get(ask.id, {})

    # --- what is given --------------------------------------------------------------------------

    def keep(self, ask: Ask, answers: Answers) -> None:
        """Keep what is half answered: the bell sends it, and a speaker's words are read."""
        self._half[ask.id] = answers
        self._stirred.set()

    async def answer(self, ask: Ask, answers: Answers) -> Sorry | None:
        """Give a whole answer; return why it could not be taken, if it could not.

        It is kept then: nothing that was typed is lost.
        """
        self._half[ask.id] = answers
        async with self._giving:
            if self.belled == ask.id and self._given.get(ask.id) == answers:
                return None  # the bell was a moment sooner, and sent just this
            if not self._is_on(ask):
                return Sorry(_("The table has gone on, and this is no longer asked."))
            made = ask.makes.make(answers)
            if isinstance(made, Sorry):
                return made
            return await self._give(ask, answers, made)

    async def say(self, word: Word) -> Sorry | Ask | tuple[Block, ...] | None:
        """Say a word; return the question that it opens, or what it tells."""
        then, drawn = word.then, list[str]()
        if isinstance(then, Drawn):

            def draw() -> str:
                drawn.append(new_key())
                return drawn[-1]

            then = then.make(draw)
        if not isinstance(then, Command):
            return then
        sorry = await self._do(then)
        if sorry is None:
            self.keys.setdefault(type(then), []).extend(drawn)
            for ask in word.undoes:
                self._given.pop(ask, None)
            self.look()
        return sorry

    def _is_on(self, ask: Ask) -> bool:
        now = self.look()
        on = now.ask is not None and now.ask.id == ask.id
        return on or any(isinstance(w.then, Ask) and w.then.id == ask.id for w in now.also)

    async def _give(self, ask: Ask, answers: Answers, made: AnyCommand | None) -> Sorry | None:
        # At once, before the room has answered: the next question follows from what was said here.
        before = self._given.get(ask.id)
        self._given[ask.id] = answers
        sorry = None if made is None else await self._do(made)
        if sorry is not None:
            if before is None:
                self._given.pop(ask.id, None)
            else:
                self._given[ask.id] = before
        else:
            self._half.pop(ask.id, None)
        self.look()
        return sorry

    async def _do(self, command: AnyCommand) -> Sorry | None:
        try:
            await self._table.do(command)
        except CommandRefused as refused:
            return Sorry(refused.sentence)
        return None

    # --- time -----------------------------------------------------------------------------------

    async def run(self) -> None:
        """Let time do what it does: drafts go out, the bell sends, asks come and go."""
        while True:
            self._stirred.clear()
            self.look()
            self._draft()
            await self._ring()
            try:
                # `wait_for` of Python 3.11 may forget that this task was cancelled.
                async with asyncio.timeout(self._until()):
                    await self._stirred.wait()
                # Somebody types: the words go out in their own pace.
                await asyncio.sleep(PACE)
            except TimeoutError:
                continue

    def _until(self) -> float:
        """Return the seconds until time alone may change something."""
        left = self.left
        if left is None or self._table.room.public.clock.paused:
            return LOOK
        ahead = [ms for ms in (left - round(LEAD * SECOND), left) if ms > 0]
        return min(LOOK, *(ms / SECOND + HAIR for ms in ahead)) if ahead else LOOK

    def _draft(self) -> None:
        ask = self.shown.ask
        step = self._table.room.public.step
        if ask is None or ask.drafts is None or step is None:
            return
        state = self._table.room.public.steps.get(step.id)
        live = state.live if isinstance(state, SceneState) else None
        half = self.half(ask)
        said = ask.drafts(half) if half else Said()
        if live is not None and live.seat == self._table.seat and said != self._drafted:
            self._drafted = said
            self._table.draft(step.id, live.number, said)

    async def _ring(self) -> None:
        """Send what is half answered when the time is over, or about to be."""
        if self._at_bell() is None:
            return
        async with self._giving:
            ask = self._at_bell()  # what was on its way may have been just this
            half = {} if ask is None else self.half(ask)
            made = None if ask is None else ask.makes.make(half)
            if ask is not None and isinstance(made, Command):
                self.belled = ask.id
                await self._give(ask, half, made)

    def _at_bell(self) -> Ask | None:
        """Return the ask whose half answer the bell sends now; None: there is none."""
        ask, left = self.shown.ask, self.left
        over = left is not None and left <= LEAD * SECOND
        if ask is None or not ask.at_bell or not over or self.belled == ask.id:
            return None
        return ask if self.half(ask) else None


def told(shown: Dialogue) -> tuple[object, ...]:
    """Return what a person notices of a dialogue: two that are alike in it look the same."""
    ask = None if shown.ask is None else (shown.ask.id, shown.ask.prompt, shown.ask.fields)
    words = tuple((word.key, word.label, word.group) for word in shown.also)
    where = (shown.title, shown.role, shown.place)
    return where, shown.now, shown.until, shown.above, shown.blocks, ask, words
