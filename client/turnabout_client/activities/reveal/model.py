"""View logic of the reveal: arrows on a line, places, and what to talk about. Pure."""

from collections.abc import Mapping
from typing import Final

from turnabout_client.view.arrows import AFTER, BEFORE, _value
from turnabout_language import N_, _
from turnabout_protocol.activities.reveal import Arrow, CardFate, Chapter, Third
from turnabout_protocol.explanations import FigureName, withheld

TITLES: Final[dict[Chapter, tuple[str, str]]] = {
    "orders": (N_("What matters most"), N_("as each side's own people ranked it")),
    "blind": (N_("The blind spots"), N_("the card that was misplaced most")),
    "accuracy": (N_("How well we know it"), N_("of 100 pairs of cards, those put right")),
    "understood": (N_("How understood we feel"), N_("what was answered, as points of 100")),
    "regard": (N_("How they see us"), N_("what was believed, and what the others answered")),
    "score": (N_("All in all"), N_("by test, by feeling and by play")),
}
"""What each chapter is called, and what it shows in a few words."""
QUESTIONS: Final[dict[Chapter, str]] = {
    "orders": N_("Which place surprises you?"),
    "blind": N_("What makes this card so easy to misplace from outside?"),
    "accuracy": N_("What did you hear today that moved your guess?"),
    "understood": N_("Where do claim and feeling differ?"),
    "regard": N_("What did you see of one another that you never said?"),
    "score": N_("What surprises you? Which point that never came up matters most?"),
}
"""What to talk about, by chapter."""
FIGURES: Final[dict[Chapter, tuple[FigureName, ...]]] = {
    "orders": ("order",),
    "blind": ("blind_spot",),
    "accuracy": ("accuracy", "agreement"),
    "understood": ("felt", "gap", "claimed", "looking_back", "close"),
    "regard": ("regard",),
    "score": ("alignment", "rings_true", "retention"),
}
"""The figures that each chapter shows."""
SIGNS: Final[Mapping[Third, str]] = {1: "↑", 2: "–", 3: "↓"}
"""The thirds of an order in one cell."""


def sentence(said: str) -> str:
    """Return `said` with a capital and a full stop."""
    return f"{said[:1].upper()}{said[1:]}."


def change_words(arrow: Arrow) -> str:
    """Return what an arrow's change means; empty when there is none to speak of."""
    if arrow.change is None:
        return ""
    if arrow.n and arrow.band is None:
        return _("too few to compare")
    return f"{arrow.change:+.0f}" if arrow.clear else _("no clear change")


def stayed(arrow: Arrow, name: FigureName) -> str:
    """Return an arrow from an earlier session to now in words, or why it is not shown."""
    then, now = arrow.before, arrow.after
    if now is None or then is None:
        return ""
    if now.value is None or then.value is None:
        return withheld(now if now.value is None else then, name)
    return _(
        "{now} of 100, then {then}: {change}",
        now=f"{now.value:.0f}",
        then=f"{then.value:.0f}",
        change=change_words(arrow),
    )


def gap_words(arrow: Arrow) -> str:
    """Return what the change of a gap means: it has become narrower, or wider, by so much."""
    before, after = _value(arrow.before), _value(arrow.after)
    if before is None or after is None:
        return ""
    nearer = abs(before) - abs(after)
    if arrow.n and arrow.band is None:
        return _("too few to compare")
    if not arrow.clear or not nearer:
        return _("no clear change")
    if abs(nearer) <= (arrow.band or 0):
        return f"{arrow.change:+.0f}"  # it has clearly moved, to the other side of zero
    if nearer > 0:
        return _("narrower by {points}", points=f"{nearer:.0f}")
    return _("wider by {points}", points=f"{-nearer:.0f}")


def undefined(arrow: Arrow) -> bool:
    """Return whether enough people stand behind it but there was nothing to compare."""
    figures = [figure for figure in (arrow.before, arrow.after) if figure is not None]
    return any(not figure.hidden and figure.value is None for figure in figures)


def guess_words(fate: CardFate) -> str:
    """Return where the others had put a card; empty when that is not shown."""
    if fate.third is not None and fate.guessed_third is not None:
        said = _("guess {place}", place=SIGNS[fate.guessed_third])
        return f"✓ {said}" if right(fate) else said
    if fate.guessed is None:
        return ""
    said = _("guess {place}", place=fate.guessed)
    return f"✓ {said}" if right(fate) else said


def right(fate: CardFate) -> bool:
    """Return whether the others put a card where it belongs, as far as that is told."""
    if fate.third is not None:
        return fate.guessed_third == fate.third
    return fate.guessed == fate.place


def numeral(fate: CardFate) -> str:
    """Return what stands before a card: its place, or the third it is in."""
    return f"{fate.place}" if fate.third is None else SIGNS[fate.third]


def scale_of_places(places: int, true: int, guessed: int, cells: int) -> tuple[str, str]:
    """Return two lines: the places from first to last, and marks below the true and the guessed."""
    width = max(3, cells // max(1, places))
    numbers = "".join(f"{n:^{width}}" for n in range(1, places + 1))
    middle = [width * n + (width - 1) // 2 for n in range(places)]
    marks = [" "] * (width * places)
    low, high = sorted((middle[true - 1], middle[guessed - 1]))
    marks[low : high + 1] = "━" * (high - low + 1)
    marks[middle[guessed - 1]] = BEFORE
    marks[middle[true - 1]] = AFTER
    return numbers.rstrip(), "".join(marks).rstrip()
