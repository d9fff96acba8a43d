"""The answers to what is asked, under the question; and what I have said of the turn before."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from turnabout_client.activities.scene import telling
from turnabout_client.activities.scene.asking import ANSWERS, SKIP, WIDE, Ask, Asking
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.screen import shown
from turnabout_language import N_, _

_SKIP: Final = (SKIP, N_("skip"))


class Asks(Vertical):
    """One row of answers, of what is asked just now; under it the rating that can be changed, and
    until when one is asked."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(id="asks")
        self._asking = asking
        self._asked: Ask | None = None
        self._rows = {
            kind: Choices(
                (*answers, _SKIP),
                wide=(*WIDE, _SKIP) if kind == "ring" else None,
                id=f"ask-{kind}",
            )
            for kind, answers in ANSWERS.items()
        }
        self._verdict = Static(id="verdict")
        self._until = Static(id="until", classes="aside")

    def compose(self) -> ComposeResult:
        yield from self._rows.values()
        with Horizontal(id="given"):
            yield self._verdict
            yield KeyButton("⌫", _("take back"), "take_back", id="take-back")
            yield self._until

    def show(self, now: Moment) -> bool:
        """Show the answers to what is asked; return whether that is something else than before."""
        asked, before = self._asking.ask(now), self._asked
        self._asked = asked
        for kind, row in self._rows.items():
            row.ask("" if asked is not None and asked.kind == kind else None)
        verdict = self._asking.verdict(now)
        until = "" if asked is None else telling.until(now)
        given = self.query_one("#given")
        shown(given, bool(verdict or until))
        given.set_class(not verdict, "-until")
        shown(self.query_one("#take-back"), bool(verdict))
        self._verdict.update(Content(verdict))
        self._until.update(Content(until))
        return asked != before
