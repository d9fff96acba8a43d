"""Keys in turn: each goes where the one before has led.

Textual sends a key to what has the focus when the key arrives. Several arrive at once where a line
is slow or this machine is busy, and then an Enter among them has not led anywhere yet: what was
typed after it would go to the field before. So a key that may lead somewhere is followed until all
that it brings about has happened, and the others wait so long.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.timer import Timer

from turnabout_client.tui.kit.field import TextField

AT_MOST: Final = 2.0
"""Seconds after which the next key goes its way even so: what is followed may get lost."""

Typed = events.Key | events.Paste


class InTurn:
    """Lets one key at a time go its way. `take` is what the app does with it."""

    def __init__(self, app: App[str], take: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._take = take
        self._waiting = deque[Typed]()
        self._followed = 0
        """The number of the key that is followed."""
        self._given_up: Timer | None = None
        """Runs while one is followed."""

    async def come(self, typed: Typed) -> None:
        """Take what was typed, at once or when its turn comes."""
        self._waiting.append(typed)
        if self._given_up is None:
            await self._go_on()

    async def _go_on(self) -> None:
        while self._waiting and self._given_up is None:
            typed = self._waiting.popleft()
            there = self._there
            if not _stays(typed, there):
                self._follow_from(there)
            await self._take(typed)

    @property
    def _there(self) -> DOMNode:
        """Where a key goes now."""
        return self._app.focused or self._app.screen

    def _follow_from(self, there: DOMNode) -> None:
        self._followed += 1
        arrived = partial(self._arrived, self._followed)
        self._given_up = self._app.set_timer(AT_MOST, arrived)
        # Behind the key itself, which the app takes next.
        self._app.call_later(self._up, there, partial(self._again, arrived))

    def _again(self, arrived: Callable[[], Awaitable[None]]) -> None:
        """Go the way once more, from where the key has led: what was said there may lead on."""
        self._up(self._there, arrived)

    def _up(self, there: DOMNode, then: Callable[[], object]) -> None:
        """Call `then` when all has happened that is on its way up from `there`.

        Each node does one thing after the other, so whoever asks it later is served later.
        """
        # Twice by the app: what it does asks it for more, as a new focus does.
        self._pass([*there.ancestors_with_self, self._app], then)

    def _pass(self, nodes: Sequence[DOMNode], then: Callable[[], object]) -> None:
        if not nodes:
            self._app.call_later(then)
            return
        step = partial(self._pass, nodes[1:], then)
        if not nodes[0].call_later(step):
            step()  # it is gone

    async def _arrived(self, number: int) -> None:
        if number != self._followed or self._given_up is None:
            return  # it took too long, and the keys have gone on
        self._given_up.stop()
        self._given_up = None
        await self._go_on()


def _stays(typed: Typed, there: DOMNode) -> bool:
    """Return whether that is text for the field `there`, and leads nowhere."""
    if not isinstance(there, TextField):
        return False
    if isinstance(typed, events.Paste):
        return True
    return there.check_consume_key(typed.key, typed.character)
