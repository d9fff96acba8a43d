"""What people are told of their data: each kind of event says what it holds, and for how long.

The notice that `turnabout privacy` prints is made from these declarations, with the numbers that
the rules go by. So it can neither leave a kind of event out nor promise what is not so.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from turnabout_language import N_

Keeps = Literal["until_close", "until_checked", "in_report", "never"]
"""How long something is kept: deleted when the session closes, or as its check ends; then in its
report; never stored."""

Kind = Literal[
    "names", "words", "ratings", "orders", "polls", "ideas", "promises", "session", "technical"
]
KINDS: Final[Mapping[Kind, str]] = {
    "names": N_("Names and presence"),
    "words": N_("What people type and say"),
    "ratings": N_("Ratings of turns"),
    "orders": N_("Orders and guesses"),
    "polls": N_("Feelings and polls"),
    "ideas": N_("Ideas and votes"),
    "promises": N_("Promises"),
    "session": N_("How the session ran"),
    "technical": N_("What the server needs to run"),
}
"""The kinds of data, in the order in which they are told."""


class Least(NamedTuple):
    """The smallest group that must stand behind something before it is shown."""

    n: int
    """A number that the code goes by, and never one that is only written here."""
    of: str
    """Who is counted: a sentence with the blank `{n}`."""


class Datum(NamedTuple):
    """What a kind of event tells, in plain words."""

    kind: Kind
    what: str
    """A sentence without its full stop."""
    seen_by: str = ""
    """Who sees it; empty: the audience of the event."""
    least: tuple[Least, ...] = ()


MANY: Final = N_("Nobody; the room sees what many gave together")
"""Who sees a single answer."""
DECK: Final = Datum(
    "words",
    N_("The cards that a side is played with, unsigned"),
    N_("The people of its side, and later the other side"),
)
"""Here, because more than one activity settles them."""
