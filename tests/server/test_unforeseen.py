"""What the operator reads of an unforeseen error: where it was, nothing of what it held."""

from pathlib import Path
from typing import Never

import pytest

from tests.support.serving import serving
from turnabout_server import rules
from turnabout_server.log.sqlite import SqliteLog

SAID = "what Ann typed"


def stumble(*_: object) -> Never:
    raise ValueError(SAID)


PLACE = f"test_unforeseen.py:{stumble.__code__.co_firstlineno + 1} stumble"


async def test_a_command_that_fails_is_logged_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path / "data") as here:
        _, _, ann, _ = await here.table()
        monkeypatch.setattr(rules, "decide", stumble)
        refused = await ann.do("pause")
    assert refused["code"] == "failed"
    assert "A command failed: Pause by ValueError\n" in caplog.text
    assert PLACE in caplog.text
    assert SAID not in caplog.text


async def test_a_room_that_fails_is_logged_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path / "data") as here:
        _, _, ann, _ = await here.table()
        monkeypatch.setattr(SqliteLog, "append", stumble)
        await ann.send({"msg": "do", "id": "1", "command": {"do": "pause"}})
        await ann.wait_for(lambda m: m["msg"] == "farewell")
    assert "failed: ValueError\n" in caplog.text
    assert PLACE in caplog.text
    assert SAID not in caplog.text
