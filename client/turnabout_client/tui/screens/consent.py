"""consent: the promises, the side one will play, and whether one plays."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui import words
from turnabout_client.tui.model import belongs
from turnabout_client.tui.screens.activity import ActivityScreen
from turnabout_client.tui.screens.base import shown
from turnabout_client.tui.screens.dialogs import Confirm
from turnabout_client.tui.widgets.key_button import KeyButton
from turnabout_client.tui.widgets.pane import Pane
from turnabout_protocol.activities.consent import Agree, Consent, ConsentState
from turnabout_protocol.parts import Room


class ConsentScreen(ActivityScreen):
    """Purpose and privacy first; nobody is asked for a reason."""

    HELP = (
        "These promises hold for everybody in the room, the facilitator included. Playing means "
        "that you argue the other side's case for a while. Watching is as welcome: observers rate "
        "and speak in the debrief. Who has not answered when the time is up watches."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", "I play"),
        Binding("w", "watch", "I watch instead"),
    ]
    READS = "#promises"

    def compose_body(self) -> ComposeResult:
        with Pane("What we promise each other", id="promises"):
            yield Static(id="my-role")
            for promise in self.step_as(Consent).promises:
                yield Static(Content(promise), classes="promise")

    def compose_foot(self) -> ComposeResult:
        yield Static(id="agreed", classes="quiet")
        with Horizontal(classes="buttons"):
            yield KeyButton("y", "I play", "agree", id="play")
            yield KeyButton("w", "I watch instead", "watch", id="watch")

    def show(self, room: Room) -> None:
        me, public = self.me, room.public
        if me is not None and me.played is not None and me.plays:
            where, plays = belongs(public, me).split(".", 1)
            self.query_one("#my-role", Static).update(
                Content.assemble(f"{where}.", (plays, words.side_style(me.played)))
            )
        else:
            self.query_one("#my-role", Static).update(Content("You watch, and see everything."))
        agreed = len(self.state_as(ConsentState).agreed)
        of = len(public.players())
        self.query_one("#agreed", Static).update(
            Content(f"{agreed} of {of} {'has' if agreed == 1 else 'have'} said: I play.")
        )
        shown(self.query_one("#play"), self.plays and not self.ready)
        shown(self.query_one("#watch"), self.plays)

    def sentence(self, room: Room) -> str:
        if not self.plays:
            return f"You watch. {self.waiting}"
        if self.ready:
            return f"You play. {self.waiting}"
        return "Read this. Then say: y I play, w I watch."

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
                Confirm("Watch this session? You will have no role and no turn.", "Watch", "Back"),
                self._watch,
            )

    def _watch(self, yes: bool | None) -> None:
        if yes:
            self.send(Agree(step=self.step_as(Consent).id, yes=False))
