"""Who practises alone sees the difference: good, lazy, empty and rude turns come apart."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.support.minds import Minds
from tests.support.table import Table
from turnabout.slips import slip_text
from turnabout_client.bots import afterwards
from turnabout_client.view.missing import missed, unseen
from turnabout_language import _, speaking
from turnabout_protocol.activities.scene import Said, SceneState, Speak, Turn
from turnabout_protocol.activities.talk import TalkState
from turnabout_protocol.figures import Slip
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import KeyPoint
from turnabout_server.authoring.scenarios import find_agenda

Speaks = Callable[[KeyPoint | None, Turn | None], Said]


def good(card: KeyPoint | None, heard: Turn | None) -> Said:
    """Say the card in other words, with a reason, after what was heard."""
    words = [] if card is None else card.text.rstrip(".").split()
    own = f"Since winter my evenings belong to this: {' '.join(words[2:])}. My team is tired of it."
    return Said(echo=echo(heard), card="" if card is None else card.id, say=own)


def read(card: KeyPoint | None, heard: Turn | None) -> Said:
    """Read the card aloud."""
    if card is None:
        return Said(say="Nothing more.")
    return Said(card=card.id, say=card.text)


def empty(card: KeyPoint | None, heard: Turn | None) -> Said:
    return Said(say="asdf")


def rude(card: KeyPoint | None, heard: Turn | None) -> Said:
    return Said(echo="that you are lazy", say="You people are lazy and stupid.")


def echo(heard: Turn | None) -> str:
    return "" if heard is None else (heard.card.text if heard.card else heard.say)[:200]


def practised(speaks: Speaks, seed: int, language: str = "en") -> Table:
    """Return the table of one person among bots who speaks like that, at its close."""
    house = HouseRules(opened_on="2026-03-02", demo=True, language=language)
    table = Table(facilitators=1, agenda=find_agenda("45"), house=house, seed=seed)
    for i in range(6):
        table.players.append(table.sit(f"P{i}", ("business", "it")[i % 2], bot=i > 0))
    me = table.players[0]
    minds = Minds(table, seed, expect=6)
    asked = table.do

    def do(seat: int, command: object) -> object:
        if seat == me and isinstance(command, Speak):
            scene = table.public.steps["scene"]
            hand = {card.id: card for card in table.room.of(me).hand}
            turn = table.turn
            heard = scene.turn(turn.echoes) if turn.echoes else None  # type: ignore[attr-defined]
            first = next(iter(hand.values()), None)
            command = replace(command, said=speaks(first, heard))
        return asked(seat, command)  # type: ignore[arg-type]

    table.do = do  # type: ignore[method-assign, assignment]
    minds.play(until="close")
    return table


def slip(speaks: Speaks, seed: int) -> Slip:
    """Return the slip of one person among bots who speaks like that."""
    table = practised(speaks, seed)
    found = table.room.of(table.players[0]).slip
    assert found is not None
    return found


@pytest.mark.parametrize("seed", [1, 5])
def test_the_slip_tells_them_apart(seed: int) -> None:
    slips = {one.__name__: slip(one, seed) for one in (good, read, empty, rude)}
    true = {name: one.rings_true.value or 0.0 for name, one in slips.items()}
    assert true["good"] > true["read"] > true["empty"] > true["rude"] == 0
    whole = {name: one.portrayal or 0.0 for name, one in slips.items()}
    assert whole["good"] > whole["read"] > whole["empty"] > whole["rude"]
    assert true["good"] >= 75
    assert slips["rude"].missing.keys() == {"tone"}
    assert "reason" in slips["read"].missing
    assert (slips["good"].heard, slips["rude"].heard) == (100, 0)


def test_a_slip_says_which_sign_bots_missed_and_not_that_it_was_untrue() -> None:
    tags = {"fact": 2, "tone": 1}
    assert unseen(tags) == "words of the card (×2), words without blame"
    assert "a fact" in missed(tags)
    whole = slip_text("P0", slip(rude, 1))
    assert "Bots did not see: words without blame" in whole


def abuse(card: KeyPoint | None, heard: Turn | None) -> Said:
    """Play the card, and say nothing but abuse."""
    return Said(card="" if card is None else card.id, say="Shut up, all of you are lazy idiots.")


@pytest.mark.parametrize(("seed", "language"), [(1, "en"), (2, "de"), (5, "fr")])
def test_a_card_played_with_abuse_is_not_praised(seed: int, language: str) -> None:
    table = practised(abuse, seed, language)
    scene, straight = table.public.state(SceneState, "scene"), table.public.steps["straight"]
    assert isinstance(straight, TalkState)
    me = table.players[0]
    mine = {turn.card.text for turn in scene.turns if turn.card is not None and turn.seat == me}
    others = {turn.card.text for turn in scene.turns if turn.card is not None and turn.seat != me}
    about = [r.text for r in straight.remarks if any(card in r.text for card in mine - others)]
    praise = [line for word, of in afterwards._REMARKS if word == "right" for line in of]
    with speaking(language):
        praised = {_(line).partition("{")[0] for line in praise}
        low = {_(line).partition("{")[0] for of in afterwards._LOW.values() for line in of.values()}
    assert mine
    abused = [turn for turn in scene.turns if turn.seat == me and turn.card is not None]
    assert {kind for turn in abused for kind in turn.reactions} <= {"ouch"}
    assert not [line for line in about if line.startswith(tuple(praised))]
    assert [line for line in about if line.startswith(tuple(low))]
