"""The catalogues of translations: one compiled file per language, read when first needed."""

from collections.abc import Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import Final

SOURCE: Final = "en"
"""The language of the sentences in the code."""


@cache
def catalogue(tag: str) -> NullTranslations:
    """Return the translations for `tag`, one of LANGUAGES."""
    if tag == SOURCE:
        return NullTranslations()
    compiled = files("turnabout_language") / "catalogues" / f"{tag}.mo"
    with compiled.open("rb") as stream:
        return GNUTranslations(stream)


def closest(tag: str, known: Sequence[str]) -> str:
    """Return the language of `known` that is closest to `tag`: de for de-CH; else English."""
    base = tag.replace("_", "-").partition("-")[0].lower()
    return base if base in known else SOURCE
