"""Files are written whole, for their owner alone, and never through what somebody planted."""

import os
import stat
from pathlib import Path

import pytest

from turnabout_machine.files import FolderOpen, NotPlain, private_folder, read, shred, write


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_file_is_made_for_its_owner_alone_and_leaves_no_draft(tmp_path: Path) -> None:
    write(tmp_path / "report.md", b"one")
    write(tmp_path / "report.md", b"two")
    assert [file.name for file in tmp_path.iterdir()] == ["report.md"]
    assert (tmp_path / "report.md").read_bytes() == b"two"
    assert mode(tmp_path / "report.md") == 0o600


def test_a_planted_draft_is_not_followed(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("mine!")
    for name in (".report.md.new", "report.md.new", "report.new"):
        (tmp_path / name).symlink_to(theirs)
    write(tmp_path / "report.md", b"whole")
    assert theirs.read_text() == "mine!"
    assert (tmp_path / "report.md").read_bytes() == b"whole"


def test_a_link_in_the_files_own_place_is_replaced_not_followed(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("mine!")
    theirs.chmod(0o644)
    (tmp_path / "report.md").symlink_to(theirs)
    write(tmp_path / "report.md", b"whole")
    assert theirs.read_text() == "mine!"
    assert not (tmp_path / "report.md").is_symlink()
    assert mode(tmp_path / "report.md") == 0o600


def test_a_mode_is_kept_where_it_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path / "case.yaml", b"", mode=0o644)
    assert mode(tmp_path / "case.yaml") == 0o644


def test_bytes_and_folder_are_on_the_disk_before_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []

    def fsync(handle: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(handle).st_mode))

    monkeypatch.setattr(os, "fsync", fsync)
    write(tmp_path / "report.md", b"whole")
    assert synced == [False, True]


def test_what_fails_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "report.md", b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "report.md", b"new")
    assert [file.name for file in tmp_path.iterdir()] == ["report.md"]
    assert (tmp_path / "report.md").read_bytes() == b"old"


def test_a_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    private_folder(tmp_path / "a" / "data")
    assert mode(tmp_path / "a" / "data") == 0o700


@pytest.mark.parametrize("open_to", [0o770, 0o702, 0o777])
def test_a_folder_that_others_can_write_to_is_refused(tmp_path: Path, open_to: int) -> None:
    tmp_path.chmod(open_to)
    with pytest.raises(FolderOpen) as caught:
        private_folder(tmp_path)
    assert caught.value.why == "writable"


def test_a_folder_of_somebody_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(tmp_path).st_uid + 1)
    with pytest.raises(FolderOpen) as caught:
        private_folder(tmp_path)
    assert caught.value.why == "foreign"


def test_only_so_much_of_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_bytes(b"x" * 100)
    assert read(file, most=100) == b"x" * 100
    with pytest.raises(NotPlain) as caught:
        read(file, most=99)
    assert caught.value.why == "large"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
def test_what_has_no_end_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(NotPlain) as caught:
            read(path, most=100)
        assert caught.value.why == "kind"


def test_the_longest_name_has_a_draft_too(tmp_path: Path) -> None:
    file = tmp_path / ("ä" * 127)
    write(file, b"whole")
    assert file.read_bytes() == b"whole"


def test_shredding_overwrites_a_file_and_spares_what_a_link_leads_to(tmp_path: Path) -> None:
    kept, twin, link = tmp_path / "kept", tmp_path / "twin", tmp_path / "link"
    kept.write_bytes(b"secret")
    os.link(kept, twin)
    shred(kept)
    assert twin.read_bytes() == b"\0" * 6
    twin.write_bytes(b"precious")
    link.symlink_to(twin)
    shred(link)
    assert twin.read_bytes() == b"precious"
    assert not link.is_symlink()


def test_folders_that_are_missing_above_it_are_the_owners_alone_too(tmp_path: Path) -> None:
    private_folder(tmp_path / "a" / "b" / "data")
    assert {mode(tmp_path / "a"), mode(tmp_path / "a" / "b")} == {0o700}
