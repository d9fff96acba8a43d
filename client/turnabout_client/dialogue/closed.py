"""The session is over. Pure."""

from collections.abc import Iterator

from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Block, Part
from turnabout_client.view.afterwards import deleted, where_report
from turnabout_client.view.dates import day_words
from turnabout_client.view.promises import told
from turnabout_client.view.words import CHECK
from turnabout_language import _
from turnabout_protocol.activities.close import check_told, next_date, promises_of


def part(seen: Seen) -> Part:
    """Return thanks, what was promised, and where the report is."""
    return Part(now=_("The session is over."), blocks=tuple(_blocks(seen)))


def _blocks(seen: Seen) -> Iterator[Block]:
    public = seen.public
    promises = promises_of(public)
    thanks = (_("Thank you for walking in each other's shoes."), deleted(public))
    yield Block(id="thanks", lines=thanks)
    if promises:
        yield Block(
            id="promises",
            kind="list",
            head=_("What we promised each other"),
            lines=tuple(told(promise) for promise in promises),
        )
    day = next_date(public)
    ahead = (_("We meet again on {day}.", day=day_words(day)),) if day else ()
    check = (_(CHECK),) if check_told(public) else ()
    where = where_report(seen.room, seen.seat, keys=False)
    lines = (*ahead, *check, *([where] if where else []))
    if lines:
        yield Block(id="afterwards", lines=lines)
