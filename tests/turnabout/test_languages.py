"""Which language is spoken: the option, then the environment, then the room, then the system."""

import pytest

from tests.client.test_tui_screens import until
from tests.client.tui_table import Host
from turnabout.languages import chosen, known, speak
from turnabout.main import main
from turnabout.opening import NO_KEY, RoomOptions, order
from turnabout.problems import Problem
from turnabout_client.tui.app import TurnaboutApp
from turnabout_language import language
from turnabout_protocol.room import HouseRules


def test_an_option_goes_before_the_environment_and_that_before_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert speak() == ""
    assert language() == "fr"
    monkeypatch.setenv("TURNABOUT_LANGUAGE", "de-CH")
    assert speak() == "de"
    assert language() == "de"
    assert speak("en") == "en"
    assert language() == "en"
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("TURNABOUT_LANGUAGE", "")
    assert speak() == ""
    assert language() == "en"


def test_a_language_that_is_not_spoken_is_said_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert known(" DE ") == "de"
    with pytest.raises(Problem, match=r"“tlh”\. It speaks en, de, fr"):
        known("tlh")
    monkeypatch.setenv("TURNABOUT_LANGUAGE", "xx")
    with pytest.raises(Problem):
        chosen()


def test_every_verb_with_screens_takes_a_language_and_refuses_one_it_does_not_speak(
    capsys: pytest.CaptureFixture[str],
) -> None:
    link = "ws://127.0.0.1:9/join/7F3K2QMX9TRVH4WZ"
    for arguments in (
        ["join", link, "--language", "tlh"],
        ["watch", link.replace("join", "watch"), "--language", "tlh"],
        ["host", "asset-valve", "--language", "tlh"],
        ["open", "asset-valve", "--language", "tlh"],
        ["demo", "--language", "tlh"],
    ):
        assert main(arguments) == 2
        assert "Turnabout does not speak “tlh”." in capsys.readouterr().err


def test_a_room_has_the_language_that_was_asked_for_else_its_scenarios() -> None:
    assert order("asset-valve", RoomOptions(), key=NO_KEY).rules.language == "en"
    asked = order(
        "asset-valve", RoomOptions(language="fr", spoken=True, tiny_room=True), key=NO_KEY
    )
    assert asked.rules.language == "fr"
    assert asked.rules.spoken
    assert asked.rules.tiny_room_ok


@pytest.mark.parametrize(("own", "spoken"), [("", "de"), ("fr", "fr")])
async def test_the_screens_speak_the_rooms_language_unless_one_chose_another(
    own: str, spoken: str
) -> None:
    host = Host(house=HouseRules(opened_on="2026-11-23", language="de"))
    me = host.sit("Dana", "business")
    async with TurnaboutApp(host.table(me), language=own).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: language() == spoken)
