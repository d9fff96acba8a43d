"""What all screens of a room share: header, banner, what to do now, foot, keys."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen

from turnabout_client.link.errors import CommandRefused
from turnabout_client.link.status import lost
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.countdown import Countdown
from turnabout_client.tui.kit.dialogs import Help, KeyGroup
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.footer import Keys
from turnabout_client.tui.kit.rows import fit_rows
from turnabout_client.tui.kit.shown import shown as shown
from turnabout_client.tui.kit.shown import told
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.kit.too_small import TooSmall
from turnabout_client.tui.room.able import Inviting, Keeping
from turnabout_client.tui.room.ahas import Ahas
from turnabout_client.tui.room.calm import CalmScreen
from turnabout_client.tui.room.following import Following
from turnabout_client.tui.room.header import Header
from turnabout_client.tui.room.kept import Kept, in_sight, texts_of, where, why, written_in
from turnabout_client.view import absence
from turnabout_client.view.people import awaited, who_resumes
from turnabout_client.view.time import Span, stage_span, step_span
from turnabout_language import N_, _
from turnabout_protocol.activities.scene import Turn
from turnabout_protocol.commands import AnyCommand, Pause, Resume
from turnabout_protocol.links import Link
from turnabout_protocol.nudging import ReadNudge
from turnabout_protocol.room import Public, Room, Seat, Step

EVERYWHERE = ("a", "p", "question_mark", "q")
"""Keys that every screen has; the footer shows them behind the screen's own."""


CLOSED_FOR: Final = 10.0
"""Seconds for which it is said why a form has gone."""


class Aside(Static):
    """What is said to one person alone. A click says that it was read."""

    async def on_click(self) -> None:
        await self.run_action("screen.got_it")


