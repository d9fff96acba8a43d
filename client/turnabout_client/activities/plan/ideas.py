"""When-then ideas on the table: alone, under one that says the same, chosen, or on their way up."""

from collections.abc import Mapping, Sequence

from textual.content import Content
from textual.message import Message

from turnabout_client.activities.plan.model import in_order, no_dots, tail
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.activities.plan import COMPLETE, Idea, PlanState


class IdeaNote(Static):
    """One idea. A click stands for its number key."""

    class Picked(Message):
        """The idea was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, idea: Idea) -> None:
        super().__init__(classes="note -limit idea")
        self._number = idea.number

    def draw(
        self,
        state: PlanState,
        idea: Idea,
        mine: Mapping[int, int] | None,
        taken: Mapping[int, str],
    ) -> None:
        """Show it with what became of it; `mine` and `taken` as in `tail`."""
        said = tail(state, idea, mine, taken)
        self.update(
            Content.assemble(
                (f"{idea.number}  ", "bold"), (_("When"), "bold"), " ", f"{idea.when}, ",
                (_("then"), "bold"), " ", f"{idea.then}  ", (said, "bold"),
            )
        )  # fmt: skip
        promised = any(p.idea == idea.number for p in state.promises)
        chosen = idea.number in state.chosen
        self.set_class(bool(idea.under), "-under")
        self.set_class(promised, "-ask")
        self.set_class(self._quiet(state, idea) and not chosen and not promised, "-silent")

    def _quiet(self, state: PlanState, idea: Idea) -> bool:
        gone = any(u.idea == idea.number for u in state.upstairs)
        return gone or bool(idea.under) or state.stage == COMPLETE

    def mark(self, here: bool, picked: bool) -> None:
        """Show whether the cursor is on it, and whether it was picked up."""
        self.set_class(here, "-here")
        self.set_class(picked, "-picked")

    def on_click(self) -> None:
        self.post_message(self.Picked(self._number))


class Ideas(Pane):
    """All ideas, unsigned; under them examples while there is room for more."""

    def __init__(self) -> None:
        super().__init__(_("Ideas on the table"), id="ideas")
        self._notes: dict[int, IdeaNote] = {}
        self._order: tuple[int, ...] = ()
        self._why = Static(id="no-dots", classes="quiet")
        self._missed = Static(id="missed")
        self._seeds = Static(id="seeds")

    def on_mount(self) -> None:
        self.mount(self._missed, self._why, self._seeds)

    def ask(self, questions: Sequence[Content]) -> None:
        """Show the questions that ideas are asked for, above them; none hides them."""
        self._missed.update(Content("\n").join(questions))
        self._missed.display = bool(questions)

    def examples(self, seeds: tuple[str, ...]) -> None:
        """Show examples of the form under the ideas; none hides them."""
        head = Content.styled(_("For example"), "bold $accent")
        lines = [head, *(Content(f"· {s}") for s in seeds)]
        self._seeds.update(Content("\n").join(lines))
        self._seeds.display = bool(seeds)

    def show(
        self, state: PlanState, mine: Mapping[int, int] | None, taken: Mapping[int, str]
    ) -> None:
        """Show the ideas of `state`; `mine` and `taken` as in `tail`."""
        ideas = in_order(state)
        why = no_dots(state)
        self._why.update(Content(why))
        self._why.display = bool(why)
        for idea in ideas:
            if idea.number not in self._notes:
                note = self._notes[idea.number] = IdeaNote(idea)
                self.mount(note, before=self._seeds if self._seeds.is_mounted else None)
                if state.stage == 0:
                    note.call_after_refresh(note.scroll_visible, animate=False)
            self._notes[idea.number].draw(state, idea, mine, taken)
        order = tuple(idea.number for idea in ideas)
        if order != self._order:
            self._order = order
            self.call_after_refresh(self._arrange)

    def _arrange(self) -> None:
        for place, number in enumerate(self._order, 2):  # questions and reason come before them
            note = self._notes[number]
            if self.children.index(note) != place:
                self.move_child(note, before=place)

    def mark(self, here: int | None, picked: int | None) -> None:
        """Put the cursor on the idea numbered `here`; `picked` was picked up."""
        for number, note in self._notes.items():
            note.mark(number == here, number == picked)

    def look_at(self, number: int) -> None:
        """Scroll to an idea."""
        if number in self._notes:
            self._notes[number].scroll_visible(animate=False)
