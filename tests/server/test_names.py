"""Which names people could take for each other: the same answer whichever comes first."""

import unicodedata

from confusable_homoglyphs.confusables import confusables_data
from hypothesis import given
from hypothesis import strategies as st

from turnabout_server.rules.names import alike, speaks_for_the_table

LETTERS = st.one_of(st.characters(), st.sampled_from("aAoO0lI1|mrn\u0430\u0410\u0131\u2800\u200d"))
NAMES = st.text(LETTERS, max_size=24)


@given(NAMES, NAMES)
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    assert alike(one, one)
    assert alike(one, one.casefold())
    assert alike(one, other) == alike(other, one)
    speaks_for_the_table(one)


def test_every_letter_that_the_library_knows_looks_like_its_pairs() -> None:
    """But for those with an accent, of which only the letter is compared."""
    for letter, pairs in confusables_data.items():
        for one, other in ((letter.strip("\u200e"), pair["c"].strip("\u200e")) for pair in pairs):
            assert alike(one, other) or _accented(one) or _accented(other), (one, other)


def _accented(text: str) -> bool:
    return unicodedata.normalize("NFD", text) != text
