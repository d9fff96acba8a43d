"""Files that are written whole or not at all, and read only as far as they may be."""

import contextlib
import os
import stat
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Final, Literal

from turnabout_machine.system import HeldOpen, patiently


class FolderOpen(Exception):
    """A folder that should be private is not: others can write to it, or it is somebody else's."""

    def __init__(self, folder: Path, why: Literal["writable", "foreign"]) -> None:
        super().__init__(f"{folder}: {why}")
        self.folder = folder
        self.why = why


class NotPlain(Exception):
    """Something is not read: not an ordinary file (`kind`), or too many bytes (`large`)."""

    def __init__(self, file: Path, why: Literal["kind", "large"]) -> None:
        super().__init__(f"{file}: {why}")
        self.file = file
        self.why = why


_TAIL: Final = 60
"""Most characters that a draft takes from its file's name, so that any name leaves room."""


def write(file: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Replace `file` with `data`, so that at any moment it is the old file or the new one.

    Raises OSError that names `file`: HeldOpen if another program does not let go of it.

    The draft has a name that nobody can guess, and it is opened only if it is new. So somebody who
    can write to the folder cannot plant a link that leads the bytes elsewhere. When this returns,
    both the bytes and the file's name are on the disk.
    """
    try:
        draft = _draft(file, data)
        try:
            if mode != 0o600:
                draft.chmod(mode)
            patiently(partial(draft.replace, file))
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(file.parent)
    except OSError as error:
        # Nobody has heard of the file beside it.
        kind = HeldOpen if isinstance(error, HeldOpen) else OSError
        raise kind(error.errno, error.strerror, str(file)) from error


def shred(file: Path) -> None:
    """Overwrite `file` and delete it; if it is a link, only delete that. Raises OSError."""
    if not file.is_symlink():
        with file.open("r+b") as out:
            out.write(b"\0" * file.stat().st_size)
            out.flush()
            os.fsync(out.fileno())
    patiently(file.unlink)
    _sync_folder(file.parent)


def private_folder(folder: Path) -> None:
    """Make `folder` for its owner alone, or check that it is so. Raises FolderOpen, OSError.

    As with ssh, files in a folder that others can write to are not trusted. Windows has no such
    bits: there a user's folders are private because of where they are.
    """
    _make(folder)
    if sys.platform == "win32":
        return
    found = folder.stat()
    if found.st_uid != os.geteuid():
        raise FolderOpen(folder, "foreign")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise FolderOpen(folder, "writable")


def private_file(file: Path) -> bool:
    """Return whether `file` is ours, and only we can read or write it. Raises OSError."""
    if sys.platform == "win32":
        return True
    found = file.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & 0o077


def read(file: Path, *, most: int) -> bytes:
    """Return the bytes of an ordinary file, at most `most` of them. Raises NotPlain, OSError."""
    data = start(file, most=most + 1)
    if len(data) > most:
        raise NotPlain(file, "large")
    return data


def start(file: Path, *, most: int) -> bytes:
    """Return the first bytes of an ordinary file, at most `most`. Raises NotPlain, OSError."""
    # Opening a pipe would wait for its other end; a device has none.
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotPlain(file, "kind")
        with os.fdopen(handle, "rb", closefd=False) as source:
            return source.read(most)
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    """Make `folder` and its missing parents. Path.mkdir would give only the last one the mode."""
    if not folder.parent.exists():
        _make(folder.parent)
    folder.mkdir(exist_ok=True, mode=0o700)


def _draft(file: Path, data: bytes) -> Path:
    """Return a new file beside `file` with `data` in it, durable."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[-_TAIL:]}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _sync_folder(folder: Path) -> None:
    # Without this, a power cut can bring back the folder as it was, with the old file in it.
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some file systems cannot sync a folder, and do not need it.
        with contextlib.suppress(PermissionError):
            os.fsync(handle)
    finally:
        os.close(handle)
