"""Seat keys on disk: found again, private, and never the reason for a crash."""

import asyncio
import stat
from pathlib import Path

import pytest

from tests.support.patience import patience
from turnabout_client.entrance.door import NetworkEntrance
from turnabout_client.link.keyring import MOST, KeptSeat, find, forget, keep
from turnabout_protocol.links import Link

ROOM = Link(server="ws://127.0.0.1:1", door="join", code="A" * 16)
OTHER = Link(server="ws://127.0.0.1:1", door="join", code="B" * 16)
DANA = KeptSeat(name="Dana", key="KEYDANA00", role="player")
KIM = KeptSeat(name="Kim", key="KEYKIM000", role="observer")


def test_keys_are_found_by_room_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "seats.json"
    keep(ROOM, DANA, path=path)
    keep(ROOM, KIM, path=path)
    newer = KeptSeat(name="Dana", key="KEYDANA11", role="player")
    keep(ROOM, newer, path=path)
    assert find(ROOM, path=path) == [newer, KIM]
    assert find(OTHER, path=path) == []


def test_nobody_else_can_read_them(tmp_path: Path) -> None:
    path = tmp_path / "own" / "seats.json"
    keep(ROOM, DANA, path=path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {p.name for p in path.parent.iterdir()} == {"seats.json", "seats.lock"}


def test_a_closed_room_is_forgotten_and_a_seat_alone_too(tmp_path: Path) -> None:
    path = tmp_path / "seats.json"
    for seat in (DANA, KIM):
        keep(ROOM, seat, path=path)
    keep(OTHER, DANA, path=path)
    forget(ROOM, "Dana", path=path)
    assert find(ROOM, path=path) == [KIM]
    forget(ROOM, path=path)
    assert find(ROOM, path=path) == []
    assert find(OTHER, path=path) == [DANA]


def test_old_keys_go_first(tmp_path: Path) -> None:
    path = tmp_path / "seats.json"
    for number in range(MOST + 1):
        keep(ROOM, KeptSeat(name=f"p{number}", key="KEY000000", role="player"), path=path)
    names = [kept.name for kept in find(ROOM, path=path)]
    assert len(names) == MOST
    assert "p0" not in names


def test_a_damaged_file_is_set_aside_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "seats.json"
    path.write_text("{ not ours")
    said: list[str] = []
    assert find(ROOM, path=path, say=said.append) == []
    assert len(said) == 1
    assert "damaged" in said[0]
    assert (tmp_path / "seats.broken.json").read_text() == "{ not ours"
    keep(ROOM, DANA, path=path, say=said.append)
    assert find(ROOM, path=path) == [DANA]


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said: list[str] = []
    keep(ROOM, DANA, path=tmp_path / "file" / "seats.json", say=said.append)
    assert find(ROOM, path=tmp_path / "file" / "seats.json", say=said.append) == []
    assert len(said) == 2


async def test_a_lock_that_another_window_holds_does_not_hold_up_the_screens(
    tmp_path: Path,
) -> None:
    fcntl = pytest.importorskip("fcntl")
    path = tmp_path / "seats.json"
    entrance = NetworkEntrance(path)
    with (tmp_path / "seats.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        keeping = asyncio.create_task(entrance.keep(ROOM, DANA.name, DANA.key, DANA.role))
        for _ in range(20):
            await asyncio.sleep(0)
            assert await entrance.known(ROOM) == []
        assert not keeping.done()
        fcntl.flock(lock, fcntl.LOCK_UN)
        async with patience():
            await keeping
    assert await entrance.known(ROOM) == [DANA]
