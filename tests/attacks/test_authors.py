"""Authors: whose is a card, or an idea? They come unsigned, in a drawn order or by their letters.

The attacker holds all seats but two or three, knows the seed and how the server puts things in
order, but not the room's secret. Chance is one of as many as there are authors.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import islice, permutations
from math import sqrt
from typing import Final

import pytest
from msgspec.structs import replace

from tests.attacks.insider import MOST, Heard, all_but, gain, heard
from tests.support.table import Table
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.deck import Deck, DeckHome, LookAtCards, WriteCard
from turnabout_protocol.activities.ideas import Propose
from turnabout_protocol.activities.plan import Plan, PlanState
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.chance import shuffled
from turnabout_protocol.commands import ClearSeats, NoteAha, Ready, ReleaseAha, Start
from turnabout_protocol.room import Room
from turnabout_server import rules

CLOSE: Final = Close(id="close", title="C", minutes=1)
SEED: Final = 7
SHORT: Final = 300
LONG: Final = 10_000
SIGMAS: Final = 3.3
"""By luck alone a guess is better than so many standard deviations above chance in fewer than one
of a thousand runs; the rooms are the same in each run, so it is a fault or it is none."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "rooms" in metafunc.fixturenames:
        long = metafunc.config.getoption("long")
        metafunc.parametrize("rooms", [LONG if long else SHORT])


def more(authors: int, guesses: int) -> float:
    """Return how much more often than by chance so many guesses may be right: a binomial bound."""
    chance = 1 / authors
    return SIGMAS * sqrt(chance * (1 - chance) / guesses)


def written(authors: int, order: tuple[int, ...]) -> Table:
    """Let the people of a side write a card each, in that order, and be about to see them."""
    deck = Deck(id="deck", title="Deck", minutes=6)
    agenda = Agenda(id="a", title="A", steps=(deck, CLOSE))
    table = Table(players=2 * authors, facilitators=1, agenda=agenda)
    table.do(table.boss[0], Start())
    for place in order:
        table.wait(1000)
        text = f"Card {place}."
        seat = table.players[2 * place + 1]
        table.do(seat, WriteCard(step="deck", number=1, kind="worry", text=text))
    return table


def pooled(room: Room, secret: str) -> list[int]:
    """Lay the cards out with that secret, and return whose they are, by place, as they lie."""
    at = rules.due(room)
    assert at is not None
    secretly = replace(room, vault=replace(room.vault, secret=secret))
    pool = rules.expire(secretly, at).room.home("it").state(DeckHome, "deck").pool
    return [int(p.card.text[5:-1]) for p in pool if p.card.text.startswith("Card ")]


def guesses(authors: int, order: Sequence[int]) -> dict[str, list[int]]:
    """Return what the place of a card could tell, to somebody who knows the rules."""
    places = list(range(authors))
    return {
        "by seat": places,
        "backwards": places[::-1],
        "as written": list(order),
        "by the seed": shuffled(places, SEED, "pool", "deck", "it"),
        "by an empty secret": shuffled(places, "", "pool", "deck", "it"),
    }


@pytest.mark.parametrize("authors", [2, 3, 4, 5, 6])
def test_where_a_card_lies_tells_nothing_of_who_wrote_it(authors: int, rooms: int) -> None:
    right = Counter[str]()
    orders = list(islice(permutations(range(authors)), 24))
    tables = [written(authors, order) for order in orders]
    for room in range(rooms):
        order = orders[room % len(orders)]
        lies = pooled(tables[room % len(orders)].room, f"secret {room}")
        for how, guess in guesses(authors, order).items():
            right[how] += sum(a == b for a, b in zip(guess, lies, strict=True))
    # Cards of a room are not independent: of two both are right, or none. So rooms are counted.
    most = rooms * authors * (1 / authors + more(authors, rooms))
    assert len(right) == 5
    assert {how: n for how, n in right.items() if n > most} == {}


@pytest.mark.parametrize("authors", [2, 3])
def test_nor_does_when_it_was_written(authors: int) -> None:
    """All but the authors, who write in any order, hear the same."""
    orders = list(permutations(range(authors)))
    plays: list[tuple[Sequence[int], Heard]] = []
    for order in orders:
        table = written(authors, order)
        table.bell()
        victims = table.players[1 : 2 * authors : 2]
        plays.append((order, heard(table, all_but(table, *victims))))
    assert gain(plays) <= MOST


