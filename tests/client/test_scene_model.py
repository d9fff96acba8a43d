"""A scene as one seat sees it at one moment, and what it may do: without a screen."""

from msgspec.structs import replace

from tests.client.test_tui_model import playing
from tests.client.tui_table import Host, taster
from turnabout_client.activities.scene.moment import Moment, moment
from turnabout_client.activities.scene.telling import hint, sentence
from turnabout_protocol.activities.scene import (
    FlagCaricature,
    Pass,
    Said,
    Scene,
    SceneState,
    Speak,
    Turn,
)
from turnabout_protocol.commands import Pause
from turnabout_protocol.room import SECOND


def calm(*homes: str) -> Host:
    """Return a room whose scene has just begun, and into which no twist comes."""
    agenda = taster()
    steps = tuple(replace(s, twists=0) if isinstance(s, Scene) else s for s in agenda.steps)
    return playing(*homes, agenda=replace(agenda, steps=steps))


def seen(host: Host, seat: int) -> Moment:
    step = host.room.public.step
    assert isinstance(step, Scene)
    return moment(host.table(seat).room, seat, step, host.now)


def others(host: Host) -> tuple[int, int]:
    """Return who has the turn, and an owner of the side it plays."""
    seats = host.room.public.seats.values()
    live = next(seat.id for seat in seats if seen(host, seat.id).mine is not None)
    turn = seen(host, live).mine
    assert turn is not None
    return live, next(seat.id for seat in host.room.public.owners(turn.side) if seat.id != live)


def turns(host: Host) -> tuple[Turn, ...]:
    return host.room.public.state(SceneState, "scene").turns


def speak(host: Host, seat: int, say: str, echo: str = "") -> None:
    turn = seen(host, seat).mine
    assert turn is not None
    host.do(seat, Speak(step="scene", turn=turn.number, said=Said(say=say, echo=echo)))


def test_who_has_the_floor_writes_and_hears_a_bell() -> None:
    host = playing("business", "it")
    live, other = others(host)
    now = seen(host, live)
    assert (now.writes, now.thinking, now.echoed) == (True, True, "")
    assert sentence(now, None) == "Think: play a card in your own words."
    assert now.next_change == now.step.think
    assert now.soft_bell == now.step.think + now.step.act + now.step.first_extra - 10
    listening = seen(host, other)
    assert (listening.writes, listening.soft_bell) == (False, None)
    host.do(1, Pause())
    assert (seen(host, live).next_change, seen(host, live).soft_bell) == (None, None)


def test_an_owner_judges_the_turn_before_until_the_next_is_over() -> None:
    host = calm("business", "business", "it", "it")
    live, owner = others(host)
    before = seen(host, owner)
    assert (before.judging, before.to_flag) == ((), None)
    word = before.own_words[0].term
    speak(host, live, f"It is the {word}, always the {word}.")
    following, _speaker = others(host)
    owner = next(s.id for s in host.room.public.owners(turns(host)[0].side) if s.id != following)
    now = seen(host, owner)
    assert now.to_rate is not None
    assert now.judging == (now.to_rate,)
    assert now.own_words_in(now.to_rate) == (word,)
    assert seen(host, following).judging == (), "whoever speaks next is asked after that"
    host.wait(now.step.rate * SECOND)
    speak(host, following, "It has to be safe.", echo="You wait.")
    assert seen(host, owner).judging == ()
    assert [turn.number for turn in seen(host, following).judging] == [1]


def test_who_was_said_back_is_asked_and_nobody_flags_what_is_their_own() -> None:
    host = calm("business", "business", "it", "it")
    first = others(host)[0]
    speak(host, first, "It takes days.")
    second = others(host)[0]
    speak(host, second, "It has to be safe.", echo="You wait.")
    asked = seen(host, first)
    assert asked.to_hear is not None
    assert asked.to_hear.number == 2
    assert seen(host, second).to_hear is None
    assert seen(host, second).to_flag is None
    host.do(first, FlagCaricature(step="scene", turn=2))
    host.do(others(host)[0], Pass(step="scene", turn=3))
    assert seen(host, second).to_flag is None, "nothing was said"


def test_nobody_is_asked_for_a_card_when_none_is_left() -> None:
    host = playing("business", "it")
    first, _other = others(host)
    speak(host, first, "We wait for an answer, and nobody writes.")
    seat, _owner = others(host)
    now = seen(host, seat)
    empty = replace(now, own=replace(now.own, hand=()))
    assert "card" in sentence(now, None)
    assert "card" not in sentence(empty, None)
    assert sentence(empty, None).endswith("then ask.")
    listening = seen(host, first)
    assert "number" in hint(listening)
    assert hint(replace(listening, own=replace(listening.own, hand=()))) == "b shows whom you play."
