"""A session that is over, as a later one recalls it."""

from typing import Any

from turnabout_protocol.activities.recall import Past
from turnabout_protocol.figures import Figure
from turnabout_protocol.results import Attitude
from turnabout_protocol.scenario import KeyPoint, Side

DECK = 6
"""Cards of a side."""


def cards(side: Side) -> tuple[KeyPoint, ...]:
    """Return the cards of `side`, the one that mattered most first."""
    texts = ("the phones", "the reports", "the tickets", "the forms", "the audits", "the training")
    return tuple(
        KeyPoint(id=f"{side}-{n}", kind="need", text=f"We need {text}.", why="")
        for n, text in enumerate(texts[:DECK], 1)
    )


def ids(side: Side) -> tuple[str, ...]:
    """Return the ids of the cards of `side`, in their order."""
    return tuple(card.id for card in cards(side))


def guessed(value: float, n: int = 4) -> Figure:
    """Return a figure that is shown."""
    return Figure(value=value, n=n, need=2)


def past(felt: Attitude | None = None, **fields: Any) -> Past:
    """Return a session whose sides knew each other's order at 80 and 60."""
    known: dict[str, Any] = {
        "session": "0123456789ab",
        "date": "2026-01-15",
        "title": "The old case",
        "labels": {"business": "Sales then", "it": "IT then"},
        "decks": {"business": cards("business"), "it": cards("it")},
        "worth": {
            "business": {card: -n for n, card in enumerate(ids("business"), 1)},
            "it": {card: -n for n, card in enumerate(ids("it"), 1)},
        },
        "accuracy": {"business": guessed(80), "it": guessed(60)},
        "felt": felt,
    }
    return Past(**{**known, **fields})
