"""The seed: whoever opened the room may have chosen it. Does it give back what was shuffled?

The attacker knows the seed, the code of the game and which text lies where. Chance is one of as
many as there are authors.
"""

from pathlib import Path
from typing import Final

import pytest

from tests.support.serving import serving
from tests.support.table import Table
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.deck import Deck, DeckHome, WriteCard
from turnabout_protocol.activities.talk import Talk, TalkState
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.chance import draw, shuffled
from turnabout_protocol.codec import encode
from turnabout_protocol.commands import Start
from turnabout_protocol.fold import fold
from turnabout_protocol.messages import VERSION, OpenRoom
from turnabout_protocol.opening import RoomPlanned
from turnabout_protocol.room import HouseRules, Room
from turnabout_protocol.scenario import SIDES
from turnabout_server.authoring.scenarios import find_agenda, find_scenario

SEED: Final = 7
ROOMS: Final = 200
MORE: Final = 0.06
"""How much more often than by chance an author may be guessed in so many rooms: by luck alone it
is less in 99 of 100 runs."""
TALK: Final = next(step for step in find_agenda("60").steps if isinstance(step, Talk))
STEPS: Final = (
    Deck(id="deck", title="Deck", minutes=6),
    TALK,
    Close(id="close", title="Close", minutes=1),
)


def pooled(authors: int, secret: str) -> tuple[Table, list[str], list[int]]:
    """Return the texts that a side wrote as they lie on its table, and their authors by seat."""
    agenda = Agenda(id="a", title="A", steps=STEPS)
    table = Table(players=2 * authors, facilitators=1, agenda=agenda, seed=SEED, secret=secret)
    table.do(table.boss[0], Start())
    mine = [s.id for s in table.public.owners("it")]
    for seat in mine:
        for number in (1, 2):
            text = f"{number} by {seat}."
            table.do(seat, WriteCard(step="deck", number=number, kind="worry", text=text))
    table.bell()
    pool = table.room.home("it").state(DeckHome, "deck").pool
    return table, [p.card.text for p in pool if " by " in p.card.text], mine


@pytest.mark.parametrize("authors", [2, 3, 6])
def test_the_seed_does_not_give_back_whose_a_card_is(authors: int) -> None:
    right = total = 0
    for room in range(ROOMS):
        _, texts, mine = pooled(authors, f"secret {room}")
        # The server has them by seat, in the order written, before it shuffles them.
        written = [seat for seat in mine for _ in (1, 2)]
        guess = shuffled(written, SEED, "pool", "deck", "it")
        right += sum(f"by {seat}." in text for seat, text in zip(guess, texts, strict=True))
        total += len(texts)
    assert right / total <= 1 / authors + MORE


def test_rooms_of_older_versions_keep_their_orders() -> None:
    _, texts, mine = pooled(3, "")
    written = [f"{number} by {seat}." for seat in mine for number in (1, 2)]
    assert texts == shuffled(written, SEED, "pool", "deck", "it")


def test_the_seed_does_not_tell_a_drawn_side_from_a_chosen_one() -> None:
    foretold = 0
    for room in range(ROOMS):
        table, *_ = pooled(2, f"secret {room}")
        table.reach(TALK.id)
        drawn = SIDES[draw(SEED, "speaks first", TALK.id) % 2]
        foretold += table.state(TalkState).first == drawn
    assert abs(foretold / ROOMS - 1 / 2) <= 0.1


async def test_two_rooms_with_one_seed_have_two_secrets_that_stay_on_the_server(
    tmp_path: Path,
) -> None:
    found = []
    async with serving(tmp_path / "data") as here:
        for _ in range(2):
            wanted = OpenRoom(
                version=VERSION,
                key="00000000",
                scenario=find_scenario("missed-target"),
                agenda=find_agenda("taster"),
                rules=HouseRules(opened_on="2030-01-01"),
                seed=SEED,
            )
            opened = await here.server.rooms.open(wanted)
            room = await here.server.rooms.find(opened.code)
            found.append((opened, list(room._history.entries)))
    secrets = set()
    for opened, entries in found:
        secret = fold(entries).vault.secret
        assert len(secret) == 64
        assert secret not in str(opened)
        (planned,) = [e for e in entries if secret.encode() in encode(e)]
        assert isinstance(planned.event, RoomPlanned)
        assert planned.event.seed == SEED
        secrets.add(secret)
    assert len(secrets) == 2
    assert Room().vault.secret == ""
