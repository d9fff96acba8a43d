"""Which words a room's glossary may explain."""

from turnabout_protocol.activities.lingo import GlossaryWord, Lingo, LingoOwn
from turnabout_protocol.room import Room, in_panel
from turnabout_protocol.scenario import SIDES
from turnabout_protocol.scoring import MATCHERS


def glossary(room: Room, step: Lingo) -> tuple[GlossaryWord, ...]:
    """Return the words to explain after `step`: those that somebody did not know, unsigned.

    With fewer than MATCHERS people on a side's terms it is all of them, so that nobody's misses
    show.
    """
    scenario = room.vault.scenario
    if scenario is None:
        return ()
    panel = (own for seat, own in room.own.items() if in_panel(room.public, seat))
    sheets = [own.state(LingoOwn, step.id) for own in panel]
    found = []
    for side in SIDES:
        sent = [sheet for sheet in sheets if sheet.side == side and sheet.pairs is not None]
        for index, term in enumerate(scenario.sides[side].lingo[: step.terms]):
            if len(sent) < MATCHERS or not all(sheet.knew(index) for sheet in sent):
                found.append(GlossaryWord(side=side, term=term.term, means=term.means))
    return tuple(found)
