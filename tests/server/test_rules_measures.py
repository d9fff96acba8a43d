"""Measures in polls: answers that stay sealed, and the facilitator's go or take care."""

from collections.abc import Iterator, Mapping
from itertools import combinations_with_replacement
from statistics import median
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.table import Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.poll import (
    Answer,
    AnswersSealed,
    Poll,
    PollState,
    Question,
    SafetyJudged,
    TallyShown,
)
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Next, Remove, Start
from turnabout_protocol.course import StepOpened
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import SECOND, HouseRules
from turnabout_protocol.scoring import Needs, Scoring
from turnabout_server.after.answers import measured
from turnabout_server.after.publish import safety_verdict
from turnabout_server.after.report import build, markdown
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.rules.activities.poll import asked_of

FELT = Question(id="felt", text="They understand us.", options="scale7", measure="felt")
CLOSE = Question(id="close", text="How close?", options="circles", measure="close")
SAFE = (
    Question(id="say", text="I can say it.", options="scale5", measure="safe1"),
    Question(id="clumsy", text="It is forgiven.", options="scale5", measure="safe2"),
)
ARRIVE = Question(id="arrive", text="I arrive ...", options="feelings", up_to=2)


def poll(*questions: Question, name: str = "check") -> Poll:
    return Poll(id=name, title="Check", minutes=1, questions=questions)


def table_with(
    *polls: Poll, players: int = 6, bots: int = 0, demo: bool = False, **kind: Any
) -> Table:
    """Return a table whose first poll is on."""
    taster = find_agenda("taster")
    agree, *others, close = taster.steps
    scoring = kind.get("scoring", Scoring())
    agenda: Agenda = replace(taster, steps=(agree, *polls, *others, close), scoring=scoring)
    house = HouseRules(opened_on="2026-03-02", demo=demo)
    table = Table(players=players, facilitators=1, house=house, agenda=agenda)
    for i in range(bots):
        table.players.append(table.sit(f"Bot {i}", ("business", "it")[i % 2], bot=True))
    table.do(table.boss[0], Start())
    for seat in table.players:
        if not table.public.stands_in(seat):
            table.do(seat, Agree(step="agree", yes=True))
    return table


def answer(table: Table, seat: int, **picks: str | int) -> None:
    """Answer what is in `picks`, and leave out what else is asked."""
    step = table.public.step
    assert isinstance(step, Poll)
    asked = asked_of(table.public, step, table.public.seats[seat])
    picked: dict[str, tuple[str, ...]] = {question.id: () for question in asked}
    picked |= {name: (str(pick),) for name, pick in picks.items()}
    table.do(seat, Answer(step=step.id, picks=picked))


def verdicts(table: Table) -> list[str]:
    return [e.event.verdict for e in table.log if isinstance(e.event, SafetyJudged)]


# What a poll of measures is -----------------------------------------------------------------------


def test_a_poll_of_measures_alone_ends_when_all_have_answered_and_shows_nothing() -> None:
    table = table_with(poll(FELT, CLOSE))
    assert table.left() == 60 * SECOND, "no time is kept to look at a tally"
    for seat in table.players:
        assert table.step == "check"
        answer(table, seat, felt=seat % 7 + 1, close=3)
    assert table.step == "brief"
    assert not any(isinstance(entry.event, TallyShown) for entry in table.log)
    assert table.public.state(PollState, "check").tallies is None


def test_a_part_of_the_answers_makes_nobody_ready() -> None:
    table = table_with(poll(FELT, CLOSE))
    for seat in table.players:
        table.do(seat, Answer(step="check", picks={"felt": ("5",)}))
    assert table.step == "check"
    assert table.state(PollState).counted == 0
    for seat in table.players:
        answer(table, seat, felt=4)
    assert table.step == "brief"
    assert measured(table.room, "felt") == [("check", dict.fromkeys(table.players, 4))]


def test_a_mixed_poll_shows_the_other_tallies_only() -> None:
    table = table_with(poll(FELT, ARRIVE))
    for seat in table.players:
        answer(table, seat, felt=5, arrive="calm")
    (tally,) = table.state(PollState).tallies or ()
    assert (tally.question, tally.counts) == ("arrive", {"calm": 6})
    late = Answer(step="check", picks={"felt": ("1",)})
    assert table.refused(table.players[0], late) == "moved_on"


