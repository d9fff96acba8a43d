"""View logic of recalling an earlier session: whose cards these are, and of when. Pure."""

from typing import Final

from turnabout_client.view.dates import long_day
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.rank import RankState
from turnabout_protocol.activities.recall import RecallHome
from turnabout_protocol.room import Public

KEPT: Final = N_("Your order is locked. Nobody sees it, only how much stayed for your whole side.")
"""What becomes of an order that is locked."""
WATCHED: Final = N_(
    "Each guesses alone how the other side had put its cards in an earlier session. Nobody sees "
    "anybody else's order."
)
"""What those read who do not order cards."""


def whose(shown: RecallHome) -> str:
    """Return what the other side was called then, and when that was."""
    if not shown.date:
        return shown.label
    return _("{side}, {date}", side=shown.label, date=long_day(shown.date))


def unfinished(public: Public, state: RankState, left: int) -> str:
    """Return what is lost if it ends now; in a step that is open again the orders stand."""
    if not left:
        return ""
    if state.again:
        return n_("{n} is not ready.", "{n} are not ready.", left)
    return n_("{n} has not locked an order.", "{n} have not locked an order.", left)
