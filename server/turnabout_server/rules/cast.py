"""Who plays whom, and with which cards. Only the real side's cards, drawn by the room's seed.

Those who share their turns play one persona and hold one hand: they talk over what to play, and
when the pen goes from one to the other in the middle of a turn, a card that was chosen stays so.
"""

from collections.abc import Collection

from turnabout_protocol.activities.brief import Briefed, HandDealt, SeatCast
from turnabout_protocol.pairs import turn_takers
from turnabout_protocol.room import Seat
from turnabout_protocol.scenario import SIDES, KeyPoint, Scenario, Side
from turnabout_server.rules import pairs
from turnabout_server.rules.decision import Decision

Pair = tuple[Seat, ...]
"""Those who take turns as one; mostly one seat alone."""


def scenario_of(d: Decision) -> Scenario:
    """Return the room's scenario, secrets included."""
    if d.room.vault.scenario is None:
        raise ValueError("the room has no scenario")
    return d.room.vault.scenario


def cast_all(d: Decision) -> None:
    """Give every player without a persona one of the side it plays.

    With more players than personas some are shared: mirror seats, each with its own hand and turns.
    """
    pairs.form(d)
    for side in SIDES:
        case = scenario_of(d).sides[side]
        personas = d.shuffled(case.personas, "persona", side)
        for index, pair in enumerate(turn_takers(d.public, side)):
            cast = {seat.persona for seat in pair}
            known = (persona for persona in personas if persona.name in cast)
            persona = next(known, personas[index % len(personas)])
            for seat in pair:
                if not seat.persona:
                    d.emit(SeatCast(seat=seat.id, persona=persona.name, job=persona.job))
                    d.emit(Briefed(seat=seat.id, persona=persona, lingo=case.lingo))


def deal_all(d: Decision, step: str, size: int) -> None:
    """Deal every player a hand of `size` cards from those the side has not played in `step`."""
    for pair in turn_takers(d.public):
        refill(d, pair, step, size, played=())


def deal_anew(d: Decision, step: str, size: int, voiced: Collection[str]) -> None:
    """Deal every player a new hand. Cards that nobody has played in a scene before come first."""
    for pair in turn_takers(d.public):
        drawn = d.shuffled(side_cards(d, pair[0].played), "card", step, 0, pair[0].id)
        deal(d, pair, tuple(sorted(drawn, key=lambda card: card.id in voiced))[:size])


def refill(d: Decision, pair: Pair, step: str, size: int, played: Collection[str]) -> None:
    """Bring the hand of `pair` back to `size` cards that are not in `played`."""
    kept = [card for card in hand_of(d, pair) if card.id not in played]
    held = {card.id for card in kept}
    cards = side_cards(d, pair[0].played)
    spare = [c for c in cards if c.id not in played and c.id not in held]
    drawn = d.shuffled(spare, "card", step, len(played), pair[0].id)
    deal(d, pair, (*kept, *drawn)[:size])


def hand_of(d: Decision, pair: Pair) -> tuple[KeyPoint, ...]:
    """Return the cards that `pair` holds together: somebody who was put in has none yet."""
    return next((hand for seat in pair if (hand := d.room.of(seat.id).hand)), ())


def deal(d: Decision, pair: Pair, cards: tuple[KeyPoint, ...]) -> None:
    """Let everybody of `pair` hold `cards`."""
    for seat in pair:
        if cards != d.room.of(seat.id).hand:
            d.emit(HandDealt(seat=seat.id, cards=cards))


def side_cards(d: Decision, side: Side | None) -> tuple[KeyPoint, ...]:
    """Return the key points of a side that are in play."""
    return () if side is None else d.room.vault.deck(side)
