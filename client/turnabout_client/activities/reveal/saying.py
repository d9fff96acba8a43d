"""What a slide of the reveal says: words first, in the paragraphs that all screens show. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.reveal.model import TITLES
from turnabout_client.view import words
from turnabout_language import _
from turnabout_protocol import in_words
from turnabout_protocol.activities.reveal import RevealState, Slide
from turnabout_protocol.explanations import FigureName, explained
from turnabout_protocol.figures import Figure
from turnabout_protocol.results import Arrow, BlindSpot, Results
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import SIDES, KeyPoint, Side
from turnabout_protocol.slides import left_out


def said(public: Public, state: RevealState, slide: Slide) -> list[Content]:
    """Return what `slide` shows in words, a paragraph each: a sentence, or why there is none."""
    return [*_said(public, state, slide)]


def _said(public: Public, state: RevealState, slide: Slide) -> Iterator[Content]:
    labels, understood = labels_of(public), state.understood
    match slide:
        case "orders" if not state.orders and not state.coming:
            how = explained("order", public.scoring)
            yield Content(how.enough)
            yield _aloud(_("Ask aloud: {question}", question=how.aloud))
        case "cards" if state.cards is not None:
            yield _strong(in_words.came_up(state.cards))
        case "blind":
            for side, spot in (state.blind_spots or {}).items():
                yield from _placed(public, state, side, spot)
        case "accuracy" if state.accuracy is not None:
            ends = [state.accuracy.room, *state.accuracy.sides.values()]
            yield from _told(public, in_words.knows(state.accuracy, labels), "accuracy", ends)
        case "felt" if understood is not None and understood.felt is not None:
            felt = understood.felt
            yield from _told(public, in_words.feels(felt), "felt", [felt.room])
        case "close" if understood is not None and understood.close is not None:
            close = understood.close
            yield from _told(public, in_words.closeness(close), "close", [close.room])
        case "gap" if understood is not None:
            gap = understood.gap
            told = [*in_words.gaps(gap, labels)]
            yield from map(_strong, told)
            if not told:
                yield from _told(public, "", "gap", list(gap.values()))
        case "looking_back" if understood is not None and understood.looking_back is not None:
            back = understood.looking_back
            yield from _told(public, in_words.looked_back(back), "looking_back", [back.room])
        case "regard" if state.regard is not None:
            told = [*in_words.seen(state.regard, labels)]
            yield from map(_strong, told)
            if not told:
                ends = [one.arrow for one in state.regard.values()]
                yield from _told(public, "", "regard", ends)
        case "retention" if state.retention is not None:
            room = state.retention.room
            yield from _told(public, in_words.stayed(state.retention), "retention", [room])
        case "score" if state.results is not None:
            yield from _stands(public, state, state.results)


def labels_of(public: Public) -> dict[Side, str]:
    """Return what this room calls its sides."""
    return {side: public.label(side) for side in SIDES}


def back(card: KeyPoint) -> Content:
    """Return what stands on the back of a card, unsigned; empty where nothing does."""
    if not card.why:
        return Content("")
    return Content.styled(_("because: {why}", why=card.why), "italic")


def _placed(public: Public, state: RevealState, side: Side, spot: BlindSpot) -> Iterator[Content]:
    """Yield the sentence about one side's cards, with the back of the card that was missed."""
    sentence = in_words.placed(labels_of(public), side, state.orders.get(side, ()), spot)
    name = words.side(public, side)
    if not sentence:
        why, aloud = in_words.unsaid("blind_spot", spot, public.scoring)
        yield name + Content(f"  {why}")
        yield _aloud(aloud)
        return
    found = name + Content("  ") + _strong(sentence)
    behind = Content("") if spot.card is None else back(spot.card).stylize("$quiet")
    yield Content("\n").join([found, behind]) if behind else found


def _told(
    public: Public, sentence: str, name: FigureName, arrows: list[Arrow]
) -> Iterator[Content]:
    """Yield the sentence; where there is none, why, and what to ask aloud."""
    if sentence:
        yield _strong(sentence)
        return
    ends = [end for arrow in arrows for end in (arrow.after, arrow.before) if end is not None]
    if ends:
        yield from _unsaid(public, name, ends[0])


def _unsaid(public: Public, name: FigureName, hidden: Figure) -> Iterator[Content]:
    why, aloud = in_words.unsaid(name, hidden, public.scoring)
    yield Content(f"{why} {explained(name, public.scoring).enough}")
    if aloud:
        yield _aloud(aloud)


def _stands(public: Public, state: RevealState, results: Results) -> Iterator[Content]:
    sentence = in_words.stands(results)
    if sentence:
        yield _strong(sentence)
    if results.rings_true.value is None and results.alignment is None:
        yield from _unsaid(public, "rings_true", results.rings_true)
    if more := left_out(public, results, state.slides):
        titles = ", ".join(_(TITLES[slide][0]) for slide in more)
        yield Content.styled(_("The report tells more: {titles}.", titles=titles), "$quiet")


def _strong(sentence: str) -> Content:
    return Content.styled(sentence, "bold")


def _aloud(question: str) -> Content:
    return Content.styled(question, "italic")
