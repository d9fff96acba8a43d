"""A sentence on its way to a person whose language is not known yet."""

from collections.abc import Mapping
from typing import NamedTuple

from turnabout_language import _, translated
from turnabout_language.blanks import LONGEST, blanks, fill


class Phrase(NamedTuple):
    """An English sentence with blanks, and the values for them."""

    template: str
    values: Mapping[str, str | int] = {}

    @property
    def english(self) -> str:
        """The whole sentence, in English."""
        return fill(self.template, self.values)

    def __str__(self) -> str:
        """Return the whole sentence in the language that is spoken."""
        return _(self.template, **self.values)


def told(sentence: str, template: str, values: Mapping[str, str | int]) -> str:
    """Return what another program said, in the language that is spoken if we know the sentence.

    `sentence` is the whole of it in English. `template` is only a key to our own translation, which
    is shown only if there is a value for each of its blanks.
    """
    ours = translated(template or sentence)
    if ours is None or not blanks(ours) <= values.keys():
        return sentence[:LONGEST]
    return fill(ours, values)
