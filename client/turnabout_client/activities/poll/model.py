"""View logic of a poll: its keys, and what a tally says. Pure."""

from collections.abc import Sequence
from typing import Final

from turnabout_language import _, n_
from turnabout_protocol.activities.poll import Poll, PollState, Question, Tally
from turnabout_protocol.figures import Figure
from turnabout_protocol.room import Public, Seat, in_panel

PICK_KEYS: Final = "123456789bcdefgh"
"""One key for each of up to sixteen answers: none that does something on every screen."""


def ranked(tally: Tally) -> tuple[tuple[str, int], ...]:
    """Return the answers that were given, most frequent first, ties in the order asked."""
    return tuple(sorted(tally.counts.items(), key=lambda pair: -pair[1]))


def why_hidden(figure: Figure | Tally) -> str:
    """Return why a result is not shown, so that nobody feels punished for a small room."""
    return _(
        "It takes {need} people before this is shown, so that nobody's answer can be worked out.",
        need=figure.need,
    )


def asked_of(public: Public, step: Poll, me: Seat | None) -> tuple[Question, ...]:
    """Return the questions that `me` is asked: who watches with a say answers the measures."""
    if me is None or not in_panel(public, me.id):
        return ()
    return step.questions if me.plays else step.measured


def withheld(tallies: Sequence[Tally]) -> bool:
    """Return whether none of what was answered may be shown."""
    return bool(tallies) and all(tally.hidden for tally in tallies)


def looks(hidden: bool) -> str:
    """Return what to do with what was answered; `hidden`: none of it may be shown."""
    if hidden:
        return _("Too few answered to show it. Ask it aloud.")
    return _("This is how it was. Talk about it.")


def unfinished(public: Public, state: PollState, left: int) -> str:
    """Return what is lost if it ends now."""
    if not left or state.tallies is not None:
        return ""
    return n_("{n} has not answered.", "{n} have not answered.", left)
