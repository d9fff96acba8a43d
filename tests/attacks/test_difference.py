"""The difference: two counts of the same, with one person more or less, are that person's answer.

The attacker steers: it removes seats between one count and the next, in an agenda of its own.
Chance is one of as many as there are answers.
"""

from collections.abc import Sequence

import pytest

from tests.attacks.insider import MOST, Heard, all_but, gain, heard
from tests.support.table import Table
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.ideas import Propose, Vote
from turnabout_protocol.activities.plan import VOTERS, Plan, PlanState
from turnabout_protocol.activities.poll import (
    LAST_WORD,
    Answer,
    Poll,
    PollState,
    Question,
    asked_again,
)
from turnabout_protocol.activities.talk import Round, Talk
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Remove, Start
from turnabout_protocol.course import StepOpened

ANSWERS = ("calm", "tired", "proud")
CLOSE = Close(id="close", title="C", minutes=1)


def poll(step: str, text: str = "I feel ...") -> Poll:
    question = Question(id="feel", text=text, options=ANSWERS)
    return Poll(id=step, title="Q", minutes=2, questions=(question,))


def answer(table: Table, picks: Sequence[tuple[int, str]]) -> None:
    for seat, pick in picks:
        table.do(seat, Answer(step=table.step, picks={"feel": (pick,)}))


def counts(table: Table, step: str) -> dict[str, int]:
    tallies = table.public.state(PollState, step).tallies
    assert tallies is not None
    return dict(tallies[0].counts)


@pytest.mark.parametrize("text", ["I feel ...", "  i FEEL  ..."])
def test_who_was_removed_is_not_what_a_second_tally_lacks(text: str) -> None:
    plays: list[tuple[str, Heard]] = []
    for secret in ANSWERS:
        agenda = Agenda(id="a", title="A", steps=(poll("one"), poll("two", text), CLOSE))
        table = Table(players=7, facilitators=1, agenda=agenda)
        table.do(table.boss[0], Start())
        victim, other, *rest = table.players
        # Another one answers so that the first count is always the same.
        left = [pick for pick in ANSWERS if pick != secret]
        table.do(other, Answer(step="one", picks={"feel": (left[0],)}))
        answer(table, [(victim, secret), (rest[0], left[1]), *((s, "calm") for s in rest[1:])])
        table.reach("two")
        table.do(table.boss[0], Remove(seat=victim))
        again = [(other, left[0]), (rest[0], left[1]), *((s, "calm") for s in rest[1:])]
        answer(table, again)
        assert counts(table, "two") == counts(table, "one")
        insiders = all_but(table, victim, other, rest[0])
        plays.append((secret, heard(table, insiders)))
    assert gain(plays) <= MOST


def test_a_step_that_is_opened_again_shows_what_it_showed() -> None:
    agenda = Agenda(id="a", title="A", steps=(poll("one"), CLOSE))
    table = Table(players=6, facilitators=1, agenda=agenda)
    table.do(table.boss[0], Start())
    answer(table, [(seat, "tired") for seat in table.players])
    first = counts(table, "one")
    table.wait(1000)
    table.happen(StepOpened(index=0, ends=table.now + 120_000))
    table.do(table.boss[0], Remove(seat=table.players[0]))
    answer(table, [(seat, "tired") for seat in table.players[1:]])
    while table.public.state(PollState, "one").tallies is None:
        table.bell()
    assert counts(table, "one") == first == {"tired": 6}


def test_an_agenda_tallies_a_question_once() -> None:
    (complaint,) = asked_again(poll("two", " I feel  ... "), (poll("one"),))
    assert complaint.field == "questions"
    assert not list(asked_again(poll("two", "And now?"), (poll("one"),)))


def test_who_was_removed_does_not_change_which_side_speaks_first() -> None:
    """Six answers are a tie. Without one of them, a second talk would begin with the other side."""
    plays: list[tuple[str, Heard]] = []
    sides = ("business", "it")
    power = Question(id=LAST_WORD, text="Who usually has the last word?", options=sides)
    rounds = (Round(speakers="first_side", prompts=("What?",)),)
    talks = [
        Talk(id=name, title="T", minutes=1, rounds=rounds, first="weaker") for name in ("t1", "t2")
    ]
    asked = Poll(id="one", title="Q", minutes=2, questions=(power,))
    brief = Brief(id="brief", title="B", minutes=1)
    for secret, other in (sides, sides[::-1]):
        agenda = Agenda(id="a", title="A", steps=(asked, *talks, brief, CLOSE))
        table = Table(players=6, facilitators=1, agenda=agenda)
        table.do(table.boss[0], Start())
        victim, friend, *rest = table.players
        said = (secret, other, *sides, *sides)
        for seat, side in zip((victim, friend, *rest), said, strict=True):
            table.do(seat, Answer(step="one", picks={LAST_WORD: (side,)}))
        table.reach("t1")
        table.do(table.boss[0], Remove(seat=victim))
        table.reach("t2")
        table.reach("close")
        plays.append((secret, heard(table, all_but(table, victim, friend))))
    assert gain(plays) <= MOST


def voted(players: int, secret: int, *, bots: int = 0) -> Table:
    plan = Plan(id="plan", title="Plan", minutes=6, merge=0)
    table = Table(
        players=players, facilitators=1, agenda=Agenda(id="a", title="A", steps=(plan, CLOSE))
    )
    robots = [table.sit(f"Bot {n}", "it", bot=True) for n in range(bots)]
    table.do(table.boss[0], Start())
    for when in ("one", "two", "three"):
        table.do(table.players[0], Propose(step="plan", when=when, then="then"))
    table.bell()
    # Stand-ins have no vote, so they hide nobody.
    assert all(table.refused(bot, Vote(step="plan", dots={1: 2})) == "bot" for bot in robots)
    victim, *others = table.players
    table.do(victim, Vote(step="plan", dots={1: secret, 2: 1} if secret else {2: 1}))
    for seat in others:
        table.do(seat, Vote(step="plan", dots={1: 2}))
    return table


@pytest.mark.parametrize(("players", "bots"), [(2, 0), (3, 0), (2, 4)])
def test_fewer_than_four_voters_show_the_order_alone(players: int, bots: int) -> None:
    plays: list[tuple[int, Heard]] = []
    for secret in (0, 1, 2):
        table = voted(players, secret, bots=bots)
        state = table.public.state(PlanState, "plan")
        assert all(idea.dots is None for idea in state.ideas)
        assert state.order == (1, 2, 3)
        plays.append((secret, heard(table, all_but(table, table.players[0]))))
    assert gain(plays) <= MOST


def test_four_voters_show_the_dots() -> None:
    table = voted(VOTERS, 1)
    assert [idea.dots for idea in table.public.state(PlanState, "plan").ideas] == [7, 1, 0]
