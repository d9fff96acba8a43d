"""recall: the other side's cards of an earlier session, guessed once more."""

from typing import Final

from textual.content import Content

from turnabout_client.activities.recall.model import KEPT, WATCHED, whose
from turnabout_client.tui.room.ordering import OrderingScreen
from turnabout_client.view import words
from turnabout_language import N_, _
from turnabout_protocol.activities.recall import Recall, RecallHome
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import Side, other


class RecallScreen(OrderingScreen):
    """A guess at what one was shown weeks ago: a test of the session, and of nobody."""

    HELP = N_(
        "These were the other side's cards in an earlier session. Put them in the order in which "
        "its people had put them then, as well as you remember, or guess. Who was not there "
        "guesses, too. Arrow keys choose a card, a number puts it at that place; or take it with "
        "space, carry it and drop it; 0 shows why it is there. Enter locks the order, and asks "
        "once more. Nobody sees your order: at the reveal the room reads how much stayed of "
        "it, as one number a side."
    )

    def asked(self, room: Room, home: Side) -> Content:
        shown = room.home(home).state(RecallHome, self.step_as(Recall).id)
        return Content.assemble(
            words.side_called(other(home), whose(shown)),
            "  ",
            _("What mattered most to them then? 1 is the most important."),
        )

    @property
    def to_do(self) -> str:
        return _("Order them as they did then, then press enter.")

    kept = KEPT
    watched = WATCHED


SCREEN: Final = RecallScreen
