"""Files that are none, and paths that a shell would take apart."""

import os
import shlex
from pathlib import Path

import pytest

from tests.turnabout.command import turnabout


@pytest.mark.skipif(os.name == "nt", reason="no devices and pipes with a name")
@pytest.mark.parametrize("verb", [("report", "--import"), ("scenario", "check")])
def test_what_has_no_end_is_a_sentence(tmp_path: Path, verb: tuple[str, str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    for file in ("/dev/zero", str(tmp_path / "pipe"), str(tmp_path)):
        done = turnabout(*verb, file, home=tmp_path)
        assert done.returncode != 0
        assert "ordinary file" in done.stderr + done.stdout or "folder" in done.stderr + done.stdout
        assert "Traceback" not in done.stderr


def test_a_report_that_is_too_large_is_a_sentence(tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(5 * 2**20)
    done = turnabout("report", "--import", str(large), home=tmp_path)
    assert done.returncode != 0
    assert "more than 4 MiB" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="quotes of another shell")
def test_a_printed_command_can_be_typed_whatever_the_path(tmp_path: Path) -> None:
    from turnabout.terminal import quoted

    path = tmp_path / "My data; rm -rf $HOME 'x'"
    assert shlex.split(f"turnabout report --data {quoted(path)}")[-1] == str(path)
