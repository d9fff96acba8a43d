"""The links for those who are still to come, wherever the session is."""

from collections.abc import Callable
from typing import ClassVar, Final

from msgspec import Struct
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.room.screen import shown
from turnabout_language import N_, _, n_
from turnabout_protocol.links import Entrance, Link

Does = Callable[[], None]

NARROW: Final = 70
WIDE: Final = 112
"""Columns that the dialogue has for a line, in a window of 80 columns and in one of 120: see
`room.tcss`. In the second one a link is not broken, and the mouse can take it whole."""


FRAME: Final = 10
"""Columns that the dialogue leaves to others, and to its frame, in a narrower window."""
BAR: Final = 2
"""Columns of a scroll bar."""


class Links(Struct, frozen=True, kw_only=True):
    """By which links newcomers come in."""

    shared: Link
    """Everybody, to play."""
    personal: tuple[Link, ...] = ()
    """One person each: those that are known here and unused."""
    elsewhere: int = 0
    """How many personal links more are unused: somebody else made them."""
    co: Link | None = None
    """Co-facilitators, if their key is known here."""


class Invite(ModalScreen[None]):
    """What to send to whom. The link of whoever opened the room, with its key, is not shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,enter,q,question_mark", "dismiss", N_("back")),
        Binding("c", "copy", N_("copy")),
        Binding("o", "make", N_("personal link")),
        Binding("p", "copy_personal", N_("copy")),
        Binding("n", "renew", N_("new link")),
        Binding("f", "renew_co", N_("co-facilitators' link")),
    ]

    def __init__(
        self,
        links: Callable[[], Links],
        *,
        make: Does,
        renew: Does,
        renew_co: Does | None = None,
    ) -> None:
        """`links` are those that are good now; `make` asks for one more that is good for one seat,
        `renew` for another one in place of the shared one, and `renew_co` of the co-facilitators'
        (None: that is not mine to do). What comes of it is shown by `show`.
        """
        super().__init__()
        self._links = links
        self._make = make
        self._renew = renew
        self._renew_co = renew_co
        self._known = links()
        self._next = 0
        """Which of the personal links is copied next."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="invite"):
            yield Static(Content(_("For everybody who plays:")), classes="invite-for")
            yield Static(id="invite-join")
            yield Static(Content(_("For everybody who only watches:")), classes="invite-for")
            yield Static(id="invite-watch")
            yield Static(id="invite-once", classes="invite-for")
            with VerticalScroll(id="invite-personal"):
                yield Static(id="invite-each")
            yield Static(
                Content(_("For co-facilitators:")), id="invite-co-for", classes="invite-for"
            )
            yield Static(id="invite-co")
            with Horizontal(classes="dialog-buttons"):
                yield KeyButton("c", _("Copy the players' line"), "copy", id="copy")
                yield KeyButton("p", "", "copy_personal", id="copy-personal")
                yield KeyButton("esc", _("Back"), "dismiss", id="invite-back")
            with Horizontal(classes="dialog-buttons"):
                yield KeyButton("o", _("Personal link"), "make", id="personal")
                yield KeyButton("n", _("New shared link"), "renew", id="renew")
                yield KeyButton("f", _("Co-facilitators"), "renew_co", id="renew-co")
            yield Static(id="copied", classes="quiet")

    def on_mount(self) -> None:
        self.show()

    def on_resize(self) -> None:
        self.show()

    def show(self) -> None:
        """Show the links that are good now."""
        before, self._known = self._known, self._links()
        now = self._known
        fold = self._folded
        self.query_one("#invite-join", Static).update(fold(told(now.shared, "join")))
        self.query_one("#invite-watch", Static).update(fold(told(now.shared, "watch")))
        self.query_one("#invite-once", Static).update(Content(_once(now)))
        each = [fold(f"{i}  {told(one, 'join')}", BAR) for i, one in enumerate(now.personal, 1)]
        self.query_one("#invite-each", Static).update(Content("\n").join(each))
        shown(self.query_one("#invite-once"), bool(now.personal or now.elsewhere))
        shown(self.query_one("#invite-personal"), bool(now.personal))
        shown(self.query_one("#copy-personal"), bool(now.personal))
        if now.co is not None:
            self.query_one("#invite-co", Static).update(fold(told(now.co, "steer")))
        shown(self.query_one("#invite-co-for"), now.co is not None)
        shown(self.query_one("#invite-co"), now.co is not None)
        shown(self.query_one("#renew-co"), self._renew_co is not None)
        new = [i for i, one in enumerate(now.personal) if one not in before.personal]
        if new and before is not now:
            self._next = new[0]
            self.query_one("#invite-personal", VerticalScroll).scroll_end(animate=False)
        self._name_next()
        if before.shared != now.shared:
            self._say(
                _(
                    "These links are new. Send them to whoever is still to come: the old ones let "
                    "nobody new in."
                )
            )

    def action_make(self) -> None:
        self._make()

    def action_renew(self) -> None:
        """Ask before the links that are out become worthless."""
        self.app.push_screen(
            Confirm(
                _(
                    "Replace the shared links, of the players and of the observers? The old ones "
                    "let nobody new in then. Who has a seat keeps it, and personal links stay good."
                ),
                _("Replace"),
            ),
            lambda yes: self._renew() if yes else None,
        )

    def action_renew_co(self) -> None:
        """Show a link for co-facilitators that is new: it may have been passed on."""
        if self._renew_co is None:
            return
        renew = self._renew_co

        def sure(yes: bool | None) -> None:
            if not yes:
                return
            renew()
            self.show()
            self._say(_("This link for co-facilitators is new: the old one lets nobody in."))

        self.app.push_screen(
            Confirm(
                _(
                    "Make a new link for co-facilitators? They steer as you do, but cannot end the "
                    "session. The old one lets nobody in then; who steers by it goes on."
                ),
                _("Make it"),
            ),
            sure,
        )

    def action_copy(self) -> None:
        self._copy(told(self._known.shared, "join"), _("the players' line"))

    def action_copy_personal(self) -> None:
        """Copy one personal line, the next time the next one: each is for somebody else."""
        personal = self._known.personal
        if not personal:
            return
        at = self._next % len(personal)
        self._copy(told(personal[at], "join"), _("personal line {n}", n=at + 1))
        self._next = at + 1
        self._name_next()

    def _folded(self, line: str, less: int = 0) -> Content:
        """Return `line` in as few rows as it needs: at its blanks it would take one more."""
        window = self.app.size.width
        columns = WIDE if window >= 120 else min(NARROW, window - FRAME)
        columns -= less
        rows = (line[at : at + columns] for at in range(0, len(line), columns))
        return Content("\n".join(rows))

    def _name_next(self) -> None:
        at = self._next % max(1, len(self._known.personal))
        self.query_one("#copy-personal", KeyButton).say(_("Copy personal line {n}", n=at + 1))

    def _copy(self, line: str, what: str) -> None:
        self.app.copy_to_clipboard(line)
        self._say(
            _(
                "Copied, if your terminal allows it: {what}. Otherwise hold Shift and select it "
                "with the mouse.",
                what=what,
            )
        )

    def _say(self, sentence: str) -> None:
        self.query_one("#copied", Static).update(Content(sentence))


def told(link: Link, door: Entrance) -> str:
    """Return the line that takes somebody through `door` of the room behind `link`."""
    return f"turnabout {door} {replace(link, door=door)}"


def _once(links: Links) -> str:
    """Return what is said of the personal links that are unused."""
    here, more = len(links.personal), links.elsewhere
    if not here:
        return n_(
            "{n} personal link that was made elsewhere is unused.",
            "{n} personal links that were made elsewhere are unused.",
            more,
        )
    if more:
        return _("For one person each, once; {n} more made elsewhere:", n=more)
    return _("For one person each, once:")
