"""The links for those who are still to come, and the text that tells them all, to be passed on."""

from collections.abc import Callable
from typing import Any, ClassVar, Final, NamedTuple

from msgspec import Struct
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from turnabout_client.tui.kit.copy_line import CopyLine
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.flow import Flow
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.lend import lend
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.screen import shown
from turnabout_client.view.invitation import WAYS, Invitation, invitation, line
from turnabout_language import LANGUAGES, N_, _, language, n_, speaking
from turnabout_language.formats import tongue
from turnabout_protocol.links import Link

Does = Callable[[], None]

LENT: Final = "lent"
"""The group of the worker that has lent the terminal."""

KEPT: Final = (
    (
        N_("Co-facilitators, one by one"),
        N_("Whoever has it steers: send it to one person whom you trust, never to the room."),
    ),
    (
        N_("You alone, on another machine"),
        N_(
            "Whoever has it can end the session and read its report: send it to nobody, paste it "
            "only into a terminal of your own."
        ),
    ),
)
"""For whom the lines are that steer, and what is said when one is copied."""


class Links(Struct, frozen=True, kw_only=True):
    """By which links people come in."""

    about: Invitation
    """What everybody may be told, with the link to share."""
    personal: tuple[Link, ...] = ()
    """One person each: those that are known here and unused."""
    elsewhere: int = 0
    """How many personal links more are unused: somebody else made them."""
    co: Link | None = None
    """Co-facilitators, if their key is known here."""
    own: Link | None = None
    """Whoever reads this, if they opened the room."""


class Entry(NamedTuple):
    """A line that one key copies."""

    who: str
    line: str
    warning: str = ""
    """What is said when it is copied, of a line that is not for everybody."""
    hidden: bool = False
    """Whether it is copied and not shown: the screen may be seen by others."""


def entries(links: Links) -> list[Entry | None]:
    """Return the lines that there are, in the order of their keys; None: not here."""
    found: list[Entry | None] = [Entry(_(w.who), w.line(links.about.shared)) for w in WAYS]
    for link, (who, warning) in zip((links.co, links.own), KEPT, strict=True):
        if link is None:
            found.append(None)
        else:
            told = line("steer", link)
            found.append(Entry(_(who), told, _(warning), hidden=link is links.own))
    return found


