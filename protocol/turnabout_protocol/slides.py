"""What a session has to tell of itself, a slide each. Pure."""

from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.activities.reveal import SLIDES, Slide
from turnabout_protocol.results import Results
from turnabout_protocol.room import Public


def there_are(public: Public, results: Results) -> tuple[Slide, ...]:
    """Return what there is to tell. What was asked but must stay hidden is mentioned, too."""
    ranked = any(isinstance(step, Rank) and step.id in public.steps for step in public.agenda)
    understood = results.understood
    there: dict[Slide, bool] = {
        "orders": ranked,
        "cards": not ranked,
        "blind": results.accuracy is not None,
        "accuracy": results.accuracy is not None,
        "felt": understood is not None and understood.felt is not None,
        "gap": understood is not None and bool(understood.gap),
        "looking_back": understood is not None and understood.looking_back is not None,
        "close": understood is not None and understood.close is not None,
        "regard": results.regard is not None,
        "retention": results.retention is not None,
        "score": True,
    }
    return tuple(slide for slide in SLIDES if there[slide])


def left_out(public: Public, results: Results, told: tuple[Slide, ...]) -> tuple[Slide, ...]:
    """Return what there was no time for: it stands in the report."""
    return tuple(slide for slide in there_are(public, results) if slide not in told)
