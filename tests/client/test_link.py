"""The link against a real socket: entering, doing, coming back."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator

import pytest

from tests.support.house import CODE, House
from tests.support.patience import until
from tests.support.table import Table
from turnabout_client.link.backoff import LONGEST, Backoff
from turnabout_client.link.connection import Connection, Enter, knock
from turnabout_client.link.errors import CommandRefused, LinkError, TurnedAway
from turnabout_client.link.status import Status
from turnabout_client.link.unanswered import MOST
from turnabout_client.link.wire import Wire
from turnabout_protocol.activities.brief import WarmUp
from turnabout_protocol.activities.consent import Agree, ConsentState
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.commands import Pause, Start
from turnabout_protocol.fold import Entry
from turnabout_protocol.messages import CloseCode, Farewell, Join, Return
from turnabout_protocol.presence import SeatReturned

DANA = Join(name="Dana", home="business")


class Visitor:
    """A link, what it reported, and sleeps that take no time but are counted."""

    def __init__(self, house: House, enter: Enter = DANA) -> None:
        self.statuses: list[Status] = []
        self.slept: list[float] = []
        self.fails = False
        self.time = 100.0
        self.awake = asyncio.Event()
        self.awake.set()
        self.link = Connection(
            house.link(),
            enter,
            on_change=self._changed,
            on_status=self.statuses.append,
            time=lambda: self.time,
            sleep=self._sleep,
            backoff=Backoff(jitter=lambda: 1.0),
        )
        self.running = asyncio.create_task(self.link.run())

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)
        await self.awake.wait()

    def _changed(self, entries: tuple[Entry, ...]) -> None:
        if self.fails:
            raise RuntimeError("nobody foresaw it")

    async def live(self) -> "Visitor":
        await until(lambda: self.link.me is not None and self.link.status.state == "live")
        return self

    async def stop(self) -> None:
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)


@contextlib.asynccontextmanager
async def visit(house: House, enter: Enter = DANA) -> AsyncIterator[Visitor]:
    visitor = Visitor(house, enter)
    try:
        yield await visitor.live()
    finally:
        await visitor.stop()


def slept_more_than(visitor: Visitor, times: int) -> bool:
    return len(visitor.slept) > times


def begun() -> Table:
    """A table with two players and a facilitator that has reached its first step."""
    table = Table(players=2, facilitators=1)
    table.do(table.boss[0], Start())
    return table


async def test_a_return_says_in_which_epoch_the_copy_was_made() -> None:
    async with House(Table()) as house, visit(house) as visitor:
        for _ in range(3):
            before = house.came
            house.epoch = f"E{before}"
            house.cut()
            await until(lambda before=before: house.came > before)  # type: ignore[misc]
        assert [one.epoch for one in house.returns] == ["E1", "E1", "E2"]
        assert all(one.seen == visitor.link.seen for one in house.returns)


async def test_the_door_shows_the_room_without_taking_a_seat() -> None:
    async with House(Table()) as house:
        door = await knock(house.link())
        assert door.labels == {"business": "Sales", "it": "IT"}
        assert not house.table.public.seats


async def test_a_joined_client_folds_what_the_server_has() -> None:
    async with House(Table(players=1)) as house, visit(house) as dana:
        await until(lambda: dana.link.room.public == house.table.public)
        me = dana.link.me
        assert me is not None
        assert (me.name, me.home, me.played) == ("Dana", "business", "it")
        assert dana.link.key.startswith("KEY")


async def test_a_command_is_folded_when_do_returns() -> None:
    async with House(begun()) as house, visit(house) as dana:
        await dana.link.do(Agree(step="agree", yes=True))
        assert dana.link.seat in dana.link.room.public.state(ConsentState, "agree").agreed


async def test_a_refusal_carries_its_sentence() -> None:
    async with House(begun()) as house, visit(house) as dana:
        with pytest.raises(CommandRefused) as caught:
            await dana.link.do(Start())
        assert caught.value.code == "not_yours"
        assert caught.value.sentence.startswith("Only a facilitator")


async def test_what_breaks_the_protocol_is_refused_here_and_costs_no_connection() -> None:
    async with House(begun()) as house, visit(house) as dana:
        with pytest.raises(CommandRefused) as caught:
            await dana.link.do(WarmUp(step="agree", text="x" * 5000))
        assert caught.value.code == "malformed"
        assert "text" in caught.value.sentence
        assert house.commands == []
        await dana.link.do(Pause())


async def test_a_command_whose_answer_was_lost_is_sent_again_and_takes_effect_once() -> None:
    async with House(begun()) as house, visit(house) as dana:
        house.deaf = True
        doing = asyncio.create_task(dana.link.do(Agree(step="agree", yes=True)))
        await until(lambda: len(house.commands) == 1)
        house.deaf = False
        house.cut()
        await doing
        first, again = house.commands
        assert first == again
        agreed = house.table.public.state(ConsentState, "agree").agreed
        assert agreed.count(dana.link.seat or 0) == 1
        assert dana.link.room.public == house.table.public


async def test_commands_given_while_away_wait_and_go_out_once() -> None:
    async with House(begun()) as house, visit(house) as dana:
        dana.awake.clear()
        house.cut()
        await until(lambda: dana.link.status.state == "away")
        assert dana.link.status.sentence
        doing = asyncio.create_task(dana.link.do(Agree(step="agree", yes=True)))
        dana.link.draft("scene", 1, Said(say="older"))
        dana.link.draft("scene", 1, Said(say="newest"))
        await asyncio.sleep(0)
        assert house.commands == []
        dana.awake.set()
        await doing
        await until(lambda: len(house.drafts) == 1)
        assert house.drafts[0].said.say == "newest"
        assert len(house.commands) == 1
        assert len(house.table.public.seats) == 4  # came back to the seat, took no other


async def test_the_buffer_is_bounded() -> None:
    async with House(begun()) as house, visit(house) as dana:
        house.deaf = True
        waiting = [asyncio.create_task(dana.link.do(Pause())) for _ in range(MOST)]
        await until(lambda: dana.link.unanswered == MOST)
        with pytest.raises(CommandRefused, match="waiting"):
            await dana.link.do(Pause())
        await dana.stop()
        ends = await asyncio.gather(*waiting, return_exceptions=True)
        assert {end.code for end in ends if isinstance(end, CommandRefused)} == {"over"}


async def test_a_server_that_hangs_up_at_once_is_not_asked_in_a_hot_loop() -> None:
    async with House(Table()) as house, visit(house) as dana:
        house.slam = CloseCode.RESTART
        house.cut()
        await until(lambda: len(dana.slept) >= 12)
        assert dana.slept[:3] == pytest.approx([0.5, 0.85, 1.445])
        assert max(dana.slept) == LONGEST
        assert house.came <= len(dana.slept) + 1


async def test_after_a_healthy_time_the_delays_begin_anew() -> None:
    async with House(Table()) as house, visit(house) as dana:
        for lasted in (0, 0, 60):
            dana.time += lasted
            house.cut()
            await until(functools.partial(slept_more_than, dana, len(dana.slept)))
            await dana.live()
        assert dana.slept == pytest.approx([0.5, 0.85, 0.5])


async def test_it_outlives_a_restart_of_the_server() -> None:
    async with House(begun()) as house, visit(house) as dana:
        seen, port = dana.link.seen, house.port
        await house.shut()
        await until(lambda: dana.link.status.state == "away")
        house.table.do(house.table.boss[0], Pause())
        await house.open(port)
        await until(lambda: dana.link.seen > seen)
        assert dana.link.room.public == house.table.public


@pytest.mark.parametrize("code", [CloseCode.REPLACED, CloseCode.REMOVED, CloseCode.CLOSED])
async def test_a_farewell_for_good_ends_the_link(code: CloseCode) -> None:
    async with House(Table()) as house, visit(house) as dana:
        await house.dismiss(code, "That was it.")
        assert await dana.running == Farewell(code=code, sentence="That was it.")
        assert dana.link.status == Status(state="over", sentence="That was it.")
        assert dana.slept == []
        with pytest.raises(CommandRefused):
            await dana.link.do(Pause())


async def test_a_wrong_code_is_told_and_not_retried() -> None:
    async with House(Table()) as house:
        where = house.link()
        link = Connection(type(where)(server=where.server, door="join", code=CODE[::-1]), DANA)
        with pytest.raises(TurnedAway) as caught:
            await link.run()
        assert caught.value.code == CloseCode.NO_SUCH_ROOM
        assert house.came == 0


async def test_a_name_the_protocol_cannot_carry_is_a_sentence() -> None:
    async with House(Table()) as house:
        with pytest.raises(LinkError, match="24 characters"):
            await Connection(house.link(), Join(name="x" * 25, home="it")).run()


async def test_coming_back_with_a_key_from_an_earlier_day() -> None:
    async with House(begun()) as house:
        async with visit(house) as dana:
            key, seat = dana.link.key, dana.link.seat
        async with visit(house, Return(key=key)) as again:
            assert again.link.seat == seat
            await until(lambda: again.link.room.public == house.table.public)


async def test_room_time_runs_between_updates_never_back_and_stands_still_when_away() -> None:
    async with House(begun()) as house, visit(house) as dana:
        house.table.now = 10_000
        await dana.link.do(Agree(step="agree", yes=True))
        assert dana.link.now() == 10_000
        dana.time += 2
        assert dana.link.now() == 12_000
        house.table.now = 11_500  # an update that was long on its way
        await dana.link.do(Pause())
        assert dana.link.now() == 12_000
        dana.awake.clear()
        house.cut()
        await until(lambda: dana.link.status.state == "away")
        dana.time += 60
        assert dana.link.now() == 12_000


async def test_a_sender_that_fails_ends_the_link_and_refuses_what_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def stumble(wire: Wire, message: object) -> None:
        raise RuntimeError("nobody foresaw it")

    async with House(begun()) as house, visit(house) as dana:
        monkeypatch.setattr(Wire, "send", stumble)
        with pytest.raises(CommandRefused) as caught:
            await dana.link.do(Agree(step="agree", yes=True))
        assert caught.value.code == "over"
        with pytest.raises(RuntimeError):
            await dana.running
        assert dana.link.status.state == "over"
        assert dana.link.status.sentence


async def test_a_listener_that_fails_ends_the_link_too() -> None:
    async with House(begun()) as house, visit(house) as dana:
        dana.fails = True
        house.table.do(house.table.boss[0], Pause())
        await house.tell()
        with pytest.raises(RuntimeError):
            await dana.running
        assert dana.link.status.state == "over"


async def test_news_about_something_unknown_cost_the_copy_and_not_the_seat() -> None:
    async with House(begun()) as house, visit(house) as dana:
        await house.say(odd(house))
        await until(lambda: house.came == 2)
        await dana.live()
        await until(lambda: dana.link.room.public == house.table.public)
        assert [s.state for s in dana.statuses] == ["live", "away", "live"]
        assert "does not understand" in dana.statuses[1].sentence
        assert len(house.table.public.seats) == 4


async def test_news_that_stay_odd_are_a_sentence_and_an_end() -> None:
    async with House(begun()) as house, visit(house) as dana:
        house.odd = odd(house)
        await house.say(house.odd)
        farewell = await dana.running
        assert "Install the same version" in farewell.sentence
        assert len(dana.slept) == 1


def odd(house: House) -> Entry:
    """Return news about a seat that is not there."""
    return Entry(at=0, event=SeatReturned(seat=98))


@pytest.mark.parametrize("jitter", [0.0, 0.5, 1.0])
def test_a_server_that_asks_for_a_pause_gets_all_of_it(jitter: float) -> None:
    assert Backoff(jitter=lambda: jitter).next(0.0, at_least=5.0) >= 5.0
