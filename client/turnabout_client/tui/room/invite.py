"""The links for those who are still to come, wherever the session is."""

from collections.abc import Callable
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_language import N_, _
from turnabout_protocol.links import Entrance, Link


class Invite(ModalScreen[None]):
    """What to send to whom. The facilitator's own link, with its key, is not shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,enter,q,question_mark", "dismiss", N_("back")),
        Binding("c", "copy", N_("copy")),
        Binding("o", "personal", N_("personal link")),
    ]

    def __init__(self, where: Link, personal: Callable[[], Link]) -> None:
        """`personal` makes a link that is good for one seat."""
        super().__init__()
        self._where = where
        self._personal = personal
        self._copies = replace(where, door="join", key="")

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="invite"):
            yield Static(Content(_("For everybody who plays:")), classes="invite-for")
            yield Static(Content(told(self._where, "join")), id="invite-join")
            yield Static(Content(_("For everybody who only watches:")), classes="invite-for")
            yield Static(Content(told(self._where, "watch")), id="invite-watch")
            yield Static(id="invite-personal")
            with Horizontal(classes="dialog-buttons"):
                yield KeyButton("o", _("Personal link"), "screen.personal", id="personal")
                yield KeyButton("c", _("Copy the players' line"), "screen.copy", id="copy")
                yield KeyButton("esc", _("Back"), "screen.dismiss", id="invite-back")
            yield Static(id="copied", classes="quiet")

    def action_personal(self) -> None:
        """Make a link that is good for one seat, and show it: from then on it is what is copied."""
        self._copies = self._personal()
        shown = Content.assemble(
            (_("For one person, once:"), "bold"), "\n", f"turnabout join {self._copies}"
        )
        self.query_one("#invite-personal", Static).update(shown)

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(f"turnabout join {self._copies}")
        said = _(
            "Copied, if your terminal allows it. Otherwise hold Shift and select it with the mouse."
        )
        self.query_one("#copied", Static).update(Content(said))


def told(where: Link, door: Entrance) -> str:
    """Return the line that takes somebody through `door` of the room behind `where`."""
    return f"turnabout {door} {replace(where, door=door, key='')}"
