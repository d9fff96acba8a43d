"""The container's file and the unit: linted, and their very command lines run here."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from deploy.health import well
from tests.getting.built import ROOT, Place, run
from tests.getting.deployed import (
    CONTAINER,
    UNIT,
    instructions,
    one,
    rebased,
    settings,
    started,
)
from tests.support.patience import LIMIT
from tests.support.process import free_port
from tests.turnabout.command import COMMAND, folders, read_until

EXPOSED = 2.0
"""Most that systemd may find to say of a service's reach, of 10."""


def runs(words: Sequence[str], address: str, home: Path) -> None:
    """Start a server by its command line, ask how it is, and stop it as systemd does."""
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=folders(home)
    )
    try:
        read_until(process, "Open a room:")
        assert well(address)
    finally:
        process.terminate()
        said, wrong = process.communicate(timeout=LIMIT)
    assert process.returncode == 0, wrong
    assert "Stopping" in said
    assert not well(address)


def test_the_container_has_nothing_to_complain_about() -> None:
    run(Path(sys.executable).with_name("hadolint"), CONTAINER)


def test_what_is_copied_into_the_container_is_what_the_wheel_takes() -> None:
    copied = [word for i in instructions() if i.name == "COPY" for word in i.says.split()[:-1]]
    assert not [name for name in copied if not (ROOT / name).exists()]


@pytest.mark.long_form
def test_the_container_is_built_and_serves_by_its_own_lines(tmp_path: Path) -> None:
    port = str(free_port())
    place = Place(tmp_path / "python")
    places: dict[str, Path | str] = {
        "/wheels": tmp_path / "wheels",
        "/var/lib/": f"{tmp_path}/var/lib/",
        "/usr/local/lib/turnabout-health.py": ROOT / "deploy" / "health.py",
        "python -m": f"{place.python} -m",
        "8765": port,
    }
    for instruction in instructions():
        if instruction.name != "RUN":
            continue
        line = rebased(instruction.line, places)
        if os.geteuid() != 0:
            line = line.replace("--owner=10001 --group=10001", "")
        run("sh", "-ec", line, cwd=ROOT)
    for kept in one("VOLUME").words:
        folder = Path(rebased(kept, places))
        assert folder.stat().st_mode & 0o777 == 0o700
        if os.geteuid() == 0:
            assert f"{folder.stat().st_uid}:{folder.stat().st_gid}" == one("USER").says
            # Nobody here is that user, and a server takes no folder of somebody else.
            os.chown(folder, os.geteuid(), os.getegid())
    words = [rebased(word, places) for word in one("ENTRYPOINT").words + one("CMD").words]
    health = [rebased(word, places) for word in one("HEALTHCHECK").words]
    assert words[0] == "turnabout"
    assert subprocess.run([sys.executable, *health[1:]], check=False).returncode == 1
    runs([place.command, *words[1:]], f"127.0.0.1:{port}", tmp_path)


def test_how_a_server_is_asked_for_is_what_the_container_does() -> None:
    said = one("HEALTHCHECK").words
    assert said[0] == "python"
    assert said[-1].partition(":")[2] == one("EXPOSE").says


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_unit_has_nothing_to_complain_about(tmp_path: Path) -> None:
    file = tmp_path / UNIT.name
    file.write_text(
        UNIT.read_text(encoding="utf-8").replace("/opt/turnabout/bin/turnabout", "/bin/true"),
        encoding="utf-8",
    )
    done = subprocess.run(
        ["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")
    run("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSED * 10:.0f}", file)


def test_the_unit_serves_by_its_own_line(tmp_path: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    words = [word.replace("127.0.0.1:8765", address) for word in started(tmp_path)]
    assert address in words
    runs([*COMMAND, *words[1:]], address, tmp_path)
    (kept,) = settings("StateDirectory")
    assert all(str(tmp_path / name) in words for name in kept.split())
