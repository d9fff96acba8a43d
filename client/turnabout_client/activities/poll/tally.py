"""What the room answered, pooled: bars, or the reason why there are none."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content

from turnabout_client.activities.poll.model import ranked, why_hidden
from turnabout_client.activities.poll.moods import Asked, table
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_client.view.bars import bar
from turnabout_language import _, n_
from turnabout_protocol.activities.poll import Question, Tally

ROOM_FOR_COUNT = 4


class MoodPane(Pane):
    """What was felt, in four rows; before and after beside each other."""

    def __init__(self, title: str) -> None:
        super().__init__(title, id="moods", classes="tally")
        self._asked: tuple[Asked, ...] = ()
        self._now = 0
        self._rows = Static()

    def compose(self) -> ComposeResult:
        yield self._rows

    def show(self, asked: tuple[Asked, ...], now: int) -> None:
        """Show what was answered to each question; the last `now` of them were asked just now."""
        self._asked, self._now = asked, now
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        if not self._asked or not self.content_size.width:
            return
        if all(one.tally.hidden for one in self._asked):
            self._rows.update(
                reason(self._asked[-1].tally, *(one.text for one in self._asked[-self._now :]))
            )
        else:
            self._rows.update(table(self._asked, *self.content_size))
        self.hint_soon()


def reason(tally: Tally, *questions: str) -> Content:
    """Return why tallies are not shown, and what to ask aloud, a line each."""
    aloud = _("Ask it aloud instead. Anybody who likes may answer:")
    return Content.assemble(
        why_hidden(tally),
        (f"\n\n{aloud}\n\n", "$quiet"),
        ("\n".join(_("“{text}”", text=_(one)) for one in questions), "bold italic"),
    )


class TallyPane(Pane):
    """The tally of one question."""

    def __init__(self, question: Question) -> None:
        super().__init__(_(question.text), id=f"tally-{question.id}", classes="tally")
        self._question = question
        self._tally: Tally | None = None
        self._bars = Static()

    def compose(self) -> ComposeResult:
        yield self._bars

    @property
    def question(self) -> str:
        """The id of the question."""
        return self._question.id

    def show(self, tally: Tally | None) -> None:
        """Show `tally`; None: there is none yet."""
        self._tally = tally
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        tally = self._tally
        if tally is None or not self.content_size.width:
            return
        hidden = tally.hidden
        self._bars.update(reason(tally, self._question.text) if hidden else self._rows(tally))
        self.hint_soon()

    def _rows(self, tally: Tally) -> Content:
        rows = [(_(answer), n) for answer, n in ranked(tally)]
        if not rows:
            return Content(_("Nobody chose anything."))
        name = max(len(answer) for answer, _ in rows)
        cells = max(4, self.content_size.width - name - ROOM_FOR_COUNT - 2)
        most = rows[0][1]
        lines = [
            Content.assemble(
                f"{answer:>{name}}  ", (bar(n, most, cells), "$accent"), (f" {n}", "bold")
            )
            for answer, n in rows
        ]
        lines.append(
            Content.styled(n_("{n} person answered.", "{n} people answered.", tally.n), "$quiet")
        )
        airy = 2 * len(lines) <= self.content_size.height
        return Content("\n\n" if airy else "\n").join(lines)
