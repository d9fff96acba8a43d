"""lingo: their words, my guesses; then the truth, and the words that need explaining here."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from turnabout_client.activities.lingo.matching import Matching
from turnabout_client.activities.lingo.model import MEANING_KEYS, mine, of_side
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_client.view import words
from turnabout_language import N_, _
from turnabout_protocol.activities.lingo import Lingo, LingoOwn, LingoState, MatchTerms
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES


class LingoScreen(ActivityScreen):
    """A game without points. Only I am told what I did not know."""

    HELP = N_(
        "These are words that the other side uses every day. Guess what they mean: arrow keys "
        "choose a word, a number gives it that meaning, backspace takes it back. Enter sends what "
        "you have, and shows you the truth. Nobody counts points, and nobody sees what "
        "you knew. The room is shown words to explain, without saying who did not know them."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"give({i})", show=False) for i, key in enumerate(MEANING_KEYS)),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("backspace,delete", "take_back", N_("take back"), key_display="⌫"),
        Binding("enter", "go_on", N_("go on"), key_display="⏎"),
    ]

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="words"):
            yield Matching()
            with Pane("", id="told"):
                yield Static(id="truth")
            with Pane(_("Words to explain"), id="glossary"):
                yield Static(id="entries")

    def compose_foot(self) -> ComposeResult:
        yield Static(id="lingo-aside")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", _("Send my guesses"), "go_on", id="go-on")
            yield Static(
                _("What you matched is sent at the bell."), classes="quiet aside", id="bell"
            )

    # --- showing --------------------------------------------------------------------------------

    @property
    def _sheet(self) -> LingoOwn:
        room = self.table.room
        return room.of(self.table.seat or 0).state(LingoOwn, self.step_as(Lingo).id)

    @property
    def _given(self) -> int:
        return len(self.query_one(Matching).pairs)

    @property
    def _looking(self) -> bool:
        return self.state_as(LingoState).glossary is not None

    @property
    def _kept(self) -> bool:
        """Whether the step is open again and my answers are on the screen: they stand."""
        return self.again and bool(self._sheet.answers)

    @property
    def _to_read(self) -> bool:
        return self._looking or self._kept

    @property
    def _matching(self) -> bool:
        sheet = self._sheet
        return self.plays and bool(sheet.terms) and not sheet.answers and not self._looking

    def show(self, room: Room) -> None:
        sheet = self._sheet
        matching = self.query_one(Matching)
        matching.deal(sheet, self.drawer.matched.get(self.step_as(Lingo).id, {}))
        shown(matching, self._matching)
        shown(self.query_one("#told"), not self._matching)
        shown(self.query_one("#glossary"), self._looking)
        self._show_truth(sheet)
        self._show_glossary()
        self.query_one("#lingo-aside", Static).update(Content(self._aside()))
        shown(self.query_one("#bell"), self._matching)
        button = self.query_one("#go-on", KeyButton)
        shown(button, self.offers("go_on"))
        button.say(_("Send my guesses") if self._matching else _("Go on"))

    def _show_truth(self, sheet: LingoOwn) -> None:
        pane, truth = self.query_one("#told", Pane), self.query_one("#truth", Static)
        if sheet.side is None or not sheet.answers:
            pane.title(_("Their words"))
            truth.update(Content(self._nothing(sheet)))
            return
        side = self.public.label(sheet.side)
        pane.title(_("What words of {side} really mean", side=side))
        rows = []
        for term, meaning in enumerate(sheet.answers):
            mark = ("✓ ", "bold $accent") if sheet.knew(term) else ("○ ", "$quiet")
            told = sheet.meanings[meaning]
            rows.append(Content.assemble(mark, (f"{sheet.terms[term]}  ", "bold"), told))
        truth.update(words.lines(*rows))

    def _nothing(self, sheet: LingoOwn) -> str:
        if self.plays and sheet.side is not None and not sheet.terms:
            return _("{side} has brought no words of its own.", side=self.public.label(sheet.side))
        return _("The players guess what words of the other side mean, each for themselves.")

    def _show_glossary(self) -> None:
        entries = self.state_as(LingoState).glossary or ()
        rows: list[Content | str] = []
        home = self.me.home if self.me is not None else None
        # First the words that the others may ask me about.
        for side in sorted(SIDES, key=lambda side: side != home):
            found = of_side(entries, side)
            if found:
                rows.append(words.side(self.public, side))
                rows += [Content.assemble((f"{e.term}  ", "bold"), e.means) for e in found]
        everything = _("Nothing. Here everybody knew every word.")
        self.query_one("#entries", Static).update(words.lines(*(rows or [everything])))

    def _aside(self) -> str:
        sheet = self._sheet
        if self._matching:
            given, many = self._given, len(sheet.terms)
            said = _("{given} of {many} matched. Leaving one out is fine.", given=given, many=many)
            return f"{said} {_('Nobody sees what you knew.')}"
        told = []
        if self._looking:
            told.append(_("Whoever uses a word explains it in one sentence."))
        return "\n".join([*told, *mine(sheet)])

    def sentence(self, room: Room) -> str:
        if self._matching and self._given == len(self._sheet.terms):
            return _("All matched. Press enter to send it.")
        if self._matching:
            return _("A number gives the word its meaning.")
        if self._looking and self.plays and not self.ready:
            return _("Ask about a word, then press enter.")
        if self._looking and not self.plays:
            return _("These words may need explaining.")
        if not self.plays:
            return _("You watch. {waiting}", waiting=self.waiting)
        if self._kept and not self.ready:
            return _("Open again. Enter goes on.")
        if self._looking:
            return _("You are ready. {waiting}", waiting=self.waiting)
        return _("Sent. {waiting}", waiting=self.waiting) if self._sheet.answers else self.waiting

    def offers(self, action: str) -> bool:
        match action:
            case "give" | "take_back":
                return self._matching
            case "go_on":
                return self._matching or (self.plays and self._to_read and not self.ready)
        return super().offers(action)

    # --- doing ----------------------------------------------------------------------------------

    @on(Matching.Changed)
    def _changed(self) -> None:
        self.drawer.matched[self.step_as(Lingo).id] = self.query_one(Matching).pairs
        self.query_one("#lingo-aside", Static).update(Content(self._aside()))
        self.update_now()

    def unsent(self) -> MatchTerms | None:
        pairs = dict(self.query_one(Matching).pairs)
        # As the room goes back nothing is: it would be answered with the truth, and could not be
        # gone on with later.
        if not self._matching or not pairs or self.state_as(LingoState).bell == "back":
            return None
        return MatchTerms(step=self.step_as(Lingo).id, pairs=pairs)

    def action_give(self, meaning: int) -> None:
        if self._matching:
            self.query_one(Matching).give(meaning)

    def action_take_back(self) -> None:
        if self._matching:
            self.query_one(Matching).take_back()

    def action_move(self, by: int) -> None:
        if self._matching:
            self.query_one(Matching).move(by)
        else:
            self.action_read(by)

    def action_read(self, lines: int) -> None:
        for pane in self.query(Pane):
            if pane.display:
                pane.scroll_relative(y=lines, animate=False)

    def action_go_on(self) -> None:
        if self._matching:
            pairs = dict(self.query_one(Matching).pairs)
            self.send(MatchTerms(step=self.step_as(Lingo).id, pairs=pairs))
        elif self.offers("go_on"):
            self.action_ready()


SCREEN: Final = LingoScreen
