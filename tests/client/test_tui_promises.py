"""What two people do about a promise, a tie and how it is settled, and what a blind spot asks."""

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from tests.client.test_tui_activities import SMALL, app_of_pilot, ready, sentence
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.activities.close import table as close_table
from turnabout_client.activities.plan import model
from turnabout_client.activities.plan import table as plan_table
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.kit.promise_note import PromiseNote
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.close import Close, promises_of
from turnabout_protocol.activities.ideas import Propose, Vote
from turnabout_protocol.activities.plan import COMPLETE, SETTLE, Idea, Plan, PlanState
from turnabout_protocol.activities.promises import Promising
from turnabout_protocol.activities.reveal import RevealState
from turnabout_protocol.commands import Start
from turnabout_protocol.results import BlindSpot
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import KeyPoint


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def planning(*whens: str, promises: int = 1) -> tuple[Host, int, list[int]]:
    """Return a room of four that votes on ideas, or completes the only one."""
    agenda = taster("plan")
    steps = tuple(
        replace(s, promises=promises, merge=0) if isinstance(s, Plan) else s for s in agenda.steps
    )
    host = Host(replace(agenda, steps=steps))
    boss = host.sit("Boss", None, "facilitator")
    people = [host.sit(f"Player {i}", "it" if i % 2 else "business") for i in range(4)]
    host.do(boss, Start())
    for seat, when in zip(people, whens, strict=False):
        host.do(seat, Propose(step="plan", when=when, then=f"we call about {when}"))
    ready(host, *people)
    return host, boss, people


def plan(host: Host) -> PlanState:
    return host.room.public.state(PlanState, "plan")


async def test_a_tie_is_shown_to_all_and_the_console_settles_it() -> None:
    host, boss, people = planning("apples", "pears", "plums")
    async with app_of(host, people[0]).run_test(size=SMALL) as pilot:
        for seat in people:
            host.do(seat, Vote(step="plan", dots={1: 1, 3: 1}))
        said = "Ideas 1 and 3 are level. Boss settles it."
        await until(pilot, lambda: sentence(pilot) == said)
        assert "level" in text(app_of_pilot(pilot))
        assert "r  Ready" not in text(app_of_pilot(pilot))
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        asks = "Level: ideas 1 and 3. Ask for hands, then j."
        await until(pilot, lambda: sentence(pilot) == asks)
        assert "settle the vote" in text(app)
        await pilot.press("j")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        offered = [str(one.prompt) for one in app.screen.query_one(OptionList).options]
        assert [any(fruit in one for one in offered) for fruit in ("plums", "pears")] == [
            True,
            False,
        ]
        await pilot.press("2")
        await until(pilot, lambda: plan(host).chosen == (3,))
        assert plan(host).stage == COMPLETE
        await until(pilot, lambda: "settle the vote" not in text(app))


def promised() -> tuple[Host, int, list[int]]:
    host, boss, people = planning("apples")
    owner, partner = people[:2]
    host.do(owner, Promising(step="plan", idea=1, partner=partner, by="2026-12-01"))
    return host, boss, people


async def test_the_partner_is_asked_and_says_yes_with_one_key() -> None:
    host, boss, people = promised()
    step = host.room.public.step
    assert isinstance(step, Plan)
    lines = " ".join(line.plain for line in plan_table.lines(host.room.public, step))
    assert "Player 1 has not said yes yet." in lines
    said = model.console_sentence(host.room.public, plan(host))
    assert said == "Player 1 has not said yes yet."
    async with app_of(host, people[0]).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: sentence(pilot) == "Player 1 has not said yes yet.")
        assert "Yes, with you" not in text(app_of_pilot(pilot))
    async with app_of(host, people[1]).run_test(size=SMALL) as pilot:
        asks = "Player 0 promised this with you. y: yes."
        await until(pilot, lambda: sentence(pilot) == asks)
        await pilot.press("y")
        await until(pilot, lambda: promises_of(host.room.public)[0].agreed is True)
        assert host.room.public.step is not None
        assert host.room.public.step.id == "close"
    assert boss


async def test_in_the_close_the_yes_can_still_be_said() -> None:
    host, _boss, people = promised()
    host.pass_steps("close")
    closing = host.room.public.step
    assert isinstance(closing, Close)
    (line, *_rest) = close_table.lines(host.room.public, closing)
    assert "has not said yes yet" in line.plain
    async with app_of(host, people[1]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "promised this with you" in sentence(pilot))
        note = app.screen.query(PromiseNote).first()
        await until(pilot, lambda: "Player 1 has not said yes yet." in str(note.render()))
        await pilot.press("y")
        await until(pilot, lambda: "has not said yes yet" not in str(note.render()))
        assert "Player 0 with Player 1" in str(note.render())
        assert "promised this with you" not in sentence(pilot)


def test_each_blind_spot_that_was_shown_asks_for_one_idea() -> None:
    host, _boss, _people = planning("apples")
    card = KeyPoint(id="b1", kind="need", text="We hear of it last.")
    spots = {
        "business": BlindSpot(card=card, place=1, guessed=6, n=4, need=3),
        "it": BlindSpot(card=None, n=0, need=3),
    }
    public = host.room.public.with_state("scores", RevealState(blind_spots=spots))  # type: ignore[arg-type]
    (one,) = model.missed(public)
    said = model.missed_line(public, one).plain
    assert said == f"{public.label('it')} missed most: “We hear of it last.” One idea for that?"
    assert model.missed(host.room.public) == ()
    assert model.missed(Public()) == ()


def test_a_promise_starts_from_a_sign_that_fits_its_idea() -> None:
    for start in model.STARTS:
        idea = Idea(number=1, when="a", then="b", starter=start.key)
        assert model.proposed_sign(idea) == start.sign
    own = model.proposed_sign(Idea(number=1, when="a", then="b"))
    assert own == "it has happened once, and both sides noticed"


def test_while_nothing_is_level_nobody_is_told_that_it_is() -> None:
    host, _boss, _people = planning("apples")
    assert plan(host).stage != SETTLE
    assert model.level_words(host.room.public, plan(host)) == ""
    assert model.console_sentence(host.room.public, plan(host)) == ""
