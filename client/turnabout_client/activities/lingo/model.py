"""Guesses at what terms mean: which meaning is put to which term. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from turnabout_language import _, n_
from turnabout_protocol.activities.lingo import GlossaryWord, LingoOwn, LingoState
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import Side

MEANING_KEYS: Final = "12345678"
"""One key for each meaning."""


def paired(pairs: Mapping[int, int], term: int, meaning: int) -> dict[int, int]:
    """Return `pairs` with `meaning` put to `term`, and to no other; or taken back from it."""
    rest = {t: m for t, m in pairs.items() if t != term and m != meaning}
    return rest if pairs.get(term) == meaning else {**rest, term: meaning}


def next_open(pairs: Mapping[int, int], term: int, terms: int) -> int:
    """Return the next term after `term` without a meaning; `term` itself when all have one."""
    order = [*range(term + 1, terms), *range(term)]
    return next((t for t in order if t not in pairs), term)


def right(sheet: LingoOwn) -> int:
    """Return how many terms were matched right."""
    return sum(sheet.knew(term) for term in range(len(sheet.answers)))


def mine(sheet: LingoOwn) -> list[str]:
    """Return how many I knew, as I alone am told, in a sentence; none where nothing was matched."""
    if sheet.pairs is None or not sheet.answers:
        return []
    knew, many = right(sheet), len(sheet.terms)
    return [_("You knew {right} of {many}. Nobody else is told.", right=knew, many=many)]


def of_side(entries: Sequence[GlossaryWord], side: Side) -> list[GlossaryWord]:
    """Return the entries of one side."""
    return [entry for entry in entries if entry.side == side]


def unfinished(public: Public, state: LingoState, left: int) -> str:
    """Return what is lost if it ends now."""
    if not left or state.glossary is not None:
        return ""
    if state.again:
        return n_("{n} is not ready.", "{n} are not ready.", left)
    return n_("{n} is still matching words.", "{n} are still matching words.", left)
