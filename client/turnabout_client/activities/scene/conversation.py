"""The table: turns as a conversation, cards as notes, twists as notices between them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from turnabout_client.activities.scene.model import HEARD_MARK, REACTIONS, scene_number, unsaid
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.activities.scene.telling import live_line
from turnabout_client.tui.kit.card import Note
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.screen import shown
from turnabout_client.view import words
from turnabout_language import _, n_
from turnabout_protocol.activities.scene import SceneState, Turn
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import Term, Twist
from turnabout_protocol.terms import uses


class TurnView(Vertical):
    """One turn that is over."""

    def __init__(self, turn: Turn, public: Public, words_used: Sequence[Term] = ()) -> None:
        super().__init__(classes="turn")
        self.number = turn.number
        self._turn = turn
        self._words = words_used
        self._struck: frozenset[str] = frozenset()
        self._head = Static(classes="turn-head")
        self._note = None if turn.card is None else Note(turn.card)
        self._said = Static(classes="turn-said")
        self._draw(turn, public)

    def compose(self) -> ComposeResult:
        yield self._head
        if self._note is not None:
            yield self._note
        yield self._said

    def show(self, turn: Turn, public: Public, struck: frozenset[str] = frozenset()) -> None:
        """Bring it up to date: the answer to the echo, reactions, the flag, words struck."""
        same = turn is self._turn or turn == self._turn
        if not same or struck != self._struck:
            self._turn, self._struck = turn, struck
            self._draw(turn, public)

    def lend_card(self, lent: bool) -> None:
        """Show it without its card while that lies elsewhere."""
        if self._note is not None:
            shown(self._note, not lent)

    def _draw(self, turn: Turn, public: Public) -> None:
        parts = [words.speakers(public, turn.speakers)]
        silent = not (turn.echo or turn.card or turn.say or turn.ask)
        if silent:
            parts.append(Content.styled(f"  {unsaid(turn)}", "$quiet"))
        if turn.echo:
            heard = _("What I heard you say is")
            parts.append(Content.assemble((f"  {heard} ", "$quiet"), turn.echo))
        if turn.heard is not None:
            mark = _(HEARD_MARK[turn.heard])
            parts.append(Content.styled(f"  {mark}", f"bold {_TONE[turn.heard]}"))
        self._head.update(Content("").join(parts))
        said = [*self._lines(turn)]
        self._said.update(Content("\n").join(said))
        self._said.display = bool(said)

    def _lines(self, turn: Turn) -> Iterator[Content]:
        """Yield what was said and asked, and what others have said of it."""
        if turn.say:
            opening, _blank, closing = _("“{text}”").partition("{text}")
            yield Content.assemble(opening, self._marked(turn.say), closing)
        if turn.ask:
            yield Content.assemble((f"{_('asks')} ", "$quiet"), self._marked(turn.ask))
        marks = [
            f"{_(name)} ×{n}" for _key, kind, name in REACTIONS if (n := turn.reactions.get(kind))
        ]
        if turn.flagged:
            marks.append(_("⚑ called a caricature: it does not count"))
        if marks:
            yield Content.styled(" · ".join(marks), "$quiet italic")

    def _marked(self, text: str) -> Content:
        """Return `text` with the words of one's own side underlined, and struck out if struck."""
        content = Content(text)
        for use in uses(text, self._words):
            style = "strike" if use.term in self._struck else "underline"
            content = content.stylize(style, use.start, use.end)
        return content


_TONE = {"yes": "$success", "nearly": "$warning", "no": "$error"}


class TwistView(Static):
    """An outside event."""

    def __init__(self, twist: Twist) -> None:
        text = Content.assemble(
            ("✦ " + _("Something happens") + "  ", "bold $accent"),
            twist.text,
            "\n",
            (twist.ask, "italic"),
        )
        super().__init__(text, classes="twist")


LOWEST: Final = 3
"""Rows that a turn takes at least, with the blank one below it."""
FEWEST: Final = 6
"""Turns that are there in the lowest window."""
SPARE: Final = 4
"""How many more there may be before the oldest go: they go together."""
MORE: Final = 24
"""Turns that come when somebody scrolls up to the first of them."""

Place = tuple[str, int]
"""A turn by its number, or a twist by its place among them."""


