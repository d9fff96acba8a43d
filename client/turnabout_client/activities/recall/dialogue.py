"""An earlier order, guessed once more, as a dialogue. Pure."""

from turnabout_client.activities.recall import model
from turnabout_client.dialogue import ordering
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Part
from turnabout_language import _
from turnabout_protocol.activities.recall import Recall, RecallHome


def part(seen: Seen, step: Recall) -> Part:
    """Return the cards to put in order, and whose they were."""
    home = None if seen.me is None else seen.me.home
    whose = ""
    if home is not None:
        whose = model.whose(seen.room.home(home).state(RecallHome, step.id))
    asked = _("What mattered most to them then? 1 is the most important.")
    prompt = f"{whose}. {asked}" if whose else asked
    return ordering.part(seen, step, prompt, _(model.KEPT), _(model.WATCHED))
