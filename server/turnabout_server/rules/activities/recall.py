"""recall: the other side's deck of an earlier session is guessed again; with none it is over."""

from typing import Final

from turnabout_protocol.activities.recall import Past, PastShown, Recall, RecallVault
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES, other
from turnabout_server.rules.activities.rank import OrderingRules
from turnabout_server.rules.decision import Decision


class RecallRules(OrderingRules[Recall]):
    """Whoever belongs to a side guesses, also who was not there then."""

    def open(self, d: Decision, step: Recall) -> None:
        past = past_of(d.room, step)
        if past is None:
            return
        for side in SIDES:
            theirs = other(side)
            cards = d.mixed(past.decks[theirs], "recall", side)
            shown = PastShown(
                side=side,
                step=step.id,
                date=past.date,
                label=past.labels[theirs],
                cards=tuple(cards),
            )
            d.emit(shown)

    def done(self, room: Room, step: Recall) -> bool:
        return self.empty(room, step) or super().done(room, step)

    def empty(self, room: Room, step: Recall) -> bool:
        return past_of(room, step) is None


def past_of(room: Room, step: Recall) -> Past | None:
    """Return the session that is recalled in `step`; None: there is none."""
    return room.vault.state(RecallVault, step.id).past


RULES: Final = RecallRules()
