"""The first screen of somebody who typed the command alone: what they came for."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Row

from turnabout_client.dialogue.shapes import Choice, Option
from turnabout_client.tui.kit.dialogs import Leavable
from turnabout_client.tui.kit.footer import Keys
from turnabout_client.tui.kit.shown import told
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.kit.too_small import TooSmall
from turnabout_language import N_, _

Chosen = tuple[str, ...]
"""The keys of what was chosen, one question after the other."""
Asks = Callable[[Chosen], Choice | None]
"""The next question after these answers; None: there is none."""


class WelcomeScreen(Leavable):
    """Asks one question after the other; the app ends with what was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"choose({n})", show=False) for n in range(1, 10)),
        Binding("escape", "back", N_("back")),
        Binding("t", "app.theme", N_("colours")),
        Binding("q", "leave", N_("quit")),
    ]

    def __init__(self, asks: Asks) -> None:
        super().__init__()
        self._asks = asks
        self._chosen: Chosen = ()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, told in the reader's language."""
        return told(super().active_bindings)

    def compose(self) -> ComposeResult:
        with Vertical(id="page"), Vertical(id="door"):
            yield Static("T U R N A B O U T", id="wordmark")
            yield Static(Content(_("Argue the other side’s case.")), id="tagline")
            yield Static(id="welcome-question")
            yield OptionList(id="welcome-options")
            yield Static(Content(_("A number or Enter chooses.")), id="welcome-how")
        yield Keys()
        yield TooSmall()

    def on_mount(self) -> None:
        self._ask(())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_choose(event.option_index + 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a way back from the second question on."""
        return action != "back" or bool(self._chosen)

    def action_choose(self, number: int) -> None:
        """Take the option with that number, if there is one."""
        field = self._asks(self._chosen)
        if field is not None and number <= len(field.options):
            self._ask((*self._chosen, field.options[number - 1].key))

    def action_back(self) -> None:
        self._ask(self._chosen[:-1])

    def action_leave(self) -> None:
        """Leave at once: nothing has been typed."""
        self.app.exit("")

    def _ask(self, chosen: Chosen) -> None:
        """Ask what is still open after these answers, or end."""
        field = self._asks(chosen)
        if field is None:
            self.app.exit(" ".join(chosen))
            return
        self._chosen = chosen
        self.query_one("#welcome-question", Static).update(Content(field.label))
        options = self.query_one("#welcome-options", OptionList)
        options.clear_options()
        options.add_options(_row(n, one) for n, one in enumerate(field.options, 1))
        options.highlighted = 0
        options.focus()
        self.refresh_bindings()


def _row(number: int, option: Option) -> Row:
    said = Content.assemble(
        (f"{number}  " if number < 10 else "   ", "bold $accent"), (option.label, "bold")
    )
    return Row(Content.assemble(said, (f"\n   {option.hint}", "$quiet")) if option.hint else said)