@pytest.mark.parametrize("absent", [None, 0, 1])
def test_an_idea_has_no_moment_even_where_somebody_is_away(absent: int | None) -> None:
    """Tried: an idea came while one of the two who were left was away, so it was the other's."""
    plays: list[tuple[bool, Heard]] = []
    for turned in (False, True):
        agenda = Agenda(
            id="a", title="A", steps=(Plan(id="plan", title="P", minutes=6, merge=0), CLOSE)
        )
        table = Table(players=4, facilitators=1, agenda=agenda)
        table.do(table.boss[0], Start())
        one, two = table.players[0], table.players[2]
        first, second = (two, one) if turned else (one, two)
        for seat, text in ((first, "a"), (second, "b")):
            table.wait(1000)
            if absent is not None and seat != (one, two)[absent]:
                table.drop((one, two)[absent])
            table.do(seat, Propose(step="plan", when=text, then="we talk"))
            if absent is not None and seat != (one, two)[absent]:
                table.back((one, two)[absent])
        plays.append((turned, told_of_ideas(table)))
    assert gain(plays) <= MOST


def told_of_ideas(table: Table) -> Heard:
    """Return what was told of ideas, to the others, by when the time to write is over."""
    hidden = table.players[0], table.players[2]
    before = heard(table, all_but(table, *hidden))
    assert not [data for _, data in before if b"idea_" in data]
    table.bell()
    assert len(table.public.state(PlanState, "plan").ideas) == 2
    everything = heard(table, all_but(table, *hidden))
    return tuple(entry for entry in everything if b"idea_" in entry[1])


def test_who_is_ready_last_is_not_who_wrote_last() -> None:
    """Tried: whoever wrote and then was ready made the count rise right after an idea came."""
    plays: list[tuple[int, Heard]] = []
    for writer in (0, 2):
        agenda = Agenda(
            id="a", title="A", steps=(Plan(id="plan", title="P", minutes=6, merge=0), CLOSE)
        )
        table = Table(players=4, facilitators=1, agenda=agenda)
        table.do(table.boss[0], Start())
        other = 2 - writer
        table.wait(1000)
        table.do(table.players[writer], Propose(step="plan", when="a", then="b"))
        table.wait(500)
        table.do(table.players[0], Ready(step="plan", stage=0))
        table.wait(5000)
        table.do(table.players[other], Propose(step="plan", when="c", then="d"))
        table.bell()
        plays.append((writer, heard(table, all_but(table, table.players[0], table.players[2]))))
    assert gain(plays) <= MOST


def test_who_is_taken_out_as_having_left_nothing_is_not_who_wrote_nothing() -> None:
    """Tried: a facilitator cleared the seats days before; who stayed had written the cards."""
    plays: list[tuple[int, Heard]] = []
    for writer in (0, 2):
        deck = Deck(id="deck", title="Deck", minutes=6)
        table = Table(
            players=6, facilitators=1, agenda=Agenda(id="a", title="A", steps=(deck, CLOSE))
        )
        pair = table.players[0], table.players[2]
        for seat in pair:
            table.do(seat, LookAtCards(step="deck"))
        card = WriteCard(step="deck", number=1, kind="worry", text="We worry.")
        table.do(table.players[writer], card)
        table.do(table.boss[0], ClearSeats())
        assert table.players[1] not in table.public.seats
        insiders = frozenset({table.boss[0]})
        plays.append((writer, heard(table, insiders)))
    assert gain(plays) <= MOST


def test_an_unsigned_aha_is_anybodys_who_is_here() -> None:
    """Its moment is seen: it is shared in the talk, to be talked about. Not whose it is."""
    plays: list[tuple[int, Heard]] = []
    for writer in (0, 2):
        table = Table(players=4, facilitators=1, agenda=Agenda(id="a", title="A", steps=(CLOSE,)))
        table.do(table.boss[0], Start())
        for seat in (table.players[0], table.players[2]):
            table.do(seat, NoteAha(text="Aha." if seat == table.players[writer] else "No."))
        table.do(table.players[writer], ReleaseAha(number=1))
        plays.append((writer, heard(table, all_but(table, table.players[0], table.players[2]))))
    assert gain(plays) <= MOST
