"""A scenario file with new cards in it."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from turnabout_protocol.codec import Malformed, convert
from turnabout_protocol.scenario import SIDES, Import, KeyPoint, Side
from turnabout_server.authoring import template
from turnabout_server.authoring.importing.insertion import NoPlace, numbered, put_cards, put_import
from turnabout_server.authoring.yamlfile import Plain, parse
from turnabout_server.authoring.yamlfile import SourceFile as File

MOST: Final = 8
"""Most key points that a side of a file may have."""


class Filled(NamedTuple):
    """A scenario file with new cards in it."""

    text: str
    out: int
    """How many cards were taken out."""
    counts: dict[Side, int]
    """How many cards each side has now."""


class TooMany(ValueError):
    """A side would have more cards than fit. The argument is how many it would have."""


def going(file: File, side: Side, *, anew: bool) -> frozenset[str]:
    """Return the ids of the cards of `side` that make room: examples, and `anew` all of them."""
    cards = deck(file, side)
    return frozenset(str(within(c, "id")) for c in cards if anew or _example(c))


def fill(
    file: File,
    text: str,
    side: Side,
    cards: Sequence[KeyPoint],
    said: Import,
    out: Collection[str] = (),
) -> Filled:
    """Return the scenario `file`, whose text is `text`, with `cards` on `side` and none in `out`.

    Raises NoPlace when the file leaves no place for them, TooMany when there are more than fit.
    """
    had = deck(file, side)
    taken = {str(within(card, "id")) for one in SIDES for card in deck(file, one)} - set(out)
    new = numbered(cards, side, taken)
    if (many := len(had) - len(out) + len(new)) > MOST:
        raise TooMany(many)
    filled = put_cards(text, side, new, out)
    if said.from_real:
        filled = put_import(filled, _younger(file, said))
    done = parse(file.file, filled)
    kept = [card for card in had if str(within(card, "id")) not in out]
    ids = [*(within(card, "id") for card in kept), *(card.id for card in new)]
    if [within(card, "id") for card in deck(done, side)] != ids or not _same(file, done, side):
        raise NoPlace
    return Filled(filled, len(out), {one: len(deck(done, one)) for one in SIDES})


def deck(file: File | None, side: Side) -> list[Plain]:
    """Return the cards of `side` as the file says them; nothing when it says none."""
    found = within(file.plain if file else None, "sides", side, "key_points")
    return found if isinstance(found, list) else []


def label(file: File | None, side: Side) -> str:
    """Return what the file calls `side`; its key when it does not say."""
    found = within(file.plain if file else None, "sides", side, "label")
    return found if isinstance(found, str) else side


def _example(card: Plain) -> bool:
    return within(card, "text") in template.cards()


def _younger(file: File, said: Import) -> Import:
    """Return `said`, or the same with the age of the discussion that is in the file already."""
    try:
        there = convert(within(file.plain, "import"), Import)
    except Malformed:
        return said
    if not isinstance(there, Import) or there.age_days >= said.age_days or not there.from_real:
        return said
    return Import(from_real=True, consented=True, scrubbed=True, age_days=there.age_days)


def _same(before: File, after: File, side: Side) -> bool:
    """Return whether the two files say the same but for the cards of `side` and the import."""
    return bool(_rest(before.plain, side) == _rest(after.plain, side))


def _rest(plain: Plain, side: Side) -> Plain:
    case = {**plain["sides"][side], "key_points": ()}
    return {**plain, "sides": {**plain["sides"], side: case}, "import": None}


def within(plain: Plain, *path: str) -> Plain:
    """Return the value at `path` in `plain`; None when there is nothing."""
    for name in path:
        plain = plain.get(name) if isinstance(plain, dict) else None
    return plain
