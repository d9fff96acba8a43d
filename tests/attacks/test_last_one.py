"""The last one: everybody else is in it together. What follows from the figures alone, and no more?

No minimum protects somebody whom all others behind a figure want to find out: they take their own
answers off it. So a figure of n people stands up to n - 2 who collude, and what it says of the last
one is what is published anyway: `FOLLOWS` is all of it, by the first event in which the attackers
find a difference. Whatever is not in it stays secret even then. In rooms of two a side that is
nearly everything; from three a side on the attackers need all other seats behind the figure, so
three colluding seats find out what one of four or fewer gave, and nothing of one of five.

Of an order they learn less: of three owners its thirds (8 of 720 orders stay possible), of two
never which of at least two orders it is (`tests/server/test_publish_small_rooms.py`).
"""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final

import pytest

from tests.attacks.recorder import Tape
from tests.attacks.session import Session, parts
from turnabout_protocol.codec import unpack

VALUES: Final[Mapping[str, tuple[Any, ...]]] = {
    "rings": ((1,), (2,), (3,), (4,), (None,)),
    "tag": ("tone", "fact", None),
    "order": (0, 1, 0b11111, 0b10101),
    "guess": (0, 1, 0b11111, 0b10101),
    "answers": (1, 3, 5, 7),
    "safe": (2, 3, 5),
    "feeling": ("calm", "tired", "proud"),
    "names": (0, 1),
    "knows": (0, 2, 4, 6),
    "dots": (0, 1, 2, 3),
    "vote": (0, 1, 2),
    "flag": (1, 2, 0),
    "strike": (1, 2, 0),
    "note": ("", "Note.", "A note that is a good deal longer than the other one."),
}
FOLLOWS: Final[Mapping[str, Mapping[int, str]]] = {
    "rings": {2: "revealed", 3: "revealed"},
    "tag": {3: "slip_sent"},
    "order": {2: "place_revealed", 3: "place_revealed"},
    "guess": {2: "accuracy_shown", 3: "place_revealed"},
    "answers": {3: "understood_shown"},
    "feeling": {3: "tally_shown"},
    "names": {3: "first_side_drawn"},
    "knows": {3: "glossary_shown"},
    "dots": {2: "deck_settled", 3: "deck_settled"},
    "vote": {2: "votes_counted", 3: "votes_counted"},
    "flag": {2: "caricature_reported", 3: "caricature_reported"},
}
"""By secret and people a side: the first event that differs. What is not there tells nothing."""


def told(tape: Tape) -> Iterator[tuple[int, Any]]:
    """Yield time and content of all that a seat was told, entry by entry."""
    for at, frame in tape:
        message = unpack(frame)
        if message["msg"] == "update":
            yield from ((entry["at"], entry["event"]) for entry in message["entries"])
        elif message["msg"] != "welcome":
            yield at, {**message, "event": message["msg"]}


def differs(one: Session, two: Session, victim: int) -> Iterator[tuple[int, str]]:
    """Yield, for each attacker, time and name of the first event that differs."""
    for seat in one.others:
        if seat == victim:
            continue
        pairs = zip_longest(told(one.table.tape(seat)), told(two.table.tape(seat)))
        first = next(((a or b) for a, b in pairs if a != b), None)
        if first is not None:
            yield first[0], first[1]["event"]


@pytest.mark.parametrize("a_side", [2, 3])
@pytest.mark.parametrize("secret", VALUES)
def test_of_the_last_one_they_learn_what_the_figures_say_and_no_more(
    secret: str, a_side: int
) -> None:
    found: list[tuple[int, str]] = []
    first: Session | None = None
    for value in VALUES[secret]:
        given = parts(a_side)
        given[0] = given[0]._replace(**{secret: value})
        if secret == "tag":
            given[0] = given[0]._replace(rings=(1, 2))
        session = Session(given).play()
        first = first or session
        found += differs(first, session, session.table.players[0])
    assert (min(found)[1] if found else None) == FOLLOWS.get(secret, {}).get(a_side)
