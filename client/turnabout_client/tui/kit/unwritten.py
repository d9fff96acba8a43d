"""A word is no key: what somebody types beside a field, before they are in it, does nothing."""

from typing import Final, Literal

from textual import events

LULL: Final = 0.25
"""Seconds within which the next letter follows in a word. A single key waits so long at most."""

Meant = Literal["key", "hold", "word", "drop"]
"""What a key turns out to be: a key, after the letter that is held; a letter to hold, which may
begin a word; the one that makes a word of it; more of that word, or of a key that is held down."""


class Unwritten:
    """Tells a letter that is a key from one that begins a word.

    A letter is held until nothing has followed for some time, then it is the key it always was.
    Another letter, or a space, that follows earlier makes a word of both, and so does all that
    follows that: none of it acts. Any other key shows that the letter before it was meant as one.
    """

    def __init__(self) -> None:
        self._held = ""
        self._last = 0.0
        self._in_word = False

    def take(self, event: events.Key, lull: float) -> Meant:
        """Take a key that was pressed beside a field; in a word one follows within `lull` seconds.

        For "hold", ask for `let_go` after that time; for "key", at once.
        """
        follows = event.time - self._last < lull
        self._last = event.time
        if follows and self._in_word and (event.is_printable or event.key == "enter"):
            return "drop"
        self._in_word = False
        letter = (event.character or "").isalpha()
        if follows and self._held:
            if event.key == self._held:
                return "drop"
            if letter or event.key == "space":
                self._held, self._in_word = "", True
                return "word"
            return "key"
        if not letter or lull <= 0:
            return "key"
        self._held = event.key
        return "hold"

    @property
    def holds(self) -> float | None:
        """When the letter that is held was pressed; None: none is held."""
        return self._last if self._held else None

    def let_go(self) -> str:
        """Return the letter that is held, which is a key after all; empty: none is held."""
        held, self._held = self._held, ""
        return held
