"""rank: cards in order, most important first; first one's own, then a guess at the other side's."""

from typing import Final

from textual.content import Content

from turnabout_client.activities.rank import model
from turnabout_client.tui.room.ordering import OrderingScreen
from turnabout_client.view import words
from turnabout_language import N_
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import Side


class RankScreen(OrderingScreen):
    """Nobody sees anybody else's order, now or later."""

    HELP = N_(
        "Put the cards in order, the most important one on top. Arrow keys choose a card, a "
        "number puts it at that place; or take it with space, carry it with the arrow keys and "
        "drop it with space; 0 shows why a card is there. With the mouse, drag it. Enter locks the "
        "order, and asks once more. Nobody sees your order, only what a whole side has in common."
    )

    kept = model.KEPT
    watched = model.WATCHED

    def asked(self, room: Room, home: Side) -> Content:
        step = self.step_as(Rank)
        side = words.side(self.public, model.whose(step, home))
        return Content.assemble(side, "  ", model.asked(step))

    @property
    def to_do(self) -> str:
        return model.to_do(self.step_as(Rank))


SCREEN: Final = RankScreen
