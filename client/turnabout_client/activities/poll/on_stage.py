"""What was answered, on a screen for all: the same bars as on one's own."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from turnabout_client.activities.poll.moods import feels, felt
from turnabout_client.activities.poll.tally import MoodPane, TallyPane
from turnabout_client.tui.room.drawn import Drawn
from turnabout_language import _
from turnabout_protocol.activities.poll import Poll, PollState
from turnabout_protocol.room import Public


class OnStage(Drawn):
    """The tallies of a poll."""

    def __init__(self) -> None:
        super().__init__()
        self._empty = True

    def compose(self) -> ComposeResult:
        yield Horizontal(id="tallies")

    def show(self, public: Public, step: Poll) -> bool:
        tallies = public.state(PollState, step.id).tallies
        if not tallies:
            return False
        if self._empty:
            self._empty = False
            self.query_one("#tallies", Horizontal).mount_all(_panes(step))
        by_question = {tally.question: tally for tally in tallies}
        for pane in self.query(TallyPane):
            pane.show(by_question.get(pane.question))
        for moods in self.query(MoodPane):
            moods.show(felt(public, step), sum(map(feels, step.tallied)))
        return True


def _panes(step: Poll) -> list[MoodPane | TallyPane]:
    moods = [MoodPane(_("What was felt"))] if any(map(feels, step.tallied)) else []
    return [*moods, *(TallyPane(q) for q in step.tallied if not feels(q))]
