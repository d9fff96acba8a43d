"""Whatever encoding its output has, a command ends as anywhere; a closed pipe is no failure.

Windows encodes into pipes by its old code page, and so do some systems elsewhere.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.patience import LIMIT
from tests.turnabout.command import COMMAND, folders
from turnabout.verbs import SCENARIO_VERBS, VERBS

ENCODINGS: Final = ("ascii", "cp1252", "latin-1")
STEER: Final = "ws://127.0.0.1:9/steer/7F3K2QMX9TRVH4WZ.8QX0MM4ZB1T7C2PD"
WATCH: Final = "ws://127.0.0.1:9/watch/7F3K2QMX9TRVH4WZ"
JOIN: Final = "ws://127.0.0.1:9/join/7F3K2QMX9TRVH4WZ"
ALONE: Final[tuple[tuple[str, ...], ...]] = (
    ("--help",),
    ("demo", "--players", "2", "--language", "fr"),
    ("host", "missed-“target”"),
    ("serve", "--listen", "“ünwahr”"),
    ("open", "missed-target", "--server", "ws://127.0.0.1:9", "--language", "de"),
    ("join", JOIN, "--name", "Zoë", "--home", "it", "--plain", "--language", "fr"),
    ("steer", STEER, "--name", "Łukasz", "--plain", "--language", "de"),
    ("watch", WATCH, "--name", "\N{GREEK SMALL LETTER ALPHA}", "--plain"),
    ("door", STEER),
    ("rooms",),
    ("report",),
    ("completion", "bash"),
    ("ssh", "“ünwahr”"),
    ("promises", "“Équipe”"),
    ("promises", "drop", "1", "--because", "“Équipe” – nein"),
    ("history", "“Équipe”"),
    ("privacy", "--language", "fr"),
    ("forget", "a18b869b2e81", "--yes"),
    ("scenario", "list", "--language", "fr"),
    ("scenario", "show", "missed-target", "--language", "de"),
    ("scenario", "new", "depot.yaml", "--title", "Schlüssel “Ω”"),
    ("scenario", "check", "depot.yaml"),
    ("scenario", "import", "notes.md", "--side", "it"),
)
"""Every verb, with arguments that make it print."""
RUN: Final = """
import json, sys
from turnabout.main import main

ends = [main(one) for one in json.loads(sys.argv[1])]
sys.stderr.write("ends " + json.dumps(ends) + "\\n")
"""


def environment(home: Path, encoding: str) -> dict[str, str]:
    return {**folders(home), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}


def test_every_verb_is_among_them() -> None:
    named = {arguments[0] for arguments in ALONE}
    assert set(VERBS) <= named
    inner = {arguments[1] for arguments in ALONE if arguments[0] == "scenario"}
    assert set(SCENARIO_VERBS) <= inner


def ends(home: Path, encoding: str) -> list[int]:
    """Return how each of `ALONE` ends, one after the other in a home of its own."""
    home.mkdir()
    (home / "notes.md").write_text("- “Schön” – wir möchten Öl\n- Ω später\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(ALONE)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding=encoding,
        errors="replace",  # what is for a file is UTF-8 in any case
        cwd=home,
        timeout=LIMIT,
        check=False,
        env=environment(home, encoding),
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert "did not foresee" not in said
    found = re.search(r"^ends (.*)$", done.stderr, re.MULTILINE)
    assert found, said
    statuses: list[int] = json.loads(found[1])
    return statuses


def test_every_verb_ends_as_anywhere(tmp_path: Path) -> None:
    usual = ends(tmp_path / "utf-8", "utf-8")
    assert usual.count(0) > len(ALONE) / 3
    for encoding in ENCODINGS:
        assert ends(tmp_path / encoding, encoding) == usual, encoding


@pytest.mark.parametrize("arguments", ALONE, ids=" ".join)
def test_a_closed_pipe_is_no_failure_of_any_verb(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "notes.md").write_text("- “Schön”\n", encoding="utf-8")
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=nobody,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            timeout=LIMIT,
            check=False,
            env=environment(tmp_path, "cp1252"),
        )
    said = done.stderr.decode("cp1252")
    assert "Traceback" not in said
    assert "did not foresee" not in said
    assert "Broken pipe" not in said
    assert done.returncode in (0, 1, 2)
