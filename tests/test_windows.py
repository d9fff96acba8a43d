"""The suite where there are no pseudo-terminals and fewer signals, as on Windows."""

import subprocess
import sys

from tests.support.patience import LIMIT

AS_ON_WINDOWS = """
import asyncio, signal, sys
import pytest

for module in ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"):
    sys.modules[module] = None
for name in ("SIGHUP", "SIGKILL", "SIGSTOP", "SIGCONT", "SIGUSR1", "SIGWINCH"):
    vars(signal).pop(name, None)
sys.exit(pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]))
"""


def test_every_test_that_is_collected_can_be_imported_on_windows() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AS_ON_WINDOWS],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "tests/client/test_link.py" in done.stdout
