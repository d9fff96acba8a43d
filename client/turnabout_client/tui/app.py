"""The Textual app: holds the table, opens the screen of what is on, and nothing else."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Iterator
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final

from msgspec.structs import replace
from rich.console import Console
from textual import events
from textual.actions import SkipAction
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen
from textual.worker import WorkerFailed

from turnabout_client.entrance.door import Entrance, NetworkEntrance, Seated
from turnabout_client.entrance.model import Wish
from turnabout_client.link.table import Table
from turnabout_client.tui import styles, themes
from turnabout_client.tui.entrance.screen import JoinScreen
from turnabout_client.tui.kit import caret
from turnabout_client.tui.kit.dialogs import Leavable
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.forgetting import forget_widgets
from turnabout_client.tui.kit.in_turn import InTurn, Typed
from turnabout_client.tui.kit.lend import PaintsOnlyItsOwn
from turnabout_client.tui.kit.lines import keep_marks
from turnabout_client.tui.kit.too_small import LEAST, USUAL
from turnabout_client.tui.room.following import Following
from turnabout_client.tui.room.missed import Heard
from turnabout_language import _, apart, use
from turnabout_protocol import links

if TYPE_CHECKING:
    from turnabout_client.tui.room.kept import Kept


class RoomChanged(Message):
    """The table's room is not what it was. Many of them in a row count as one."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, RoomChanged)


