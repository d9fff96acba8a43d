"""The catalogues of translations: a `.po` file a language, read when it is first needed."""

from collections.abc import Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Final

SOURCE: Final = "en"
"""The language of the sentences in the code."""


@cache
def catalogue(tag: str) -> NullTranslations:
    """Return the translations for `tag`, one of LANGUAGES."""
    if tag == SOURCE:
        return NullTranslations()
    # Imported here: who reads English needs none of it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("turnabout_language") / "catalogues" / f"{tag}.po"
    compiled = BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=tag))
    compiled.seek(0)
    return GNUTranslations(compiled)


def closest(tag: str, known: Sequence[str]) -> str:
    """Return the language of `known` that is closest to `tag`: de for de-CH; else English."""
    base = tag.replace("_", "-").partition("-")[0].lower()
    return base if base in known else SOURCE
