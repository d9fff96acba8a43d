"""What is typed, as the table reads it and as it comes back to whoever typed it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from tests.client.test_tui_activities import SMALL, app_of_pilot
from tests.client.test_tui_model import playing
from tests.client.test_tui_screens import app_of, field, text, until
from tests.client.tui_table import Host, taster
from tests.support.patience import poll
from tests.support.serving import Serving, serving
from tests.support.wire import Wire
from turnabout_client.activities.scene.hand import Hand
from turnabout_client.activities.scene.moment import Moment, moment
from turnabout_client.link.connection import Connection
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol import links
from turnabout_protocol.activities.scene import AnswerEcho, Said, Scene, SceneState, Speak, Turn
from turnabout_protocol.messages import Return, Writing
from turnabout_server.live.writing import PACE


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def on_screen(app: TurnaboutApp, words: str) -> bool:
    return words in text(app)


def typed(said: Said | None, turn: int = 1) -> Writing:
    return Writing(step="scene", turn=turn, said=said)


@pytest.mark.parametrize("who", ["listener", "console"])
async def test_the_words_grow_at_the_table_while_they_are_typed(who: str) -> None:
    host = playing("business", "it")
    live = host.room.public.state(SceneState, "scene").live
    assert live is not None
    listener = next(s.id for s in host.room.public.players() if s.id != live.seat)
    seat = listener if who == "listener" else 1
    async with app_of(host, seat).run_test(size=(120, 36)) as pilot:
        app, table = app_of_pilot(pilot), host.table(seat)
        for said, seen in (
            (Said(say="We wait"), "“We wait”"),
            (Said(say="We wait for the valve", ask="Do you?"), "“We wait for the valve”"),
            (None, "is writing …"),
        ):
            table.writing = typed(said)
            app.room_changed()
            await until(pilot, partial(on_screen, app, seen))
        table.writing = typed(Said(say="Of another turn"), turn=9)
        app.room_changed()
        await until(pilot, lambda: "is writing …" not in text(app))
        assert "Of another turn" not in text(app)


async def test_keys_hide_my_words_and_give_me_time_and_nobody_else_sees_a_clock() -> None:
    host = playing("business", "it")
    step = host.room.public.step
    assert isinstance(step, Scene)
    live = host.room.public.state(SceneState, "scene").live
    assert live is not None
    other = next(s.id for s in host.room.public.players() if s.id != live.seat)

    def bell(seat: int) -> int | None:
        span = moment(host.table(seat).room, seat, step, host.now).span
        return None if span is None else span.ends

    plain = bell(live.seat)
    async with app_of(host, live.seat).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await pilot.press("escape", "h")
        await until(pilot, lambda: host.room.of(live.seat).hides)
        await until(pilot, lambda: "unseen until you send them" in text(app))
        await pilot.press("h")
        await until(pilot, lambda: not host.room.of(live.seat).hides)
        await pilot.press("plus")
        await until(pilot, lambda: host.room.of(live.seat).extra_time)
    assert plain is not None
    assert bell(live.seat) == plain + 30_000
    assert bell(other) is None


class Terminal:
    """A screen on a connection to a real server, for one seat's key."""

    def __init__(self, here: Serving, code: str, key: str) -> None:
        where = links.Link(server=here.address, door="join", code=code)
        self.link = Connection(
            where,
            Return(key=key),
            on_change=lambda entries: self.app.room_changed(),
            on_status=lambda status: self.app.status_changed(),
            on_writing=lambda: self.app.room_changed(),
            time=here.clock.now,
        )
        self.app = TurnaboutApp(self.link)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Pilot[Any]]:
        async with self.app.run_test(size=SMALL) as pilot:
            running = asyncio.create_task(self.link.run())
            try:
                yield pilot
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running


async def test_a_terminal_opened_again_in_mid_sentence_shows_what_was_typed(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened, _, ann, bob = await here.table()
        await here.play(ann, bob)
        seat = (await ann.wait_event("turn_started"))["event"]["seat"]
        wire, other = (ann, bob) if seat == ann.seat else (bob, ann)
        first = Terminal(here, opened.code, wire.key)
        async with first.open() as pilot:
            await until(pilot, lambda: isinstance(pilot.app.focused, TextField))
            await pilot.press("2", *"Half a sen")
            await heard(here, other, "Half a sen")
        again = Terminal(here, opened.code, wire.key)
        async with again.open() as pilot:
            await until(pilot, lambda: any(hand.chosen for hand in shown(again.app)))
            (say,) = again.app.screen.query("#say").results(TextField)
            assert say.text == "Half a sen"
            # The one that types here is not overtaken by what comes back.
            await until(pilot, lambda: isinstance(pilot.app.focused, TextField))
            await pilot.press(*"tence")
            await heard(here, other, "Half a sentence")


def shown(app: TurnaboutApp) -> list[Hand]:
    return list(app.screen.query(Hand))


async def heard(here: Serving, wire: Wire, say: str) -> None:
    """Let time pass in small steps until the table has read that."""

    def read() -> bool:
        drafts = (m["said"] for m in wire.messages if m["msg"] == "writing")
        return any(said is not None and said["say"] == say for said in drafts)

    await poll(read, say, lambda: here.wait(PACE / 10))


async def test_an_echo_goes_ahead_and_may_be_mended_once() -> None:
    plan = taster()
    steps = tuple(replace(s, mend=True) if isinstance(s, Scene) else s for s in plan.steps)
    host = playing("business", "it", agenda=replace(plan, steps=steps))
    first = live(host).seat
    host.do(first, Speak(step="scene", turn=1, said=Said(say="We wait.")))
    turn = live(host)
    async with app_of(host, turn.seat).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "echo").has_focus)
        await pilot.press(*"slow", "enter")
        await until(pilot, lambda: live(host).echo == "slow")
        await until(pilot, lambda: field(app, "echo").read_only)
        assert moment_of(host, first).to_hear is not None, "asked while the turn is on"
        host.do(first, AnswerEcho(step="scene", turn=2, answer="no"))
        await until(pilot, lambda: "Change your echo once, then Enter." in text(app))
        assert not field(app, "echo").read_only
        field(app, "echo").focus()
        await pilot.press(*"er", "enter")
        await until(pilot, lambda: live(host).echo == "slower" and live(host).mended)
        host.do(first, AnswerEcho(step="scene", turn=2, answer="yes"))
        await until(pilot, lambda: "yes, heard" in text(app))


def live(host: Host) -> Turn:
    found = host.room.public.state(SceneState, "scene").live
    assert found is not None
    return found


def moment_of(host: Host, seat: int) -> Moment:
    step = host.room.public.step
    assert isinstance(step, Scene)
    return moment(host.table(seat).room, seat, step, host.now)
