"""A scale: a row of steps to choose one from, with words for its two ends."""

from textual import events
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size

from turnabout_client.activities.poll.circle_art import LEFT, NARROWEST, RIGHT, pair, rows_for
from turnabout_client.activities.poll.picks import PICKED, AnswerNote, PickGrid, Picks
from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.activities.poll import Question
from turnabout_protocol.scenario import Side


class Box(AnswerNote):
    """One step of a scale."""

    def __init__(self, index: int, answer: str) -> None:
        super().__init__(index, answer, "box -fact")

    def drawn(self, picked: bool) -> Content:
        return Content(f"{PICKED} {self.answer}" if picked else self.answer)


class CirclePair(AnswerNote):
    """One step of closeness: my side on the left, the other one on the right."""

    def __init__(self, index: int, answer: str, steps: int, home: Side | None) -> None:
        self._steps = steps
        self._styles = _styles(home)
        self._is_picked = False
        super().__init__(index, answer, "circles")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        # Known before anything is drawn, so that no layout finds the picture too short.
        return rows_for(_columns(width)) + 1 if _columns(width) else 1

    def on_resize(self, event: events.Resize) -> None:
        self.update(self.drawn(self._is_picked), layout=False)

    def drawn(self, picked: bool) -> Content:
        self._is_picked = picked
        number = f"{PICKED} {self.answer}" if picked else self.answer
        columns = _columns(self.content_size.width)
        if not columns:
            return Content(number)
        # A picked pair is drawn in the text colour alone, the others in the colours of the sides.
        lines = [
            Content.assemble(*((char, "" if picked else self._styles[who]) for char, who in row))
            for row in pair(self.index + 1, self._steps, columns)
        ]
        return Content("\n").join([*lines, Content.styled(number.center(columns), "bold")])


class ScaleBoxes(Picks):
    """The steps of a scale in a row. The arrows choose at once: there is only one answer."""

    def __init__(self, question: Question, home: Side | None) -> None:
        answers, (low, high) = question.choices, question.ends
        if question.options == "circles":
            boxes: list[AnswerNote] = [
                CirclePair(i, a, len(answers), home) for i, a in enumerate(answers)
            ]
        else:
            boxes = [Box(i, a) for i, a in enumerate(answers)]
        super().__init__(
            Horizontal(*boxes, classes="boxes"),
            Horizontal(
                Static(Content(f"{answers[0]}  {_(low)}"), classes="low"),
                Static(Content(f"{_(high)}  {answers[-1]}"), classes="high"),
                classes="ends",
            ),
            answers=answers,
            up_to=1,
            columns=len(answers),
            classes="scale",
        )

    def move(self, columns: int, rows: int) -> None:
        """Choose the next step, or the one before. The first press chooses an end."""
        last = len(self.answers) - 1
        if self.cursor < 0:
            there = 0 if columns > 0 else last
        else:
            there = max(0, min(last, self.cursor + columns))
        if columns and self.answers[there] not in self.picked:
            self.toggle(there)


def answers_to(question: Question, home: Side | None) -> Picks:
    """Return the widget that lets somebody of side `home` answer `question`."""
    if question.steps:
        return ScaleBoxes(question, home)
    return PickGrid(question.choices, question.up_to)


def _columns(width: int) -> int:
    """Return the width of a picture; 0: there is no room for one.

    Neighbours can differ by a cell in width. The pictures must not.
    """
    return width // 2 * 2 if width >= NARROWEST else 0


def _styles(home: Side | None) -> dict[int, str]:
    mine, theirs = ("$it", "$business") if home == "it" else ("$business", "$it")
    return {0: "", LEFT: mine, RIGHT: theirs, LEFT | RIGHT: ""}