def test_observers_of_a_side_answer_the_measures_and_are_not_waited_for() -> None:
    table = table_with(poll(FELT, ARRIVE))
    watcher = table.with_say("Watcher", "it")
    guest = table.sit("Guest", None, "observer")
    answer(table, watcher, felt=2)
    assert table.refused(guest, Answer(step="check", picks={"felt": ("2",)})) == "observer"
    assert table.refused(table.boss[0], Answer(step="check", picks={"felt": ("2",)})) == "observer"
    feeling = Answer(step="check", picks={"arrive": ("calm",)})
    assert table.refused(watcher, feeling) == "no_such_question"
    assert table.state(PollState).counted == 0
    for seat in table.players:
        answer(table, seat, felt=6)
    assert table.state(PollState).stage == 1
    assert measured(table.room, "felt") == [
        ("check", dict.fromkeys(table.players, 6) | {watcher: 2})
    ]


@pytest.mark.parametrize("wrong", ["0", "8", "", "seven"])
def test_only_steps_of_the_scale_are_answers(wrong: str) -> None:
    table = table_with(poll(FELT))
    command = Answer(step="check", picks={"felt": (wrong,)})
    assert table.refused(table.players[0], command) == "no_such_answer"
    two = Answer(step="check", picks={"felt": ("1", "2")})
    assert table.refused(table.players[0], two) == "too_many"


# What the scores are given ------------------------------------------------------------------------


def test_measured_is_in_agenda_order_without_bots_and_without_who_left() -> None:
    after = poll(replace(FELT, id="again"), name="after")
    table = table_with(poll(FELT), after, bots=2)
    one, two, *others = (seat for seat in table.players if seat not in table.public.bots)
    bot = table.public.bots[0]
    assert table.refused(bot, Answer(step="check", picks={"felt": ("7",)})) == "bot"
    answer(table, one, felt=2)
    answer(table, one, felt=3)
    answer(table, two, felt=4)
    assert measured(table.room, "felt") == [("check", {one: 3, two: 4})]
    for seat in others:
        answer(table, seat, felt=7)
    assert table.step == "after"
    answer(table, two, again=6)
    table.do(table.boss[0], Remove(seat=one))
    before, later = measured(table.room, "felt")
    assert before == ("check", {two: 4} | dict.fromkeys(others, 7))
    assert later == ("after", {two: 6})
    assert measured(table.room, "close") == []


def test_bots_are_measured_where_they_count() -> None:
    table = table_with(poll(FELT), players=1, bots=2, demo=True)
    for seat in table.players:
        answer(table, seat, felt=4)
    assert measured(table.room, "felt") == [("check", dict.fromkeys(table.players, 4))]


# Go, or take care ---------------------------------------------------------------------------------


def by_hand(one: tuple[int, ...], two: tuple[int, ...]) -> str:
    """The rule once more, from its words: every item needs four, and care goes first."""
    care = [len(item) >= 4 and (median(item) < 3 or 1 in item) for item in (one, two)]
    if any(care):
        return "take_care"
    return "go" if len(one) >= 4 and len(two) >= 4 else "too_few"


def answers_of_up_to(most: int) -> Iterator[tuple[int, ...]]:
    for many in range(1, most + 1):
        yield from combinations_with_replacement(range(1, 6), many)


def test_every_set_of_answers_gets_its_verdict() -> None:
    every = list(answers_of_up_to(6))
    fine = (3, 4, 4, 5)
    for one in every:
        for two in ((), (2, 2), (1, 1, 1), fine, (1, 5, 5, 5), (2, 2, 3, 3)):
            assert safety_verdict([one, two], 4) == by_hand(one, two)
            assert safety_verdict([two, one], 4) == by_hand(one, two)


def test_below_four_answers_nothing_follows_whatever_they_are() -> None:
    for one in answers_of_up_to(3):
        assert safety_verdict([one, one], 4) == "too_few"


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([3, 3, 4, 5], ["go"]),
        ([2, 2, 3, 3], ["take_care"]),
        ([1, 5, 5, 5], ["take_care"]),
        ([1, 1, 1], ["too_few"]),
        ([], ["too_few"]),
    ],
)
def test_the_facilitators_alone_are_told_when_the_poll_is_over(
    answers: list[int], verdict: list[str]
) -> None:
    table = table_with(poll(*SAFE))
    for seat, given_ in zip(table.players, answers, strict=False):
        answer(table, seat, say=given_, clumsy=5)
        assert not verdicts(table)
    table.do(table.boss[0], Next(step="check"))
    assert verdicts(table) == verdict
    assert table.room.console.safety == {"check": verdict[0]}
    (judged,) = (e.event for e in table.log if isinstance(e.event, SafetyJudged))
    told = [s.id for s in table.public.seats.values() if may_know(s, judged)]
    assert told == table.boss


