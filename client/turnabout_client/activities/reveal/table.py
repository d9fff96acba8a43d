"""What the room sees of the reveal, in lines: what has come, nothing of what is to come. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.reveal import saying
from turnabout_client.activities.reveal.charts import chart
from turnabout_client.activities.reveal.model import TITLES, guess_words, numeral, question
from turnabout_client.view import words
from turnabout_language import _
from turnabout_protocol.activities.reveal import Reveal, RevealState
from turnabout_protocol.explanations import DIALS, explained
from turnabout_protocol.figures import Figure
from turnabout_protocol.results import Results
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import SIDES


def lines(public: Public, step: Reveal) -> Iterator[Content]:
    """Yield the slide that is on: its words, its chart, and the question to talk about."""
    state = public.state(RevealState, step.id)
    slide = state.slide
    if slide is None:
        return
    yield Content.styled(_(TITLES[slide][0]), "bold $accent")
    yield from saying.said(public, state, slide)
    if slide == "orders":
        yield from _orders(public, state)
    elif slide == "cards":
        yield from _cards(public, state)
    elif slide == "score" and state.results is not None:
        yield from _score(public, state.results)
    for line in chart(public, state, slide):
        yield line.name + Content("  ") + line.figures
    if not state.coming:
        yield Content.styled(question(state, slide), "italic")


def part(public: Public, step: Reveal) -> str:
    """Return which slide is on, and what to ask about it."""
    state = public.state(RevealState, step.id)
    if state.slide is None:
        return ""
    here, title = state.stage + 1, _(TITLES[state.slide][0])
    count = _("{here} of {all}", here=here, all=len(state.slides))
    said = f"{title}. {question(state, state.slide)}"
    return said if len(state.slides) == 1 else _("{head}: {said}", head=count, said=said)


def now(public: Public, step: Reveal) -> str:
    """Return what to do with what has come."""
    if public.state(RevealState, step.id).coming:
        return _("Watch the cards come, from the last place up.")
    return _("Talk about it.")


def _orders(public: Public, state: RevealState) -> Iterator[Content]:
    for side in SIDES:
        fates = state.orders.get(side, ())
        if not fates:
            continue
        yield words.side(public, side)
        for fate in fates:
            yield Content.assemble(
                (f"{numeral(fate)}  ", "bold"),
                fate.card.text,
                (f"  {guess_words(fate)}".rstrip(), "$quiet"),
            )


def _cards(public: Public, state: RevealState) -> Iterator[Content]:
    for side, fates in (state.cards or {}).items():
        yield words.side(public, side)
        for fate in sorted(fates, key=lambda fate: fate.played):
            sign = f"×{fate.played}" if fate.played > 1 else "✓" if fate.played else "–"
            yield Content.assemble((f"{sign}  ", "bold"), fate.card.text)


def _score(public: Public, results: Results) -> Iterator[Content]:
    felt = results.understood.felt if results.understood else None
    ends: tuple[Figure | None, ...] = (
        results.accuracy.room.after if results.accuracy else None,
        felt.room.after if felt else None,
        results.rings_true,
    )
    for name, figure in zip(DIALS, ends, strict=True):
        if figure is not None and figure.value is not None:
            title = explained(name, public.scoring).title
            yield Content.assemble((f"{title}  ", "bold"), f"{figure.value:.0f}")
    yield Content.styled(_("A mirror for this room, not a grade."), "$quiet")