class Conversation(VerticalScroll):
    """All turns of a scene, the newest in sight.

    The older ones come when somebody scrolls up to them, and go when the newest is in sight again:
    a client that keeps what nobody sees grows, and styles and measures it with every turn.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"jump({lines})", show=False)
        for key, lines in (
            ("up", -1), ("down", 1), ("pageup", -8), ("pagedown", 8), ("home", -999), ("end", 999)
        )
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="talk", classes="panel")
        self.border_title = _("At the table")
        self._views: dict[Place, TurnView | TwistView] = {}
        self._first = 0
        """How many of the oldest are left out."""
        self._shown: tuple[Moment, Mapping[int, frozenset[str]], int, bool] | None = None
        self._echoed = 0
        """The turn that I am to say back, once it was brought into sight."""
        self._question = Static(id="question")
        self._older = Static(id="older", classes="quiet")
        self._live = Static(id="live")

    def compose(self) -> ComposeResult:
        yield self._question
        yield self._older
        yield self._live

    def on_mount(self) -> None:
        self.anchor()

    def action_jump(self, lines: int) -> None:
        # At once: the newest turn, which is kept in sight, takes a slow movement back.
        self.scroll_relative(y=lines, animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if new_value < old_value and new_value <= 0 and self._first:
            self._bring_older()

    def show(
        self, now: Moment, struck: Mapping[int, frozenset[str]], pinned: int, *, alone: bool
    ) -> None:
        """Bring it up to date; `struck` are the words that I struck, by turn.

        The words of my own side are marked in the turns that play it. The turn that is pinned
        elsewhere is not shown twice, nor is its card where that is pinned `alone`.
        """
        public = now.public
        if public.story is not None:
            asked = public.story.opening_question
            again = scene_number(public, now.step.id) > 1
            if again:
                asked = _("Still on the table: {question}", question=asked)
            self._question.update(
                Content.styled(asked, "italic $quiet" if again else "italic bold")
            )
        self._shown = now, struck, pinned, alone
        if self._arrange():
            self.anchor()
        self._live.update(live_line(now))
        self._look(0 if now.mine is None else now.mine.echoes or 0)

    def _arrange(self) -> bool:
        """Let everything be there that is to be; return whether something new is."""
        if self._shown is None:
            return False
        now, struck, pinned, alone = self._shown
        state = now.state
        places = [*_places(state)]
        at_hand = max(FEWEST, self.size.height // LOWEST)
        if self.is_vertical_scroll_end and len(places) - self._first > at_hand + SPARE:
            self._first = len(places) - at_hand
        echoed = 0 if now.mine is None else now.mine.echoes or 0
        needed = [places.index(one) for one in (("turn", echoed),) if one in places]
        self._first = min([self._first, len(places), *needed])
        there = places[self._first :]
        for place in self._views.keys() - set(there):
            self._views.pop(place).remove()
        known = [place for place in there if place in self._views]
        older = there[: there.index(known[0])] if known else []
        newer = [place for place in there[len(older) :] if place not in self._views]
        if older:
            self.mount_all(
                [self._view(place, now) for place in older], before=self._views[known[0]]
            )
        if newer:
            self.mount_all([self._view(place, now) for place in newer], before=self._live)
        for (_kind, number), view in self._views.items():
            turn = state.turn(number) if isinstance(view, TurnView) else None
            if isinstance(view, TurnView) and turn is not None:
                view.show(turn, now.public, struck.get(number, frozenset()))
                shown(view, number != pinned or alone)
                view.lend_card(number == pinned and alone)
        shown(self._older, self._first > 0)
        self._older.update(
            Content(n_("↑ {n} earlier turn", "↑ {n} earlier turns", self._turns_before(places)))
        )
        return bool(newer)

    def _view(self, place: Place, now: Moment) -> "TurnView | TwistView":
        """Make what stands at that place."""
        kind, number = place
        turn = now.state.turn(number)
        if kind == "turn" and turn is not None:
            made: TurnView | TwistView = TurnView(turn, now.public, now.words_of(turn))
        else:
            made = TwistView(now.state.twists[number])
        self._views[place] = made
        return made

    def _turns_before(self, places: Sequence[Place]) -> int:
        return sum(kind == "turn" for kind, _number in places[: self._first])

    def _bring_older(self) -> None:
        """Bring some of those that are left out, and stay where the eyes are."""
        order = [one for one in self.children if one in self._views.values()]
        self._first = max(0, self._first - MORE)
        self._arrange()
        if order:
            self.call_after_refresh(self._open_at, order[0])

    def _look(self, echoed: int) -> None:
        """As my turn begins, start with the first row of the turn that I am to say back."""
        if echoed == self._echoed:
            return
        self._echoed = echoed
        view = self._views.get(("turn", echoed))
        if isinstance(view, TurnView):
            self.release_anchor()
            self.call_after_refresh(self._open_at, view)
        else:
            self.anchor()

    def _open_at(self, view: Widget) -> None:
        self.scroll_to_widget(view, top=True, animate=False, force=True, immediate=True)


def _places(state: SceneState) -> Iterator[Place]:
    """Yield all that stands on the table, in its order."""
    for turn in state.turns:
        if turn.over and not turn.undone:
            yield "turn", turn.number
        for index, after in enumerate(state.twist_after):
            if after == turn.number:
                yield "twist", index
