"""The lobby: who is here, which side you will play, what will happen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content

from turnabout_client.activities import in_lobby
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.able import Going
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_client.view import people, roster, tables, tongues, words
from turnabout_client.view.people import SHAPE
from turnabout_client.view.turns import forecast
from turnabout_language import N_, _, n_
from turnabout_protocol.commands import Watch
from turnabout_protocol.room import Public, Room, Seat
from turnabout_protocol.scenario import SIDES
from turnabout_protocol.steering import may_switch, rates


class LobbyScreen(RoomScreen):
    """Before the first step."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "cards", N_("write a card")),
        Binding("w", "watch", N_("watch instead")),
        Binding("2", "next_table", N_("next table")),
    ]
    HELP = N_(
        "People gather here. You belong to one side and will play the other: its people sit at "
        "the same table and will tell you how true it rang. If the session has key points, press "
        "c to write yours now, days before it if you like: the same link brings you back. "
        "The facilitator begins. If you would rather watch, press w.\n\n"
        "With many people two of a side may share a part: one writes, the other reads along, and > "
        "in the scene gives the pen over. Where there is a second table, 2 takes you there."
    )

    SCROLLS = "#story"

    def compose_body(self) -> ComposeResult:
        yield Static(id="reversal")
        with Container(id="lobby"):
            with VerticalScroll(id="people", classes="panel") as panel:
                panel.border_title = _("Who is here")
                with Horizontal(id="homes"):
                    for side in SIDES:
                        yield Static(id=f"home-{side}", classes="home")
                yield Static(id="others")
            with VerticalScroll(id="story", classes="panel"):
                yield Static(id="story-text")

    def compose_foot(self) -> ComposeResult:
        with Vertical():
            with Horizontal(classes="buttons"):
                yield KeyButton("c", _("Write your cards"), "cards", id="cards")
                yield Static(id="cards-so-far", classes="quiet")
            yield Static(id="forecast", classes="quiet")
            yield Static(id="missing")

    def refresh_room(self, room: Room) -> None:
        public, seat = room.public, self.table.seat
        self.query_one("#reversal", Static).update(reversal(public, self.me))
        for side in SIDES:
            lines = roster.by_home(public, side, seat, frozenset())
            self.query_one(f"#home-{side}", Static).update(lines)
        self.query_one("#others", Static).update(roster.others(public, seat))
        story = self.query_one("#story")
        if public.story is not None:
            story.border_title = Content(public.story.title)
            story.border_subtitle = Content(tongues.written_in(public))
            self.query_one("#story-text", Static).update(what_happens(public))
        self.query_one("#missing", Static).update(Content("\n".join(roster.missing(public))))
        told = [*forecast(public), *tables.told(public, self.me)]
        if not rates(public) and may_switch(public):
            told.append(_("Ratings are off: nobody is asked how true a turn rang."))
        self.query_one("#forecast", Static).update(Content("\n".join(told)))
        ahead = in_lobby(room, self.me)
        shown(self.query_one(".buttons"), ahead is not None)
        self.query_one("#cards-so-far", Static).update(Content(ahead[0] if ahead else ""))

    def sentence(self, room: Room) -> str:
        if tables.asks_me(room.public, self.me):
            n = room.public.table + 1
            return _("You are asked to table {n}. 2 takes you there, with your name.", n=n)
        return people.who_begins(room.public)

    def action_cards(self) -> None:
        ahead = in_lobby(self.table.room, self.me)
        if ahead is not None:
            self.app.push_screen(ahead[1](self.table))

    def action_next_table(self) -> None:
        self.app.push_screen(
            Confirm(
                _(
                    "Go to table {n}? Your name and your side go with you, and your seat here is "
                    "free.",
                    n=self.table.room.public.table + 1,
                ),
                _("Go"),
            ),
            lambda yes: self._go_over() if yes else None,
        )

    def _go_over(self) -> None:
        if isinstance(self.app, Going):
            self.app.go_over()

    def action_watch(self) -> None:
        self.app.push_screen(
            Confirm(_("Watch instead of playing? You can still say what you noticed."), _("Watch")),
            lambda yes: self.send(Watch()) if yes else None,
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only players can turn to watching, and nothing can be paused before it begins."""
        if self.stale:
            return False
        if action == "pause" or (action == "watch" and not (self.me and self.me.plays)):
            return False
        public = self.table.room.public
        if action == "next_table" and not (public.next_table and self.me in tables.goers(public)):
            return False
        if action == "cards" and in_lobby(self.table.room, self.me) is None:
            return False
        return super().check_action(action, parameters)


def reversal(public: Public, me: Seat | None) -> Content:
    """Return where one belongs and what one plays, the latter in its side's colour."""
    said, *shared = people.reversal(public, me)
    if me is None or me.home is None or me.played is None:
        return Content(said)
    side = f"{SHAPE[me.played]} {public.label(me.played)}"
    at = said.rfind(side)
    told = Content(said).stylize(words.side_style(me.played), at, at + len(side))
    return words.lines(told, *shared)


def what_happens(public: Public) -> Content:
    """Return the situation, the shared goal and the plan of the session."""
    story = public.story
    if story is None:
        return Content("")
    total = round(sum(step.minutes for step in public.agenda))
    plan = " · ".join(_(step.title) for step in public.agenda)
    minutes = n_("{n} minute", "{n} minutes", total)
    parts = [
        Content.assemble((_("We all want"), "bold $accent"), "  ", (story.shared_goal, "bold")),
        Content(""),
        Content(story.situation),
        Content(""),
        Content.assemble((minutes, "bold $accent"), "  ", plan),
    ]
    if story.care:
        parts += [Content(""), _care(story.care)]
    if apart := tongues.apart(public):
        parts = [_care(apart), Content(""), *parts]
    return words.lines(*parts)


def _care(said: str) -> Content:
    return Content.assemble((_("Take care"), "bold $accent"), "  ", said)
