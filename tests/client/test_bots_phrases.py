"""What bots say: never twice the same, an answer to what was asked, in the room's language."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_client.bots import afterwards, phrases
from turnabout_language import _, speaking
from turnabout_protocol.activities.brief import WarmUp
from turnabout_protocol.activities.scene import SceneState, Speak, Turn
from turnabout_protocol.activities.talk import SayRemark
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import KeyPoint, Source
from turnabout_server.authoring.scenarios import find_agenda, find_scenario

QUESTIONS = tuple(phrases._QUESTIONS)
POINT = "Every hour spent typing is missing with the customer."


def played(
    language: str = "en", agenda: str = "60", players: int = 12, scenario: str = "missed-target"
) -> Minds:
    house = HouseRules(opened_on="2026-03-02", demo=True, language=language)
    table = Table(
        players=players, facilitators=1, house=house, agenda=find_agenda(agenda),
        scenario=find_scenario(scenario),
    )  # fmt: skip
    minds = Minds(table, expect=players)
    minds.play()
    assert minds.refused == []
    return minds


def lines(minds: Minds) -> Iterator[str]:
    for _at, _seat, command in minds.did:
        match command:
            case Speak():
                yield from (command.said.say, command.said.ask)
            case SayRemark() | WarmUp():
                yield command.text
            case _:
                pass


@pytest.mark.parametrize(
    ("agenda", "language"),
    [("taster", "en"), ("60", "en"), ("90", "en"), ("45", "de"), ("45", "fr")],
)
def test_never_twice_the_same_line(agenda: str, language: str) -> None:
    said = Counter(line for line in lines(played(language, agenda)) if line)
    assert said.total() > 20
    assert not [line for line, n in said.items() if n > 1]
    assert not [line for line in said if "{" in line or "“”" in line or "„“" in line]


@pytest.mark.parametrize("language", ["de", "fr"])
def test_in_a_german_room_they_speak_german(language: str) -> None:
    english = {line for kind in phrases._OPENINGS.values() for line in kind} | {*QUESTIONS}
    english |= {template.partition("{")[0] for _, of in afterwards._REMARKS for template in of}
    story = find_scenario("missed-target")
    quoted = re.compile(r"„[^“]*“|«[^»]*»|“[^”]*”")
    twists = {twist.ask for twist in story.twists}
    own = [quoted.sub("", line) for line in lines(played(language)) if line not in twists]
    assert not [(line, e) for line in own for e in english if len(e) > 8 and e in line]
    with speaking(language):
        assert phrases.ask("IT", "", (), 1) not in english


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_fits_the_question(question: str) -> None:
    asked = question.replace("{label}", "IT")
    fitting = {line.replace("{point}", POINT) for line in phrases._QUESTIONS[question]}
    for seed in range(20):
        assert phrases.answer(asked, "IT", [POINT], (), seed) in fitting
    assert phrases.answer("How is the weather?", "IT", [POINT], (), 1) not in fitting


def test_when_all_is_said_they_are_silent() -> None:
    said = [phrases.ask("IT", "", (), seed) for seed in range(200)]
    assert len(set(said)) == len(QUESTIONS)
    assert phrases.ask("IT", "", said, 1) == ""


def test_a_turn_is_never_empty_while_a_card_is_in_the_hand() -> None:
    scene = played(players=4).table.public.steps["scene"]
    assert isinstance(scene, SceneState)
    assert all(turn.card or turn.say or turn.echo for turn in scene.turns if turn.over)


def heard(say: str = "", ask: str = "", card: str = "", source: Source = "authored") -> str:
    """Return what a bot gives back after that turn."""
    point = KeyPoint(id="b1", kind="need", text=card, source=source) if card else None
    return phrases.echo(
        Turn(number=1, seat=2, side="it", acts_from=0, ends=0, over=True, card=point, say=say,
             ask=ask)
    )  # fmt: skip


ORDERS = (
    "Let me think about that.", "Give us one person who may decide.", "Stop the clock at six.",
    "Perhaps we look at one single case together.", "Why not in spring?",
)  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
def test_an_echo_makes_no_grammar_of_what_states_nothing(order: str) -> None:
    assert heard(order) == f"this: “{order}”"
    assert heard(card=order, source="session") == f"this: “{order}”"


def test_an_echo_gives_back_the_point_and_not_the_words_before_it() -> None:
    assert heard(f"Let me think about that. What I can say today: “{POINT}”") == (
        "that every hour spent typing is missing with the customer."
    )
    assert heard("We have two people for it.") == "that you have two people for it."
    assert heard(ask="Who could answer my questions?") == (
        "a question: “Who could answer my questions?”"
    )
    assert "‘five of them’" in heard("Perhaps this: “the ‘five of them’ are old”.")
    assert phrases.echo(
        Turn(number=1, seat=2, side="it", acts_from=0, ends=0, over=True,
             card=KeyPoint(id="b1", kind="ask", text="Say “no” to us."))
    ) == "this: “Say ‘no’ to us.”"  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_an_echo_repeats_neither_abuse_nor_letters(language: str) -> None:
    with speaking(language):
        rude = {
            heard("You people are lazy and stupid."),
            heard(ask="You people are lazy and stupid?"),
            heard("All right.", ask="Why are you idiots so slow?"),
        }
        mashed = {heard("asdf"), heard("asdf qwer", ask="zxcv?"), heard("")}
    assert len(rude) == len(mashed) == 1
    assert not [line for line in rude | mashed if "lazy" in line or "idiot" in line]
    assert not [line for line in rude | mashed if "asdf" in line or "zxcv" in line]


SLOW = "At customer sites the mobile version is so slow that we write on paper and type on Sunday."


@pytest.mark.parametrize("seed", range(4))
def test_an_answer_to_a_persons_question_has_to_do_with_it(seed: int) -> None:
    who = phrases.answer("Who could answer my questions this week?", "IT", [SLOW], (), seed)
    assert who in phrases._ANSWERS["who"]
    when = phrases.answer("When will it be done?", "IT", [SLOW], (), seed)
    assert when in phrases._ANSWERS["when"]
    assert SLOW in phrases.answer("Why is the mobile so slow?", "IT", [POINT, SLOW], (), seed)
    with speaking("de"):
        assert phrases.answer("Wer kann das?", "IT", [SLOW], (), seed) in {
            _(line) for line in phrases._ANSWERS["who"]
        }


def test_a_word_of_ones_own_comes_only_where_it_belongs() -> None:
    lingo = find_scenario("missed-target").sides["business"].lingo
    assert phrases.word_for(SLOW, lingo) is None
    quota = phrases.word_for("Nobody on my team made the quota this spring.", lingo)
    assert quota is not None
    assert quota.term == "Quota"
    slipped = phrases.word_for("A third of our deals moved to a later period.", lingo)
    assert slipped is not None
    assert slipped.term == "Slipped deal"


def test_only_what_is_about_time_hurts_on_a_day_of_the_week() -> None:
    fields = "The CRM asks for thirty fields, and customers only ever talk about five of them."
    hurts = "On which day of the week does this hurt most"
    asked = {afterwards.question([fields, POINT], (), seed) for seed in range(40)}
    assert f"{hurts}: “{POINT}”" in asked
    assert f"{hurts}: “{fields}”" not in asked


def test_what_is_said_of_a_persona_is_said_once() -> None:
    said = Counter(
        tic
        for line in lines(played(players=6))
        for tic in ("You know what they say of me", "What weighs on me")
        if tic in line
    )
    assert said.total() <= 6


def test_no_quotation_has_the_same_marks_inside() -> None:
    for language in ("en", "de"):
        for line in lines(played(language, players=4)):
            for marks in ("“”", "„“"):
                inside = re.search(f"{marks[0]}[^{marks[1]}]*{marks[0]}", line)
                assert not inside, line