class StatusChanged(Message):
    """The connection's status is not what it was."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, StatusChanged)


KEEP_WITHIN: Final = 2.0
"""Seconds for which a seat waits to be shown until its key is on the disk."""


class TurnaboutApp(App[str]):
    """One person's terminal. Its return value is the last sentence to print, if there is one.

    With a `table` it shows that; otherwise it goes through the door with what the `wish` says,
    and asks for the rest. It speaks the `language` that the person chose, else the room's. Without
    a `theme` it has the one that the environment names, else the dark one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", show=False, priority=True, system=True),
        Binding("ctrl+c", "copy_or_leave", show=False, priority=True, system=True),
    ]
    # Textual keeps the type of the first to itself, and declares the others as no class variables.
    CSS_PATH = [*styles.DOOR]  # noqa: RUF012
    TITLE = "Turnabout"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST[0], "-normal"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST[1], "-short"), (34, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        table: Table | None = None,
        *,
        wish: Wish | None = None,
        entrance: Entrance | None = None,
        theme: str = "",
        language: str = "",
    ) -> None:
        super().__init__()
        keep_marks()
        forget_widgets()
        self._table = table
        self._wish = wish or Wish()
        self._entrance: Entrance = entrance or NetworkEntrance()
        self._chosen = language
        self._shown = ""
        self._where: links.Link | None = None
        self._here: links.Link | None = None
        """The link by which the person sits at the table."""
        self._going: Seated | None = None
        """The next table, until the person sits there."""
        self._keeping = False
        """Whether the key of the seat is being written just now."""
        self._seen = set[str]()
        """The steps that were on the screen here."""
        self._in_turn = InTurn(self, self._take)
        self.shared: links.Link | None = self._wish.share
        """The link to the room, as others reach it."""
        self.steering: links.Link | None = None
        """The link with my own key to steer, as others reach it, if I do."""
        self.personal: list[str] = [*self._wish.personal]
        """Keys of the personal links that were made here or came with the room."""
        self.co_key = self._wish.co_key
        """The co-facilitators' key, if it was made here or came with the room."""
        self.get_it = self._wish.get_it
        """Where people get the command."""
        self.report = self._wish.report
        """The file on this machine in which the report will be, if it is saved here."""
        self._furnished = False
        """Whether what shows a room is here."""
        self.told = set[tuple[str, int]]()
        """Turns that a bot played for this person, who has read of them."""
        self.trouble: Exception | None = None
        """The error that ended the app, if one did. Whoever runs it tells the person."""
        # What Textual prints of an error holds the values of variables, the seat's key among them.
        self.error_console = Console(quiet=True)
        for one in themes.OURS.values():
            self.register_theme(one)
        asked = theme or themes.wanted()
        self._begin_in(asked if asked in self.available_themes else themes.DARK.name)

    def _begin_in(self, theme: str) -> None:
        """Begin in that theme. Nothing is drawn yet, so nothing has to be drawn anew."""
        self.set_reactive(App.theme, theme)
        before = {name: False for name in self.classes if name.startswith("-theme-")}
        dark = self.current_theme.dark
        now = {f"-theme-{theme}": True, "-dark-mode": dark, "-light-mode": not dark}
        self.update_classes({**before, **now}, update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    async def run_async(self, *args: Any, **options: Any) -> str | None:
        """Run as any app, with a voice of its own: a server may speak beside it."""
        with apart():
            return await super().run_async(*args, **options)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver; at a terminal, one that keeps from the app what is not a key."""
        usual = super().get_driver_class()
        if sys.platform == "win32":
            return type("WindowsDriver", (PaintsOnlyItsOwn, usual), {})
        from textual.drivers.linux_driver import LinuxDriver

        from turnabout_client.tui.driver import TerminalDriver

        return TerminalDriver if usual is LinuxDriver else usual

    def on_notify(self) -> None:
        # A new notice takes the place of the one before: a pile of them hides what matters.
        self.clear_notifications()

    def _handle_exception(self, error: Exception) -> None:
        """Keep an unforeseen error; Textual has no public place to learn of one."""
        # A worker's error comes wrapped; where it happened makes no difference here.
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        if self.trouble is None:
            self.trouble = error
        super()._handle_exception(error)

    async def on_event(self, event: events.Event) -> None:
        """Take keys in turn."""
        if isinstance(event, Typed) and not event.is_forwarded:
            await self._in_turn.come(event)
        else:
            await super().on_event(event)

    async def _take(self, typed: Typed) -> None:
        """Let the room know of every key, also of those that a field takes for itself."""
        if isinstance(typed, events.Key):
            for screen in self._following:
                screen.stirred()
        await super().on_event(typed)

    def on_resize(self, event: events.Resize) -> None:
        """Say in two classes of one's own, for all screens, whether there is little room."""
        self.set_class(event.size.width < USUAL[0], "-slim")
        self.set_class(event.size.height < USUAL[1], "-low")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our colours of cards and sides: any theme of Textual's can be chosen."""
        return dict(themes.filled_in(self.current_theme))

    def get_key_display(self, binding: Binding) -> str:
        """Return what a key is called, on keyboards of the reader's language."""
        said = super().get_key_display(binding)
        return _("esc") if said == "esc" else said

    def action_theme(self) -> None:
        """Go on to the next theme: dark, light, high contrast."""
        self.theme = themes.after(self.theme)

    @cached_property
    def kept(self) -> "Kept":
        """What this person was writing when the room moved on."""
        from turnabout_client.tui.room.kept import Kept

        return Kept()

    def on_mount(self) -> None:
        if self._table is not None:
            self.follow()
        else:
            self.push_screen(self.first_screen())
            self.call_after_refresh(self._load_beside)

    def _load_beside(self) -> None:
        self.run_worker(self._load(), group="load")

    async def _load(self) -> None:
        """Bring what shows a room, now that the door is painted: its keys work meanwhile."""
        await asyncio.to_thread(import_module, "turnabout_client.tui.registry")
        self._furnish()
        self.loaded()

    def loaded(self) -> None:
        """Everything that a session takes is here. For whoever owns the process."""

    def opened(self) -> None:
        """The screen before is gone, and another one opens. For whoever owns the process."""

    def _furnish(self) -> None:
        if not self._furnished:
            from turnabout_client.tui.registry import STYLES

            self._furnished = True
            styles.put_on(self.stylesheet, STYLES)

    def first_screen(self) -> Screen[None]:
        """Return the screen to begin with where there is no table yet: the door."""
        return JoinScreen(self._entrance, self._wish, self._chosen)

    def post_display_hook(self) -> None:
        """Put the terminal's cursor where the keys go: Textual hides it, and others follow it."""
        # Nothing else runs between this and what was just painted.
        if self._driver is not None and self.screen_stack:
            place = caret.place(self.screen)
            self._driver.write(caret.moved(place))
            self._driver.flush()

    # --- leaving --------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Ask what `q` asks, wherever one is: in a field and in a dialog, too."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Leavable):
                screen.action_leave()
                return
        self.exit()

    def action_copy_or_leave(self) -> None:
        """Where something is selected Ctrl+C copies it."""
        field = self.focused
        chosen = field.selected_text if isinstance(field, TextField) else ""
        if chosen or self.screen.get_selected_text():
            raise SkipAction  # the field or the screen has the key
        self.action_leave()

    # --- the connection -------------------------------------------------------------------------

    def on_join_screen_entered(self, message: JoinScreen.Entered) -> None:
        table = self._entrance.sit(
            message.where, message.enter, self.room_changed, self.status_changed
        )
        self._table, self._where = table, message.where
        self._here = message.where
        self.shared = self._wish.share or message.where
        if message.where.door == "steer":
            self.steering = replace(self.shared, door="steer", key=message.where.key)
        self.run_worker(self._stay(table), exclusive=True, group="link")

    def on_join_screen_asked(self, message: JoinScreen.Asked) -> None:
        """The session behind the link is over: its check takes the place of the door."""
        self._furnish()
        from turnabout_client.tui.entrance.check import CheckScreen

        use(self._chosen or message.asked.language)
        self.push_screen(CheckScreen(self._entrance, message.where, message.seat, message.asked))

    def go_over(self) -> None:
        """Go to the next table. The seat here is left once there is one there."""
        table, there = self._table, self._there
        me = None if table is None else table.room.public.seats.get(table.seat or 0)
        if me is None or there is None or self._going is not None:
            return
        from turnabout_protocol.messages import Join

        enter = Join(name=me.name, home=me.home, role=me.role)
        self._going = self._entrance.sit(there, enter, self.room_changed, self.status_changed)
        self.run_worker(self._stay(self._going), group="next table")

    @property
    def _there(self) -> links.Link | None:
        """The link to the next table; None: there is none."""
        code = "" if self._table is None else self._table.room.public.next_table
        if self._here is None or not code:
            return None
        return replace(self._here, door="join", code=code, key="")

    def _arrive(self, table: Seated) -> None:
        """Sit at the next table, and leave the one before for good."""
        before, there = self._table, self._there
        self._table, self._going = table, None
        self._here = self._where = self.shared = there
        self._shown = ""
        if before is not None:
            self.run_worker(self._depart(before), group="depart")

    async def _depart(self, table: Table) -> None:
        from turnabout_client.link.errors import CommandRefused, LinkError
        from turnabout_protocol.tables import Depart

        # It may say goodbye before it answers: then the seat is free all the same.
        with contextlib.suppress(LinkError, CommandRefused):
            await table.do(Depart())

    async def _stay(self, table: Seated) -> None:
        from turnabout_client.link.errors import LinkError

        try:
            farewell = await table.run()
        except LinkError as error:
            if table is self._going:
                self._going = None
                self.notify(error.sentence, markup=False, severity="warning")
            elif table is self._table:
                self._turned_away(error.sentence)
            return
        if table is not self._table:
            return  # the person sits at another one
        if table.room.public.phase != "closed":
            self.exit(farewell.sentence)

    def _turned_away(self, sentence: str) -> None:
        self._table = None
        if isinstance(self.screen, JoinScreen):
            self.screen.turned_away(sentence)
        else:
            self.exit(sentence)

    def room_changed(self) -> None:
        """Say that the table's room has changed. Safe to call from anywhere in the loop."""
        self.post_message(RoomChanged())

    def status_changed(self) -> None:
        """Say that the connection's status has changed."""
        self.post_message(StatusChanged())

    # --- the screen -----------------------------------------------------------------------------

    def on_room_changed(self) -> None:
        if self._going is not None and self._going.seat is not None:
            self._arrive(self._going)
        table, where = self._table, self._where
        if where is None or not isinstance(table, Seated) or table.seat is None:
            if not self._keeping:
                self.follow()
            return
        me = table.room.public.seats.get(table.seat)
        if me is not None:
            self._where, self._keeping = None, True
            keeping = self._entrance.keep(where, me.name, table.key, me.role)
            self.run_worker(self._keep(keeping), group="keys")

    async def _keep(self, keeping: Awaitable[None]) -> None:
        """Remember the seat on this machine, then show it.

        In this order, so that whoever sees their seat can come back to it.
        """
        # Another window may hold the file: then the thread goes on trying, and nobody waits for it.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(KEEP_WITHIN):
                await keeping
        self._keeping = False
        self.follow()

    def on_heard(self, message: Heard) -> None:
        """Go on to the step: what was missed of one before is read."""
        self._seen.add(message.step)
        self.follow()

    def on_status_changed(self) -> None:
        if isinstance(self.screen, JoinScreen) and self._table is not None:
            self.screen.waits(self._table.status.sentence)
        for screen in self._following:
            screen.update_status()

    @property
    def _following(self) -> Iterator[Following]:
        """The screens of the room that are open."""
        for screen in self.screen_stack:
            if isinstance(screen, Following) and screen.is_mounted:
                yield screen

    def follow(self) -> None:
        """Open the screen of what is on; if it is open already, bring it up to date."""
        table = self._table
        if table is None:
            return
        if table.room.public.story is not None:
            use(self._chosen or table.room.public.rules.language)
        self._furnish()
        from turnabout_client.tui.registry import screen_for

        step = table.room.public.step
        kind, name = screen_for(table.room, table.seat, stage=self._wish.stage, seen=self._seen)
        if step is not None and name == step.id:
            self._seen.add(name)
        if name == "waiting" and isinstance(self.screen, JoinScreen):
            return  # the door stays in sight until there is something to see behind it
        if name != self._shown:
            self._shown = name
            typing = isinstance(self.focused, TextField)
            for screen in self._following:
                screen.close_forms()
            while len(self.screen_stack) > 1:
                self.pop_screen()
            opened = kind(table)
            if typing:
                opened.drowse()
            self.push_screen(opened)
            self.opened()
            return
        for screen in self._following:
            screen.room_changed()
