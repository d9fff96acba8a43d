"""Nothing is lost by one key: what asks first, what is sent at the bell, what is open again."""

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot, at, sentence
from tests.client.test_tui_screens import app_of, last, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.activities.plan.ideas import IdeaNote
from turnabout_client.console.cost import cost
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.room.ordering import OrderingScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.ideas import Propose, Vote
from turnabout_protocol.activities.plan import VOTE, PlanState, PlanVault
from turnabout_protocol.activities.rank import LockOrder, Rank
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Back, Next, NextStage, Ready, Start
from turnabout_protocol.room import SECOND, Public, State, in_panel
from turnabout_server.rules.activities.base import GRACE


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def voting() -> tuple[Host, list[int]]:
    """Return a host whose room votes on two ideas, with a facilitator in seat 1."""
    host, seats = at("plan")
    for n, seat in enumerate(seats):
        host.do(seat, Propose(step="plan", when=f"w{n}", then="we call"))
    while host.room.public.state(PlanState, "plan").stage < VOTE:
        stage = host.room.public.state(PlanState, "plan").stage
        host.do(1, NextStage(step="plan", stage=stage, sure=True))
        host.wait(GRACE)
    return host, seats


def dots(app: TurnaboutApp) -> list[int]:
    """Return how many dots stand beside each idea."""
    return [str(note.content).count("●") for note in app.screen.query(IdeaNote)]


def lost(host: Host, ms: int = 0) -> str:
    host.now += ms
    public: Public = host.room.public
    return cost(public, public.clock.play(host.now))


async def test_next_asks_while_somebody_has_not_voted_and_means_what_it_asked_about() -> None:
    host, (me, other) = voting()
    host.wait(3 * SECOND)
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "next" in text(app))
        await pilot.press("n")
        await until(pilot, lambda: "2 have not voted. End it?" in " ".join(text(app).split()))
        await pilot.press("n")
        await until(pilot, lambda: not isinstance(app.screen, Confirm))
        assert not host.table(1).done
        host.do(me, Vote(step="plan", dots={2: 1}))
        await pilot.press("n")
        await until(pilot, lambda: "1 has not voted." in " ".join(text(app).split()))
        host.do(other, Vote(step="plan", dots={2: 1}))  # now all have, and it goes on by itself
        host.wait(GRACE)
        await pilot.press("y")
        await until(pilot, lambda: bool(host.table(1).done))
        assert last(host, 1, NextStage) == NextStage(step="plan", stage=VOTE, sure=True)
        assert host.room.public.state(PlanState, "plan").stage > VOTE
        assert host.room.public.step is not None
        assert host.room.public.step.id == "plan"


def test_what_going_on_costs() -> None:
    host, seats = at("agree")
    assert lost(host).startswith("2 have not said")
    host.do(seats[0], Agree(step="agree", yes=True))
    assert lost(host, 3600 * SECOND).startswith("1 has not said"), "also when its time is over"
    host, _ = at("derole")
    assert "has just begun" in lost(host)
    assert lost(host, 40 * SECOND) == ""
    host, _ = at("scene")
    assert lost(host, 30 * SECOND).endswith("has the turn.")
    host, (me, _other) = voting()
    assert lost(host) == "2 have not voted."
    host.do(me, Vote(step="plan", dots={1: 1}))
    assert lost(host) == "1 has not voted."
    assert lost(host, 3600 * SECOND) == "", "its time is over: all was sent"
    host, _ = at("close")
    assert lost(host, 40 * SECOND) == "The session ends with that, for everybody."


@pytest.mark.unhurried
async def test_dots_not_sent_go_out_when_a_facilitator_goes_on() -> None:
    host, (me, _other) = voting()
    host.wait(3 * SECOND)
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: len(app.screen.query(IdeaNote)) == 2)
        await pilot.press("2")
        host.do(1, NextStage(step="plan", stage=VOTE))
        await until(pilot, lambda: any(isinstance(c, Vote) for c in host.table(me).done))
        host.wait(GRACE)
        assert host.room.public.state(PlanState, "plan").chosen == (2,)
        assert sum(isinstance(c, Vote) for c in host.table(me).done) == 1


def ranking() -> tuple[Host, list[int]]:
    steps = (
        Rank(id="ours", title="Ours", minutes=2, whose="own"),
        Rank(id="theirs", title="Theirs", minutes=2, whose="other"),
        Close(id="close", title="Close", minutes=3),
    )
    host = Host(Agenda(id="a", title="A", steps=steps))
    boss = host.sit("Boss", None, "facilitator")
    seats = [host.sit("Ada", "business"), host.sit("Ben", "it")]
    host.do(boss, Start())
    return host, seats


@pytest.mark.unhurried
async def test_an_order_that_was_moved_goes_out_and_an_untouched_one_does_not() -> None:
    host, (me, _other) = ranking()
    host.wait(3 * SECOND)
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, OrderingScreen))
        await pilot.pause()
        host.do(1, Next(step="ours"))
        host.wait(GRACE)
        await until(pilot, lambda: host.room.public.step is not None)
        await until(pilot, lambda: "their order" in text(app_of_pilot(pilot)))
        assert not host.table(me).done
        await pilot.press("2")
        host.do(1, Next(step="theirs", sure=True))
        await until(pilot, lambda: any(isinstance(c, LockOrder) for c in host.table(me).done))
        assert last(host, me, LockOrder).step == "theirs"


