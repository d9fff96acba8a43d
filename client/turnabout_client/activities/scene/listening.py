"""What everybody does beside a turn: rate, answer an echo, strike a word, react, flag."""

from typing import ClassVar, Final, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from turnabout_client.activities.scene import model
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.tui.table import Table
from turnabout_client.view.missing import MISSING
from turnabout_client.view.people import face
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    FlagCaricature,
    Missing,
    Rate,
    React,
    Scene,
    SceneHome,
    SceneState,
    StrikeWord,
    Turn,
)
from turnabout_protocol.scenario import Term

_RINGS: Final = [*((str(ring), short) for ring, short, _wide in model.RINGS), ("space", N_("skip"))]
_RINGS_WIDE: Final = [*((str(ring), wide) for ring, _s, wide in model.RINGS), ("space", N_("skip"))]
_MISSING: Final = [
    *((str(n), name) for n, (name, _said) in enumerate(MISSING.values(), 1)),
    ("space", N_("no tag")),
]


class ListeningScreen(RoomScreen):
    """The questions to those who listened, over what to do now; each is there only while asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"number({n})", N_("choose a card, rate"), show=False)
            for n in range(1, 6)
        ),
        Binding("space", "skip_rating", N_("skip the rating"), show=False),
        *(Binding(key, f"hear('{key}')", name, show=False) for key, _answer, name in model.HEARD),
        *(
            Binding(key, f"react('{key}')", name, show=False)
            for key, _kind, name in model.REACTIONS
        ),
        Binding("s", "strike", N_("our word, used wrongly"), show=False),
        Binding("v", "flag", N_("caricature")),
    ]

    _pending: tuple[int, int] | None = None
    """Turn and ring of a low rating that may still get a tag."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._rated: set[int] = set()
        self._reacted: set[tuple[int, str]] = set()
        self._struck: dict[int, frozenset[str]] = {}

    def compose_asks(self) -> ComposeResult:
        """Yield the questions, each in a row."""
        yield Choices(_RINGS, wide=_RINGS_WIDE, id="rings")
        yield Choices(_MISSING, id="missing")
        yield Choices([("s", N_("used wrongly"))], id="strike")
        yield Choices([(key, name) for key, _answer, name in model.HEARD], id="heard")

    def compose_reactions(self) -> ComposeResult:
        """Yield the reactions to the newest card."""
        yield Choices([(key, name) for key, _kind, name in model.REACTIONS], id="reactions")

    # --- what is on -----------------------------------------------------------------------------

    @property
    def scene(self) -> Scene:
        """The step that is on."""
        return cast(Scene, self.step)

    @property
    def state(self) -> SceneState:
        """What everybody sees of it."""
        found = self.table.room.public.steps.get(self.scene.id)
        # While the room is fetched anew there is nothing yet.
        return found if isinstance(found, SceneState) else SceneState()

    @property
    def play(self) -> int:
        """Play time, now."""
        return self.table.room.public.clock.play(self.table.now())

    @property
    def own_words(self) -> tuple[Term, ...]:
        """The words of my own side, while people write: those in a turn may be struck."""
        home = None if self.me is None else self.me.home
        return (
            () if home is None else self.table.room.home(home).state(SceneHome, self.scene.id).terms
        )

    @property
    def struck(self) -> dict[int, frozenset[str]]:
        """The words I have struck, by turn."""
        return self._struck

    # --- showing --------------------------------------------------------------------------------

    def show_asks(self) -> None:
        """Show what is asked of this seat, and nothing else."""
        public = self.table.room.public
        turn = model.to_rate(public, self.scene, self.me, self.play)
        if turn is not None and turn.number in self._rated:
            turn = None
        if turn is None and self._pending is not None:
            self._rate(*self._pending)  # its time is over: it goes without a tag
        tagging = self._pending is not None
        rings = self.query_one("#rings", Choices)
        asked = (
            None
            if turn is None or tagging
            else _("{name} rang true?", name=face(public, turn.seat))
        )
        new = rings.ask(asked)
        missing = _("What was missing?") if turn is not None and tagging else None
        self.query_one("#missing", Choices).ask(missing)
        self.query_one("#strike", Choices).ask(self._strike_question())
        heard = model.to_hear(public, self.state, self.me)
        echo = _("Did {name} hear you?", name=face(public, heard.seat)) if heard else None
        if self.query_one("#heard", Choices).ask(echo) or new:
            self.doze()

    def _strike_question(self) -> str | None:
        used = self._to_strike()
        if used is None:
            return None
        terms = ", ".join(_("“{text}”", text=term) for term in used[1])
        return n_("Your word {terms}:", "Your words {terms}:", len(used[1]), terms=terms)

    def _to_strike(self) -> tuple[Turn, tuple[str, ...]] | None:
        public = self.table.room.public
        found = model.to_strike(public, self.scene, self.own_words, self.me, self.play)
        if found is None:
            return None
        turn, terms = found
        left = tuple(t for t in terms if t not in self._struck.get(turn.number, frozenset()))
        return (turn, left) if left else None

    def show_reactions(self) -> None:
        """Offer the reactions to the newest card of somebody else."""
        turn = model.to_react(self.state, self.me)
        row = self.query_one("#reactions", Choices)
        public = self.table.room.public
        row.ask(None if turn is None else _("Card of {name}:", name=face(public, turn.seat)))
        given = {k for n, k in self._reacted if turn is not None and n == turn.number}
        row.mark(frozenset(given))

    @property
    def asked(self) -> bool:
        """Whether anything is asked just now."""
        rows = ("#rings", "#missing", "#strike", "#heard")
        return any(self.query_one(each).display for each in rows)

    # --- doing ----------------------------------------------------------------------------------

    def choose_card(self, number: int) -> None:
        """Do what a number key does while nothing is rated."""

    def action_number(self, number: int) -> None:
        """Rate or tag while that is asked, choose a card otherwise."""
        if self.query_one("#missing").display and self._pending is not None:
            if 1 <= number <= len(MISSING):
                self._rate(*self._pending, missing=tuple(MISSING)[number - 1])
        elif self.query_one("#rings").display:
            self._ring(number)
        else:
            self.choose_card(number)

    def _ring(self, ring: int) -> None:
        turn = model.to_rate(self.table.room.public, self.scene, self.me, self.play)
        if turn is None or ring > len(model.RINGS):
            return
        if ring <= 2:
            self._pending = (turn.number, ring)
            self.update_room()
        else:
            self._rate(turn.number, ring)

    def _rate(self, turn: int, ring: int | None, missing: Missing | None = None) -> None:
        self._pending = None
        self._rated.add(turn)
        self.send(Rate(step=self.scene.id, turn=turn, ring=ring, missing=missing))
        self.update_room()

    def action_skip_rating(self) -> None:
        if self._pending is not None:
            self._rate(*self._pending)
            return
        turn = model.to_rate(self.table.room.public, self.scene, self.me, self.play)
        if turn is not None:
            self._rate(turn.number, None)

    def action_hear(self, key: str) -> None:
        turn = model.to_hear(self.table.room.public, self.state, self.me)
        if turn is not None:
            answer = next(answer for k, answer, _name in model.HEARD if k == key)
            self.send(AnswerEcho(step=self.scene.id, turn=turn.number, answer=answer))

    def action_strike(self) -> None:
        used = self._to_strike()
        if used is None:
            return
        turn, terms = used
        if len(terms) == 1:
            self._strike(turn.number, terms[0])
            return
        self.app.push_screen(
            Pick(_("Which of your words was used wrongly?"), list(terms)),
            lambda i: None if i is None else self._strike(turn.number, terms[i]),
        )

    def _strike(self, turn: int, term: str) -> None:
        self._struck[turn] = self._struck.get(turn, frozenset()) | {term}
        self.send(StrikeWord(step=self.scene.id, turn=turn, term=term))
        self.update_room()

    def action_react(self, key: str) -> None:
        turn = model.to_react(self.state, self.me)
        if turn is None or (turn.number, key) in self._reacted:
            return
        kind = next(kind for k, kind, _name in model.REACTIONS if k == key)
        self._reacted.add((turn.number, key))
        self.send(React(step=self.scene.id, turn=turn.number, kind=kind))

    def action_flag(self) -> None:
        turn = self.state.last
        if turn is None or turn.passed or turn.seat == self.table.seat:
            self.notice(_("There is nobody else's turn to flag just now."))
            return
        who = face(self.table.room.public, turn.seat)
        command = FlagCaricature(step=self.scene.id, turn=turn.number)
        self.app.push_screen(
            Confirm(
                _(
                    "Was {name}’s last turn a caricature? Nobody is told who said so, "
                    "and the turn will not count for any score.",
                    name=who,
                ),
                _("It was"),
                _("No"),
            ),
            lambda yes: self.send(command) if yes else None,
        )

    @on(Choices.Chosen)
    def _clicked(self, event: Choices.Chosen) -> None:
        match event.choices.id:
            case "heard":
                self.action_hear(event.key)
            case "reactions":
                self.action_react(event.key)
            case "strike":
                self.action_strike()
            case _ if event.key == "space":
                self.action_skip_rating()
            case _:
                self.action_number(int(event.key))
