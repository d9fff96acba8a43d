"""What was said in a talk: rounds, their questions, and under each what people answered."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_client.view import words
from turnabout_language import _
from turnabout_protocol.activities.talk import Remark, Round, TalkState
from turnabout_protocol.room import Public


class RoundView(Vertical):
    """One round: a heading, and a section for each question."""

    def __init__(self, stage: int, plan: Round, heading: Content | None) -> None:
        super().__init__(classes="round")
        self._stage = stage
        self._plan = plan
        self._heading = Static(heading or "", classes="round-heading")
        self._hint = Static(classes="quiet")
        self._prompts = [Static(classes="prompt-line") for _prompt in plan.prompts]
        self._sections = [Static(classes="remarks") for _prompt in plan.prompts]
        self._asked = Static(classes="remarks -asked")
        self._thanks = Static(classes="quiet thanks")
        self._shown: tuple[Remark, ...] = ()
        self._ahas: list[Remark] = []

    def compose(self) -> ComposeResult:
        yield self._heading
        for prompt, section in zip(self._prompts, self._sections, strict=True):
            yield prompt
            yield section
        yield self._hint
        yield self._asked
        yield self._thanks

    def on_mount(self) -> None:
        self.mark(None)
        self._hint.update(Content.styled(_(self._plan.hint), "$quiet italic"))
        self._hint.display = bool(self._plan.hint)

    def mark(self, at: int | None) -> None:
        """Point at the question that is answered now; None points nowhere."""
        numbered = len(self._prompts) > 1
        for i, (line, text) in enumerate(zip(self._prompts, self._plan.prompts, strict=True)):
            number = f"{i + 1}  " if numbered else ""
            style = "bold $accent" if i == at else "bold"
            line.update(Content.styled(f"{'▸ ' if i == at else ''}{number}{_(text)}", style))

    def old(self, yes: bool) -> None:
        """Show whose round it was once it is over; the screen itself says whose round is on."""
        self._heading.display = yes

    def show(self, public: Public, state: TalkState) -> Static | None:
        """Bring it up to date; return where the newest remark stands, if there is a new one."""
        said = tuple(r for r in state.remarks if r.stage == self._stage)
        fresh = said[len(self._shown) :]
        self._shown = said
        self._ahas = [state.remarks[place] for place in state.marked]
        for i, section in enumerate(self._sections):
            self._fill(public, section, i)
        self._fill(public, self._asked, None)
        thanks = state.thanks.get(self._stage, 0)
        self._thanks.update(Content(f"{_('thank you')} ×{thanks}"))
        self._thanks.display = bool(thanks)
        return self._section(fresh[-1]) if fresh else None

    def _section(self, remark: Remark) -> Static:
        return self._asked if remark.prompt is None else self._sections[remark.prompt]

    def _fill(self, public: Public, section: Static, prompt: int | None) -> None:
        here = [self._text(public, r) for r in self._shown if r.prompt == prompt]
        section.update(words.lines(*here))
        section.display = bool(here)

    def _text(self, public: Public, remark: Remark) -> Content:
        asks = Content.styled(f"{_('asks')}  ", "$quiet italic") if remark.prompt is None else ""
        aha = Content.styled("✦ ", "$accent") if remark in self._ahas else ""
        return Content.assemble(words.persona(public, remark.seat), "  ", asks, aha, remark.text)


class Remarks(Pane):
    """All rounds so far, the newest remark in sight."""

    def __init__(self) -> None:
        super().__init__(id="remarks")
        self._rounds: dict[int, RoundView] = {}

    def open_round(self, stage: int, plan: Round, heading: Content | None) -> None:
        """Open the view of a round, if it is new, in front of what was said before."""
        if stage not in self._rounds:
            view = self._rounds[stage] = RoundView(stage, plan, heading)
            self.mount(view, before=0 if self.children else None)
            self.scroll_home(animate=False)

    def show(self, public: Public, state: TalkState, at: int | None) -> None:
        """Bring all rounds up to date; `at` is the question that is answered in the one now on."""
        for stage, view in self._rounds.items():
            view.old(stage != state.stage)
            view.call_after_refresh(view.mark, at if stage == state.stage else None)
            newest = view.show(public, state)
            if newest is not None:
                newest.call_after_refresh(newest.scroll_visible, animate=False)
