"""Files that are written whole or not at all, and for their owner alone."""

import os
from contextlib import suppress
from pathlib import Path


def write(file: Path, data: bytes) -> None:
    """Replace `file` in one step; nobody else may read it. Raises OSError that names it."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(data)
        fresh.replace(file)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        # Nobody has heard of the file beside it.
        raise OSError(error.errno, error.strerror, str(file)) from error


def shred(file: Path) -> None:
    """Overwrite `file` and delete it. Raises OSError."""
    with file.open("r+b") as out:
        out.write(b"\0" * file.stat().st_size)
        out.flush()
        os.fsync(out.fileno())
    file.unlink()
