"""reveal: the results are computed and shown when the step opens."""

from turnabout_protocol.activities.reveal import Reveal, Revealed
from turnabout_server import publish
from turnabout_server.rules.activities.base import Activity
from turnabout_server.rules.decision import Decision


class RevealRules(Activity[Reveal]):
    """Everybody sees the same, at the same moment."""

    def open(self, d: Decision, step: Reveal) -> None:
        d.emit(Revealed(step=step.id, results=publish.results(d.room)))