class RoomScreen(CalmScreen, Following):
    """One activity on the screen. See the package's docstring for how to write one."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "aha", N_("aha")),
        Binding("comma", "got_it", N_("got it"), key_display=","),
        Binding("p", "pause", N_("pause")),
        Binding("t", "app.theme", N_("colours"), show=False),
        Binding("question_mark", "help", N_("help"), key_display="?"),
        Binding("q", "leave", N_("quit")),
        Binding("up", "scroll_text(-1)", N_("scroll"), show=False),
        Binding("down", "scroll_text(1)", N_("scroll"), show=False),
        Binding("pageup", "scroll_text(-8)", N_("scroll"), show=False),
        Binding("pagedown", "scroll_text(8)", N_("scroll"), show=False),
    ]
    HELP: ClassVar[str] = ""
    """What `?` says about this screen. Marked with `N_`; it is translated where it is shown."""
    HELP_OF_DEMO: ClassVar[str] = ""
    """What it says in a demo, where not the same is true of that."""
    SCROLLS: ClassVar[str] = ""
    """Selector of the widget that the arrow keys scroll."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self._opened_for = table.room.public.step
        self._public_before = table.room.public
        """What everybody knew when the room was last shown."""
        self._stirred_at = -1
        """Room time of the nudge that was answered by a key."""
        self._texts_sent = frozenset[str]()
        """Texts that were sent from here, and not refused."""
        self._on_way: list[AnyCommand] = []
        """What was sent, and is not answered yet."""

    # --- for subclasses -------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        """Yield what stands between the header and what to do now."""
        yield from ()

    def compose_foot(self) -> ComposeResult:
        """Yield fields and buttons: four rows at 80x24."""
        yield from ()

    def refresh_room(self, room: Room) -> None:
        """Bring the widgets up to date with `room`. Called after mounting and after each change."""

    def sentence(self, room: Room) -> Content | str:
        """Return one sentence that says what to do now."""
        return ""

    def span(self, room: Room) -> Span | None:
        """Return the time the line shows: that of the stage if it has one, else of the step."""
        public, step = room.public, self.step
        if step is None or public.phase != "running":
            return None
        return stage_span(public, step)

    def step_span(self, room: Room) -> Span | None:
        """Return the time that the header shows: that of the step, while one is on."""
        return step_span(room.public) if room.public.phase == "running" else None

    # --- what they have -------------------------------------------------------------------------

    @property
    def me(self) -> Seat | None:
        """My seat as everybody sees it."""
        seat = self.table.seat
        return None if seat is None else self.table.room.public.seats.get(seat)

    @property
    def step(self) -> Step | None:
        """The step this screen was opened for, as it is planned now."""
        opened, now = self._opened_for, self.table.room.public.step
        return now if opened is not None and now is not None and now.id == opened.id else opened

    @property
    def inviting(self) -> Inviting | None:
        """What is known here of the ways into this room."""
        return self.app if isinstance(self.app, Inviting) else None

    @property
    def shared(self) -> Link | None:
        """The link to this room, as others reach it, if it is known."""
        return None if self.inviting is None else self.inviting.shared

    @property
    def stale(self) -> bool:
        """Whether the room has moved on and another screen is about to open.

        Until it does, the room must not be read as if this screen's step were on.
        """
        return self.step != self.table.room.public.step

    def send(
        self,
        command: AnyCommand,
        done: Callable[[], None] | None = None,
        undo: Callable[[], None] | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        """Ask for `command`. `done` is called once it is accepted, `undo` if it is refused.

        A refusal becomes a notice, unless `quiet`: somebody else was quicker and all is well.
        """
        self._texts_sent |= texts_of(command)
        self._on_way.append(command)
        # The app runs it, not the screen: an answer may come when the screen is gone already.
        self.app.run_worker(self._ask(command, done, undo, quiet))

    async def _ask(
        self,
        command: AnyCommand,
        done: Callable[[], None] | None,
        undo: Callable[[], None] | None,
        quiet: bool,
    ) -> None:
        try:
            await self.table.do(command)
        except CommandRefused as refused:
            self._texts_sent -= texts_of(command)
            if not quiet:
                self.app.notify(refused.sentence, markup=False, severity="warning")
            if undo is not None and self.is_mounted:
                undo()
            return
        finally:
            self._on_way.remove(command)
        if done is not None and self.is_mounted:
            done()

    # --- what is being written ------------------------------------------------------------------

    @property
    def drawer(self) -> Kept:
        """Where it lies that was being written when the room moved on."""
        return self.app.kept if isinstance(self.app, Keeping) else Kept()

    def news(self, before: Public, after: Public) -> str:
        """Return what is told once, of what has happened since `before`; empty: nothing."""
        return absence.news(before, after)

    def room_changed(self) -> None:
        """Show the room, which has changed, and keep what can no longer be written for that."""
        before = written_in(self)
        said = self.news(self._public_before, self.table.room.public)
        if said:
            self.notice(said)
        self.update_room()
        still = written_in(self)
        self._keep_texts(
            {field: text for field, text in before.items() if still.get(field) != text}
        )

    def close_forms(self) -> None:
        """Keep what is written here and in the dialogs above: the room has moved on for good."""
        stack = self.app.screen_stack
        texts = written_in(self)
        for dialog in takewhile(is_dialog, stack[stack.index(self) + 1 :]):
            texts |= written_in(dialog)
        self._keep_texts(texts)

    def _keep_texts(self, texts: Mapping[str, str]) -> None:
        before, self._public_before = self._public_before, self.table.room.public
        lost = {field: text for field, text in texts.items() if text not in self._texts_sent}
        if not lost:
            return
        self.drawer.put("" if self.step is None else self.step.id, lost)
        reason = why(before, self.table.room, self.table.seat, self.table.now())
        written = " … ".join(lost.values())
        said = where(before, self.table.room.public, written, ahas=self._has_ahas)
        self.app.notify(f"{reason} {said}", markup=False, timeout=CLOSED_FOR)

    def give_back(self) -> None:
        """Put what was kept back into the fields it was written in, if they are open."""
        step = "" if self.step is None else self.step.id
        for field in self.query(TextField):
            if in_sight(field) and not field.written:
                text = self.drawer.take(step, field.id or "")
                if text:
                    field.restore(text)

    # --- the frame ------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Header()
            yield Static(id="banner")
            yield Aside(id="alone")
            with Vertical(id="body"):
                yield from self.compose_body()
            with Horizontal(id="now"):
                yield Static(id="sentence")
                yield Countdown(bar=True, id="time")
            with Vertical(id="foot"):
                yield from self.compose_foot()
            yield Keys()
        yield TooSmall()

    def on_mount(self) -> None:
        shown = self.table.room
        self.doze()
        self.update_room()
        self.give_back()
        self.call_later(self._catch_up, shown)

    def _catch_up(self, shown: Room) -> None:
        """Show what has happened since `shown`: a screen is told of it only once it is mounted."""
        if self.table.room is not shown:
            self.room_changed()

    def update_room(self) -> None:
        """Show the table's room as it is now."""
        if self.stale:
            return
        room = self.table.room
        public = room.public
        played = self.me.played if self.me and self.me.plays and public.in_role else None
        self.set_class(played == "business", "-as-business")
        self.set_class(played == "it", "-as-it")
        self.query_one(Header).show(self.table, self.step_span(room))
        self.refresh_room(room)
        self.call_after_refresh(fit_rows, self)
        self.update_now()
        self.update_status()
        self.update_aside()
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Let rows of buttons fit into the new width."""
        self.call_after_refresh(fit_rows, self)

    def update_now(self) -> None:
        """Show what to do now, and for how long."""
        room = self.table.room
        said = self.sentence(room)
        self.query_one("#sentence", Static).update(Content(said) if isinstance(said, str) else said)
        self.query_one("#time", Countdown).count(self.table, self.span(room))

    def update_status(self) -> None:
        """Show a lost connection or stopped clocks above everything else."""
        public, status = self.table.room.public, self.table.status
        said = ""
        if status.state in ("away", "connecting"):
            said = lost(status)
        elif public.clock.since is not None and public.phase == "running":
            said = who_resumes(public, self.table.seat, public.clock.since, self.table.now())
        else:
            said = " ".join(awaited(public, self.me))
        banner = self.query_one("#banner", Static)
        banner.update(Content(said))
        banner.set_class(bool(said), "-shown")

    # --- what is said to me alone ---------------------------------------------------------------

    @property
    def _new_for_me(self) -> dict[tuple[str, int], Turn]:
        """The turns that a bot played for me, and I have not read of."""
        turns = absence.said_for_me(self.table.room.public, self.table.seat)
        return {turn: said for turn, said in turns.items() if turn not in self._read_of}

    @property
    def _read_of(self) -> set[tuple[str, int]]:
        return self.app.told if isinstance(self.app, Keeping) else set()

    @property
    def aside(self) -> str:
        """What is said to me alone and I have not read; empty: nothing."""
        table = self.table
        said = absence.nudge(table.room, table.seat, table.now())
        return said or absence.while_away(self._new_for_me)

    def update_aside(self) -> None:
        """Show what is said to me alone, until I have read it."""
        said = self.aside
        aside = self.query_one("#alone", Aside)
        aside.update(Content.assemble(said, "  ", (",", "bold $accent"), " ", _("got it")))
        aside.set_class(bool(said), "-shown")

    def action_got_it(self) -> None:
        if absence.nudge(self.table.room, self.table.seat, self.table.now()):
            self.send(ReadNudge(), quiet=True)
            return
        self._read_of.update(self._new_for_me)
        self.update_aside()
        self.refresh_bindings()

    def stirred(self) -> None:
        """A key was pressed, wherever: whoever was asked shows with any that they are there."""
        nudge = None if self.table.seat is None else self.table.room.of(self.table.seat).nudge
        if nudge is not None and nudge.say == "are_you_there" and nudge.at != self._stirred_at:
            self._stirred_at = nudge.at
            self.send(ReadNudge(), quiet=True)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now: those of this screen first, those that work everywhere last.

        Their descriptions are in the reader's language.
        """
        found = told(super().active_bindings)
        if "p" in found and self.table.room.public.clock.paused:
            one = found["p"]
            goes_on = replace(one.binding, description=_("go on"))
            found["p"] = one._replace(binding=goes_on)
        everywhere = {key: found[key] for key in EVERYWHERE if key in found}
        return {key: one for key, one in found.items() if key not in everywhere} | everywhere

    # --- keys that work everywhere --------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out all keys while they sleep, and offer none when the room has moved on."""
        if self.stale or (action == "aha" and not self._has_ahas):
            return False
        if action == "got_it" and not self.aside:
            return False
        if self._doze.asleep:
            return None
        return True

    def action_scroll_text(self, lines: int) -> None:
        for widget in self.query(self.SCROLLS) if self.SCROLLS else ():
            widget.scroll_relative(y=lines, animate=False)

    def action_pause(self) -> None:
        self.send(Resume() if self.table.room.public.clock.paused else Pause())

    @property
    def _has_ahas(self) -> bool:
        """Whether something can become clear to me here: I play or watch, and it has begun."""
        facilitates = self.me is None or self.me.role == "facilitator"
        return not facilitates and self.table.room.public.phase == "running"

    def action_aha(self) -> None:
        self.app.push_screen(Ahas(self.table, self.send, self.drawer))

    def help_keys(self) -> list[KeyGroup]:
        """Return the keys that help lists: those of this screen that work now."""
        own = {
            b.action
            for kind in type(self).__mro__
            if issubclass(kind, RoomScreen)
            for b in Binding.make_bindings(kind.BINDINGS)
        }
        keys = [
            (self.app.get_key_display(active.binding), active.binding.description)
            for active in self.active_bindings.values()
            if active.binding.description and active.binding.action in own
        ]
        return [KeyGroup("", keys)]

    def action_help(self) -> None:
        demo = self.table.room.public.rules.demo and self.HELP_OF_DEMO
        self.app.push_screen(Help(_(demo or self.HELP), *self.help_keys()))

    @property
    def leaving(self) -> str:
        public = self.table.room.public
        if public.phase == "closed":
            return _("Leave the table? The session is over.")
        if public.rules.demo:
            return _("Leave the table? The demo ends with that, and nothing of it is kept.")
        return _("Leave the table? Your seat is kept: the same link brings you back.")


def is_dialog(screen: Screen[Any]) -> bool:
    """Return whether a screen belongs to the one below it."""
    return isinstance(screen, ModalScreen)
