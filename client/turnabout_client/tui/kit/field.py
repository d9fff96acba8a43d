"""A text field with its prompt in front: wraps, has a limit, gives up its keys on Escape."""

from typing import ClassVar, Final

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import TextArea

from turnabout_client.tui.kit.doze import Doze
from turnabout_client.tui.kit.static import Static
from turnabout_language import N_, n_
from turnabout_protocol.text import clean

SLEEPY: Final = frozenset({"enter", "backspace"})
"""Keys that sleep with those that type something; the others harm nothing."""


class TextField(TextArea):
    """One wrapping line of text. Enter submits, Escape leaves and keeps the draft.

    Single keys are letters in here, so the last line says how to reach them: what Escape leads to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", N_("next field, send")),
        Binding("escape", "leave", N_("more keys")),
    ]

    class Submitted(Message):
        """Enter was pressed."""

        def __init__(self, field: "TextField") -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> "TextField":
            """The field."""
            return self.field

    def __init__(self, *, limit: int, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            compact=True,
            highlight_cursor_line=False,
            placeholder=Content(placeholder),
            id=id,
        )
        # The terminal's own cursor stands beside the painted one. To let that blink would paint the
        # field twice a second for as long as somebody thinks.
        self.cursor_blink = False
        self.limit = limit
        self.spares: frozenset[str] = frozenset()
        """Keys that an empty field leaves to the screen."""
        self._doze = Doze()
        self._given = ""
        """What was last put in here, not typed."""

    @property
    def value(self) -> str:
        """The text as it will be sent: cleaned and within the limit."""
        return clean(self.text, self.limit)

    @property
    def written(self) -> str:
        """What somebody has typed here, as it will be sent; empty if nothing but what was given."""
        return "" if self.text == self._given else self.value

    def fill(self, text: str) -> None:
        """Replace the text; the cursor goes to its end."""
        self._put(text)
        self._given = text

    def restore(self, text: str) -> None:
        """Put back what somebody has typed before."""
        self._put(text)
        self._given = ""

    def _put(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.move_cursor(self.document.end)
            self.call_after_refresh(self._look)

    def take_focus(self, doze: Doze) -> None:
        """Take the focus by itself, not because somebody asked for it.

        While keys sleep it takes none that types or sends: they were meant for something else.
        """
        self._doze = doze
        self.focus()

    def on_resize(self) -> None:
        # It is taller while it has the focus: its visible rows change after the focus does.
        self.call_after_refresh(self._look)

    def _look(self) -> None:
        """With the focus, show the cursor; without it, show the text from its beginning."""
        if self.has_focus:
            self.scroll_cursor_visible()
        else:
            self.scroll_home(animate=False)

    def on_click(self) -> None:
        # Whoever clicks means this field.
        self._doze.begin(0)

    def action_leave(self) -> None:
        if isinstance(self.screen, ModalScreen):
            raise SkipAction  # the dialog has the key: it closes, and keeps what is typed
        self.screen.set_focus(None)

    def action_submit(self) -> None:
        if self._doze.asleep:
            return  # pressed before the focus came here, and on its way since
        self.post_message(self.Submitted(self))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the page keys to the screen: a field is low, what one writes about is not."""
        if action in ("cursor_page_up", "cursor_page_down"):
            return False
        return super().check_action(action, parameters)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        # The library does not know what this key types.
        typed = "+" if key == "plus" else character
        return not self._spared(key) and super().check_consume_key(key, typed)

    def _spared(self, key: str) -> bool:
        return key in self.spares and not self.text

    async def _on_key(self, event: events.Key) -> None:
        if self._doze.missed(event.time) and (event.is_printable or event.key in SLEEPY):
            event.stop()
            event.prevent_default()
            self._doze.stir()
            return
        if self._spared(event.key):
            event.prevent_default()
            return
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.action_submit()
            return
        if event.is_printable and self.selected_text == "" and len(self.text) >= self.limit:
            event.stop()
            event.prevent_default()
            self._full()
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        room = self.limit - len(self.text) + len(self.selected_text)
        # A line more than fits tells "too long" from "just right", however long the paste is.
        text = clean(event.text, max(room, 0) + 1)
        if len(text) > room:
            text = text[: max(room, 0)]
            self._full()
        if text:
            self.replace(text, *self.selection, maintain_selection_offset=False)

    def _full(self) -> None:
        self.app.notify(
            n_(
                "At most {n} character fits here. The rest was left out.",
                "At most {n} characters fit here. The rest was left out.",
                self.limit,
            ),
            markup=False,
            severity="warning",
        )


def slipped(text: str) -> bool:
    """Return whether `text` is a single key, pressed once or more: meant for the screen."""
    return len({*text.lower()}) == 1 and text.isalpha()


class Field(Horizontal):
    """A prompt and its text field."""

    def __init__(self, prompt: str, *, limit: int, placeholder: str = "", id: str) -> None:
        super().__init__(id=f"{id}-row", classes="field")
        self._prompt = Static(Content(prompt), classes="prompt")
        self.input = TextField(limit=limit, placeholder=placeholder, id=id)

    def compose(self) -> ComposeResult:
        yield self._prompt
        yield self.input

    def ask(self, prompt: str) -> None:
        """Change the prompt."""
        self._prompt.update(Content(prompt))

    def on_click(self) -> None:
        self.input.focus()
