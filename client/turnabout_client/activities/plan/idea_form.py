"""The form of an idea: WHEN, THEN, and for a glossary word the term and what it means."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from turnabout_client.tui.kit.field import Field, TextField
from turnabout_language import _
from turnabout_protocol.activities.ideas import Propose
from turnabout_protocol.activities.plan import TERM, Starter
from turnabout_protocol.text import LINE

NUMBERS: Final = frozenset("1234567")
"""Keys that an empty field leaves to the starters."""


class WordRow(Horizontal):
    """A term and what it means: shown while the idea is to add a word to the glossary."""

    def __init__(self) -> None:
        super().__init__(id="term-line")
        self.term = Field(_("WORD"), limit=TERM, id="term", placeholder=_("their term"))
        self.means = Field(_("MEANS"), limit=LINE, id="means", placeholder=_("in plain words"))

    def compose(self) -> ComposeResult:
        yield self.term
        yield self.means


class IdeaForm(Vertical):
    """Keeps what is typed. `word` is the row for a term, which stands elsewhere on the screen."""

    class Sent(Message):
        """Enter in the last field."""

    def __init__(self, word: WordRow) -> None:
        super().__init__(id="idea-form")
        self.starter: Starter = ""
        self._model = ("", "")
        self._word = word
        when, then = _("something both sides will notice"), _("we take a first small step")
        self._when = Field(_("WHEN"), limit=LINE, id="when", placeholder=when)
        self._then = Field(_("THEN"), limit=LINE, id="then", placeholder=then)
        for field in (self._when, self._then):
            field.input.spares = NUMBERS

    def compose(self) -> ComposeResult:
        yield self._when
        yield self._then

    @property
    def when(self) -> str:
        """The trigger, as typed."""
        return self._when.input.value

    @property
    def then(self) -> str:
        """The first step, as typed."""
        return self._then.input.value

    @property
    def untouched(self) -> bool:
        """Whether nothing was written that a starter would overwrite."""
        return (self.when, self.then) in (("", ""), self._model)

    def start(self, starter: Starter, when: str, then: str) -> None:
        """Fill in a starter's plan."""
        self.starter, self._model = starter, (when, then)
        self._when.input.fill(when)
        self._then.input.fill(then)
        self._word.display = starter == "word"

    def clear(self) -> None:
        """Forget what is typed: it was sent."""
        self.starter, self._model = "", ("", "")
        for field in (self._when, self._then, self._word.term, self._word.means):
            field.input.fill("")
        self._word.display = False

    def command(self, step: str) -> Propose | None:
        """Return the idea as it is; None while one of its two clauses is empty."""
        if not (self.when and self.then):
            return None
        word = self.starter == "word"
        return Propose(
            step=step,
            when=self.when,
            then=self.then,
            starter=self.starter,
            term=self._word.term.input.value if word else "",
            means=self._word.means.input.value if word else "",
        )

    def first_field(self) -> TextField:
        """Return where an idea begins."""
        return self._when.input

    def write(self) -> None:
        """Go to the field that needs something."""
        (self._then if self.when else self._when).input.focus()

    @on(TextField.Submitted)
    def _entered(self, event: TextField.Submitted) -> None:
        event.stop()
        self.entered(event.field)

    def entered(self, field: TextField) -> None:
        """Enter was pressed in one of the fields: go on to the next one, or send."""
        word = self.starter == "word"
        if field is self._when.input:
            self._then.input.focus()
        elif field is self._then.input and word and not self._word.term.input.value:
            self._word.term.input.focus()
        elif field is self._word.term.input and not self._word.means.input.value:
            self._word.means.input.focus()
        else:
            self.post_message(self.Sent())
