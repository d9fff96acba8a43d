"""What Windows does otherwise, told here: nothing of it can run on another system."""

import ctypes
import errno
import sys
import threading
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest

from turnabout_machine import system
from turnabout_machine.files import shred, write


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "PAUSES", (0.0, 0.0))


@pytest.fixture
def _on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.delenv("MSYSTEM", raising=False)


def held(times: int, winerror: int = 32) -> Callable[[], str]:
    """Return what fails as on a file that another program has open, so many times."""
    left = [times]

    def change() -> str:
        left[0] -= 1
        if left[0] < 0:
            return "done"
        error = PermissionError(errno.EACCES, "The process cannot access the file", "r.csv")
        vars(error)["winerror"] = winerror
        raise error

    return change


def test_the_users_language_is_asked_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    def tell(into: Any, length: int) -> int:
        assert length == 85
        into.value = "de-CH"
        return len("de-CH") + 1

    kernel = SimpleNamespace(GetUserDefaultLocaleName=tell)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert system.locale_name() == "de-CH"
    kernel.GetUserDefaultLocaleName = lambda into, length: 0
    assert system.locale_name() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a name for it")
def test_elsewhere_there_is_no_such_language() -> None:
    assert system.locale_name() == ""


@pytest.mark.usefixtures("_on_windows")
def test_a_file_that_is_held_for_a_moment_is_tried_again() -> None:
    assert system.patiently(held(2)) == "done"


@pytest.mark.usefixtures("_on_windows")
@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_file_that_stays_open_elsewhere_is_said_so(winerror: int) -> None:
    with pytest.raises(system.HeldOpen) as caught:
        system.patiently(held(99, winerror))
    assert caught.value.filename == "r.csv"


@pytest.mark.usefixtures("_on_windows")
def test_what_has_another_reason_is_not_tried_again() -> None:
    change = held(1, 1314)
    with pytest.raises(PermissionError):
        system.patiently(change)


def test_elsewhere_what_is_not_allowed_is_not_tried_again() -> None:
    change = held(1)
    with pytest.raises(PermissionError):
        system.patiently(change)
    assert change() == "done"


@pytest.mark.usefixtures("_on_windows")
def test_a_report_that_excel_holds_keeps_its_old_text_and_leaves_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.csv"
    file.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied", str(file))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(system.HeldOpen) as caught:
        write(file, b"new")
    assert caught.value.filename == str(file)
    assert [one.name for one in tmp_path.iterdir()] == ["report.csv"]
    assert file.read_bytes() == b"old"


@pytest.mark.usefixtures("_on_windows")
def test_what_is_to_be_gone_is_deleted_when_the_scanner_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "key"
    file.write_bytes(b"secret")
    unlink, waits = Path.unlink, [PermissionError(errno.EACCES, "Access is denied")]

    def busy(self: Path, missing_ok: bool = False) -> None:
        if waits:
            raise waits.pop()
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", busy)
    monkeypatch.setattr("turnabout_machine.files._sync_folder", lambda folder: None)
    shred(file)
    assert not file.exists()


@pytest.mark.usefixtures("_on_windows")
def test_a_reader_that_went_away_is_known_by_what_windows_calls_it() -> None:
    assert system.reader_gone(OSError(errno.EINVAL, "Invalid argument"))
    assert not system.reader_gone(OSError(errno.EINVAL, "Invalid argument", "report.md"))
    assert not system.reader_gone(OSError(errno.ENOSPC, "No space left"))


def test_elsewhere_an_invalid_argument_is_a_failure() -> None:
    assert not system.reader_gone(OSError(errno.EINVAL, "Invalid argument"))
    assert system.reader_gone(BrokenPipeError())


@pytest.mark.usefixtures("_on_windows")
def test_only_folders_outside_the_profile_are_open_there() -> None:
    assert not system.outside_profile(Path.home() / "turnabout")
    assert system.outside_profile(Path.home().parent / "shared")


def test_elsewhere_modes_keep_a_folder_private() -> None:
    assert not system.outside_profile(Path("/srv/turnabout"))


@pytest.mark.usefixtures("_on_windows")
def test_git_bash_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    path = PureWindowsPath(r"C:\Users\Jo Meier\depot.yaml")
    assert not system.in_git_bash()
    assert system.ends_input_with_z()
    assert system.quoted(path) == r'"C:\Users\Jo Meier\depot.yaml"'
    monkeypatch.setenv("MSYSTEM", "MINGW64")
    assert system.in_git_bash()
    assert not system.ends_input_with_z()
    assert system.quoted(path) == r"'C:\Users\Jo Meier\depot.yaml'"


def test_one_after_the_other(tmp_path: Path) -> None:
    lock, order = tmp_path / "seats.lock", []
    inside, go = threading.Event(), threading.Event()

    def first() -> None:
        with system.alone(lock):
            inside.set()
            go.wait()
            order.append("first")

    def second() -> None:
        with system.alone(lock):
            order.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    inside.wait()
    threads[1].start()
    go.set()
    for one in threads:
        one.join()
    assert order == ["first", "second"]


def test_without_locks_of_unix_those_of_windows_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[object] = []
    locks = SimpleNamespace(LK_LOCK=1, LK_UNLCK=0, locking=lambda _, how, n: taken.append((how, n)))
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", locks)
    with system.alone(tmp_path / "lock"):
        taken.append("inside")
    assert taken == [(1, 1), "inside", (0, 1)]
