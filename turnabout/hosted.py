"""The room that `host` opened, remembered until its session is over."""

import os
from pathlib import Path
from typing import Final

import msgspec

_FILE: Final = "room.json"


class Hosted(msgspec.Struct, frozen=True, kw_only=True):
    """A room of ours, with what opens it again."""

    title: str
    scenario: str
    date: str
    """YYYY-MM-DD."""
    code: str
    key: str
    """The facilitator key."""

    def write(self, data: Path, report: str) -> Path:
        """Write the report of this room beside the data and return its file. Raises OSError."""
        folder = data / "reports"
        folder.mkdir(mode=0o700, exist_ok=True)
        file = folder / f"{self.date}-{self.scenario}-{self.code[:4].lower()}.md"
        _write(file, report.encode())
        return file


def remember(data: Path, hosted: Hosted) -> None:
    """Remember `hosted` in place of whatever was before. Raises OSError."""
    _write(data / _FILE, msgspec.json.encode(hosted))


def recall(data: Path) -> Hosted | None:
    """Return the room that was open last; None: there was none, or its file is damaged."""
    try:
        return msgspec.json.decode((data / _FILE).read_bytes(), type=Hosted)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def forget(data: Path) -> None:
    """Forget the room. Raises OSError."""
    (data / _FILE).unlink(missing_ok=True)


def _write(file: Path, text: bytes) -> None:
    """Replace the file in one step; nobody else may read it."""
    fresh = file.with_name(f".{file.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(text)
    fresh.replace(file)
