"""A terminal at the other end: its window, its lines, and what waits on both ways."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_client.dialogue.lines.ends import Line
from turnabout_client.ssh.terminal import LARGEST, LEAST, Size, Terminal, bounded
from turnabout_client.ssh.typing import LONGEST, Lines


class Wired:
    """The channel below."""

    def __init__(self) -> None:
        self.sent = ""
        self.reads = True

    def write(self, data: bytes) -> None:
        self.sent += data.decode()

    def pause_reading(self) -> None:
        self.reads = False

    def resume_reading(self) -> None:
        self.reads = True


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_no_window_is_larger_than_can_be_painted(width: int, height: int) -> None:
    size = bounded(width, height)
    assert all(low <= is_ <= high for low, is_, high in zip(LEAST, size, LARGEST, strict=True))


async def test_of_many_sizes_the_newest_counts() -> None:
    terminal = Terminal(Wired(), "xterm")
    for width in range(30, 200):
        terminal.resized(width, 40)
    assert await terminal.read() == Size(199, 40)
    terminal.ended()
    assert await terminal.read() == b""


async def test_what_is_typed_faster_than_it_is_read_waits_in_the_network() -> None:
    wire = Wired()
    terminal = Terminal(wire, "xterm")
    while wire.reads:
        terminal.typed(b"x", 0.0)
    pieces = 0
    while not wire.reads:
        assert await terminal.read() == b"x"
        pieces += 1
    assert pieces < 1000


async def lines_of(kind: str, *typed: bytes) -> tuple[list[str | None], str]:
    wire = Wired()
    terminal = Terminal(wire, kind)
    lines = Lines(terminal)
    for data in typed:
        terminal.typed(data, 0.0)
    terminal.ended()
    heard: list[str | None] = []
    while (line := await lines.line()) is not None:
        heard.append(line.text)
    return [*heard, None], wire.sent


async def test_a_pipe_brings_lines_however_they_end_and_is_not_echoed() -> None:
    heard, shown = await lines_of("", b"Ann\n1\r\n", b"\xc3", b"\xa4\nhalf")
    assert heard == ["Ann", "1", "ä", "half", None]
    assert shown == ""


async def test_keys_are_echoed_and_can_be_taken_back() -> None:
    heard, shown = await lines_of("dumb", "Anne\x7f\rBäb\x15x\r".encode())
    assert heard == ["Ann", "x", None]
    assert shown == "Anne\b \b\r\nBäb\b \b\b \b\b \bx\r\n"


async def test_arrows_and_mice_type_nothing() -> None:
    heard, shown = await lines_of("xterm", b"A\x1b[A\x1b[<0;3;4Mn\x1b]0;title\x07n\r")
    assert heard == ["Ann", None]
    assert shown == "Ann\r\n"


@pytest.mark.parametrize("key", [b"\x03", b"\x04"])
async def test_the_usual_keys_leave(key: bytes) -> None:
    heard, _ = await lines_of("dumb", b"\r", key, b"more\r")
    assert heard[:2] == ["", None]


async def test_news_come_above_what_is_typed() -> None:
    wire = Wired()
    terminal = Terminal(wire, "dumb")
    lines = Lines(terminal)
    terminal.typed(b"half a wo", 0.0)
    reading = asyncio.create_task(lines.line())
    while "wo" not in wire.sent:
        await asyncio.sleep(0)
    lines.say("News.")
    terminal.typed(b"rd\r", 0.0)
    assert await reading == Line("half a word")
    assert wire.sent == "half a wo\r\nNews.\r\nhalf a word\r\n"


async def test_a_line_is_known_by_what_was_asked_when_it_was_begun() -> None:
    wire = Wired()
    terminal = Terminal(wire, "dumb")
    lines = Lines(terminal)
    seen: list[Line] = []
    lines.asked("one")
    lines.watched(seen.append)
    lines.offer("so ")
    reading = asyncio.create_task(lines.line())
    terminal.typed(b"be", 0.0)
    while "be" not in wire.sent:
        await asyncio.sleep(0)
    lines.asked("two")
    terminal.typed(b" it\r", 0.0)
    assert await reading == Line("so be it", "one")
    assert seen[-1] == Line("so be it", "one")
    again = asyncio.create_task(lines.line())
    terminal.typed(b"y\r", 0.0)
    assert await again == Line("y", "two")


async def test_no_line_is_longer_than_it_may_be() -> None:
    heard, _ = await lines_of("", b"x" * (LONGEST + 10) + b"\n")
    assert heard == ["x" * LONGEST, None]
