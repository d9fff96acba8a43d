"""The one thing to do: the sentence changes when it is done."""

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot, at, sentence
from tests.client.test_tui_screens import app_of, field, text, until
from turnabout_client.activities import on_the_table
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.ideas import Propose
from turnabout_protocol.activities.plan import VOTE, PlanState
from turnabout_protocol.activities.poll import Answer
from turnabout_protocol.commands import NextStage
from turnabout_protocol.room import SECOND


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


async def test_after_an_idea_one_is_asked_for_one_more_or_for_r() -> None:
    host, (me, _other) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: sentence(pilot) == "One small step that both sides notice?")
        field(app, "when").fill("a form changes")
        field(app, "then").fill("we call")
        field(app, "then").focus()
        await pilot.press("enter")
        await until(pilot, lambda: sentence(pilot) == "One more? Or press r.")


async def test_when_all_dots_are_placed_enter_is_named() -> None:
    host, seats = at("plan")
    for n, seat in enumerate(seats):
        host.do(seat, Propose(step="plan", when=f"w{n}", then="we call"))
    while (stage := host.room.public.state(PlanState, "plan").stage) < VOTE:
        host.do(1, NextStage(step="plan", stage=stage, sure=True))
        host.wait(SECOND)
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: sentence(pilot) == "Put your dots where they help most.")
        await pilot.press("1", "1", "2")
        await until(pilot, lambda: sentence(pilot) == "All dots are placed. Enter sends them.")


async def test_both_questions_of_feel_are_there_to_be_asked_aloud_and_the_reason_once() -> None:
    host, seats = at("feel")
    picks: dict[str, tuple[str, ...]] = {"in-role": ("curious",), "now": ("calm",)}
    for seat in seats:
        host.do(seat, Answer(step="feel", picks=picks))
    async with app_of(host, seats[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "Ask it aloud" in text(app))
        assert "“While in the role I felt ...”" in text(app)
        assert "“Now I feel ...”" in text(app)
    step = host.room.public.step
    assert step is not None
    lines = [line.plain for line in on_the_table(host.room.public, step)]
    assert sum(line.startswith("It takes") for line in lines) == 1