class Invite(ModalScreen[None]):
    """What to send to whom. The link of whoever opened the room is copied and never shown.

    Its keys are numbers: the letters belong to the console below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,q,question_mark", "dismiss", N_("back")),
        Binding("enter", "copy_text", N_("copy the text")),
        *(Binding(str(n), f"copy({n})", N_("copy")) for n in range(1, len(WAYS) + len(KEPT) + 1)),
        Binding("6", "copy_personal", N_("copy")),
        Binding("right", "language(1)", N_("language of the text")),
        Binding("left", "language(-1)", N_("language of the text")),
        Binding("7", "make", N_("personal link")),
        Binding("8", "renew", N_("new link")),
        Binding("9", "renew_co", N_("co-facilitators' link")),
        Binding("0", "plain", N_("as plain text")),
    ]

    def __init__(
        self,
        links: Callable[[], Links],
        *,
        make: Does,
        renew: Does,
        renew_co: Does | None = None,
        tag: str = "",
    ) -> None:
        """`links` are those that are good now; `make` asks for one more that is good for one seat,
        `renew` for another one in place of the shared one, and `renew_co` of the co-facilitators'
        (None: that is not mine to do). What comes of it is shown by `show`. `tag`: the language of
        the text to begin with, else that of the screen.
        """
        super().__init__()
        self._links = links
        self._make = make
        self._renew = renew
        self._renew_co = renew_co
        self._known = links()
        self._tag = tag or language()
        self._next = 0
        """Which of the personal links is copied next."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="invite"):
            yield Static(Content(_("Invite")), classes="invite-for")
            with Flow():
                yield KeyButton("⏎", _("Copy the text for everybody"), "copy_text", id="copy")
                yield KeyButton("→", "", "language(1)", id="invite-language")
            yield Static(
                Content(_("What it is, these lines, how to get the command, the firewall.")),
                classes="quiet invite-note",
            )
            for n in range(1, len(WAYS) + len(KEPT) + 1):
                if n == len(WAYS) + 1:
                    yield Static(
                        Content(_("Not for everybody:")), id="invite-kept", classes="invite-for"
                    )
                yield CopyLine(n, classes="" if n <= len(WAYS) else "-kept")
            yield Static(id="invite-once", classes="invite-for")
            with VerticalScroll(id="invite-personal"):
                yield Static(id="invite-each", classes="copied-line")
            yield KeyButton("6", "", "copy_personal", id="copy-personal")
            with Flow(id="invite-keys"):
                yield KeyButton("7", _("Personal link"), "make", id="personal")
                yield KeyButton("8", _("New shared link"), "renew", id="renew")
                yield KeyButton("9", _("New co-link"), "renew_co", id="renew-co")
                yield KeyButton("0", _("All as plain text"), "plain", id="invite-plain")
                yield KeyButton(_("esc"), _("Back"), "dismiss", id="invite-back")
            yield Static(id="copied", classes="quiet")

    def on_mount(self) -> None:
        self.show()

    def show(self) -> None:
        """Show the links that are good now."""
        before, self._known = self._known, self._links()
        now = self._known
        self.query_one("#invite-language", KeyButton).say(
            _("In {language}", language=tongue(self._tag))
        )
        for n, entry in enumerate(entries(now), 1):
            way = self.query_one(f"#way-{n}", CopyLine)
            shown(way, entry is not None)
            if entry is not None:
                way.say(entry.who, "" if entry.hidden else entry.line)
        shown(self.query_one("#invite-kept"), bool(now.co or now.own))
        self.query_one("#invite-once", Static).update(Content(_once(now)))
        each = (Content(f"{i}  {line('join', one)}") for i, one in enumerate(now.personal, 1))
        self.query_one("#invite-each", Static).update(Content("\n").join(each))
        shown(self.query_one("#invite-once"), bool(now.personal or now.elsewhere))
        shown(self.query_one("#invite-personal"), bool(now.personal))
        shown(self.query_one("#copy-personal"), bool(now.personal))
        shown(self.query_one("#renew-co"), self._renew_co is not None)
        new = [i for i, one in enumerate(now.personal) if one not in before.personal]
        if new and before is not now:
            self._next = new[0]
            self.query_one("#invite-personal", VerticalScroll).scroll_end(animate=False)
        self._name_next()
        if before.about.shared != now.about.shared:
            self._say(
                _(
                    "These links are new. Send them to whoever is still to come: the old ones let "
                    "nobody new in."
                )
            )

    # --- links ----------------------------------------------------------------------------------

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

    # --- passing them on ------------------------------------------------------------------------

    def text(self) -> str:
        """Return the text for everybody, in the language that was chosen for it."""
        with speaking(self._tag):
            return invitation(self._known.about)

    def plain(self) -> str:
        """Return the text, and below it the lines that are for one person each."""
        links, parts = self._known, [self.text()]
        if links.personal:
            each = (line("join", one) for one in links.personal)
            parts.append("\n".join((_("For one person each, once:"), *each)))
        if links.co:
            parts.append(f"{_('For co-facilitators:')}\n{line('steer', links.co)}")
        rule = "-" * 8
        return f"\n\n{rule}\n\n".join(parts)

    def action_language(self, by: int) -> None:
        """Let the text be in the next language; the screen keeps its own."""
        self._tag = LANGUAGES[(LANGUAGES.index(self._tag) + by) % len(LANGUAGES)]
        self.show()

    def action_copy_text(self) -> None:
        self._copy(self.text(), _("the text, in {language}", language=tongue(self._tag)))

    def action_copy(self, number: int) -> None:
        """Copy the line of that number, if it is here."""
        entry = entries(self._known)[number - 1]
        if entry is not None:
            self._copy(entry.line, entry.who, entry.warning, hidden=entry.hidden)

    def action_copy_personal(self) -> None:
        """Copy one personal line, the next time the next one: each is for somebody else."""
        personal = self._known.personal
        if not personal:
            return
        at = self._next % len(personal)
        self._copy(line("join", personal[at]), _("personal line {n}", n=at + 1))
        self._next = at + 1
        self._name_next()

    def action_plain(self) -> None:
        """Show all of it where the terminal breaks no line and the mouse selects."""
        # The key may be pressed twice before the terminal is lent.
        if any(worker.group == LENT and not worker.is_finished for worker in self.app.workers):
            return
        # The app runs it, not the screen: this one may be gone when it comes back.
        self.app.run_worker(self._lend(self.app, self.plain()), group=LENT)

    async def _lend(self, app: App[Any], text: str) -> None:
        if not await lend(app, text) and self.is_mounted:
            self._say(_("This terminal cannot show it. Make the window wider, or larger."))

    def _name_next(self) -> None:
        at = self._next % max(1, len(self._known.personal))
        self.query_one("#copy-personal", KeyButton).say(_("Copy personal line {n}", n=at + 1))

    def _copy(self, text: str, what: str, warning: str = "", *, hidden: bool = False) -> None:
        self.app.copy_to_clipboard(text)
        told = [warning, _("Copied, if your terminal allows it: {what}.", what=what)]
        if not hidden:
            told.append(_("If it does not paste, press 0: there you can select it."))
        self._say(" ".join(filter(None, told)))

    def _say(self, sentence: str) -> None:
        self.query_one("#copied", Static).update(Content(sentence))


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
