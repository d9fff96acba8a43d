"""The plan's starters and lights, several promises at once, and the review, at a live table."""

import pytest
from msgspec.structs import replace

from tests.client.test_tui_activities import SMALL, app_of_pilot, at, ready, sentence, type_text
from tests.client.test_tui_screens import NASTY, app_of, field, last, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.activities.close.ask_day import AskDay
from turnabout_client.activities.plan import table
from turnabout_client.activities.plan.ideas import IdeaNote
from turnabout_client.activities.plan.model import no_dots
from turnabout_client.activities.review.screen import ReviewScreen
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.ideas import Propose, PutUnder, Vote
from turnabout_protocol.activities.plan import COMPLETE, Plan, PlanOwn, PlanState
from turnabout_protocol.activities.promises import Promising, SendUpstairs
from turnabout_protocol.activities.review import MarkPromise, Review, ReviewState
from turnabout_protocol.commands import Start
from turnabout_protocol.room import Earlier, HouseRules


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


async def test_a_starter_fills_the_form_and_the_lights_follow_what_is_typed() -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        assert "○ a moment" in text(app)
        await pilot.press("2")
        await until(pilot, lambda: "the next planning meeting of IT" in field(app, "when").text)
        assert "✓ a moment" in text(app)
        assert "✓ can be filmed" in text(app)
        await pilot.press("escape", "5")
        assert "planning" not in field(app, "when").text, "untouched, it makes way for another"
        await pilot.press("enter")
        await until(pilot, lambda: any(isinstance(c, Propose) for c in host.table(me).done))
        sent = last(host, me, Propose)
        assert sent.starter == "tell"
        assert "IT" in sent.when
        await until(pilot, lambda: not field(app, "when").text)
        field(app, "when").fill("we talk more often")
        field(app, "then").fill("we improve")
        await until(pilot, lambda: "! a moment" in text(app))
        assert "! can be filmed" in text(app)
        assert "is not a moment" in text(app)
        await pilot.press("1")
        assert field(app, "when").text == "we talk more often", "what is written stays"
        await until(pilot, lambda: "First send or clear what" in text(app))


async def test_a_word_goes_into_the_glossary() -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        assert not app.screen.query_one("#term-line").display
        await pilot.press("3", "enter", "enter")
        await until(pilot, lambda: field(app, "term").has_focus)
        await type_text(pilot, "Backlog")
        await pilot.press("enter", *"what waits", "enter")
        await until(pilot, lambda: bool(host.room.of(me).state(PlanOwn, "plan").written))
        (idea,) = host.room.of(me).state(PlanOwn, "plan").written
        assert (idea.term, idea.means) == ("Backlog", "what waits")
        await until(pilot, lambda: not app.screen.query_one("#term-line").display)


async def test_an_idea_is_carried_upstairs_only_after_a_question() -> None:
    host, (me, other) = at("plan")
    host.do(me, Propose(step="plan", when=NASTY, then="the budget is doubled"))
    host.do(other, Propose(step="plan", when="a deal is quiet", then="we call"))
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        ready(host, me, other)
        await until(pilot, lambda: "Which ones say the same?" in text(app))
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("n", "u")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert not any(isinstance(c, SendUpstairs) for c in host.table(me).done)
        await pilot.press("y")
        await until(pilot, lambda: "↑ Player 0" in text(app))
        await pilot.press("down", "space", "space")
        assert not any(isinstance(c, PutUnder) for c in host.table(me).done), "put back"
        ready(host, me, other)
        state = host.room.public.state(PlanState, "plan")
        assert (state.stage, state.chosen) == (COMPLETE, (2,))


async def test_two_chosen_ideas_are_taken_one_after_the_other() -> None:
    agenda = taster("plan")
    steps = tuple(replace(s, promises=2) if isinstance(s, Plan) else s for s in agenda.steps)
    host = Host(replace(agenda, steps=steps))
    boss = host.sit("Boss", None, "facilitator")
    me, other = host.sit("Dana", "business"), host.sit("Kim", "it")
    host.do(boss, Start())
    for seat in (me, other):
        host.do(seat, Propose(step="plan", when=f"w{seat}", then=f"t{seat}"))
    ready(host, me, other)
    ready(host, me, other)
    for seat in (me, other):
        host.do(seat, Vote(step="plan", dots={1: 1, 2: 2}))
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: sentence(pilot) == "These were chosen. Who takes one?")
        await pilot.press("1", "i")
        await until(pilot, lambda: "w2" in text(app) and "w3" not in text(app))
        await pilot.press("right", "enter")
        await until(pilot, lambda: any(isinstance(c, Promising) for c in host.table(me).done))
        taken = last(host, me, Promising)
        assert (taken.idea, taken.partner, taken.by) == (1, other, "2026-12-14")
        assert taken.sign == "it has happened once, and both sides noticed"
        await until(pilot, lambda: "✓ Dana with Kim" in text(app))
        assert sentence(pilot) == "This was chosen. Who takes it?"


