"""Who plays whom, and with which cards. Only the real side's cards, drawn by the room's seed."""

from collections.abc import Collection

from turnabout_protocol.activities.brief import Briefed, HandDealt, SeatCast
from turnabout_protocol.room import Seat
from turnabout_protocol.scenario import SIDES, KeyPoint, Scenario, Side
from turnabout_server.rules.decision import Decision


def scenario_of(d: Decision) -> Scenario:
    """Return the room's scenario, secrets included."""
    if d.room.vault.scenario is None:
        raise ValueError("the room has no scenario")
    return d.room.vault.scenario


def cast_all(d: Decision) -> None:
    """Give every player without a persona one of the side it plays.

    With more players than personas some are shared: mirror seats, each with its own hand and turns.
    """
    for side in SIDES:
        case = scenario_of(d).sides[side]
        personas = d.shuffled(case.personas, "persona", side)
        for index, seat in enumerate(d.public.players(side)):
            if seat.persona:
                continue
            persona = personas[index % len(personas)]
            d.emit(SeatCast(seat=seat.id, persona=persona.name, job=persona.job))
            d.emit(Briefed(seat=seat.id, persona=persona, lingo=case.lingo))


def deal_all(d: Decision, step: str, size: int) -> None:
    """Deal every player a hand of `size` cards from those the side has not played in `step`."""
    for seat in d.public.players():
        refill(d, seat, step, size, played=())


def deal_anew(d: Decision, step: str, size: int, voiced: Collection[str]) -> None:
    """Deal every player a new hand. Cards that nobody has played in a scene before come first."""
    for seat in d.public.players():
        drawn = d.shuffled(side_cards(d, seat.played), "card", step, 0, seat.id)
        cards = tuple(sorted(drawn, key=lambda card: card.id in voiced))[:size]
        if cards != d.room.of(seat.id).hand:
            d.emit(HandDealt(seat=seat.id, cards=cards))


def refill(d: Decision, seat: Seat, step: str, size: int, played: Collection[str]) -> None:
    """Bring the hand of `seat` back to `size` cards that are not in `played`."""
    hand = d.room.of(seat.id).hand
    kept = [card for card in hand if card.id not in played]
    held = {card.id for card in kept}
    spare = [c for c in side_cards(d, seat.played) if c.id not in played and c.id not in held]
    drawn = d.shuffled(spare, "card", step, len(played), seat.id)
    cards = (*kept, *drawn)[:size]
    if cards != hand:
        d.emit(HandDealt(seat=seat.id, cards=cards))


def side_cards(d: Decision, side: Side | None) -> tuple[KeyPoint, ...]:
    """Return the key points of a side that are in play."""
    return () if side is None else d.room.vault.deck(side)
