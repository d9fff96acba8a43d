"""The lobby as a dialogue: who is here, which side one will play, what will happen. Pure."""

from collections.abc import Iterator

from turnabout_client.activities import dialogue_ahead
from turnabout_client.dialogue import reading
from turnabout_client.dialogue.commonly import yes_no
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Block, Part, Word
from turnabout_client.view import tables, tongues
from turnabout_client.view.people import reversal, who_begins
from turnabout_client.view.roster import missing
from turnabout_client.view.turns import forecast
from turnabout_language import _
from turnabout_protocol.commands import Watch


def part(seen: Seen) -> Part:
    """Return what one reads before it begins."""
    return Part(
        now=who_begins(seen.public),
        blocks=tuple(_blocks(seen)),
        also=tuple(_also(seen)),
    )


def _blocks(seen: Seen) -> Iterator[Block]:
    public = seen.public
    yield Block(id="reversal", lines=tuple(reversal(public, seen.me)), tone="strong")
    yield reading.case(seen)
    if apart := tongues.apart(public):
        yield Block(id="tongue", lines=(apart,))
    yield reading.plan(public)
    yield from reading.people(seen, news=True)
    told = [*missing(public), *forecast(public), *tables.told(public, seen.me, keys=False)]
    if told:
        yield Block(id="forecast", lines=tuple(told), tone="quiet", news=False)


def _also(seen: Seen) -> Iterator[Word]:
    yield from dialogue_ahead(seen)
    if seen.plays:
        sure = yes_no(
            "watch",
            _("Watch instead of playing? You can still say what you noticed."),
            _("Watch"),
            Watch(),
        )
        yield Word(key="watch", name=_("watch"), label=_("watch instead"), then=sure)
