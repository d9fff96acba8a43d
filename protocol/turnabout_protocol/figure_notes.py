"""What stands beside a figure: who is behind it, what chance alone makes of it, why it is hidden.

Screens and reports say the same, so they both take it from here.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from turnabout_language import N_, _, n_
from turnabout_protocol.explanations import DIALS, EXPLANATIONS, FigureName, Who
from turnabout_protocol.figures import Figure, Withheld
from turnabout_protocol.results import (
    Alignment,
    Arrow,
    BlindSpot,
    CardFate,
    Rated,
    Regard,
    ThanThought,
)


def people(name: FigureName, figure: Figure) -> str:
    """Return how many people stand behind a figure that is shown; empty when it is hidden."""
    n = figure.n
    if figure.hidden or not n:
        return ""
    match EXPLANATIONS[name].who:
        case "raters":
            return n_("{n} person rated.", "{n} people rated.", n)
        case "guessers":
            return n_("{n} person guessed.", "{n} people guessed.", n)
        case "owners":
            return n_("{n} owner ranked.", "{n} owners ranked.", n)
        case "answers":
            return n_("{n} person answered.", "{n} people answered.", n)
    return ""


def looking_back(shown: Arrow) -> str:
    """Return which way people put their earlier understanding: what stands before the points."""
    value = shown.after.value if shown.after else None
    if value is None:
        return _("Looking back at our earlier understanding")
    if value < 0:
        return _("Looking back, we put our earlier understanding higher by")
    return _("Looking back, we put our earlier understanding lower by")


_TOO_FEW: Final[Mapping[Who, str]] = {
    "raters": N_("not shown, fewer than {need} people rated"),
    "guessers": N_("not shown, fewer than {need} people guessed"),
    "owners": N_("not shown, fewer than {need} people put their own cards in order"),
    "answers": N_("not shown, fewer than {need} people answered"),
}
"""People may all be here and have left something out: so it is said what too few of them did."""
_WITHHELD: Final[Mapping[Withheld, str]] = {
    "": N_("not shown, fewer than {need} people"),
    "owners": N_("not shown, too few owners put their own cards in order"),
    "order": N_("not shown, for one of two owners could work out the other's order"),
    "direction": N_("not shown, for one of the two sides is not"),
    "sides": N_("not shown, for it takes {need} answers from each side"),
    "own_slip": N_("not shown, for somebody could take their own slip off it"),
    "parts": N_("no sum, for one of its parts is not shown"),
    "words": N_("said in words alone"),
    "twice": N_("not shown, too few answered both times"),
}


def withheld(figure: Figure | BlindSpot, name: FigureName) -> str:
    """Return why a figure without a value is not shown."""
    if isinstance(figure, Figure) and figure.off:
        return _("not rated, ratings were switched off")
    if not figure.hidden:
        return _("nothing to compare, the owners' orders cancel out")
    sentence = _WITHHELD[figure.why] if figure.why else _TOO_FEW.get(EXPLANATIONS[name].who)
    return _(sentence or _WITHHELD[""], need=figure.need)


def no_sum(alignment: Alignment) -> str:
    """Return which parts of the room's score are missing, so that it has no value; else nothing."""
    parts = {
        "accuracy": alignment.accuracy,
        "felt": alignment.felt,
        "rings_true": alignment.rings_true,
    }
    gone = [_(EXPLANATIONS[name].title) for name in DIALS if parts[name].value is None]
    if not gone:
        return ""
    if len(gone) == 1:
        return _("{part} is hidden, so there is no sum.", part=gone[0])
    return _(
        "{parts} and {last} are hidden, so there is no sum.",
        parts=", ".join(gone[:-1]),
        last=gone[-1],
    )


def standing(rated: Rated) -> Iterator[str]:
    """Yield what stands behind the room's Rings true beside its raters."""
    yield n_("{n} rated turn", "{n} rated turns", rated.turns)
    yield _("chance alone puts it off by up to {points}", points=f"{rated.band:.0f}")


RINGS: Final = (
    (0, N_("not us")),
    (33, N_("something missing")),
    (67, N_("right concern")),
    (100, N_("I could have said that")),
)
"""What Rings true means at four places of its bar: the ratings 1 to 4."""


def rings() -> str:
    """Return what the bar of Rings true means."""
    return " · ".join(f"{at} {_(said)}" for at, said in RINGS)


_THAN_THOUGHT: Final[Mapping[ThanThought, str]] = {
    "better": N_("{others} think better of how {side} work than {side} thought."),
    "as_thought": N_("{others} think of how {side} work as {side} thought."),
    "less": N_(
        "{others} think less of how {side} work than {side} thought. Ask each other: what do you "
        "not see of our work, and what would you need to see?"
    ),
}


def seen_as(told: Regard, side: str, others: str) -> str:
    """Return in a sentence how the `others` see a side; why not, where it is not shown."""
    if told.than_thought is None:
        return withheld(told.regard, "regard")
    return _(_THAN_THOUGHT[told.than_thought], side=side, others=others)


def chance(arrow: Arrow) -> str:
    """Return how far chance alone moves the people behind a change; empty when there is none."""
    if arrow.change is None:
        return ""
    if arrow.band is None:
        return _("of two people nothing can be said") if arrow.n else ""
    return _("chance alone moves so few people by up to {points}", points=f"{arrow.band:.0f}")


def by_whom(card: CardFate) -> str:
    """Return who played a card that bots played, too: bots, or people and bots."""
    if card.by_bots == card.played:
        return n_("by a bot", "by bots", card.by_bots)
    return n_("{n} time by a bot", "{n} times by bots", card.by_bots)
