"""A bot among words: it guesses, leaves some out, and reads the truth."""

from collections.abc import Iterator

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.lingo import Lingo, LingoOwn, LingoState, MatchTerms
from turnabout_protocol.chance import shuffled
from turnabout_protocol.commands import Ready


def intend(view: View, step: Lingo) -> Iterator[Intention]:
    """Yield what the seat wants to do with the words of the side it plays."""
    state, sheet = view.public.state(LingoState, step.id), view.own.state(LingoOwn, step.id)
    if not view.me.plays or view.is_ready(step):
        return
    if state.glossary is not None:
        done = Ready(step=step.id, stage=state.stage)
        yield view.intend(f"{step.id}/{state.stage}/ready", done, (6, 12))
    elif sheet.terms and not sheet.answers:
        yield view.intend(f"{step.id}/match", guesses(view, step, sheet), (15, 40))


def guesses(view: View, step: Lingo, sheet: LingoOwn) -> MatchTerms:
    """Return what the seat makes of its terms."""
    terms = range(len(sheet.terms))
    meanings = shuffled(terms, view.draw("meanings", step.id))
    pairs = {t: m for t, m in zip(terms, meanings, strict=True) if view.chance(85, "guess", t)}
    return MatchTerms(step=step.id, pairs=pairs)
