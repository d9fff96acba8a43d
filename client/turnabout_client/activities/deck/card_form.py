"""The form of a card: its kind, one sentence, and optionally the reason behind it."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from turnabout_client.activities.deck import model
from turnabout_client.tui.kit.field import Field, TextField
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.scenario import KINDS, KeyPoint, Kind
from turnabout_protocol.text import LINE

REST: Final = 1.0
"""Seconds without a key after which a card is kept: its stage may end at any moment."""


class CardForm(Vertical):
    """Keeps what is typed until it is opened for another card."""

    class Sent(Message):
        """Enter in the last field."""

    class Typed(Message):
        """Something else is in the form now."""

    class Rested(Message):
        """Nothing has been typed for a while."""

    def __init__(self) -> None:
        super().__init__(id="card-form", classes="panel")
        self.target: model.Target | None = None
        self.kind: Kind = "need"
        self.began: model.Said = ("need", "", "")
        """What was there when it was opened, or last sent."""
        self._kinds = Choices(model.kind_answers(), id="kinds")
        self._text = Field(_("CARD"), limit=LINE, id="card-text", placeholder=_("one sentence"))
        why = _("the reason behind it, if you like")
        self._why = Field(_("WHY"), limit=LINE, id="card-why", placeholder=why)
        for field in (self._text, self._why):
            field.input.spares = model.KIND_KEYS
        self._before = Static(id="card-before")
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        yield self._kinds
        yield self._before
        yield self._text
        yield self._why
        yield Static(id="card-length")

    def on_mount(self) -> None:
        self._kinds.ask(_("Kind"))

    @property
    def text(self) -> str:
        """The sentence, as typed."""
        return self._text.input.value

    @property
    def why(self) -> str:
        """The reason, as typed."""
        return self._why.input.value

    @property
    def said(self) -> model.Said:
        """Everything the card consists of."""
        return self.kind, self.text, self.why

    @property
    def changed(self) -> bool:
        """Whether there is a card in it that is not what it was opened with."""
        return bool(self.text) and self.said != self.began

    def open(self, target: model.Target, said: model.Said, original: KeyPoint | None) -> None:
        """Begin with what is there; `original` is what the author had prepared."""
        self.target, self.began = target, said
        kind, text, why = said
        self._text.input.fill(text)
        self._why.input.fill(why)
        self._choose(kind)
        before = "" if original is None else original.text
        self._before.update(Content.styled(_("Prepared: {text}", text=before), "$quiet"))
        self._before.display = bool(before) and before != text
        new = not text
        self.border_title = Content(_("Your own card") if new else _("In better words"))
        self._count()

    def close(self) -> None:
        """Let go of the card."""
        self.target = None

    def write(self) -> None:
        """Go to the sentence."""
        self._text.input.focus()

    def choose(self, number: int) -> None:
        """Choose a kind by its number, from 1."""
        if 1 <= number <= len(KINDS):
            self._choose(tuple(KINDS)[number - 1])
            self._say_typed()

    def _choose(self, kind: Kind) -> None:
        self.kind = kind
        self._kinds.mark(frozenset({str(tuple(KINDS).index(kind) + 1)}))
        self.border_subtitle = Content(_(model.MEANS[kind]))

    def _count(self) -> None:
        self.query_one("#card-length", Static).update(model.length_words(self.text))

    @on(Choices.Chosen)
    def _clicked(self, event: Choices.Chosen) -> None:
        event.stop()
        self.choose(int(event.key))

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._count()
        self._say_typed()

    def _say_typed(self) -> None:
        self.post_message(self.Typed())
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, lambda: self.post_message(self.Rested()))

    @on(TextField.Submitted)
    def _entered(self, event: TextField.Submitted) -> None:
        event.stop()
        if event.field is self._text.input and self.text:
            self._why.input.focus()
        elif event.field is self._why.input:
            self.post_message(self.Sent())
