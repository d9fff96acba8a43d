"""View logic of ordering cards: whose they are, and what is asked. Pure."""

from typing import Final

from turnabout_language import N_, _, n_
from turnabout_protocol.activities.rank import Rank, RankState
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import Side, other

KEPT: Final = N_("Your order is locked. Nobody sees it, only what your whole side has in common.")
"""What becomes of an order that is locked."""
WATCHED: Final = N_("Each puts the cards in order alone. Nobody sees anybody else's order.")
"""What those read who do not order cards."""


def whose(step: Rank, home: Side) -> Side:
    """Return whose cards the people of `home` put in order."""
    return home if step.whose == "own" else other(home)


def asked(step: Rank) -> str:
    """Return what stands above the cards."""
    if step.whose == "own":
        return _("What matters most to you? 1 is the most important.")
    return _("What matters most to them? Guess their order: 1 is the most important.")


def to_do(step: Rank) -> str:
    """Return what to do, in a sentence."""
    if step.whose == "own":
        return _("Put your cards in order, then press enter.")
    return _("Order them as they would, then press enter.")


def unfinished(public: Public, state: RankState, left: int) -> str:
    """Return what is lost if it ends now; in a step that is open again the orders stand."""
    if not left:
        return ""
    if state.again:
        return n_("{n} is not ready.", "{n} are not ready.", left)
    return n_("{n} has not locked an order.", "{n} have not locked an order.", left)
