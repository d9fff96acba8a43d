"""The lobby: who is here, which side you will play, what will happen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui import people, words
from turnabout_client.tui.model import SHAPE
from turnabout_client.tui.screens.base import RoomScreen
from turnabout_client.tui.screens.dialogs import Confirm
from turnabout_protocol.commands import Watch
from turnabout_protocol.parts import Public, Room, Seat
from turnabout_protocol.scenario import SIDES


class LobbyScreen(RoomScreen):
    """Before the first step."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "watch", "watch instead"),
    ]
    HELP = (
        "People gather here. You belong to one side and will play the other: its people sit at "
        "the same table and will tell you how true it rang. The facilitator begins. If you would "
        "rather watch, press w."
    )

    SCROLLS = "#story"

    def compose_body(self) -> ComposeResult:
        yield Static(id="reversal")
        with Container(id="lobby"):
            with VerticalScroll(id="people", classes="panel") as panel:
                panel.border_title = "Who is here"
                with Horizontal(id="homes"):
                    for side in SIDES:
                        yield Static(id=f"home-{side}", classes="home")
                yield Static(id="others")
            with VerticalScroll(id="story", classes="panel"):
                yield Static(id="story-text")

    def compose_foot(self) -> ComposeResult:
        with Vertical():
            yield Static(id="missing")

    def refresh_room(self, room: Room) -> None:
        public, seat = room.public, self.table.seat
        self.query_one("#reversal", Static).update(reversal(public, self.me))
        for side in SIDES:
            lines = people.by_home(public, side, seat, frozenset())
            self.query_one(f"#home-{side}", Static).update(lines)
        self.query_one("#others", Static).update(people.others(public, seat))
        story = self.query_one("#story")
        if public.story is not None:
            story.border_title = Content(public.story.title)
            self.query_one("#story-text", Static).update(what_happens(public))
        self.query_one("#missing", Static).update(Content("\n".join(people.missing(public))))

    def sentence(self, room: Room) -> str:
        if not any(s.role == "facilitator" and s.present for s in room.public.seats.values()):
            return "Make yourself at home. The facilitator is not here yet."
        return "Make yourself at home. The facilitator will begin."

    def action_watch(self) -> None:
        self.app.push_screen(
            Confirm("Watch instead of playing? You can still say what you noticed.", "Watch"),
            lambda yes: self.send(Watch()) if yes else None,
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only players can turn to watching, and nothing can be paused before it begins."""
        if self.stale:
            return False
        if action == "pause" or (action == "watch" and not (self.me and self.me.plays)):
            return False
        return super().check_action(action, parameters)


def reversal(public: Public, me: Seat | None) -> Content:
    """Return the two sentences everybody must have read: where one belongs, what one plays."""
    if me is None or me.home is None or me.played is None:
        return Content("You watch. In the debrief, observers speak first.")
    home = public.label(me.home)
    if me.played == me.home:
        start = f"You belong to {home}, and the facilitator has seated you on your own side: "
        return Content.assemble(start, words.side(public, me.played), ".")
    return Content.assemble(
        f"You belong to {home}. You will play ",
        (f"{SHAPE[me.played]} {public.label(me.played)}", words.side_style(me.played)),
        ".",
    )


def what_happens(public: Public) -> Content:
    """Return the situation, the shared goal and the plan of the session."""
    story = public.story
    if story is None:
        return Content("")
    total = round(sum(step.minutes for step in public.agenda))
    plan = " · ".join(step.title for step in public.agenda)
    parts = [
        Content.assemble(("We all want  ", "bold $accent"), (story.shared_goal, "bold")),
        Content(""),
        Content(story.situation),
        Content(""),
        Content.assemble((f"{total} minutes  ", "bold $accent"), plan),
    ]
    if story.care:
        parts += [Content(""), Content.assemble(("Take care  ", "bold $accent"), story.care)]
    return words.lines(*parts)
