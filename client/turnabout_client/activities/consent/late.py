"""The promises for whoever missed them: who is asked late to come in, and who only watches."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from turnabout_client.activities.consent import model
from turnabout_client.activities.consent.screen import ConsentScreen, promises
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.missed import Heard
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_client.view.time import Span
from turnabout_language import N_, _
from turnabout_protocol.activities import consent
from turnabout_protocol.commands import PlayAfterAll, Watch
from turnabout_protocol.panel import may_say_yes
from turnabout_protocol.room import Room


class LateScreen(RoomScreen):
    """Stands before the step that is on until they are read, and answered where that counts."""

    HELP = ConsentScreen.HELP
    SCROLLS = "#promises"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", N_("yes")),
        Binding("w", "watch", N_("watch instead")),
        Binding("enter", "keep", N_("I keep to it")),
    ]

    def compose_body(self) -> ComposeResult:
        public = self.table.room.public
        step = consent.over(public)
        if step is not None:
            yield promises(public, step)

    def compose_foot(self) -> ComposeResult:
        with Horizontal(classes="buttons"):
            yield KeyButton("y", "", "agree", id="play")
            yield KeyButton("w", _("I watch"), "watch", id="watch")
            yield KeyButton(_("Enter"), _("I keep to it"), "keep", id="keep")

    @property
    def asked(self) -> bool:
        """Whether I can still come in."""
        return self.me is not None and may_say_yes(self.table.room.public, self.me)

    def refresh_room(self, room: Room) -> None:
        if self.me is None:
            return
        self.query_one("#my-role", Static).update(model.late_role(room.public, self.me))
        self.query_one("#play", KeyButton).say(model.late_yes(room.public, self.me))
        for button, offered in (("#play", self.asked), ("#watch", self.asked)):
            shown(self.query_one(button), offered)
        shown(self.query_one("#keep"), not self.asked)

    def sentence(self, room: Room) -> str:
        return "" if self.me is None else model.late_sentence(room.public, self.me)

    def span(self, room: Room) -> Span | None:
        """No clock runs for it: that of the step is for those who are in it."""
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer an answer to who is asked, and a way on to who is not."""
        if action in ("agree", "watch", "keep") and self.asked == (action == "keep"):
            return False
        return super().check_action(action, parameters)

    def action_agree(self) -> None:
        self.send(PlayAfterAll())

    def action_watch(self) -> None:
        self.send(Watch())

    def action_keep(self) -> None:
        step = consent.over(self.table.room.public)
        if step is not None:
            self.post_message(Heard(step.id))


SCREEN: Final = LateScreen
