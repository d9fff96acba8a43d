"""What the room sees of the reveal, in lines: what has come, nothing of what is to come. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.reveal.model import (
    QUESTIONS,
    TITLES,
    change_words,
    gap_words,
    guess_words,
    numeral,
    sentence,
)
from turnabout_client.view import words
from turnabout_client.view.arrows import arrow_words, shown
from turnabout_language import _
from turnabout_protocol.activities.reveal import (
    THIRDS,
    Arrow,
    Attitude,
    BlindSpot,
    Reveal,
    RevealState,
)
from turnabout_protocol.explanations import (
    FigureName,
    explained,
    looking_back,
    seen_as,
    withheld,
)
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import SIDES, Side, other


def lines(public: Public, step: Reveal) -> Iterator[Content]:
    """Yield the chapter that is on, with the question to talk about."""
    state = public.state(RevealState, step.id)
    chapter = state.chapter
    if chapter is None:
        return
    yield Content.styled(_(TITLES[chapter][0]), "bold $accent")
    match chapter:
        case "orders":
            yield from _orders(public, state)
        case "blind":
            for side, spot in (state.blind_spots or {}).items():
                yield from _spot(public, side, spot)
        case "accuracy":
            yield from _accuracy(public, state)
        case "understood":
            yield from _understood(public, state)
        case "regard":
            for side, told in (state.regard or {}).items():
                yield Content(seen_as(told, public.label(side), public.label(other(side))))
        case "score":
            yield from _score(public, state)
    yield Content.styled(_(QUESTIONS[chapter]), "italic")


def _orders(public: Public, state: RevealState) -> Iterator[Content]:
    if not state.orders and not state.coming:
        yield Content(explained("order", public.scoring).enough)
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


def _spot(public: Public, side: Side, spot: BlindSpot) -> Iterator[Content]:
    yield words.side(public, side)
    if spot.hidden:
        yield Content.styled(explained("blind_spot", public.scoring).enough, "$quiet")
    elif spot.card is None and spot.in_thirds:
        yield Content(_("None that thirds can tell: the others put no card at the other end."))
    elif spot.card is None:
        yield Content(_("None: the others put no card off by more than a place."))
    else:
        yield Content(_("“{text}”", text=spot.card.text))
        yield Content.styled(_places(public, side, spot), "$quiet")


def _places(public: Public, side: Side, spot: BlindSpot) -> str:
    owners, others = public.label(side), public.label(other(side))
    if spot.third is not None and spot.guessed_third is not None:
        true, guessed = _(THIRDS[spot.third]), _(THIRDS[spot.guessed_third])
    else:
        true, guessed = _("in place {n}", n=spot.place), _("in place {n}", n=spot.guessed)
    return _(
        "For {owners} it is {true}; {others} put it {guessed}.",
        owners=owners,
        true=true,
        others=others,
        guessed=guessed,
    )


def _accuracy(public: Public, state: RevealState) -> Iterator[Content]:
    if state.accuracy is None:
        return
    for side, arrow in state.accuracy.sides.items():
        name = _(
            "{guessers} on what matters to {owners}",
            guessers=public.label(other(side)),
            owners=public.label(side),
        )
        yield _arrow(name, arrow, "accuracy")
    yield _arrow(_("The room"), state.accuracy.room, "accuracy")


def _understood(public: Public, state: RevealState) -> Iterator[Content]:
    understood = state.understood
    if understood is None:
        return
    if understood.felt is not None:
        yield from _attitude(public, understood.felt, "felt", _("{side} feel understood"))
    for side, gap in understood.gap.items():
        name = _(
            "Gap: what {guessers} claim, less what {owners} feel",
            guessers=public.label(other(side)),
            owners=public.label(side),
        )
        if shown(gap):
            yield _arrow(name, gap, "gap", signed=True)
    if understood.looking_back is not None and shown(understood.looking_back.room):
        yield Content(looking_back(understood.looking_back.room))


def _attitude(public: Public, attitude: Attitude, name: FigureName, said: str) -> Iterator[Content]:
    by_side = {side: arrow for side, arrow in attitude.sides.items() if shown(arrow)}
    for side, arrow in by_side.items():
        yield _arrow(said.format(side=public.label(side)), arrow, name)
    if not by_side:
        yield _arrow(said.format(side=_("Both sides together")), attitude.room, name)


def _score(public: Public, state: RevealState) -> Iterator[Content]:
    results = state.results
    if results is None:
        return
    felt = results.understood.felt if results.understood else None
    ends: tuple[tuple[FigureName, Arrow | None], ...] = (
        ("accuracy", results.accuracy.room if results.accuracy else None),
        ("felt", felt.room if felt else None),
        ("rings_true", Arrow(after=results.rings_true)),
    )
    for name, arrow in ends:
        if arrow is not None:
            yield _arrow(explained(name, public.scoring).title, arrow, name)
    yield Content.styled(_("A mirror for this room, not a grade."), "$quiet")


def _arrow(title: str, arrow: Arrow, name: FigureName, *, signed: bool = False) -> Content:
    if not shown(arrow):
        end = arrow.after or arrow.before
        why = sentence(withheld(end, name)) if end is not None else _("not shown")
        return Content.assemble((title, "bold"), f"  {why}")
    change = gap_words(arrow) if signed else change_words(arrow)
    told = f"  {change}" if change else ""
    return Content.assemble((f"{title}  ", "bold"), arrow_words(arrow, signed=signed), told)


def now(public: Public, step: Reveal) -> str:
    """Return what to do with what has come."""
    state = public.state(RevealState, step.id)
    return (
        _("Watch the cards come, from the last place up.") if state.coming else _("Talk about it.")
    )
