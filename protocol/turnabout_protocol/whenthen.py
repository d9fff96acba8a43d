"""The form of a promise, `When this happens, then we do that.`, in every language of the game."""

import re
from typing import Final

Clauses = tuple[str, str]
"""The two clauses, without the words when and then."""

_FORM: Final = re.compile(
    r"(?:when|if|as soon as|wenn|falls|sobald|quand|si|lorsque|lorsqu['’]|dès que|dès qu['’])\s*"
    r"(?P<when>.+?),\s+(?:then|dann|alors)\s+(?P<then>.+)",
    re.IGNORECASE | re.DOTALL,
)


def clauses(sentence: str) -> Clauses:
    """Return the two clauses of `sentence`; two empty ones if it has another form."""
    found = _FORM.fullmatch(sentence.strip())
    return (found["when"], found["then"].rstrip(".")) if found else ("", "")
