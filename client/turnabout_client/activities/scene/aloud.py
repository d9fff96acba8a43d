"""The foot of somebody who speaks aloud: what to say, the chosen card, done."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button

from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.scenario import KeyPoint


class Aloud(Vertical):
    """Three lines to speak along, and one key that ends the turn. Nothing is typed."""

    class Done(Message):
        """The speaker is done."""

    class Passed(Message):
        """The speaker passes."""

    def __init__(self) -> None:
        super().__init__(id="aloud")
        self._echo = Static(classes="cue")
        self._card = Static(classes="cue")
        self._ask = Static(classes="cue")

    def compose(self) -> ComposeResult:
        yield self._echo
        yield self._card
        yield self._ask
        with Horizontal(id="aloud-keys", classes="buttons"):
            for key, words, name in (("⏎", _("Done"), "done"), ("z", _("Pass"), "pass")):
                button = Button(Content.assemble((key, "bold"), f"  {words}"), id=f"aloud-{name}")
                button.can_focus = False  # the keyboard has the key
                yield button
            yield Static(
                Content(_("At the bell your turn ends, and counts.")), classes="quiet aside"
            )

    def show(self, echoes: str, card: KeyPoint | None) -> None:
        """Show whom to say back, empty for nobody, and the card that is chosen."""
        said_back = _("Say back what {name} said: “What I heard you say is ...”", name=echoes)
        self._echo.update(_cue(said_back))
        self._echo.display = bool(echoes)
        if card is None:
            chosen = Content.styled(_("Choose a card with its number; or speak without one."), "")
        else:
            told = f" {card.text}"
            chosen = Content.assemble(_("Your card"), "  ", (f"✓ {_(card.kind)}", "bold"), told)
        self._card.update(_cue(chosen))
        self._ask.update(_cue(_("Ask a question, if you like.")))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        done = event.button.id == "aloud-done"
        self.post_message(self.Done() if done else self.Passed())


def _cue(text: Content | str) -> Content:
    # No numbers: those are the keys of the cards.
    return Content.assemble(("▸  ", "bold $accent"), text)
