"""What the room sees of the close, in lines: the promises read, the words said, the date. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.close.model import words_line
from turnabout_client.view.dates import day_words
from turnabout_client.view.promises import not_yet
from turnabout_client.view.words import CHECK
from turnabout_language import _
from turnabout_protocol.activities.close import Close, CloseState, promises_of
from turnabout_protocol.room import Public


def lines(public: Public, step: Close) -> Iterator[Content]:
    """Yield how far the close has come."""
    state = public.state(CloseState, step.id)
    for place, promise in enumerate(promises_of(public)):
        sign = "✓" if place < state.read else "▸" if place == state.read else "○"
        open_ = ("  " + not_yet(promise), "$warning") if promise.unsaid else ""
        said = _("When {when}, then {then}", when=promise.when, then=promise.then)
        yield Content.assemble((f"{sign} {promise.owner}", "bold"), "  ", said, open_)
    if state.words:
        yield words_line(public, state)
    if state.next_date:
        yield Content.styled(_("We meet again on {day}.", day=day_words(state.next_date)), "bold")
    if state.check:
        yield Content.styled(_(CHECK), "$quiet")


def now(public: Public, step: Close) -> str:
    """Return what is done now."""
    return _("Promises are read aloud. Then a date, and one word each.")
