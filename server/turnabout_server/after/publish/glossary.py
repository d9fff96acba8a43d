"""Which words a room's glossary may explain."""

from typing import Final

from turnabout_protocol.activities.lingo import GlossaryWord, Lingo, LingoOwn
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES

MATCHERS: Final = 3
"""With so many people or more, a side's glossary holds only terms that somebody did not know."""


def glossary(room: Room, step: Lingo) -> tuple[GlossaryWord, ...]:
    """Return the words to explain after `step`: those that somebody did not know, unsigned.

    With fewer than MATCHERS people on a side's terms it is all of them, so that nobody's misses
    show.
    """
    scenario = room.vault.scenario
    if scenario is None:
        return ()
    people = (own for seat, own in room.own.items() if not room.public.stands_in(seat))
    sheets = [own.state(LingoOwn, step.id) for own in people]
    found = []
    for side in SIDES:
        sent = [sheet for sheet in sheets if sheet.side == side and sheet.pairs is not None]
        for index, term in enumerate(scenario.sides[side].lingo[: step.terms]):
            if len(sent) < MATCHERS or not all(sheet.knew(index) for sheet in sent):
                found.append(GlossaryWord(side=side, term=term.term, means=term.means))
    return tuple(found)
