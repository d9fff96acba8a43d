"""The door: which room, who you are, where you belong."""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button

from turnabout_client.entrance.door import Entrance
from turnabout_client.entrance.model import Wish, about, home_named, request, shut
from turnabout_client.tui.kit.dialogs import Help, KeyGroup, Leavable
from turnabout_client.tui.kit.field import Field, TextField
from turnabout_client.tui.kit.footer import Keys
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.shown import shown, told
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.kit.too_small import TooSmall
from turnabout_language import N_, _, language, use
from turnabout_protocol import links
from turnabout_protocol.text import NAME

if TYPE_CHECKING:  # whoever stands at the door does not wait for what is behind it
    from turnabout_client.link.connection import Enter
    from turnabout_client.link.keyring import KeptSeat
    from turnabout_protocol.messages import CheckAsked, Door
    from turnabout_protocol.scenario import Side

LINK: Final = 4000
"""Longest text with a link in it, in characters: people paste a whole mail."""
ROW: Final = 60
"""Columns that the choices of a side have beside each other."""
KEPT: Final = "cde"
"""Keys of the seats one can go on with."""
HELP: Final = N_(
    "Paste the link you were given. Then say who you are and where you really work: you will play "
    "the other side. Somebody who has been here before goes on from this machine with c."
)


