"""What a facilitator reads: whole sentences beside the bar, and what is to be said now on top."""

from tests.client.test_tui_activities import at, ready
from tests.client.tui_table import Host, taster
from turnabout_client.activities import on_the_table
from turnabout_client.console.cost import cost
from turnabout_client.console.model import FITS, at_the_table, say_now, sentence
from turnabout_client.tui.console.agenda import before
from turnabout_client.view.absence import latecomers
from turnabout_client.view.people import whose_answers
from turnabout_client.view.turns import forecast
from turnabout_protocol.activities.consent import Agree, Consent
from turnabout_protocol.activities.poll import Poll
from turnabout_protocol.activities.recall import Recall
from turnabout_protocol.activities.review import Review
from turnabout_protocol.activities.scene import BringTwist, Said, SceneState, Speak
from turnabout_protocol.commands import NextStage, Start
from turnabout_protocol.room import SECOND, Public, State
from turnabout_protocol.scenario import Side
from turnabout_server import rules

HOMES: tuple[Side, Side] = ("business", "it")


def test_whom_the_step_waits_for_fits_beside_the_bar_with_long_names() -> None:
    host, _seats = at("brief", players=8)
    assert len(sentence(host.room.public)) <= FITS
    assert sentence(host.room.public).endswith("more.")


def test_the_part_stands_above_the_script_once_the_first_is_over() -> None:
    host, seats = at("straight")
    boss = 1
    first = say_now(host.table(boss).room, host.now).plain
    assert first.index("“The people you played") < first.index("1 of 2")
    state = host.room.public.state(State, "straight")
    host.do(boss, NextStage(step="straight", stage=state.stage, sure=True))
    host.wait(SECOND)
    then = say_now(host.table(boss).room, host.now).plain
    assert then.index("2 of 2") < then.index("“The people you played")
    assert seats


def test_a_twist_stands_on_top_of_what_is_to_be_said_while_it_is_read() -> None:
    host, _seats = at("scene")
    boss = 1
    host.do(boss, BringTwist(step="scene"))
    while host.room.public.state(SceneState, "scene").phase != "twist":
        due = rules.due(host.room)
        assert due is not None
        host.wait(due - host.now)
    twist = host.room.public.state(SceneState, "scene").twists[-1].text
    said = say_now(host.table(boss).room, host.now).plain
    assert said.index(twist) < said.index("“Play the other side")


def test_who_speaks_is_named_as_on_a_call_when_going_on_would_end_the_turn() -> None:
    host, _seats = at("scene")
    public = host.room.public
    said = cost(public, public.clock.play(host.now))
    assert "Player" in said
    assert said.endswith(" has the turn.")


def test_the_console_reads_what_was_asked_too() -> None:
    host, _seats = at("scene")
    live = host.room.public.state(SceneState, "scene").live
    assert live is not None
    said = Said(say="We wait.", ask="What would you lose?")
    host.do(live.seat, Speak(step="scene", turn=live.number, said=said))
    step = host.room.public.step
    assert step is not None
    lines = "\n".join(line.plain for line in on_the_table(host.room.public, step))
    assert "We wait." in lines
    assert "What would you lose?" in lines


def test_in_the_brief_everybody_stands_there_with_a_name_once() -> None:
    host, _seats = at("brief")
    table = at_the_table(host.room.public).plain
    assert table.count("Player 0") == table.count("Player 1") == 1


def test_while_one_side_is_missing_no_sum_is_told() -> None:
    host = Host(taster("agree", "brief"))
    boss = host.sit("Boss", None, "facilitator")
    one, two = (host.sit(name, home) for name, home in zip(("Ann", "Bo"), HOMES, strict=True))
    host.do(boss, Start())
    host.do(one, Agree(step="agree", yes=True))
    assert whose_answers(host.room.public) == "So far these answers count: ▲ Ann."
    host.do(two, Agree(step="agree", yes=True))
    assert whose_answers(host.room.public) == "These 1 + 1 people's answers count: ▲ Ann · ■ Bo."


def test_three_players_read_for_how_many_the_plan_is_good() -> None:
    host = Host(taster())
    for i in range(3):
        host.sit(f"Player {i}", HOMES[i % 2])
    said = forecast(host.room.public)
    assert len(said) == 2
    assert said[1].startswith("This plan is best for 4")


def test_who_comes_late_and_can_still_play_is_told_to_the_facilitator() -> None:
    host, _seats = at("agree")
    before = host.room.public
    host.sit("Ben", "it", "observer")
    said = "Ben is late and watches: m asks them in, until the parts are given."
    assert latecomers(before, host.room.public) == said
    assert latecomers(host.room.public, host.room.public) == ""
    host, _seats = at("scene")
    before = host.room.public
    host.sit("Ben", "it", "observer")
    assert latecomers(before, host.room.public) == "", "the parts are given"


def test_where_too_few_answered_the_question_to_ask_aloud_is_what_is_to_be_said() -> None:
    host, seats = at("feel")
    ready(host, *seats)
    host.wait(SECOND)
    said = say_now(host.table(1).room, host.now).plain
    assert said.startswith("Ask it aloud instead.")
    assert "“" in said.splitlines()[0]


def test_back_names_the_step_that_it_opens() -> None:
    agree = Consent(id="agree", title="Agree", minutes=1, promises=("We play fairly.",))
    steps = (
        agree,
        Review(id="earlier", title="Last time", minutes=1),
        Recall(id="recall", title="Still known?", minutes=1),
        Poll(id="safety", title="Safe to play", minutes=1, questions=()),
    )
    spent = {"agree": 50 * SECOND, "earlier": 0, "recall": SECOND}
    assert before(Public(agenda=steps, spent=spent), 3) == agree
    looked = Public(agenda=steps, spent={**spent, "earlier": 40 * SECOND})
    assert before(looked, 3).id == "earlier"
