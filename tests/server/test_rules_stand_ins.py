"""Outside a demo a bot plays the scene and nothing else, and nothing waits for it."""

from collections.abc import Iterator

import pytest

from tests.support.minds import Minds
from tests.support.table import SESSION, Table
from turnabout_protocol.activities.brief import WarmUp
from turnabout_protocol.activities.consent import Agree, ConsentState
from turnabout_protocol.activities.deck import PutDots, WriteCard
from turnabout_protocol.activities.ideas import Propose
from turnabout_protocol.activities.plan import PlanState
from turnabout_protocol.activities.poll import Answer
from turnabout_protocol.activities.promises import Promising
from turnabout_protocol.activities.rank import LockOrder
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    FlagCaricature,
    Pass,
    Rate,
    React,
    SceneState,
    Speak,
    StrikeWord,
)
from turnabout_protocol.activities.talk import SayRemark
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import NoteAha, Ready, Start
from turnabout_protocol.room import HouseRules, Public
from turnabout_protocol.scenario import SIDES
from turnabout_server.after.report import build, markdown
from turnabout_server.authoring.scenarios import find_agenda

PLAYS = (WarmUp, Speak, Pass)


def hosted(people: int = 4, bots: int = 3, agenda: str = "45") -> Table:
    """Return a table of people, with bots in some seats."""
    house = HouseRules(opened_on="2026-03-02", team="Ops and IT")
    table = Table(players=people, facilitators=1, house=house, agenda=find_agenda(agenda))
    for i in range(bots):
        table.sit(f"Bot {i}", SIDES[i % 2], bot=True)
    return table


def bots_of(public: Public) -> Iterator[int]:
    return (seat.id for seat in public.players() if seat.bot)


def asks() -> Iterator[Command]:
    """Yield one of each thing that a bot leaves to people."""
    yield Agree(step="agree", yes=True)
    yield WriteCard(step="deck", number=1, kind="need", text="By a bot.")
    yield PutDots(step="deck", dots={})
    yield LockOrder(step="ours", order=("a",))
    yield Answer(step="check", picks={})
    yield Rate(step="scene", turn=1, ring=4)
    yield StrikeWord(step="scene", turn=1, term="CRM")
    yield FlagCaricature(step="scene", turn=1)
    yield AnswerEcho(step="scene", turn=1, answer="yes")
    yield React(step="scene", turn=1, kind="ouch")
    yield SayRemark(step="straight", stage=0, prompt=0, text="By a bot.")
    yield Propose(step="plan", when="a bot writes", then="it is refused")
    yield NoteAha(text="By a bot.")
    yield Ready(step="agree", stage=0)


def test_a_hosted_session_keeps_no_promise_of_a_bot() -> None:
    table = hosted()
    minds = Minds(table, expect=7)
    minds.play()
    assert minds.refused == []
    bots = set(bots_of(table.public))
    assert {type(command) for _, seat, command in minds.did if seat in bots} <= set(PLAYS)
    plan = table.public.state(PlanState, "plan")
    assert plan.promises
    held = {name for promise in plan.promises for name in (promise.owner, promise.partner)}
    assert not [name for name in held if name.startswith("Bot")]
    scene = table.public.state(SceneState, "scene")
    assert bots <= {turn.seat for turn in scene.turns if not turn.passed}
    assert not bots & {seat for turn in scene.turns for seat in turn.rated}


@pytest.mark.parametrize("command", asks(), ids=lambda command: type(command).__name__)
def test_a_bot_is_refused_what_is_peoples(command: Command) -> None:
    table = hosted()
    table.do(table.boss[0], Start())
    (bot, *_) = bots_of(table.public)
    assert table.refused(bot, command) == "bot"


def test_nothing_waits_for_a_bot() -> None:
    table = hosted()
    table.do(table.boss[0], Start())
    assert table.step == "agree"
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    assert table.step != "agree"
    assert all(table.public.seats[bot].plays for bot in bots_of(table.public))
    assert set(table.public.state(ConsentState, "agree").agreed) == set(table.players)


def test_a_person_cannot_make_a_bot_a_partner() -> None:
    table = hosted(people=2, bots=2, agenda="taster")
    minds = Minds(table, expect=4, never=(Promising, Propose))
    minds.play(until="plan")
    one = table.players[0]
    table.do(one, Propose(step="plan", when="a deal is quiet", then="we call"))
    table.bell()
    bot = next(b for b in bots_of(table.public) if table.public.seats[b].home != "business")
    asked = Promising(step="plan", idea=1, partner=bot, by="2026-03-20", sign="Calls happen.")
    assert table.refused(one, asked) == "bot_partner"


def test_the_report_counts_people_and_says_how_many_bots_filled_seats() -> None:
    table = hosted()
    Minds(table, expect=7).play()
    report = build(table.room, SESSION)
    assert report.people == {"business": 2, "it": 2}
    assert report.bots == 3
    text = markdown(report)
    assert "3 bots filled seats" in text
    assert report.results is not None
    fates = [fate for fates in report.results.board.values() for fate in fates]
    said = [t for t in table.public.state(SceneState, "scene").turns if t.card is not None]
    by_bots = [t for t in said if table.public.seats[t.seat].bot]
    assert sum(fate.played for fate in fates) == len(said)
    assert 0 < sum(fate.by_bots for fate in fates) == len(by_bots) < len(said)
    assert "by a bot" in text
