"""What is said otherwise on Windows: keys, private folders, files that are open, Git Bash."""

import errno
import io
from pathlib import Path

import pytest

from turnabout.languages import system as language_here
from turnabout.main import main
from turnabout.problems import FAILED, ending
from turnabout.serving import exposed
from turnabout.terminal import end_of_input, no_screens_here
from turnabout_machine import system


@pytest.fixture(autouse=True)
def _on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.delenv("MSYSTEM", raising=False)


def test_what_ends_the_input_is_named_as_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert end_of_input() == "Ctrl-Z and Enter"
    monkeypatch.setenv("MSYSTEM", "UCRT64")
    assert end_of_input() == "Ctrl-D"
    monkeypatch.setattr(system, "WINDOWS", False)
    assert end_of_input() == "Ctrl-D"


def test_the_language_is_that_of_its_user_unless_the_environment_names_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("turnabout.languages.locale_name", lambda: "fr-CA")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert language_here() == "fr-CA"
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert language_here() == "de_DE.UTF-8"


def test_folders_that_nothing_keeps_private_are_named(tmp_path: Path) -> None:
    shared, own = Path.home().parent / "shared", Path.home() / "turnabout"
    assert str(shared) in exposed(own, shared)
    assert str(own) not in exposed(own, shared)
    assert exposed(own) == ""


def test_a_file_that_excel_holds_is_a_sentence_with_a_way_out() -> None:
    end = ending(system.HeldOpen(errno.EACCES, "Permission denied", "report.csv"))
    assert end.status == FAILED
    assert "has report.csv open" in end.sentence
    assert "Close it there" in end.sentence


def test_git_bash_is_told_how_to_get_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    assert no_screens_here() == ""
    monkeypatch.setenv("MSYSTEM", "MINGW64")
    assert "winpty" in no_screens_here()
    monkeypatch.setattr("turnabout.terminal.has_terminal", lambda: True)
    assert no_screens_here() == ""


def test_a_reader_that_went_away_ends_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

        def fileno(self) -> int:
            return spare.fileno()

    with open("/dev/null" if Path("/dev/null").exists() else "NUL", "wb") as spare:
        monkeypatch.setattr("sys.stdout", Gone())
        assert main(["scenario", "list"]) == 0
