"""A sentence on its way to a person whose language is not known yet."""

from collections.abc import Mapping
from typing import NamedTuple

from turnabout_language import _


class Phrase(NamedTuple):
    """An English sentence with its blanks, and what is to be filled in."""

    template: str
    values: Mapping[str, str | int] = {}

    @property
    def english(self) -> str:
        """The whole sentence, in English."""
        return self.template.format(**self.values) if self.values else self.template

    def __str__(self) -> str:
        """Return the whole sentence in the language that is spoken."""
        return _(self.template, **self.values)