class JoinScreen(Leavable):
    """Asks for what is not known yet, and says what went wrong, keeping what was typed."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "home('business')", show=False),
        Binding("2", "home('it')", show=False),
        Binding("3", "home('')", show=False),
        *(Binding(key, f"go_on({i})", show=False) for i, key in enumerate(KEPT)),
        Binding("enter", "write", N_("write")),
        Binding("t", "app.theme", N_("colours")),
        Binding("question_mark", "help", N_("help"), key_display="?"),
        Binding("q", "leave", N_("quit")),
    ]

    class Entered(Message):
        """Everything is known: the app connects."""

        def __init__(self, where: links.Link, enter: "Enter") -> None:
            super().__init__()
            self.where = where
            self.enter = enter

    class Asked(Message):
        """The session is over, and this seat is asked what its check asks."""

        def __init__(self, where: links.Link, seat: "KeptSeat", asked: "CheckAsked") -> None:
            super().__init__()
            self.where = where
            self.seat = seat
            self.asked = asked

    def __init__(self, entrance: Entrance, wish: Wish, language: str = "") -> None:
        """Ask in the `language` that the person chose, else in the room's once it is known."""
        super().__init__()
        self._language = language
        self._entrance = entrance
        self._wish = wish
        self._where = wish.where
        self._door: Door | None = None
        self._kept: Sequence[KeptSeat] = ()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, told in the reader's language."""
        return told(super().active_bindings)

    def compose(self) -> ComposeResult:
        with Vertical(id="page"), Vertical(id="door"):
            yield Static("T U R N A B O U T", id="wordmark")
            yield Static(Content(_("Argue the other side’s case.")), id="tagline")
            yield Static(id="door-room")
            with Vertical(id="ask-link"):
                yield Field(_("Link to the room"), limit=LINK, id="link")
            with Vertical(id="ask-who"):
                with Vertical(id="kept", classes="keys"):
                    for index, key in enumerate(KEPT):
                        yield KeyButton(key, "", f"go_on({index})", id=f"kept-{index}")
                with Vertical(id="ask-name"):
                    yield Field(_("Your name"), limit=NAME, id="name")
                    yield Static(id="home-question")
                    with Horizontal(id="homes-row", classes="keys"):
                        yield KeyButton("1", "", "home('business')", id="home-business")
                        yield KeyButton("2", "", "home('it')", id="home-it")
                        yield KeyButton("3", _("just watch"), "home('')", id="home-none")
            yield Static(id="door-says")
        yield Keys()
        yield TooSmall()

    def on_mount(self) -> None:
        self.query_one("#name", TextField).fill(self._wish.name)
        self._show()
        if self._where is not None:
            self._say(_("Knocking ..."))
            self.call_after_refresh(self._knock, self._where)
        else:
            self._say(_("Paste the link that you were sent, then press Enter."))
            self.query_one("#link", TextField).focus()

    def turned_away(self, sentence: str) -> None:
        """Say why there was no way in; everything typed is still here."""
        self._wish = Wish(where=self._where, watch=self._wish.watch, stage=self._wish.stage)
        self._show()
        self._say(sentence, wrong=True)
        if self._door is not None and not self._comes_back_only and not self._door.check:
            # Most often it is the name that somebody else has: another one takes its place.
            field = self.query_one("#name", TextField)
            field.focus()
            field.select_all()

    def waits(self, sentence: str) -> None:
        """Say what is waited for before there is a seat; nothing when `sentence` is empty."""
        if sentence:
            self._say(sentence)

    # --- which room -----------------------------------------------------------------------------

    @on(TextField.Submitted, "#link")
    def _link_given(self, event: TextField.Submitted) -> None:
        try:
            where = links.parse(event.field.value)
        except links.BadLink as error:
            self._say(str(error), wrong=True)
            return
        self._knock(where)

    def _knock(self, where: links.Link) -> None:
        self._say(_("Knocking ..."))
        self.run_worker(self._knocked(where), exclusive=True, group="knock")

    async def _knocked(self, where: links.Link) -> None:
        # Beside the app, which is painted by now: its keys work meanwhile.
        await asyncio.to_thread(import_module, "turnabout_client.link.connection")
        from turnabout_client.link.errors import LinkError

        try:
            door = await self._entrance.knock(where)
        except LinkError as error:
            self._no_way_in(where, error.sentence)
            return
        known = await self._entrance.known(where)
        # Whoever was named goes first, however many sat down here after them.
        fit = sorted((k for k in known if fits(k, where)), key=lambda k: k.name != self._wish.name)
        kept = fit[: len(KEPT)]
        if door.shut and not kept:
            self._no_way_in(where, shut(door, where))
            return
        self._where, self._door, self._kept = where, door, kept
        await self._speak(self._language or door.language)
        self._say(self._next_words())
        self._show()
        if door.check:
            self._check()
        else:
            self._try_wish()

    async def _speak(self, tag: str) -> None:
        """Ask in that language from here on. Nothing but the link has been typed yet."""
        before = language()
        if tag:
            use(tag)
        if language() != before:
            await self.recompose()
            self.query_one("#name", TextField).fill(self._wish.name)

    def _check(self) -> None:
        """The session is over, and asks: at once where it is clear who this is."""
        from turnabout_client.entrance import check

        named = [k for k in self._kept if k.name == self._wish.name] or self._kept
        if len(named) == 1:
            self._ask_check(named[0])
        elif named:
            self._say(_(check.WHO))
        else:
            self._say(_(check.NO_KEY), wrong=True)

    def _ask_check(self, seat: "KeptSeat") -> None:
        self._say(_("Knocking ..."))
        self.run_worker(self._check_asked(seat), exclusive=True, group="knock")

    async def _check_asked(self, seat: "KeptSeat") -> None:
        from turnabout_client.link.errors import LinkError

        if self._where is None:
            return
        try:
            asked = await self._entrance.check(self._where, seat.key)
        except LinkError as error:
            self._say(error.sentence, wrong=True)
            return
        self.post_message(self.Asked(self._where, seat, asked))

    def _no_way_in(self, where: links.Link, sentence: str) -> None:
        """Say why, and keep the link to be corrected."""
        self._say(sentence, wrong=True)
        if not self.query_one("#link", TextField).text:
            self.query_one("#link", TextField).fill(str(where))

    # --- who ------------------------------------------------------------------------------------

    def _try_wish(self) -> None:
        """Enter without a question if everything was said on the command line."""
        wish, door, where = self._wish, self._door, self._where
        if door is None or where is None:
            return
        from turnabout_protocol.messages import Return

        known = next((k for k in self._kept if k.name == wish.name), None)
        if known is not None:
            self._enter(Return(key=known.key))
            return
        if self._comes_back_only:
            return
        try:
            home = home_named(door, wish.home)
        except ValueError as error:
            self._say(str(error), wrong=True)
            return
        if wish.name and (home is not None or where.door == "steer" or wish.watches(where)):
            self._join(home, watch=wish.watches(where))
        elif not self._kept and not wish.name:
            self.query_one("#name", TextField).focus()

    @property
    def _comes_back_only(self) -> bool:
        """Whether the link takes in nobody new: one can only go on at a seat that is kept."""
        return self._door is not None and bool(self._door.shut)

    @on(TextField.Submitted, "#name")
    def _name_given(self) -> None:
        where = self._where
        self.set_focus(None)
        if where is not None and where.door == "steer":
            self._join(None, watch=False)
        else:
            self._say(self._next_words())

    def _next_words(self) -> str:
        """Return what is to be said next."""
        if self._comes_back_only:
            return _("Your seat is kept: press c to go on.")
        if not self.query_one("#name", TextField).value:
            if self._kept:
                return _(
                    "Press c to go on as {name}. Or Enter: a new name.", name=self._kept[0].name
                )
            return _("Type your name, then press Enter.")
        if self._where is not None and self._where.door == "steer":
            return _("Press Enter twice to go in.")
        return _("And where do you belong? Press 1, 2 or 3.")

    def action_home(self, home: str) -> None:
        if self._door is None or self._where is None or self._where.door == "steer":
            return
        if self._comes_back_only or self._door.check:
            return  # nobody takes a new seat by this link
        from turnabout_protocol.scenario import SIDES

        side: Side | None = next((s for s in SIDES if s == home), None)
        self._join(side, watch=side is None or self._wish.watches(self._where))

    def _join(self, home: "Side | None", *, watch: bool) -> None:
        door, where = self._door, self._where
        field = self.query_one("#name", TextField)
        if door is None or where is None:
            return
        if not field.value:
            self._say(_("First your name, please."), wrong=True)
            field.focus()
            return
        self._enter(request(where, door, field.value, home, watch, self._wish.stage))

    def action_go_on(self, index: int) -> None:
        if index >= len(self._kept):
            return
        if self._door is not None and self._door.check:
            self._ask_check(self._kept[index])
        else:
            from turnabout_protocol.messages import Return

            self._enter(Return(key=self._kept[index].key))

    def _enter(self, enter: "Enter") -> None:
        if self._where is not None:
            self.set_focus(None)
            self._say(_("Taking your seat ..."))
            self.post_message(self.Entered(self._where, enter))

    # --- what is shown --------------------------------------------------------------------------

    def _show(self) -> None:
        door, where = self._door, self._where
        shown(self.query_one("#ask-link"), door is None)
        shown(self.query_one("#ask-who"), door is not None)
        if door is None or where is None:
            return
        from turnabout_client.view.people import SHAPE
        from turnabout_protocol.scenario import SIDES

        said = Content(shut(door, where)) if door.shut else about(door)
        self.query_one("#door-room", Static).update(said)
        shown(self.query_one("#ask-name"), not door.shut)
        shown(self.query_one("#kept"), bool(self._kept))
        for index in range(len(KEPT)):
            button = self.query_one(f"#kept-{index}", KeyButton)
            shown(button, index < len(self._kept))
            if index < len(self._kept):
                button.say(_("Continue as {name}", name=self._kept[index].name))
        asks_home = where.door != "steer" and not door.check
        shown(self.query_one("#name-row"), not door.check)
        shown(self.query_one("#homes-row"), asks_home)
        shown(self.query_one("#home-question"), asks_home)
        question = _("Where do you really belong? You will play the other side.")
        if self._wish.watches(where) or not door.playing:
            question = _("You will watch. Where do you belong?")
        self.query_one("#home-question", Static).update(question)
        for side in SIDES if door.labels else ():
            button = self.query_one(f"#home-{side}", KeyButton)
            button.say(f"{SHAPE[side]} {door.labels[side]}")
        # With long names the last choice would be out of sight, and its key works all the same.
        row = self.query_one("#homes-row")
        row.set_class(sum(len(b.label) + 3 for b in row.query(KeyButton)) > ROW, "-long")

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        says = self.query_one("#door-says", Static)
        says.update(Content(sentence))
        says.set_class(wrong, "-wrong")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()

    def action_write(self) -> None:
        if not self._comes_back_only:
            self.query_one("#link" if self._door is None else "#name", TextField).focus()

    @property
    def leaving(self) -> str:
        return _("Leave Turnabout?")

    def action_help(self) -> None:
        self.app.push_screen(
            Help(
                _(HELP),
                KeyGroup("", [("1 2 3", _("where you belong")), ("c", _("go on as before"))]),
            )
        )


def fits(kept: "KeptSeat", where: links.Link) -> bool:
    """Return whether a kept seat belongs behind this door: a facilitator's only behind steer."""
    return (kept.role == "facilitator") == (where.door == "steer")
