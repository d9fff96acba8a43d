"""The table: turns as a conversation, cards as notes, twists as notices between them."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from turnabout_client.activities.scene.model import HEARD_MARK, REACTIONS, scene_number, unsaid
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.activities.scene.telling import live_line
from turnabout_client.tui.kit.card import Note
from turnabout_client.tui.room.screen import shown
from turnabout_client.view import words
from turnabout_language import _
from turnabout_protocol.activities.scene import SceneState, Turn
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import Term, Twist
from turnabout_protocol.terms import uses


class TurnView(Vertical):
    """One turn that is over."""

    def __init__(self, turn: Turn, public: Public, words_used: Sequence[Term] = ()) -> None:
        super().__init__(classes="turn")
        self._turn = turn
        self._words = words_used
        self._struck: frozenset[str] = frozenset()
        self._head = Static(classes="turn-head")
        self._note = None if turn.card is None else Note(turn.card)
        self._said = Static(classes="turn-said")
        self._ask = Static(classes="turn-said turn-ask")
        self._tail = Static(classes="turn-tail")
        self._draw(turn, public)

    def compose(self) -> ComposeResult:
        yield self._head
        if self._note is not None:
            yield self._note
        yield self._said
        yield self._ask
        yield self._tail

    def show(self, turn: Turn, public: Public, struck: frozenset[str] = frozenset()) -> None:
        """Bring it up to date: the answer to the echo, reactions, the flag, words struck."""
        if turn != self._turn or struck != self._struck:
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
        opening, _blank, closing = _("“{text}”").partition("{text}")
        self._said.update(Content.assemble(opening, self._marked(turn.say), closing))
        self._said.display = bool(turn.say)
        self._ask.update(Content.assemble((f"{_('asks')} ", "$quiet"), self._marked(turn.ask)))
        self._ask.display = bool(turn.ask)
        marks = [
            f"{_(name)} ×{n}" for _key, kind, name in REACTIONS if (n := turn.reactions.get(kind))
        ]
        if turn.flagged:
            marks.append(_("⚑ called a caricature: it does not count"))
        self._tail.update(Content.styled(" · ".join(marks), "$quiet italic"))
        self._tail.display = bool(marks)

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


class Conversation(VerticalScroll):
    """All turns of a scene, the newest in sight."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"jump({lines})", show=False)
        for key, lines in (
            ("up", -1), ("down", 1), ("pageup", -8), ("pagedown", 8), ("home", -999), ("end", 999)
        )
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="talk", classes="panel")
        self.border_title = _("At the table")
        self._turns: dict[int, TurnView] = {}
        self._echoed = 0
        """The turn that I am to say back, once it was brought into sight."""
        self._twists = 0
        self._question = Static(id="question")
        self._live = Static(id="live")

    def compose(self) -> ComposeResult:
        yield self._question
        yield self._live

    def on_mount(self) -> None:
        self.anchor()

    def action_jump(self, lines: int) -> None:
        # At once: the newest turn, which is kept in sight, takes a slow movement back.
        self.scroll_relative(y=lines, animate=False)

    def show(
        self, now: Moment, struck: Mapping[int, frozenset[str]], pinned: int, *, alone: bool
    ) -> None:
        """Bring it up to date; `struck` are the words that I struck, by turn.

        The words of my own side are marked in the turns that play it. The turn that is pinned
        elsewhere is not shown twice, nor is its card where that is pinned `alone`.
        """
        public, state = now.public, now.state
        if public.story is not None:
            asked = public.story.opening_question
            again = scene_number(public, now.step.id) > 1
            if again:
                asked = _("Still on the table: {question}", question=asked)
            self._question.update(
                Content.styled(asked, "italic $quiet" if again else "italic bold")
            )
        fresh: list[Vertical | Static] = []
        for turn in state.turns:
            view = self._turns.get(turn.number)
            if turn.undone:
                self._drop(turn.number)
            elif view is not None:
                view.show(turn, public, struck.get(turn.number, frozenset()))
            elif turn.over:
                view = self._turns[turn.number] = TurnView(turn, public, now.words_of(turn))
                fresh.append(view)
            fresh += self._twists_after(state, turn.number)
        if fresh:
            self.mount_all(fresh, before=self._live)
            self.anchor()
        for number, view in self._turns.items():
            shown(view, number != pinned or alone)
            view.lend_card(number == pinned and alone)
        self._live.update(live_line(now))
        self._look(0 if now.mine is None else now.mine.echoes or 0)

    def _drop(self, number: int) -> None:
        """Let a turn that was taken back go from the table."""
        view = self._turns.pop(number, None)
        if view is not None:
            view.remove()

    def _look(self, echoed: int) -> None:
        """As my turn begins, start with the first row of the turn that I am to say back."""
        if echoed == self._echoed:
            return
        self._echoed = echoed
        if echoed in self._turns:
            self.release_anchor()
            self.call_after_refresh(self._open_at, self._turns[echoed])
        else:
            self.anchor()

    def _open_at(self, view: TurnView) -> None:
        self.scroll_to_widget(view, top=True, animate=False, force=True, immediate=True)

    def _twists_after(self, state: SceneState, number: int) -> list[TwistView]:
        known = zip(state.twists, state.twist_after, strict=True)
        views = [
            TwistView(t) for i, (t, n) in enumerate(known) if i >= self._twists and n == number
        ]
        self._twists += len(views)
        return views
