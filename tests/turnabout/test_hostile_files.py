"""Files that are none, and paths that a shell would take apart."""

import os
import shlex
from pathlib import Path, PureWindowsPath

import pytest

from tests.turnabout.command import turnabout
from tests.turnabout.test_main import assert_one_sentence
from turnabout_machine.system import quoted
from turnabout_server.authoring.scenarios import library
from turnabout_server.net.tls import self_signed


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


@pytest.mark.parametrize("text", ["text\n{cell}\n", "text,{cell}\nA point,x\n"])
def test_a_cell_that_no_table_has_is_a_sentence(tmp_path: Path, text: str) -> None:
    notes = tmp_path / "notes.csv"
    notes.write_text(text.format(cell="x" * 200_000))
    done = turnabout("scenario", "import", str(notes), "--side", "it", home=tmp_path)
    assert_one_sentence(done, 1, "is longer than")


@pytest.mark.skipif(os.name == "nt", reason="no pipes with a name")
@pytest.mark.parametrize("option", ["--cert", "--key"])
def test_a_certificate_that_has_no_end_is_a_sentence(tmp_path: Path, option: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    cert, _key = self_signed(tmp_path, ())
    files = {"--cert": str(cert), option: str(tmp_path / "pipe")}
    given = [word for pair in files.items() for word in pair]
    done = turnabout("serve", "--data", str(tmp_path / "data"), *given, home=tmp_path)
    assert_one_sentence(done, 1, "no ordinary file")


@pytest.mark.skipif(os.name == "nt", reason="quotes of another shell")
def test_printed_commands_about_a_file_can_be_typed(tmp_path: Path) -> None:
    mine, notes = tmp_path / "my depot; x.yaml", tmp_path / "notes.md"
    notes.write_text("- The drivers wait for the release.\n")
    agenda = tmp_path / "an agenda.yaml"
    agenda.write_text(plan("taster"))
    printed = [
        turnabout("scenario", "new", str(mine), "--title", "Keys", "--business", "Depot",
                  "--it", "IT", "--tension", "Who has the key?"),
        turnabout("scenario", "check", str(mine)),
        turnabout("scenario", "check", str(agenda)),
        turnabout("scenario", "import", str(notes), "--side", "it", "--into", str(mine)),
    ]  # fmt: skip
    for done in printed:
        assert done.returncode == 0, done.stderr
        command = done.stdout.rstrip().rpartition(":  turnabout ")[2]
        assert shlex.split(command)[-1] in (str(mine), str(agenda))


@pytest.mark.skipif(os.name == "nt", reason="quotes of another shell")
def test_a_printed_command_can_be_typed_whatever_the_path(tmp_path: Path) -> None:
    path = tmp_path / "My data; rm -rf $HOME 'x'"
    assert shlex.split(f"turnabout report --data {quoted(path)}")[-1] == str(path)


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("C:\\turnabout\\data", "C:\\turnabout\\data"),
        ("C:\\My data", '"C:\\My data"'),
        ("C:\\a;b&c", '"C:\\a;b&c"'),
        ("D:\\my data\\", '"D:\\my data"'),
        ("\\\\host\\my share\\", '"\\\\host\\my share\\\\"'),
    ],
)
def test_windows_takes_double_quotes_and_no_backslash_swallows_one(path: str, typed: str) -> None:
    assert quoted(PureWindowsPath(path)) == typed


def plan(name: str) -> str:
    """Return the file of an agenda of the library."""
    return (library() / "agendas" / f"{name}.yaml").read_text(encoding="utf-8")
