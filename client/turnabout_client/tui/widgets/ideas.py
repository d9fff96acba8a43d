"""When-then ideas on the table, with my dots while we vote and all dots afterwards."""

from collections.abc import Mapping

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from turnabout_client.tui.widgets.pane import Pane
from turnabout_protocol.activities.plan import Idea


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

    def draw(self, idea: Idea, dots: int, here: bool, votes: bool) -> None:
        """Show it with the dots it has: mine while we vote, everybody's when counted."""
        counted = idea.dots is not None
        shown = idea.dots if idea.dots is not None else dots
        signs = "●" * min(shown, 12)
        tail = f"  {signs}" if signs else "  no dots" if counted else "  ○" if votes else ""
        self.update(
            Content.assemble(
                (f"{idea.number}  ", "bold"), ("When ", "bold"), idea.when,
                (" then ", "bold"), idea.then, (tail, "bold"),
            )
        )  # fmt: skip
        self.set_class(here, "-here")
        self.set_class(counted and not shown, "-silent")

    def on_click(self) -> None:
        self.post_message(self.Picked(self._number))


class Ideas(Pane):
    """All ideas, unsigned; under them examples while there is room for more."""

    def __init__(self) -> None:
        super().__init__("Ideas on the table", id="ideas")
        self._notes: dict[int, IdeaNote] = {}
        self._seeds = Static(id="seeds")

    def on_mount(self) -> None:
        self.mount(self._seeds)

    def examples(self, seeds: tuple[str, ...]) -> None:
        """Show examples of the form under the ideas; none hides them."""
        lines = [Content.styled("For example", "bold $accent"), *(Content(f"· {s}") for s in seeds)]
        self._seeds.update(Content("\n").join(lines))
        self._seeds.display = bool(seeds)

    def show(
        self, ideas: tuple[Idea, ...], dots: Mapping[int, int], here: int | None, votes: bool
    ) -> None:
        """Show these ideas with my dots, and the cursor on number `here`."""
        for idea in ideas:
            if idea.number not in self._notes:
                note = self._notes[idea.number] = IdeaNote(idea)
                self.mount(note, before=self._seeds if self._seeds.is_mounted else None)
                if idea.dots is None and not votes:
                    note.call_after_refresh(note.scroll_visible, animate=False)
            self._notes[idea.number].draw(
                idea, dots.get(idea.number, 0), idea.number == here, votes
            )

    def look_at(self, number: int) -> None:
        """Scroll to an idea."""
        if number in self._notes:
            self._notes[number].scroll_visible(animate=False)
