"""The foot of a speaker: echo, say, ask, send."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from turnabout_client.tui.kit.alarm import Alarm
from turnabout_client.tui.kit.field import Field, TextField
from turnabout_language import _
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.text import LINE, SPEECH

REST = 0.3
"""Seconds without a key after which a draft goes out."""

CARDS = frozenset("12345")
"""Keys that choose a card: nobody begins a sentence with them."""


class SpeakForm(Horizontal):
    """Collects what is said in one turn. The card is chosen elsewhere."""

    class Drafted(Message):
        """Something was typed, and then nothing for a moment."""

    class Sent(Message):
        """The speaker is done."""

    def __init__(self) -> None:
        super().__init__(id="speak")
        self._echo = Field(_("What I heard you say is"), limit=LINE, id="echo")
        self._say = Field(
            _("I say"), limit=SPEECH, id="say", placeholder=_("the card in your own words")
        )
        self._ask = Field(_("I ask"), limit=LINE, id="ask", placeholder=_("if you like"))
        for field in (self._echo, self._say):
            field.input.spares = CARDS
        self._rest = Alarm(self, lambda: self.post_message(self.Drafted()))

    def compose(self) -> ComposeResult:
        with Vertical(id="fields"):
            yield self._echo
            yield self._say
            yield self._ask
        with Vertical(id="send-side"):
            yield Button(Content(f"{_('Send')} ⏎"), id="send")
            yield Static(Content(_("sent at the bell")), classes="quiet")

    def begin(self, echoes: bool) -> None:
        """Start a turn with empty fields; without somebody to echo there is no field for it."""
        for field in (self._echo, self._say, self._ask):
            field.input.fill("")
        self._echo.display = echoes

    def said(self, card: str) -> Said:
        """Return what is in the fields."""
        return Said(
            echo=self._echo.input.value if self._echo.display else "",
            card=card,
            say=self._say.input.value,
            ask=self._ask.input.value,
        )

    def first_field(self) -> TextField:
        """Return the first field that is still empty."""
        fields = [f.input for f in self._fields]
        empty = [f for f in fields if not f.text]
        return (empty or fields)[0]

    @property
    def _fields(self) -> list[Field]:
        return [f for f in (self._echo, self._say, self._ask) if f.display]

    @on(TextField.Submitted)
    def _next(self, event: TextField.Submitted) -> None:
        event.stop()
        fields = [f.input for f in self._fields]
        after = fields.index(event.field) + 1
        if after < len(fields):
            fields[after].focus()
        else:
            self.post_message(self.Sent())

    @on(TextField.Changed)
    def _typed(self) -> None:
        self._rest.set(REST)

    @on(Button.Pressed, "#send")
    def _send(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Sent())
