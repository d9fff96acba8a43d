"""Whoever gives no sign is asked for one, and then counts as gone."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.patience import patience
from tests.support.serving import serving
from tests.support.wire import Wire
from turnabout_server.net import keepalive
from turnabout_server.net.keepalive import PATIENCE, QUIET, look


@dataclass(eq=False)
class End:
    """A connection that was heard at the beginning."""

    heard_at: float = 0.0
    pinged_at: float = -1.0
    takes: bool = True
    asked: int = 0
    gone: bool = False

    def probe(self) -> bool:
        self.asked += self.takes
        return self.takes

    def cut(self) -> None:
        self.gone = True


def test_who_is_quiet_is_asked_once_and_cut_when_nothing_comes() -> None:
    end = End()
    look([end], QUIET - 1)
    assert end.asked == 0
    look([end], QUIET)
    look([end], QUIET + PATIENCE - 1)
    assert (end.asked, end.gone) == (1, False)
    look([end], QUIET + PATIENCE)
    assert end.gone


def test_any_sign_will_do() -> None:
    end = End()
    look([end], QUIET)
    end.heard_at = QUIET + 1
    look([end], QUIET + PATIENCE)
    look([end], 2 * QUIET)
    assert (end.asked, end.gone) == (1, False)
    look([end], 2 * QUIET + 1)
    assert end.asked == 2


def test_who_takes_nothing_is_not_asked() -> None:
    end = End(takes=False)
    for second in range(100):
        look([end], second)
    assert (end.asked, end.gone) == (0, False)


async def test_a_client_that_is_there_stays_and_one_that_stands_still_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("EVERY", 0.01), ("QUIET", 0.1), ("PATIENCE", 0.3)):
        monkeypatch.setattr(keepalive, name, seconds)
    async with serving(tmp_path) as here:
        opened, fay, ann, bob = await here.table()
        bob.socket.transport.pause_reading()
        dropped = await fay.wait_event("seat_dropped")
        assert dropped["event"]["seat"] == bob.seat
        assert (await ann.do("note_aha", text="Still here"))["msg"] == "accepted"
        again = await Wire.knock(here.address, opened.code)
        await again.enter({"msg": "return", "key": bob.key, "epoch": "", "seen": 0, "moves": 0})
        bob.socket.transport.abort()
        async with patience():
            await asyncio.wait([bob._reader])
