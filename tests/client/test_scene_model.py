"""A scene as one seat sees it at one moment, and what it may do: without a screen."""

from tests.client.test_tui_model import playing
from tests.client.tui_table import Host
from turnabout_client.activities.scene.moment import Moment, moment
from turnabout_client.activities.scene.telling import sentence
from turnabout_protocol.activities.scene import FlagCaricature, Pass, Said, Scene, Speak
from turnabout_protocol.commands import Pause
from turnabout_protocol.room import SECOND


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


def speak(host: Host, seat: int, say: str, echo: str = "") -> None:
    turn = seen(host, seat).mine
    assert turn is not None
    host.do(seat, Speak(step="scene", turn=turn.number, said=Said(say=say, echo=echo)))


def test_who_has_the_floor_writes_and_hears_a_bell() -> None:
    host = playing("business", "it")
    live, other = others(host)
    now = seen(host, live)
    assert (now.writes, now.thinking, now.echoed) == (True, True, "")
    assert sentence(now) == "Think: play a card in your own words."
    assert now.next_change == now.step.think
    assert now.soft_bell == now.step.think + now.step.act + now.step.first_extra - 10
    listening = seen(host, other)
    assert (listening.writes, listening.soft_bell) == (False, None)
    host.do(1, Pause())
    assert (seen(host, live).next_change, seen(host, live).soft_bell) == (None, None)


def test_an_owner_judges_the_turn_before_while_there_is_time() -> None:
    host = playing("business", "it", "business", "it")
    live, owner = others(host)
    before = seen(host, owner)
    assert (before.judged, before.to_flag) == (None, None)
    word = before.own_words[0].term
    speak(host, live, f"It is the {word}, always the {word}.")
    speaks, _ = others(host)
    side = before.state.turns[0].side
    owner = next(seat.id for seat in host.room.public.owners(side) if seat.id != speaks)
    now = seen(host, owner)
    assert now.to_rate is not None
    assert now.to_rate == now.judged == now.to_flag
    assert now.to_strike == (word,)
    in_turn = seen(host, speaks)
    assert in_turn.echoed, "whoever spoke before is said back"
    assert in_turn.judging == (), "in one's own turn one is asked nothing"
    host.wait(now.step.rate * SECOND)
    speak(host, speaks, "And it is safe.")
    assert seen(host, speaks).state.phase == "twist"
    assert seen(host, speaks).judging == (), "nothing is asked under a twist"
    host.wait(now.step.twist_seconds * SECOND)
    late = seen(host, owner)
    assert (late.judged, late.to_rate, late.to_strike) == (None, None, ())
    after = seen(host, speaks)
    assert after.to_rate is not None, "whoever had the next turn is asked after it"
    assert after.to_rate.number == 1


def test_who_was_said_back_is_asked_and_nobody_flags_what_is_their_own() -> None:
    host = playing("business", "it")
    first, second = others(host)
    speak(host, first, "It takes days.")
    speak(host, second, "It has to be safe.", echo="You wait.")
    asked = seen(host, first)
    assert asked.to_hear is not None
    assert asked.to_hear.number == 2
    assert seen(host, second).to_hear is None
    assert seen(host, second).to_flag is None
    host.do(first, FlagCaricature(step="scene", turn=2))
    host.wait(asked.step.twist_seconds * SECOND)
    third, _ = others(host)
    host.do(third, Pass(step="scene", turn=3))
    assert seen(host, second).to_flag is None, "nothing was said"
