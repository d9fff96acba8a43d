"""Put below the commands of these pages what they print: `make docs`.

In a block marked `console` a line that begins with `$ ` is run, all of a page in one empty folder;
everything else in the block is what came out.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PAGES = tuple(Path(__file__).with_name(name) for name in ("scenarios.md", "facilitating.md"))
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def page(file: Path) -> str:
    """Return the page in `file` as it should be."""
    written = file.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        return BLOCK.sub(lambda block: shown(block[0], folder), written)


def shown(block: str, folder: str) -> str:
    """Return `block` with what its commands print in `folder`."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{printed(line[2:], folder)}" for line in commands)


def printed(command: str, folder: str) -> str:
    """Return what `command` prints in `folder`, complaints included."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout


if __name__ == "__main__":
    for file in PAGES:
        file.write_text(page(file), encoding="utf-8")