@pytest.mark.parametrize("voters", [3, 4])
async def test_where_few_voted_it_says_why_there_is_only_an_order(voters: int) -> None:
    host = Host(taster("plan"))
    boss = host.sit("Boss", None, "facilitator")
    people = [host.sit(f"Player {i}", "it" if i % 2 else "business") for i in range(4)]
    host.do(boss, Start())
    for n, seat in enumerate(people[:3], 1):
        host.do(seat, Propose(step="plan", when=f"w{n} is here", then=f"t{n} is done"))
    ready(host, *people)
    ready(host, *people)
    assert not no_dots(host.room.public.state(PlanState, "plan"))
    async with app_of(host, people[0]).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: sentence(pilot) == "Put your dots where they help most.")
        assert "only the order" not in text(app)
        for seat in people[:voters]:
            host.do(seat, Vote(step="plan", dots={2: 2, 1: 1}))
        for seat in people[voters:]:
            host.do(seat, Vote(step="plan", dots={}))
        await until(pilot, lambda: "chosen" in text(app))
        said = " ".join(text(app).split())
        assert ("Fewer than 4 people voted" in said) == (voters < 4)
        assert ("●●" in said) == (voters == 4)
        # The chosen one is on top, behind the reason.
        await until(pilot, lambda: "w2" in str(app.screen.query(IdeaNote).first().render()))
        assert len(app.screen.query(IdeaNote)) == 3
    step = host.room.public.step
    assert isinstance(step, Plan)
    lines = [line.plain for line in table.lines(host.room.public, step)]
    assert lines[1].startswith("Fewer than 4") == (voters < 4)


EARLIER = (
    Earlier(
        number=4, when="a deal is quiet", then="we call", owner="Kim", partner="Dana",
        by="2026-11-16", sign=NASTY,
    ),
    Earlier(
        number=5, when="a field is asked for", then="one goes", owner="Dana", partner="Kim",
        by="2026-11-16", sign="",
    ),
)  # fmt: skip


async def test_no_dots_at_all_are_sent_only_with_a_second_enter() -> None:
    host, (me, other) = at("plan")
    for seat in (me, other):
        host.do(seat, Propose(step="plan", when=f"w{seat}", then="we call"))
    ready(host, me, other)
    ready(host, me, other)
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: sentence(pilot) == "Put your dots where they help most.")
        await pilot.press("enter")
        await until(pilot, lambda: any("No dot" in n.message for n in app._notifications))
        assert not any(isinstance(c, Vote) for c in host.table(me).done)
        await pilot.press("enter")
        await until(pilot, lambda: any(isinstance(c, Vote) for c in host.table(me).done))
        assert last(host, me, Vote).dots == {}


def reviewing(*, spoken: bool = False) -> tuple[Host, int, int]:
    agenda = taster("agree")
    steps = (Review(id="earlier", title="Last time", minutes=2), *agenda.steps)
    house = HouseRules(opened_on="2026-11-23", spoken=spoken)
    host = Host(replace(agenda, steps=steps), house=house, earlier=EARLIER)
    boss = host.sit("Boss", None, "facilitator")
    me, other = host.sit("Dana", "business"), host.sit("Kim", "it")
    host.do(boss, Start())
    return host, me, other


async def test_the_review_asks_first_about_ones_own_promise_and_then_about_the_next() -> None:
    host, me, other = reviewing()
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await until(pilot, lambda: sentence(pilot) == "You promised this with Kim.")
        assert NASTY in text(app)
        await pilot.press("enter", *"no time", "enter")
        await until(pilot, lambda: "Press 1, 2, 3 or 4" in text(app))
        await pilot.press("2")
        await until(pilot, lambda: bool(host.room.public.state(ReviewState, "earlier").outcomes))
        marked = last(host, me, MarkPromise)
        assert (marked.number, marked.mark, marked.obstacle) == (5, "partly", "no time")
        await pilot.press("up")
        await until(pilot, lambda: sentence(pilot) == "Kim promised this with you.")
        assert not field(app, "obstacle").text
        await pilot.press("1")
        await until(pilot, lambda: last(host, me, MarkPromise).number == 4)
        await until(pilot, lambda: sentence(pilot).startswith("All of it is marked."))
        await pilot.press("r")
        await until(pilot, lambda: sentence(pilot).startswith("Ready. Waiting for one"))
        ready(host, other)
        await until(pilot, lambda: "Follow-through, of 100" in text(app))
        assert "of 2 promises that were due: 1 done, 1 not confirmed" in text(app)
        assert host.room.public.state(ReviewState, "earlier").follow_through == 50.0


async def test_the_partner_is_asked_whether_it_is_so() -> None:
    host, me, other = reviewing()
    host.do(me, MarkPromise(step="earlier", number=4, mark="not_yet"))
    host.do(me, MarkPromise(step="earlier", number=5, mark="partly", obstacle="no time"))
    async with app_of(host, other).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await until(pilot, lambda: sentence(pilot) == "Marked “partly”. Is that so? Then press 2.")
        assert "partly, not confirmed yet   In the way: no time" in text(app)
        await pilot.press("2")
        await until(
            pilot, lambda: host.room.public.state(ReviewState, "earlier").outcomes[5].confirmed
        )
        said = last(host, other, MarkPromise)
        assert (said.number, said.mark, said.obstacle) == (5, "partly", "no time")
        await until(pilot, lambda: sentence(pilot).startswith("All of it is marked."))


async def test_a_spoken_review_needs_no_typing_and_who_watches_marks_nothing() -> None:
    host, me, _ = reviewing(spoken=True)
    olu = host.sit("Olu", "it", "observer")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "nobody has to type" in text(app_of_pilot(pilot)))
        await pilot.press("4")
        await until(pilot, lambda: any(isinstance(c, MarkPromise) for c in host.table(me).done))
    async with app_of(host, olu).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: sentence(pilot) == "Hear how it went.")
        await pilot.press("1", "enter", "r")
        assert not host.table(olu).done


async def test_the_facilitator_notes_the_next_date_from_the_console() -> None:
    host, _ = at("close")
    boss = next(s.id for s in host.room.public.seats.values() if s.role == "facilitator")
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "Agree on the next date" in text(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, AskDay))
        await pilot.press("tab")
        field(app, "day").fill("2027-02-30")
        await pilot.press("enter")
        assert isinstance(app.screen, AskDay), "there is no such day"
        field(app, "day").fill("2027-01-11")
        await pilot.press("enter")
        await until(pilot, lambda: "We meet again on Monday, 11 January." in text(app))
