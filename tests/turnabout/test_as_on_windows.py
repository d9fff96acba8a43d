"""`host` at a terminal where no loop waits for a handle and no signal says that it was closed."""

import signal
import sys
from pathlib import Path

from tests.support.process import free_port
from tests.support.window import Window

AS_ON_WINDOWS = """
import asyncio, signal, sys

def refuse(*_):
    raise NotImplementedError

for name in ("add_reader", "remove_reader", "add_writer", "remove_writer", "add_signal_handler"):
    setattr(asyncio.SelectorEventLoop, name, refuse)
del signal.SIGHUP
from turnabout.main import main
sys.exit(main())
"""


async def test_host_stays_opens_its_console_again_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    listen = ("--local", "--listen", f"127.0.0.1:{free_port()}", "--linger", "0.05")
    command = (sys.executable, "-c", AS_ON_WINDOWS)
    async with Window(("host", *listen), tmp_path, command=command) as window:
        await window.shows("Press Enter to open the console")
        for _ in range(2):
            window.press("\r")
            await window.shows("Host (you)")
            await window.pressed("q", "Leave")
            window.press("y")
            await window.shows("The session goes on without you")
        window.process.send_signal(signal.SIGINT)
        assert await window.ended() == 0
        assert "The room is kept" in window.raw.decode()
