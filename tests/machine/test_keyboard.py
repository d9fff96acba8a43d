"""Enter is heard by loops that can wait for a terminal, and by those that cannot, as on Windows."""

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.patience import until
from turnabout_machine import keyboard
from turnabout_machine.keyboard import enter_pressed


@pytest.fixture
def keys() -> Iterator[tuple[int, int]]:
    """Give both ends of what is typed: where it is read, and where the keys come in."""
    reads, types = os.pipe()
    yield reads, types
    for end in (types, reads):
        try:
            os.close(end)
        except OSError:
            continue


@pytest.fixture(params=["a loop that waits for handles", "a loop that does not"])
def _loops(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object, *_: Any) -> None:
        raise NotImplementedError

    if request.param == "a loop that does not":
        monkeypatch.setattr(asyncio.SelectorEventLoop, "add_reader", refuse)


@pytest.mark.usefixtures("_loops")
async def test_a_line_is_enter_and_half_a_line_is_not(keys: tuple[int, int]) -> None:
    reads, types = keys
    pressed = asyncio.create_task(enter_pressed(reads))
    os.write(types, b"half")
    await asyncio.sleep(0)
    assert not pressed.done()
    os.write(types, b"\r\n")
    await pressed


@pytest.mark.usefixtures("_loops")
async def test_the_end_of_the_input_is_enter_too(keys: tuple[int, int]) -> None:
    reads, types = keys
    os.close(types)
    await enter_pressed(reads)


@pytest.mark.usefixtures("_loops")
async def test_who_stops_waiting_takes_no_key_from_who_waits_next(keys: tuple[int, int]) -> None:
    reads, types = keys
    first = asyncio.create_task(enter_pressed(reads))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    second = asyncio.create_task(enter_pressed(reads))
    await asyncio.sleep(0)
    os.write(types, b"\n")
    await second
    await until(lambda: reads not in keyboard._listeners)
    third = asyncio.create_task(enter_pressed(reads))
    await asyncio.sleep(0)
    assert not third.done()
    os.write(types, b"\n")
    await third


async def test_a_plain_file_as_input_ends_at_once(tmp_path: Any) -> None:
    file = tmp_path / "keys"
    file.write_bytes(b"")
    with file.open("rb") as stream:
        await enter_pressed(stream.fileno())
