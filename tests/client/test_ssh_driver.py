"""The app on a terminal at the other end of ssh, beside others in one process."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.support.patience import patience, until
from turnabout_client.ssh.driver import BEGIN, END
from turnabout_client.ssh.screens import SshApp
from turnabout_client.ssh.terminal import Terminal
from turnabout_client.tui.entrance.screen import JoinScreen
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.lend import lend
from turnabout_language import language, use


class Wired:
    """The channel below, as it was written to."""

    def __init__(self) -> None:
        self.sent = ""

    def write(self, data: bytes) -> None:
        self.sent += data.decode()

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Seat:
    """Somebody at the door, who is asked for a link."""

    def __init__(self) -> None:
        self.wire = Wired()
        self.terminal = Terminal(self.wire, "xterm-256color")
        self.app = SshApp(self.terminal)
        self.running = asyncio.create_task(self.app.run_async(size=self.terminal.size))

    def types(self, text: str) -> None:
        self.terminal.typed(text.encode(), 0.0)

    @property
    def typed(self) -> str:
        """What stands in the field for the link."""
        return self.app.screen.query_one("#link", TextField).text

    @property
    def ready(self) -> bool:
        screen = self.app.screen_stack[-1] if self.app.is_running else None
        return isinstance(screen, JoinScreen) and "link" in self.wire.sent


@asynccontextmanager
async def seated(count: int = 1) -> AsyncIterator[list[Seat]]:
    seats = [Seat() for _ in range(count)]
    try:
        for seat in seats:
            await until(lambda seat=seat: seat.ready)  # type: ignore[misc]
        yield seats
    finally:
        for seat in seats:
            seat.terminal.ended()
        async with patience():
            await asyncio.gather(*(seat.running for seat in seats))


async def test_keys_reach_the_app_and_its_end_leaves_the_terminal_as_it_was() -> None:
    async with seated() as (seat,):
        seat.types("hello")
        await until(lambda: seat.typed == "hello")
    assert seat.wire.sent.startswith(BEGIN)
    assert seat.wire.sent.endswith(END)


async def test_apps_beside_each_other_leave_the_streams_of_the_process_alone() -> None:
    before = sys.stdout, sys.stderr
    async with seated(3) as seats:
        assert (sys.stdout, sys.stderr) == before
        for number, seat in enumerate(seats):
            seat.types(str(number))
        for number, seat in enumerate(seats):
            await until(lambda s=seat, n=number: s.typed == str(n))  # type: ignore[misc]
        seats[0].terminal.ended()
        await seats[0].running
        assert (sys.stdout, sys.stderr) == before
        seats[1].types("x")
        await until(lambda: seats[1].typed == "1x")
    assert (sys.stdout, sys.stderr) == before


async def test_an_error_on_one_screen_is_one_persons() -> None:
    def fails() -> None:
        raise ZeroDivisionError("secret")

    async with seated(2) as (one, other):
        one.app.call_later(fails)
        async with patience():
            await one.running
        assert isinstance(one.app.trouble, ZeroDivisionError)
        assert "secret" not in one.wire.sent
        assert one.wire.sent.endswith(END)
        other.types("on")
        await until(lambda: other.typed == "on")
        assert other.app.trouble is None


async def test_a_language_is_one_persons_too() -> None:
    async with seated(2) as (one, other):
        spoken: dict[str, str] = {}
        one.app.call_later(use, "de")
        one.app.call_later(lambda: spoken.setdefault("one", language()))
        await until(lambda: "one" in spoken)
        other.app.call_later(lambda: spoken.setdefault("other", language()))
        await until(lambda: "other" in spoken)
        assert spoken == {"one": "de", "other": "en"}
        assert language() == "en"


async def test_the_mouse_works() -> None:
    async with seated() as (seat,):
        seat.app.set_focus(None)
        field = seat.app.screen.query_one("#link", TextField)
        await until(lambda: not field.has_focus)
        x, y = field.region.x + 2, field.region.y + 1
        seat.types(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m")
        await until(lambda: field.has_focus)


async def test_a_window_that_is_pulled_is_laid_out_anew() -> None:
    async with seated() as (seat,):
        for width in (70, 90, 100, 120):
            seat.terminal.resized(width, 40)
        await until(lambda: seat.app.size == (120, 40))


async def test_nothing_is_painted_while_nobody_takes_it_and_then_the_whole_screen() -> None:
    async with seated() as (seat,):
        seat.terminal.full()
        before = seat.wire.sent
        seat.types("typed while the line stood still")
        await until(lambda: seat.typed.endswith("still"))
        seat.terminal.resized(81, 24)
        await until(lambda: seat.app.size.width == 81)
        assert seat.wire.sent == before
        seat.terminal.drained()
        await until(lambda: "typed while" in seat.wire.sent[len(before) :])
        assert "T U R N A B O U T" in seat.wire.sent[len(before) :]


async def test_a_text_can_be_read_on_the_bare_terminal() -> None:
    async with seated() as (seat,):
        lent = asyncio.create_task(lend(seat.app, "a line\nanother"))
        await until(lambda: "another" in seat.wire.sent)
        shown = seat.wire.sent
        assert "a line\r\nanother" in shown.rpartition(END)[2]
        seat.terminal.resized(90, 30)
        await until(lambda: seat.app.size.width == 90)
        assert seat.wire.sent == shown
        seat.types("x\r")
        async with patience():
            assert await lent
        await until(lambda: "T U R N A B O U T" in seat.wire.sent[len(shown) :])
        seat.types("on")
        await until(lambda: seat.typed == "on")


async def test_a_flood_of_keys_waits_and_the_others_play_on() -> None:
    async with seated(2) as (one, other):
        one.types("\t" * 5000)
        other.types("on")
        await until(lambda: other.typed == "on")
        assert one.terminal.behind is False


async def test_every_terminal_has_the_same_colours_whatever_the_server_runs_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    async with seated(2) as seats:
        for seat in seats:
            assert "38;5;" in seat.wire.sent
            assert "38;2;" not in seat.wire.sent


async def test_nothing_is_opened_or_saved_on_the_machine_of_the_door(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def opened(*_: object, **__: object) -> bool:
        raise AssertionError("a browser of the server")

    monkeypatch.setattr("webbrowser.open", opened)
    async with seated() as (seat,):
        seat.app.open_url("https://example.org")
        assert seat.app._driver is not None
        assert not seat.app._driver.can_suspend
