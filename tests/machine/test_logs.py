"""Whoever logs an error, and even where nobody does: its frames are written, not its text."""

import asyncio
import gc
import io
import logging
import sys
import threading
from typing import Any

import pytest

from tests.support.patience import until
from turnabout_machine.logs import Frames, watch_loop, watch_process

SAID = "what Dana typed"


def stumble(*_: object) -> None:
    raise ValueError(SAID)


@pytest.fixture
def written() -> Any:
    """What the root logger writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Frames("%(message)s"))
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def assert_frames(text: str) -> None:
    assert "ValueError\n" in text
    assert " stumble" in text
    assert SAID not in text
    assert "Traceback" not in text


def test_an_error_that_a_library_logs(written: io.StringIO) -> None:
    try:
        stumble()
    except ValueError:
        logging.getLogger("somebody.else").exception("connection handler failed")
    assert written.getvalue().startswith("connection handler failed\nValueError\n")
    assert_frames(written.getvalue())


async def test_a_task_and_a_callback_nobody_waits_for(written: io.StringIO) -> None:
    watch_loop()
    asyncio.get_running_loop().call_soon(stumble, SAID)
    await until(lambda: "Something nobody waits for failed" in written.getvalue())
    assert_frames(written.getvalue())
    written.truncate(0)

    async def fail() -> None:
        stumble()

    task = asyncio.ensure_future(fail())
    await asyncio.wait([task])
    del task
    gc.collect()
    await until(lambda: "Something nobody waits for failed" in written.getvalue())
    assert_frames(written.getvalue())


def test_a_thread(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module, name in ((threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    watch_process()
    thread = threading.Thread(target=stumble)
    thread.start()
    thread.join()
    assert written.getvalue().startswith("A thread failed: ")
    assert_frames(written.getvalue())
    assert capsys.readouterr().err == ""
