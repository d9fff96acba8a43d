"""What the report says of the cards: their order, what became of them, the blind spots."""

from collections.abc import Mapping
from typing import Final

from turnabout_language import N_, _, n_
from turnabout_protocol import in_words
from turnabout_protocol.figure_notes import by_whom, withheld
from turnabout_protocol.figures import Withheld
from turnabout_protocol.report import Report
from turnabout_protocol.results import THIRDS, BlindSpot, CardFate
from turnabout_protocol.scenario import Side, other

_NO_ORDER: Final[Mapping[Withheld, str]] = {
    "": N_("In no order: the one of their owners is not shown."),
    "owners": N_("In no order: too few of their owners put them in order."),
    "order": N_(
        "In no order: of the two who put them in order, one could work out what the other said."
    ),
}
"""Why cards do not stand in their owners' order."""
SOURCES: Final = {
    "authored": N_("from the scenario"),
    "session": N_("written in the session"),
    "real": N_("from a real discussion"),
}


def blind_spot(report: Report, side: Side, spot: BlindSpot) -> str:
    """Return how the other side placed the cards of `side`, in the sentence of the reveal."""
    names = {"side": report.labels[side], "others": report.labels[other(side)]}
    if spot.hidden:
        return _("Blind spot about {side}: {why}.", why=withheld(spot, "blind_spot"), **names)
    cards = report.results.board[side] if report.results else ()
    return in_words.placed(report.labels, side, cards, spot)


def fate(card: CardFate) -> str:
    """Return what became of a card: whether it came up, where the others put it, where from."""
    told = [came_up(card)]
    if card.third is not None:
        told.insert(0, _(THIRDS[card.third]))
    if card.guessed_third is not None:
        told.append(_("guessed {third}", third=_(THIRDS[card.guessed_third])))
    if card.guessed is not None:
        told.append(_("guessed as number {place}", place=card.guessed))
    if card.card.source != "authored":
        told.append(_(SOURCES[card.card.source]))
    return ", ".join(told)


def came_up(card: CardFate) -> str:
    """Return whether a card was played, and by whom."""
    if not card.played:
        return _("never came up")
    came = n_("came up once", "came up {n} times", card.played)
    return f"{came} ({by_whom(card)})" if card.by_bots else came


def ranked(cards: tuple[CardFate, ...]) -> bool:
    """Return whether the cards stand in their owners' order."""
    return any(card.place is not None for card in cards)


def in_thirds(cards: tuple[CardFate, ...]) -> bool:
    """Return whether only the thirds of their owners' order are told."""
    return any(card.third is not None for card in cards)


def order_of(report: Report, side: Side) -> str:
    """Return what stands above the cards of one side: how they lie, and why in no order.

    Empty where nobody was asked for it.
    """
    results = report.results
    cards = results.board[side] if results else ()
    if in_thirds(cards):
        return by_thirds()
    if ranked(cards):
        return in_order()
    spot = results.blind_spots.get(side) if results else None
    return "" if spot is None else _(_NO_ORDER.get(spot.why, _NO_ORDER[""]))


def by_thirds() -> str:
    """Return what stands above cards of which only the thirds are told."""
    return _(
        "In thirds, what matters most first: three people stand behind this order, or behind the"
        " guess at it, and an exact one would tell two of them what the third one said."
    )


def in_order() -> str:
    """Return what stands above cards in their owners' order."""
    return _("In the order of their owners, what matters most first:")
