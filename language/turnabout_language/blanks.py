"""Sentences with blanks, such as `Waiting for {name}.`, and how they are filled in."""

import re
from collections.abc import Mapping
from typing import Final

LONGEST: Final = 1000
"""Characters of the longest value that is filled in."""
_BLANK: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def fill(template: str, values: Mapping[str, object]) -> str:
    """Return `template` with each `{name}` replaced by its value.

    A name and nothing else: no width, no attribute, no conversion, because a template may come from
    elsewhere. A blank without a value stays, and a value is never read as a template.
    """

    def value(found: re.Match[str]) -> str:
        return str(values[found[1]])[:LONGEST] if found[1] in values else found[0]

    return _BLANK.sub(value, template)


def blanks(template: str) -> frozenset[str]:
    """Return the names of the blanks."""
    return frozenset(_BLANK.findall(template))
