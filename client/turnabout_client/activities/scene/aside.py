"""The foot of whoever has not the floor: reactions, a hint, a note of the sheet."""

from collections.abc import Callable
from typing import Final

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from turnabout_client.activities.scene.jotting import Jotting
from turnabout_client.activities.scene.model import REACTIONS
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.activities.scene.telling import hint
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.tui.room.screen import shown
from turnabout_client.view.people import face
from turnabout_language import _
from turnabout_protocol.activities.observing import Sheet, SheetPart
from turnabout_protocol.activities.scene import React, Reaction
from turnabout_protocol.commands import AnyCommand

KEYS: Final = tuple((key, name) for key, _kind, name in REACTIONS)
"""The keys of the reactions, and what they say."""

KINDS: Final[dict[str, Reaction]] = {key: kind for key, kind, _name in REACTIONS}


class Aside(Vertical):
    """What one can do while others speak. `send` sends a reaction."""

    def __init__(self, step: str, send: Callable[[AnyCommand], None]) -> None:
        self._reactions = Choices(KEYS, id="reactions")
        self._hint = Static(id="hint", classes="quiet")
        self._jotting = Jotting()
        super().__init__(self._reactions, self._hint, self._jotting, id="listen")
        self._step, self._send = step, send
        self._given: set[tuple[int, str]] = set()
        """My reactions: turn and key."""

    def show(self, now: Moment) -> None:
        """Offer the reactions to the newest card of somebody else, and hint at the rest."""
        shown(self, now.mine is None)
        turn = now.to_react
        card = None if turn is None else _("Card of {name}:", name=face(now.public, turn.seat))
        self._reactions.ask(card)
        given = frozenset(key for number, key in self._given if turn and turn.number == number)
        self._reactions.mark(given)
        self._hint.update(Content(hint(now)))

    def react(self, key: str, now: Moment) -> None:
        """React with one of the keys, once to each card."""
        turn = now.to_react
        if turn is not None and (turn.number, key) not in self._given:
            self._given.add((turn.number, key))
            self._send(React(step=self._step, turn=turn.number, kind=KINDS[key]))

    def jot(self, part: SheetPart, sheet: Sheet) -> None:
        """Let a note of the sheet be written instead of the hint."""
        shown(self._hint, False)
        self._jotting.write(part, sheet)

    @on(Jotting.Written)
    def _noted(self, event: Jotting.Written) -> None:
        shown(self._hint, event.closed)