async def test_a_step_that_is_open_again_shows_what_was_given_and_r_goes_on() -> None:
    host, (me, other) = ranking()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: isinstance(app.screen, OrderingScreen))
        await pilot.press("2", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: any(isinstance(c, LockOrder) for c in host.table(me).done))
        host.do(1, Next(step="ours"))
        host.wait(SECOND)
        host.do(1, Back(step="theirs"))
        await until(pilot, lambda: sentence(pilot) == "Open again. Your order stands: r goes on.")
        await pilot.press("r")
        await until(pilot, lambda: any(isinstance(c, Ready) for c in host.table(me).done))
        await until(pilot, lambda: sentence(pilot).startswith("Locked."))
        host.do(1, Next(step="ours"))
        await until(pilot, lambda: "Guess their order" in text(app))
        assert host.room.public.state(State, "theirs").again
        assert other


async def test_back_asks_first_and_the_first_step_has_no_such_key() -> None:
    host, _seats = ranking()
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "next" in text(app))
        assert "< back" not in text(app)
        host.do(1, Next(step="ours"))
        await until(pilot, lambda: "< back" in text(app))
        await pilot.press("less_than_sign")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: host.room.public.step == host.room.public.agenda[0])
        assert last(host, 1, Back).step == "theirs"


async def reads(host: Host, seat: int, *lines: str, size: tuple[int, int] = SMALL) -> None:
    """Check that `seat` sees these lines."""
    async with app_of(host, seat).run_test(size=size) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: all(line in " ".join(text(app).split()) for line in lines))


async def test_a_session_without_a_player_on_a_side_says_so_to_everybody_and_goes_on() -> None:
    host = Host(taster())
    boss = host.sit("Boss", None, "facilitator")
    ada, ben = host.sit("Ada", "business"), host.sit("Ben", "it")
    host.do(boss, Start())
    host.do(ada, Agree(step="agree", yes=True))
    host.do(boss, Next(step="agree"))
    for seat, said in ((ada, "I watch"), (ben, "I play"), (boss, "bot from")):
        await reads(host, seat, "yet, so the session waits", said)
    async with app_of(host, ben).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await pilot.press("y")
        await until(pilot, lambda: host.room.public.step == host.room.public.agenda[1])
        await until(pilot, lambda: "so the session waits" not in text(app))


async def test_who_has_not_answered_reads_so_until_the_parts_are_given() -> None:
    steps = (taster().steps[0], *ranking()[0].room.public.agenda[:2], *taster().steps[1:])
    host = Host(Agenda(id="a", title="A", steps=steps))
    boss = host.sit("Boss", None, "facilitator")
    ada, ben, cy = host.sit("Ada", "business"), host.sit("Ben", "it"), host.sit("Cy", "it")
    host.do(boss, Start())
    for seat in (ada, ben):
        host.do(seat, Agree(step="agree", yes=True))
    host.do(boss, Next(step="agree"))
    await reads(host, boss, "Still to say")
    await reads(host, boss, "not answered yet", size=(120, 36))  # in one piece, where there is room
    async with app_of(host, cy).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        line = "Then say: y I play, w I watch."
        await until(pilot, lambda: line in " ".join(text(app).split()))
        host.do(boss, Next(step="ours"))
        await until(pilot, lambda: host.table(cy).room.public.step == steps[2])
        await until(pilot, lambda: line in " ".join(text(app).split()))
        await pilot.press("y")
        await until(pilot, lambda: in_panel(host.room.public, cy))
        await until(pilot, lambda: line not in " ".join(text(app).split()))


async def test_a_vote_that_is_open_again_shows_ones_own_dots_and_enter_lets_them_stand() -> None:
    host, (me, other) = voting()
    host.do(me, Vote(step="plan", dots={2: 2}))
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        host.do(1, Next(step="plan", sure=True))
        host.wait(GRACE)
        await until(pilot, lambda: host.room.public.step != host.room.public.agenda[-2])
        host.do(1, Back(step="close"))
        await until(pilot, lambda: "These are your dots from before." in text(app))
        assert dots(app) == [0, 2]
        await pilot.press("enter")
        await until(pilot, lambda: any(isinstance(c, Ready) for c in host.table(me).done))
        assert not any(isinstance(c, Vote) for c in host.table(me).done)
        assert host.room.vault.state(PlanVault, "plan").ballots == {me: {2: 2}}
    async with app_of(host, other).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: len(pilot.app.screen.query(IdeaNote)) == 2)
        assert dots(app_of_pilot(pilot)) == [0, 0], "nobody else’s"


async def test_enter_pressed_once_more_takes_no_vote_away() -> None:
    host, (me, _other) = voting()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: len(app.screen.query(IdeaNote)) == 2)
        await pilot.press("2", "enter")
        await until(pilot, lambda: bool(host.room.vault.state(PlanVault, "plan").ballots))
        await until(pilot, lambda: sentence(pilot).startswith("Sent."))
        await pilot.press("enter")
        await until(pilot, lambda: len(host.table(me).done) == 2)
        assert host.room.vault.state(PlanVault, "plan").ballots == {me: {2: 1}}
    host.tables.clear()  # another terminal, in the middle of the vote
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: len(pilot.app.screen.query(IdeaNote)) == 2)
        assert dots(app_of_pilot(pilot)) == [0, 1]
