"""View logic of the reveal: what a slide is called, changes in words, what to talk about. Pure."""

from collections.abc import Mapping
from typing import Final

from turnabout_client.view.arrows import AFTER, BEFORE, TICK, _value
from turnabout_language import N_, _
from turnabout_protocol.activities.reveal import RevealState, Slide
from turnabout_protocol.explanations import DIALS, FigureName
from turnabout_protocol.in_words import right
from turnabout_protocol.results import Arrow, CardFate, Third

TITLES: Final[Mapping[Slide, tuple[str, str]]] = {
    "orders": (N_("What matters most"), N_("as each side's own people ranked it")),
    "cards": (N_("What came up"), N_("and what never did")),
    "blind": (N_("The blind spots"), N_("the card that was misplaced most")),
    "accuracy": (N_("How well we know it"), N_("of 100 pairs of cards, those put right")),
    "felt": (N_("How understood we feel"), N_("what was answered, as points of 100")),
    "gap": (N_("Claimed and felt"), N_("what one side claims, less what the other feels")),
    "looking_back": (N_("Looking back"), N_("what we say now that we knew before")),
    "close": (N_("How close we are"), N_("what was answered, as points of 100")),
    "regard": (N_("How they see us"), N_("what was believed, and what the others answered")),
    "retention": (N_("What stayed"), N_("an earlier session's cards, guessed once more")),
    "score": (N_("All in all"), N_("by test, by feeling and by play")),
}
"""What each slide is called, and what it shows in a few words."""
QUESTIONS: Final[Mapping[Slide, str]] = {
    "orders": N_("Which place surprises you?"),
    "cards": N_("Which point that never came up matters most?"),
    "blind": N_("What makes this card so easy to misplace from outside?"),
    "accuracy": N_("What did you hear today that moved your guess?"),
    "felt": N_("When today did you feel understood?"),
    "gap": N_("Where do claim and feeling differ?"),
    "looking_back": N_("What did you think you knew this morning?"),
    "close": N_("What brings the two sides closer?"),
    "regard": N_("What did you see of one another that you never said?"),
    "retention": N_("What do you still know of what mattered to them last time?"),
    "score": N_("What surprises you?"),
}
"""What to talk about, by slide; see `question`."""
FIGURES: Final[Mapping[Slide, tuple[FigureName, ...]]] = {
    "orders": ("order",),
    "cards": (),
    "blind": ("blind_spot",),
    "accuracy": ("accuracy", "agreement"),
    "felt": ("felt",),
    "gap": ("gap", "claimed"),
    "looking_back": ("looking_back", "claimed"),
    "close": ("close",),
    "regard": ("regard",),
    "retention": ("retention",),
    "score": ("alignment", *DIALS),
}
"""The figures that each slide shows."""
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


def guess_words(fate: CardFate) -> str:
    """Return where the others had put a card; empty when that is not shown."""
    if fate.third is not None and fate.guessed_third is not None:
        said = _("guess {place}", place=SIGNS[fate.guessed_third])
        return f"✓ {said}" if right(fate) else said
    if fate.guessed is None:
        return ""
    said = _("guess {place}", place=fate.guessed)
    return f"✓ {said}" if right(fate) else said


def numeral(fate: CardFate) -> str:
    """Return what stands before a card: its place, or the third it is in."""
    return f"{fate.place}" if fate.third is None else SIGNS[fate.third]


def legend(state: RevealState, slide: Slide | None) -> str:
    """Return what the signs of a slide mean; empty where it has none."""
    match slide:
        case "orders" if state.orders:
            return _("Up and down turn a card over. Whoever wrote it may tell why.")
        case "blind":
            return _("Whoever wrote it may tell its why.")
        case "cards":
            return _("✓ came up once, ×2 twice, – never.")
        case "accuracy":
            return _(
                "{before} before  {after} after  {tick} guessing  ▽ owners agree",
                before=BEFORE, after=AFTER, tick=TICK,
            )  # fmt: skip
        case "gap":
            return _(
                "{before} before  {after} after  A gap near zero is good.",
                before=BEFORE, after=AFTER,
            )  # fmt: skip
        case "felt" | "close" | "looking_back" | "retention":
            return _("{before} before  {after} after", before=BEFORE, after=AFTER)
        case "regard":
            return _(
                "{before} what they believed  {after} what the others answered",
                before=BEFORE, after=AFTER,
            )  # fmt: skip
        case "score":
            return _("A mirror for this room, not a grade.")
    return ""


def question(state: RevealState, slide: Slide) -> str:
    """Return what to talk about: where all cards came up, nobody is asked which did not."""
    silent = any(not fate.played for fates in (state.cards or {}).values() for fate in fates)
    return _(QUESTIONS["score" if slide == "cards" and not silent else slide])
