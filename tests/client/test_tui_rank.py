"""Ordering cards: by number, by carrying, by mouse; locked once and for all; sent at the bell."""

import pytest
from textual.pilot import Pilot

from tests.client.test_tui_activities import app_of_pilot, near_the_bell, sentence
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host
from turnabout_client.tui.kit.order import MoveArrow, OrderList, Position
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.orders import start_order
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.rank import LockOrder, Rank, RankOwn
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import MoreTime, Pause, Resume, Start
from turnabout_protocol.scenario import SIDES

SMALL = (80, 24)
AGENDA = Agenda(
    id="ranks",
    title="Ranks",
    steps=(
        Rank(id="ours", title="Ours", minutes=2, whose="own"),
        Rank(id="guess", title="Guess", minutes=2, whose="other"),
        Rank(id="again", title="Again", minutes=2, whose="other"),
        Close(id="close", title="Close", minutes=1),
    ),
)


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def ranking(step: str = "ours") -> tuple[Host, int, int]:
    """Return a host whose room has come to `step`, a player and an observer of its side."""
    host = Host(AGENDA)
    boss = host.sit("Boss", None, "facilitator")
    me, _other = (host.sit(f"Player {side}", side) for side in SIDES)
    watcher = host.with_say("Olu", "business")
    host.do(boss, Start())
    host.pass_steps(step)
    return host, me, watcher


def start(host: Host, seat: int) -> list[str]:
    room = host.table(seat).room
    step = room.public.step
    assert isinstance(step, Rank)
    return list(start_order(room, step, room.public.seats[seat]))


def locked(host: Host, seat: int, step: str) -> list[str]:
    return list(host.room.of(seat).state(RankOwn, step).order)


def order(pilot: Pilot[str]) -> list[str]:
    return list(pilot.app.screen.query_one(OrderList).order)


def rung(pilot: Pilot[str]) -> bool:
    """Return whether the bell of the step has rung on the screen."""
    screen = pilot.app.screen
    return isinstance(screen, ActivityScreen) and screen._rung is not None


async def laid_out(pilot: Pilot[str]) -> None:
    await until(pilot, lambda: len(pilot.app.screen.query(Position)) == 7)
    await pilot.pause()


async def test_a_number_puts_a_card_at_its_place_and_two_enters_lock_it() -> None:
    host, me, _ = ranking()
    first = start(host, me)
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await laid_out(pilot)
        assert order(pilot) == first
        assert sentence(pilot) == "Put your cards in order, then press enter."
        await pilot.press("down", "down", "1", "7")
        assert order(pilot) == [first[0], first[1], *first[3:], first[2]]
        await pilot.press("enter")
        assert sentence(pilot) == "Locked means locked. Press enter once more."
        assert "you cannot change it afterwards" in text(app_of_pilot(pilot))
        assert locked(host, me, "ours") == []
        await pilot.press("enter")
        await until(pilot, lambda: sentence(pilot) == "Locked. Waiting for one other person.")
        assert locked(host, me, "ours") == order(pilot)
        await pilot.press("1", "u", "space", "enter", "enter")
        assert [type(command) for command in host.table(me).done] == [LockOrder]


async def test_space_takes_a_card_and_the_arrows_carry_it() -> None:
    host, me, _ = ranking()
    a, b, c, *rest = start(host, me)
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await laid_out(pilot)
        await pilot.press("space", "down", "down")
        assert sentence(pilot) == "Carry it with ↑ and ↓, drop it with space."
        await pilot.press("space", "up")
        assert order(pilot) == [b, c, a, *rest]
        await pilot.press("space", "up", "up", "up")
        assert order(pilot) == [c, b, a, *rest]
        await pilot.press("down", "space")
        assert order(pilot) == [b, c, a, *rest]


async def test_moving_on_after_the_question_asks_again() -> None:
    host, me, _ = ranking()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await laid_out(pilot)
        await pilot.press("enter", "3", "enter")
        assert sentence(pilot).startswith("Locked means locked.")
        await pilot.press("escape")
        assert sentence(pilot).startswith("Put your cards in order")
        assert locked(host, me, "ours") == []


async def test_with_the_mouse_a_card_is_dragged_or_sent_up_by_its_arrow() -> None:
    host, me, _ = ranking()
    a, b, c, *rest = start(host, me)
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await laid_out(pilot)
        places = list(pilot.app.screen.query(Position))
        await pilot.mouse_down(places[2])
        await pilot.hover(places[1])
        await pilot.hover(places[0])
        await pilot.mouse_up(places[0])
        assert order(pilot) == [c, a, b, *rest]
        await pilot.hover(places[5])
        assert order(pilot) == [c, a, b, *rest]
        await pilot.click(places[2].query(MoveArrow).first())
        assert order(pilot) == [c, b, a, *rest]
        await pilot.click("#lock")
        await until(pilot, lambda: sentence(pilot).startswith("Locked means locked."))
        await pilot.click("#lock")
        await until(pilot, lambda: sentence(pilot).startswith("Locked."))
        assert locked(host, me, "ours") == [c, b, a, *rest]


async def test_at_the_bell_what_was_moved_is_sent_and_nothing_else() -> None:
    for keys, sent in ((("down",), False), (("down", "1"), True)):
        host, me, _ = ranking()
        boss = min(host.room.public.seats)
        async with app_of(host, me).run_test(size=SMALL) as pilot:
            await laid_out(pilot)
            await pilot.press(*keys)
            near_the_bell(host)
            host.do(boss, Pause())
            host.do(boss, Resume())
            await until(pilot, lambda: rung(pilot))
            await pilot.pause()
            assert bool(locked(host, me, "ours")) == sent


async def test_the_second_guess_starts_from_the_first() -> None:
    host, me, _ = ranking("guess")
    mine = start(host, me)[::-1]
    host.do(me, LockOrder(step="guess", order=tuple(mine)))
    host.pass_steps("again")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await laid_out(pilot)
        assert order(pilot) == mine
        assert sentence(pilot) == "Order them as they would, then press enter."


def test_everybody_starts_from_an_order_of_their_own_that_stays() -> None:
    host, me, watcher = ranking()
    deck = [card.id for card in host.room.home("business").deck]
    assert sorted(start(host, me)) == sorted(deck)
    assert start(host, me) == start(host, me)
    assert start(host, me) != start(host, watcher)
    assert start(host, me) != deck
    before = start(host, me)
    host.do(min(host.room.public.seats), MoreTime(step="ours", seconds=10))
    assert start(host, me) == before


async def test_observers_of_a_side_may_lock_and_the_reason_is_on_demand() -> None:
    host, _, watcher = ranking()
    async with app_of(host, watcher).run_test(size=SMALL) as pilot:
        await laid_out(pilot)
        await pilot.press("0")
        assert "Why?" in text(app_of_pilot(pilot))
        await pilot.press("2", "enter", "enter")
        await until(pilot, lambda: sentence(pilot).startswith("Locked."))
        assert locked(host, watcher, "ours") == order(pilot)
