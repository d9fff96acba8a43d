"""The foot of a speaker: echo, say, ask, send."""

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message

from turnabout_client.tui.kit.alarm import Alarm
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.growing import Growing
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.screen import shown
from turnabout_language import _
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.text import LINE, SPEECH

PACE = 0.5
"""Seconds between two drafts while somebody types."""

CARDS = frozenset("12345")
"""Keys that choose a card: nobody begins a sentence with them."""


class SpeakForm(Vertical):
    """Collects what is said in one turn. The card is chosen elsewhere."""

    class Drafted(Message):
        """Something was typed."""

    class Echoed(Message):
        """The echo is done: it may be sent ahead."""

    class Sent(Message):
        """The speaker is done."""

    def __init__(self) -> None:
        super().__init__(id="speak")
        self._echo = Growing(_("What I heard you say is"), limit=LINE, id="echo", most=3)
        # What stands in an empty field is no part of the sentence that its prompt begins.
        self._say = Growing(
            _("I say"),
            limit=SPEECH,
            id="say",
            most=4,
        )
        self._ask = Growing(
            _("I ask"), limit=LINE, id="ask", placeholder=_("(a question, or nothing)"), most=2
        )
        for field in (self._echo, self._say):
            field.input.spares = CARDS
        self._pen = KeyButton(">", "", "pen", id="pen")
        self._pace = Alarm(self, self._draft)
        self._due = False
        """Whether what was typed goes out in a moment."""
        self._typed_in = False
        """Whether anything was typed in this turn."""
        self._restored: Said | None = None
        """What was put back in this turn; None: nothing was."""

    def compose(self) -> ComposeResult:
        yield self._echo
        yield self._say
        yield self._ask
        with Horizontal(id="send-keys", classes="buttons"):
            yield KeyButton("⏎", _("Send"), "send", id="send")
            yield KeyButton("z", _("Pass"), "pass", id="pass")
            yield self._pen
            yield Static(
                Content(_("At the bell, what stands here is sent.")), classes="quiet aside"
            )

    def begin(self, echoes: bool) -> None:
        """Start a turn with empty fields; without somebody to echo there is no field for it."""
        self._typed_in, self._restored = False, None
        for field in (self._echo, self._say, self._ask):
            field.input.fill("")
        self._echo.display = echoes

    def prompt(self, held: int, *, chosen: bool) -> None:
        """Tell in the empty field what to say: one of `held` cards, once it is chosen."""
        if not held:
            said = _("(a thought, or nothing)")
        elif chosen:
            said = _("(the card in your own words)")
        else:
            keys = " ".join(str(number) for number in range(1, held + 1))
            said = _("({keys}: a card; then say it in your own words)", keys=keys)
        self._say.input.placeholder = Content(said)

    def offer_pen(self, name: str) -> None:
        """Offer to give the pen to the one of that name; empty: to nobody."""
        shown(self._pen, bool(name))
        self._pen.say(_("Pen to {name}", name=name))

    def close_echo(self, closed: bool) -> None:
        """Let the echo stand as it was sent, or be changed again."""
        if self._echo.input.read_only != closed:
            self._echo.input.read_only = closed
            self._echo.set_class(closed, "-sent")

    def said(self, card: str) -> Said:
        """Return what is in the fields."""
        return Said(
            echo=self._echo.input.value if self._echo.display else "",
            card=card,
            say=self._say.input.value,
            ask=self._ask.input.value,
        )

    def restore(self, said: Said) -> bool:
        """Put back what was typed elsewhere; return whether nothing was typed here before.

        The last words of whoever had the pen before may come a moment after the pen.
        """
        said = replace(said, card="")
        if said == self._restored or (self._typed_in and self.said("") != self._restored):
            return False
        self._restored = said
        fields = (self._echo, self._say, self._ask)
        for field, text in zip(fields, (said.echo, said.say, said.ask), strict=True):
            field.input.fill(text)
        self._typed_in = True
        written = [f.input for f in self._fields if f.input.text]
        if written:
            # Where the sentence broke off. Whoever writes it was in these fields a moment ago.
            # Nothing broke off where the last field is full, and Enter in that one would send.
            whole = written[-1] is self._fields[-1].input
            broken = next((f for f in written if whole and not f.read_only), written[-1])
            self.call_after_refresh(broken.focus)
        return True

    def first_field(self) -> TextField | None:
        """Return the first field that is still empty; None while the screen goes away."""
        fields = [f.input for f in self._fields]
        empty = [f for f in fields if not f.text and not f.read_only]
        return next(iter(empty or fields), None)

    @property
    def _fields(self) -> list[Growing]:
        return [f for f in (self._echo, self._say, self._ask) if f.display]

    @on(TextField.Submitted)
    def _next(self, event: TextField.Submitted) -> None:
        event.stop()
        if event.field is self._echo.input:
            self.post_message(self.Echoed())
        fields = [f.input for f in self._fields]
        after = fields.index(event.field) + 1
        if after < len(fields):
            fields[after].focus()
        else:
            self.post_message(self.Sent())

    @on(TextField.Changed)
    def _typed(self) -> None:
        self._typed_in = self._typed_in or not self.said("").empty
        if not self._due:
            self._due = True
            self._pace.set(PACE)

    def _draft(self) -> None:
        self._due = False
        self.post_message(self.Drafted())