def test_four_answers_can_be_raised_by_the_agenda() -> None:
    six = Scoring(needs=Needs(safety=6))
    table = table_with(poll(*SAFE), scoring=six)
    for seat in table.players[:5]:
        answer(table, seat, say=5, clumsy=5)
    table.do(table.boss[0], Next(step="check"))
    assert verdicts(table) == ["too_few"]


def test_bots_do_not_make_a_room_safe() -> None:
    table = table_with(poll(*SAFE), players=3, bots=3)
    for bot in table.players[3:]:
        sure = Answer(step=table.step, picks={"say": ("5",), "clumsy": ("5",)})
        assert table.refused(bot, sure) == "bot"
    for seat in table.players[:3]:
        answer(table, seat, say=5, clumsy=5)
    assert verdicts(table) == ["too_few"]


def test_no_item_no_verdict() -> None:
    table = table_with(poll(FELT))
    for seat in table.players:
        answer(table, seat, felt=1)
    assert not verdicts(table)


def test_the_report_says_nothing_about_safety_or_single_answers() -> None:
    table = table_with(poll(*SAFE, FELT))
    for seat in table.players:
        answer(table, seat, say=1, clumsy=1, felt=1)
    while table.public.phase != "closed":
        table.bell()
    report = build(table.room, "0123456789ab")
    for text in (markdown(report), msgspec.json.encode(report).decode()):
        for hidden in ("I can say it.", "It is forgiven.", "safe1", "take_care"):
            assert hidden not in text


# Secrecy ------------------------------------------------------------------------------------------

ANSWERS = st.dictionaries(
    st.integers(0, 7),
    st.fixed_dictionaries(
        {},
        optional={
            "felt": st.integers(1, 7),
            "close": st.integers(1, 7),
            "say": st.integers(1, 5),
            "clumsy": st.integers(1, 5),
        },
    ).filter(bool),
)


@settings(max_examples=40)
@given(ANSWERS, ANSWERS, st.booleans())
def test_what_the_room_sees_does_not_depend_on_what_was_answered(
    one: Mapping[int, Mapping[str, int]], other: Mapping[int, Mapping[str, int]], mixed: bool
) -> None:
    """The same people answer other things: everybody is sent the very same, but for the advice."""
    both = {seat: (one[seat], other[seat]) for seat in one.keys() & other.keys()}
    logs = [seen({seat: pair[which] for seat, pair in both.items()}, mixed) for which in (0, 1)]
    assert logs[0] == logs[1]


def seen(answers: Mapping[int, Mapping[str, int]], mixed: bool) -> list[bytes]:
    """Return every event that anybody was sent, but for the advice to facilitators."""
    asked = (FELT, CLOSE, *SAFE, *((ARRIVE,) if mixed else ()))
    table = table_with(poll(*asked))
    table.with_say("Watcher", "it")
    table.with_say("Watcher too", "business")
    # Observers first: with the last player the step ends.
    people = [s.id for s in sorted(table.public.seats.values(), key=lambda s: s.plays) if s.owner]
    for index, picks in sorted(answers.items()):
        answer(table, people[index], **picks)
    while table.step == "check":
        table.bell()
    seats = table.public.seats.values()
    sent = [e.event for e in table.log if any(may_know(seat, e.event) for seat in seats)]
    assert not any(isinstance(event, AnswersSealed) for event in sent)
    started = next(i for i, e in enumerate(sent) if isinstance(e, StepOpened) and e.index == 1)
    during = [e for e in sent[started:] if not isinstance(e, SafetyJudged)]
    # That the two who watch have a say was told before the first answer.
    kinds = {type(event).__name__ for event in during} - {"Admitted", "LateAsked", "SeatMoved"}
    assert kinds <= {"StepOpened", "StageOpened", "TallyShown", "SeatTaken"} | {
        "ReadyNoted", "ReadyCounted", "SeatsReady", "SeatReady",
        "SeatCast", "Briefed", "HandDealt", "DeckShown"
    }  # fmt: skip
    return [msgspec.json.encode(event) for event in during]
