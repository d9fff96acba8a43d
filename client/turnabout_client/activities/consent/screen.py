"""consent: the promises, the side one will play, and whether one plays."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from turnabout_client.activities.consent import model
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_client.view import words
from turnabout_client.view.people import whose_answers
from turnabout_language import N_, _
from turnabout_protocol.activities.consent import Agree, Consent, ConsentState
from turnabout_protocol.room import Public, Room


def promises(public: Public, step: Consent) -> Pane:
    """Return the pane with what all promise each other, and room for one's role above it."""
    return Pane(
        _("What we promise each other"),
        Static(id="my-role"),
        Static(Content.styled(_(words.SHARING), "bold"), id="sharing"),
        *(Static(Content(said), classes="promise") for said in model.promises(public, step)),
        id="promises",
    )


class ConsentScreen(ActivityScreen):
    """Purpose and privacy first; nobody is asked for a reason."""

    HELP = N_(
        "These promises hold for everybody in the room, the facilitator included. Playing means "
        "that you argue the other side's case for a while. Watching is just as welcome: observers "
        "speak in the debrief. Whoever has not answered when the time is up watches. "
        "The answers of those who play count, and nobody else's: whoever comes later, or "
        "watches, is asked nothing unless the facilitator brings them in by name."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", N_("yes")),
        Binding("w", "watch", N_("watch instead")),
    ]
    READS = "#promises"

    def compose_body(self) -> ComposeResult:
        yield promises(self.public, self.step_as(Consent))

    def compose_foot(self) -> ComposeResult:
        yield Static(id="agreed", classes="quiet")
        with Horizontal(classes="buttons"):
            yield KeyButton("y", _("I play"), "agree", id="play")
            yield KeyButton("w", _("I watch instead"), "watch", id="watch")

    def show(self, room: Room) -> None:
        public = room.public
        self.query_one("#my-role", Static).update(model.my_role(public, self.me))
        said = model.agreed(public, self.state_as(ConsentState))
        said = "\n".join(filter(None, (said, whose_answers(public))))
        self.query_one("#agreed", Static).update(Content(said))
        shown(self.query_one("#play"), self.plays and not self.ready)
        shown(self.query_one("#watch"), self.plays)

    def sentence(self, room: Room) -> str:
        if not self.plays or self.ready:
            return model.decided(self.plays, self.waiting)
        return _("Read this. Then say: y I play, w I watch.")

    def offers(self, action: str) -> bool:
        match action:
            case "agree":
                return self.plays and not self.ready
            case "watch":
                return self.plays
        return super().offers(action)

    def action_agree(self) -> None:
        if self.plays and not self.ready:
            self.send(Agree(step=self.step_as(Consent).id, yes=True))

    def action_watch(self) -> None:
        if self.plays:
            self.app.push_screen(
                Confirm(
                    _("Watch this session? You will have no role and no turn."),
                    _("Watch"),
                    _("Back"),
                ),
                self._watch,
            )

    def _watch(self, yes: bool | None) -> None:
        if yes:
            self.send(Agree(step=self.step_as(Consent).id, yes=False))


SCREEN: Final = ConsentScreen
