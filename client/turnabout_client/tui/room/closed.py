"""The session is over: thanks, the promises, and the way out."""

from textual.app import ComposeResult
from textual.content import Content

from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.promise_note import PromiseNote
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_client.view.afterwards import DELETED, PRACTISED, deleted, where_report
from turnabout_client.view.dates import day_words
from turnabout_client.view.words import CHECK
from turnabout_language import N_, _
from turnabout_protocol.activities.close import check_told, next_date, promises_of
from turnabout_protocol.room import Room


class ClosedScreen(RoomScreen):
    """What stays on the screen when the room is closed."""

    HELP = N_(
        "The session is over. Raw answers have been deleted; the promises stay with the team."
    )
    HELP_OF_DEMO = PRACTISED

    def compose_body(self) -> ComposeResult:
        with Pane(_("Thank you"), id="closed"):
            yield Static(Content(_("Thank you for walking in each other's shoes.")), id="farewell")
            yield Static(Content(_(DELETED)), id="deleted")
            yield Static(id="meet-again")
            yield Static(Content(_(CHECK)), id="check-later")
            yield Static(id="report-where")

    def refresh_room(self, room: Room) -> None:
        shown(self.query_one("#check-later"), check_told(room.public))
        day = next_date(room.public)
        again = self.query_one("#meet-again", Static)
        shown(again, bool(day))
        if day:
            again.update(Content.styled(_("We meet again on {day}.", day=day_words(day)), "bold"))
        pane = self.query_one("#closed", Pane)
        promises = promises_of(room.public)
        there = len(pane.query(PromiseNote))
        pane.mount_all(PromiseNote(p) for p in promises[there:])
        where = where_report(room, self.table.seat, file=self.report)
        shown(self.query_one("#report-where"), bool(where))
        self.query_one("#report-where", Static).update(Content(where))
        self.query_one("#deleted", Static).update(Content(deleted(room.public)))
        pane.hint_soon()

    @property
    def report(self) -> str:
        """The file on this machine in which the report is; empty: it is not saved here."""
        return "" if self.inviting is None else self.inviting.report

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be paused any more."""
        return action != "pause" and super().check_action(action, parameters)

    def sentence(self, room: Room) -> str:
        return _("The session is over. Press q to leave.")
