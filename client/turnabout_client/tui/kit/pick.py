"""Pick one of a few things: a person, a place at the table."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from turnabout_client.tui.kit.static import Static
from turnabout_language import N_, _


class Pick(ModalScreen[int]):
    """A list with a question. Dismissed with the index of what was picked, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", N_("back")),
        *(Binding(str(n), f"pick({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, question: str, options: Sequence[Content | str]) -> None:
        super().__init__()
        self._question = question
        self._options = options

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), classes="dialog-question")
            yield OptionList(
                *(
                    Option(Content.assemble((f"{n}  " if n < 10 else "   ", "bold $accent"), text))
                    for n, text in enumerate(self._options, 1)
                )
            )
            yield Static(Content(_("Number or Enter picks, Escape goes back.")), classes="quiet")

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_pick(self, number: int) -> None:
        if number <= len(self._options):
            self.dismiss(number - 1)
