"""What a seat is asked of a turn: one thing after the other, and each key answers one thing."""

from collections import Counter

import pytest
from textual.content import Content

from tests.client.test_scene_model import calm, others, seen, speak, turns
from tests.client.test_tui_model import playing
from tests.client.tui_table import Host
from turnabout_client.activities.scene.asking import ANSWERS, KEYS, SKIP, Ask, Asking
from turnabout_client.activities.scene.screen import SceneScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import LANGUAGES, _, use
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    Pass,
    Rate,
    React,
    Said,
    SceneState,
    Speak,
    StrikeWord,
    TagMissing,
    TakeBack,
)


def asked(asking: Asking, host: Host, seat: int) -> str:
    ask = asking.ask(seen(host, seat))
    return "" if ask is None else ask.kind


def press(asking: Asking, host: Host, seat: int, *keys: str) -> list[object]:
    """Press keys one after the other, and let the room have what they say; return that."""
    told: list[object] = []
    for key in keys:
        command = asking.answer(key, seen(host, seat))
        if command is not None:
            told.append(command)
            host.do(seat, command)
    return told


def heard_and_owned() -> tuple[Host, int]:
    """Return a room and somebody whose side has just been played, who was said back in that turn.

    A word of theirs was used, too, and a card was played: there is everything to ask.
    """
    host = calm("business", "business", "it", "it")
    first = others(host)[0]
    speak(host, first, "It takes days.")
    second = others(host)[0]
    word = seen(host, first).own_words[0].term
    card = host.room.of(second).hand[0].id
    said = Said(echo="You wait.", card=card, say=f"It is the {word}.")
    host.do(second, Speak(step="scene", turn=2, said=said))
    return host, first


def test_everything_is_asked_in_one_order_one_thing_at_a_time() -> None:
    host, me = heard_and_owned()
    asking = Asking()
    said = [asked(asking, host, me)]
    for key in ("s", "r", "l", "n", "o"):
        press(asking, host, me, key)
        said.append(asked(asking, host, me))
    assert said == ["ring", "missing", "heard", "word", "reaction", ""]
    assert asking.struck == {2: frozenset({seen(host, me).own_words[0].term})}


def test_what_is_told_is_what_was_answered() -> None:
    host, me = heard_and_owned()
    word = seen(host, me).own_words[0].term
    at = {"step": "scene", "turn": 2}
    assert press(Asking(), host, me, "x", "i", "y", "n", "w") == [
        Rate(step="scene", turn=2, ring=1),
        TagMissing(step="scene", turn=2, missing="tone"),
        AnswerEcho(step="scene", turn=2, answer="yes"),
        StrikeWord(step="scene", turn=2, term=word),
        React(step="scene", turn=2, kind="new_to_me"),
    ], at


def test_a_key_that_answers_something_else_does_nothing() -> None:
    host, me = heard_and_owned()
    asking = Asking()
    keys = {key for key, _name in KEYS} - {"f", "c", "s", "x", SKIP}
    assert press(asking, host, me, *sorted(keys), "1", "2") == []
    assert asked(asking, host, me) == "ring"


def test_space_skips_whatever_is_asked_and_who_skips_the_rating_is_asked_no_word() -> None:
    host, me = heard_and_owned()
    asking = Asking()
    assert press(asking, host, me, SKIP, SKIP, SKIP) == [Rate(step="scene", turn=2, ring=None)]
    assert asked(asking, host, me) == ""
    assert asking.verdict(seen(host, me)).startswith("You did not rate")


def test_a_rating_is_taken_back_and_given_anew_while_its_time_lasts() -> None:
    host, me = heard_and_owned()
    asking = Asking()
    press(asking, host, me, "s")
    now = seen(host, me)
    assert "something missing" in asking.verdict(now)
    command = asking.take_back(now)
    assert command == TakeBack(step="scene", turn=2)
    assert command is not None
    assert asked(asking, host, me) == "ring", "before the room has heard of it, too"
    host.do(me, command)
    assert asked(asking, host, me) == "ring"
    assert asking.verdict(seen(host, me)) == ""
    press(asking, host, me, "f")
    assert asking.verdict(seen(host, me)).endswith(": fully.")
    third = others(host)[0]
    host.wait(seen(host, me).step.rate * 1000)
    if third != me:
        host.do(third, Pass(step="scene", turn=3))
        speak(host, others(host)[0], "Then it is late.")
    assert asking.take_back(seen(host, me)) is None


def test_nothing_is_asked_in_my_own_turn_and_all_of_it_after_that() -> None:
    host = calm("business", "it")
    first, second = others(host)
    speak(host, first, "It takes days.")
    asking = Asking()
    assert asked(asking, host, second) == ""
    speak(host, second, "It has to be safe.", echo="You wait.")
    assert asking.ask(seen(host, second)) == Ask("ring", turns(host)[0].number)


def test_nothing_is_asked_while_a_twist_is_read() -> None:
    host = playing("business", "business", "it", "it")
    while True:
        speak(host, others(host)[0], "So it is.")
        if host.room.public.state(SceneState, "scene").phase == "twist":
            break
    seats = [seat.id for seat in host.room.public.players()]
    assert not any(asked(Asking(), host, seat) for seat in seats)
    host.wait(seen(host, seats[0]).step.twist_seconds * 1000)
    assert any(asked(Asking(), host, seat) for seat in seats)


def test_every_key_of_the_scene_means_one_thing() -> None:
    kinds = [dict(answers) for answers in ANSWERS.values()]
    names = Counter(key for key, _name in {pair for one in kinds for pair in one.items()})
    assert set(names.values()) == {1}, "yes and no are yes and no in each question"
    answers = {key for key, _name in KEYS}
    # Enter is where it stands: it does what the line of the hour says.
    others_ = [
        key
        for kind in (RoomScreen, SceneScreen)
        for binding in kind.BINDINGS
        for key in getattr(binding, "key", "").split(",")
        if not getattr(binding, "action", "").startswith("answer(") and key != "enter"
    ]
    assert not answers & set(others_)
    twice = {key for key, n in Counter(others_).items() if n > 1}
    assert not twice


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_question_has_no_key_twice(kind: str) -> None:
    keys = [key for key, _name in ANSWERS[kind]]  # type: ignore[index]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ANSWERS)
def test_the_answers_fit_into_one_row_in_every_language(language: str, kind: str) -> None:
    use(language)
    answers = (*ANSWERS[kind], (SKIP, "skip"))  # type: ignore[index]
    # A button has its key, a blank, its words, and five cells around them; the last needs but two.
    width = sum(1 + 1 + Content(_(name)).cell_length + 5 for _key, name in answers)
    assert width - 3 <= 79, [_(name) for _key, name in answers]
