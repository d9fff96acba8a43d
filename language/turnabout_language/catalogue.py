"""The catalogues of translations: one compiled file per language, read when first needed."""

import os
from collections.abc import Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from typing import Final

SOURCE: Final = "en"
"""The language of the sentences in the code."""


@cache
def catalogue(tag: str) -> NullTranslations:
    """Return the translations for `tag`, one of LANGUAGES."""
    if tag == SOURCE:
        return NullTranslations()
    compiled = os.path.join(os.path.dirname(__file__), "catalogues", f"{tag}.mo")
    with open(compiled, "rb") as stream:
        return GNUTranslations(stream)


def closest(tag: str, known: Sequence[str]) -> str:
    """Return the language of `known` that is closest to `tag`: de for de-CH; else English."""
    base = tag.replace("_", "-").partition("-")[0].lower()
    return base if base in known else SOURCE
