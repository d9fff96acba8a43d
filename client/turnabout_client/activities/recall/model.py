"""View logic of recalling an earlier session: whose cards these are, and of when. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.view.dates import long_day
from turnabout_client.view.people import done
from turnabout_language import _, n_
from turnabout_protocol.activities.rank import RankState
from turnabout_protocol.activities.recall import RecallHome
from turnabout_protocol.room import Public


def whose(shown: RecallHome) -> str:
    """Return what the other side was called then, and when that was."""
    if not shown.date:
        return shown.label
    return _("{side}, {date}", side=shown.label, date=long_day(shown.date))


def console_lines(public: Public, state: RankState) -> Iterator[Content]:
    """Yield what facilitators see of it."""
    yield Content(_("They guess the other side's order of an earlier session once more."))
    yield Content(_("Nobody sees a guess. What stayed of it is told at the reveal."))
    if public.step is not None:
        players = len(public.players())
        ready = done(public, public.step)
        yield Content(_("{done} of {players} are ready.", done=ready, players=players))


def unfinished(public: Public, state: RankState, left: int) -> str:
    """Return what is lost if it ends now."""
    return n_("{n} has not locked an order.", "{n} have not locked an order.", left) if left else ""
