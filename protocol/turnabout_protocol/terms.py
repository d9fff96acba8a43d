"""Where a side's own words occur in what was said."""

import re
from collections.abc import Iterable

from msgspec import Struct

from turnabout_protocol.scenario import Term


class Use(Struct, frozen=True):
    """One place in a text at which a term was used, in any of its forms."""

    start: int
    end: int
    term: str


def uses(text: str, terms: Iterable[Term]) -> tuple[Use, ...]:
    """Return where `terms` occur in `text` as whole words, in order and without overlaps.

    Capitals do not matter and a plural s may follow. Of two that overlap the longer one counts.
    """
    found = [
        Use(match.start(), match.end(), term.term)
        for term in terms
        for word in (term.term, *term.aliases)
        for match in re.finditer(rf"(?<!\w){re.escape(word)}s?(?!\w)", text, re.IGNORECASE)
    ]
    kept: list[Use] = []
    for use in sorted(found, key=lambda u: (u.start - u.end, u.start)):
        if all(use.end <= other.start or use.start >= other.end for other in kept):
            kept.append(use)
    return tuple(sorted(kept, key=lambda u: u.start))
