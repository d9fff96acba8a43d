"""The table: turns as a conversation, cards as notes, twists as notices between them."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui import words
from turnabout_client.tui.scene_model import HEARD_MARK, REACTIONS
from turnabout_client.tui.widgets.card import Note
from turnabout_protocol.activities.scene import SceneState, Turn
from turnabout_protocol.parts import Public
from turnabout_protocol.scenario import Twist


class TurnView(Vertical):
    """One turn that is over."""

    def __init__(self, turn: Turn, public: Public) -> None:
        super().__init__(classes="turn")
        self._turn = turn
        self._head = Static(classes="turn-head")
        self._tail = Static(classes="turn-tail")
        self._draw(turn, public)
        # Names are as they were when it was said, also after the role is left.
        self._public = public

    def compose(self) -> ComposeResult:
        turn = self._turn
        yield self._head
        if turn.card is not None:
            yield Note(turn.card)
        if turn.say:
            yield Static(Content(f"“{turn.say}”"), classes="turn-said")
        if turn.ask:
            yield Static(
                Content.assemble(("asks ", "$quiet"), turn.ask), classes="turn-said turn-ask"
            )
        yield self._tail

    def show(self, turn: Turn, public: Public) -> None:
        """Bring it up to date: the answer to the echo, reactions, the flag."""
        if turn != self._turn:
            self._turn = turn
            self._draw(turn, public)

    def _draw(self, turn: Turn, public: Public) -> None:
        parts = [words.persona(public, turn.seat)]
        if turn.passed:
            parts.append(Content.styled("  passed", "$quiet"))
        if turn.echo:
            parts.append(Content.assemble(("  What I heard you say is ", "$quiet"), turn.echo))
        if turn.heard is not None:
            parts.append(Content.styled(f"  {HEARD_MARK[turn.heard]}", f"bold {_TONE[turn.heard]}"))
        self._head.update(Content("").join(parts))
        marks = [f"{name} ×{n}" for _, kind, name in REACTIONS if (n := turn.reactions.get(kind))]
        if turn.flagged:
            marks.append("⚑ called a caricature: it does not count")
        self._tail.update(Content.styled(" · ".join(marks), "$quiet italic"))
        self._tail.display = bool(marks)


_TONE = {"yes": "$success", "nearly": "$warning", "no": "$error"}


class TwistView(Static):
    """An outside event."""

    def __init__(self, twist: Twist) -> None:
        text = Content.assemble(
            ("✦ Something happens  ", "bold $accent"), twist.text, "\n", (twist.ask, "italic")
        )
        super().__init__(text, classes="twist")


class Talk(VerticalScroll):
    """All turns of a scene, the newest in sight."""

    def __init__(self, *, id: str = "talk") -> None:
        super().__init__(id=id, classes="panel")
        self.border_title = "At the table"
        self._turns: dict[int, TurnView] = {}
        self._twists = 0
        self._question = Static(id="question")
        self._live = Static(id="live")

    def compose(self) -> ComposeResult:
        yield self._question
        yield self._live

    def on_mount(self) -> None:
        self.anchor()

    def show(self, public: Public, state: SceneState, live: Content) -> None:
        """Bring it up to date; `live` is the line under the last turn."""
        if public.story is not None:
            self._question.update(Content.styled(public.story.opening_question, "italic $quiet"))
        fresh: list[Vertical | Static] = []
        for turn in state.turns:
            view = self._turns.get(turn.number)
            if view is not None:
                view.show(turn, public)
            elif turn.over:
                view = self._turns[turn.number] = TurnView(turn, public)
                fresh.append(view)
            fresh += self._twists_after(state, turn.number)
        if fresh:
            self.mount_all(fresh, before=self._live)
            self.anchor()
        self._live.update(live)

    def _twists_after(self, state: SceneState, number: int) -> list[TwistView]:
        known = zip(state.twists, state.twist_after, strict=True)
        views = [
            TwistView(t) for i, (t, n) in enumerate(known) if i >= self._twists and n == number
        ]
        self._twists += len(views)
        return views
