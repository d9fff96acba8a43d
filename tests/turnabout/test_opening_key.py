"""The opening key: whoever reads it trusts it only while it is ours alone."""

import os
from pathlib import Path

import pytest

from tests.turnabout.command import turnabout

pytestmark = pytest.mark.skipif(os.name == "nt", reason="files have no such bits")
OPEN = ("open", "asset-valve", "--server", "ws://127.0.0.1:9", "--data")


def test_a_key_that_others_can_read_is_not_shown_to_a_server(tmp_path: Path) -> None:
    key = tmp_path / "open.key"
    key.write_text("A" * 16)
    key.chmod(0o644)
    done = turnabout(*OPEN, str(tmp_path), home=tmp_path)
    assert done.returncode != 0
    assert "can be read by others" in done.stderr


def test_what_lies_in_its_place_is_no_reason_to_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "open.key", 0o600)
    done = turnabout(*OPEN, str(tmp_path), home=tmp_path)
    assert done.returncode != 0
    assert "opening key" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_key_at_all_is_asked_of_the_server(tmp_path: Path) -> None:
    done = turnabout(*OPEN, str(tmp_path), home=tmp_path)
    assert "opening key" not in done.stderr
    assert "127.0.0.1:9" in done.stderr
