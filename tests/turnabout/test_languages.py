"""Which language is spoken: the option, then the environment, then the room, then the system."""

import re

import pytest

from tests.client.test_tui_screens import until
from tests.client.tui_table import Host
from tests.support.table import Table
from turnabout.languages import chosen, known, speak
from turnabout.listing import list_
from turnabout.main import main
from turnabout.opening import NO_KEY, RoomOptions, order, tell_tongues
from turnabout.problems import Problem
from turnabout.scenario import show
from turnabout_client.console.model import say_now
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.room.lobby import what_happens
from turnabout_client.view.tongues import apart, written_in
from turnabout_language import language, speaking
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.room import HouseRules
from turnabout_server.authoring.scenarios import find_scenario


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


def test_a_room_can_be_opened_without_ratings() -> None:
    def rated(options: RoomOptions) -> set[bool]:
        steps = order("asset-valve", options, key=NO_KEY).agenda.steps
        return {step.ratings for step in steps if isinstance(step, Scene)}

    assert rated(RoomOptions()) == {True}
    assert rated(RoomOptions(no_ratings=True, agenda="60")) == {False}


def test_a_scenario_of_the_library_is_taken_in_the_language_of_the_room() -> None:
    room = order("asset-valve", RoomOptions(language="de"), key=NO_KEY)
    assert (room.scenario.language, room.rules.language) == ("de", "de")
    with speaking("fr"):
        room = order("asset-valve", RoomOptions(), key=NO_KEY)
        assert (room.scenario.language, room.rules.language) == ("fr", "fr")
        room = order("two-queues", RoomOptions(), key=NO_KEY)
        assert (room.scenario.language, room.rules.language) == ("en", "en")


def test_whoever_opens_a_room_is_told_when_its_cards_are_in_another_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell_tongues(order("asset-valve", RoomOptions(language="de"), key=NO_KEY))
    assert capsys.readouterr().out == ""
    tell_tongues(order("two-queues", RoomOptions(language="de"), key=NO_KEY))
    said = capsys.readouterr().out
    assert "written in English, and the screens of this room are in German." in said
    assert "turnabout scenario list --language de" in said


def test_the_list_says_languages_and_names_what_there_is_in_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    list_()
    every = capsys.readouterr().out
    assert re.search(
        r"^missed-target +The quarter that slipped \(Sales / IT\) · de fr$", every, re.M
    )
    assert re.search(r"^two-queues +Two queues[^·]*$", every, re.M)
    list_(language="de")
    german = capsys.readouterr().out
    assert "two-queues" not in german
    assert "Das Quartal unter Plan (Vertrieb / IT)" in german
    show("missed-target", language="fr")
    assert "Le trimestre qui nous a échappé" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("speaks", "said"),
    [("de", ""), ("fr", "in German, and the screens of this room are in French")],
)
def test_lobby_and_console_say_when_cards_and_screens_differ(speaks: str, said: str) -> None:
    house = HouseRules(opened_on="2026-11-23", language=speaks)
    table = Table(players=2, facilitators=1, scenario=find_scenario("day-one", "de"), house=house)
    public = table.public
    assert written_in(public) == "German"
    assert said in str(what_happens(public))
    assert said in str(say_now(table.room, table.now))
    assert bool(apart(public)) == bool(said)


@pytest.mark.parametrize(("own", "spoken"), [("", "de"), ("fr", "fr")])
async def test_the_screens_speak_the_rooms_language_unless_one_chose_another(
    own: str, spoken: str
) -> None:
    host = Host(house=HouseRules(opened_on="2026-11-23", language="de"))
    me = host.sit("Dana", "business")
    async with TurnaboutApp(host.table(me), language=own).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: language() == spoken)
