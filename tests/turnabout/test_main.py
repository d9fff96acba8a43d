"""The command as a real process: exit statuses, one sentence for every failure, no traceback."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.patience import LIMIT
from tests.turnabout.command import COMMAND, turnabout
from turnabout.problems import FAILED, INTERRUPTED, Problem, ending
from turnabout.verbs import PROMISE_VERBS, SCENARIO_VERBS, VERBS

LINK = "ws://127.0.0.1:9/join/7F3K2QMX9TRVH4WZ"


def assert_one_sentence(done: subprocess.CompletedProcess[str], status: int, says: str) -> None:
    assert done.returncode == status, done.stderr
    assert done.stderr.startswith("turnabout: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert says in done.stderr


def test_help_names_every_verb_and_the_next_step() -> None:
    done = turnabout("--help")
    assert done.returncode == 0
    for verb in VERBS:
        # Its name, and what it does.
        assert re.search(rf"^│ {verb} +[A-Z]", done.stdout, re.MULTILINE), verb
    assert "turnabout demo" in done.stdout


@pytest.mark.parametrize(
    "verb",
    [
        *VERBS,
        "scenario",
        *(f"scenario {verb}" for verb in SCENARIO_VERBS),
        *(f"promises {verb}" for verb in PROMISE_VERBS),
    ],
)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    done = turnabout(*verb.split(), "--help")
    assert done.returncode == 0, done.stderr
    assert f"Example: turnabout {verb}" in done.stdout
    assert "Usage: turnabout" in done.stdout


def test_version() -> None:
    done = turnabout("--version")
    assert done.returncode == 0
    assert done.stdout.strip()[0].isdigit()


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("dmo",), 2, "demo"),
        (("scenario", "chek"), 2, "Did you mean"),
        (("promises", "Field crews", "done", "3"), 2, "“done 3” means nothing here"),
        (("promises", "--data", "none"), 1, "no data folder none"),
        (
            ("forget", LINK.replace("join", "steer") + ".8QX0MM4ZB1T7C2PD", "--data", "none"),
            1,
            "none",
        ),
        (("scenario", "check"), 2, "FILE"),
        (("scenario", "check", "none.yaml"), 1, "no such file"),
        (("scenario", "list", "--foo"), 2, "--foo"),
        (("join", LINK), 1, "Nothing listens"),
        (("watch", LINK.replace("join", "watch")), 1, "Nothing listens"),
        (("steer", LINK.replace("join", "steer") + ".8QX0MM4ZB1T7C2PD"), 1, "Nothing listens"),
        (("demo", "--scenario", "aset-valve"), 2, "asset-valve"),
        (("demo", "--players", "25"), 2, "24"),
        (("demo", "--players", "many"), 2, "many"),
        (("host", "aset-valve"), 2, "asset-valve"),
        (("host", "asset-valve", "--minutes", "scene"), 2, "straight=4"),
        (("host", "asset-valve", "--minutes", "sceen=9"), 2, "scene"),
        (("open", "asset-valve", "--server", "example.org"), 2, "https://"),
        (
            ("open", "asset-valve", "--server", "ws://127.0.0.1:9", "--key", "A" * 16),
            1,
            "127.0.0.1",
        ),
        (("serve", "--listen", "nonsense"), 2, "HOST:PORT"),
        (("serve", "--listen", "0.0.0.0:0"), 1, "--insecure-plain"),
    ],
)
def test_a_failure_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], status: int, says: str
) -> None:
    assert_one_sentence(turnabout(*arguments, home=tmp_path), status, says)


@pytest.mark.parametrize("arguments", [("scenario", "list"), ("--help",)])
def test_a_reader_that_goes_away_is_no_failure(arguments: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as stream:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=stream,
            stderr=subprocess.PIPE,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments", [("scenario", "list"), ("--help",), ("demo", "--players", "1")]
)
@pytest.mark.parametrize("closed", [">&-", "<&- >&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_failure_of_their_own(
    arguments: tuple[str, ...], closed: str
) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == (2 if "demo" in arguments else 0)


def test_what_nobody_foresaw_is_written_down_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    end = ending(RuntimeError("a secret detail"))
    assert end.status == FAILED
    assert "a secret detail" not in end.sentence
    (file,) = tmp_path.rglob("crash-*.txt")
    assert str(file) in end.sentence
    kept = file.read_text(encoding="utf-8")
    assert "RuntimeError" in kept
    assert "a secret detail" not in kept
    assert file.stat().st_mode & 0o077 == 0


def test_known_endings() -> None:
    assert ending(KeyboardInterrupt()).status == INTERRUPTED
    assert ending(ExceptionGroup("of one", [Problem("Do this.", 2)])) == ("Do this.", 2)
    assert "disk" in ending(OSError(28, "No space left on disk", "/data/log.db")).sentence
