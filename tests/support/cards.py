"""What people may want while they settle their cards, and some of what they may not."""

from random import Random

from tests.support.table import Table
from turnabout_protocol.activities.deck import (
    DeckHome,
    LookAtCards,
    MergeCards,
    PartCards,
    PutDots,
    RewordCard,
    TakeBackCard,
    WriteCard,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.scenario import Side


def wishes(table: Table, random: Random, step: str, side: Side) -> tuple[Command, ...]:
    """Return what somebody of `side` may ask for; what is written names the side."""
    state = table.room.home(side).steps.get(step)
    home = state if isinstance(state, DeckHome) else DeckHome()
    cards = [p.card.id for p in home.pool] + [card.id for card in home.prepared] + ["nothing"]
    card, keep = random.choice(cards), random.choice(cards)
    found = home.find(card)
    secret = f"{side} says {random.randint(1, 12)}"
    write = WriteCard(step=step, number=random.randint(1, 4), kind="need", text=f"{secret}.")
    return (
        write,
        WriteCard(step=step, of=card, kind="limit", text=f"{secret}, in other words."),
        TakeBackCard(step=step, number=random.randint(1, 3)),
        MergeCards(step=step, card=card, keep=keep),
        PartCards(step=step, card=card),
        RewordCard(
            step=step,
            card=card,
            was=found.card.text if found else "?",
            kind="ask",
            text=f"{secret}, better.",
        ),
        PutDots(step=step, dots={card: random.randint(1, 3)}),
        LookAtCards(step=step),
    )
