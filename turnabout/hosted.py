"""The room that `host` opened, remembered until its session is over."""

from pathlib import Path
from typing import Final

import msgspec

from turnabout_machine.files import write

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
    co_key: str = ""
    """The co-facilitators' key that was made with the room."""
    personal: tuple[str, ...] = ()
    """Keys of the personal links that were made with it."""
    minutes: float = 0
    """How long its agenda takes; 0: an older version did not note it."""
    early: bool = False
    """Whether key points can be written in the days before."""
    language: str = "en"
    """The language of the room."""


def remember(data: Path, hosted: Hosted) -> None:
    """Remember `hosted` in place of whatever was before. Raises OSError."""
    write(data / _FILE, msgspec.json.encode(hosted))


def recall(data: Path) -> Hosted | None:
    """Return the room that was open last; None if there was none, or its file is damaged."""
    try:
        return msgspec.json.decode((data / _FILE).read_bytes(), type=Hosted)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def forget(data: Path) -> None:
    """Forget the room. Raises OSError."""
    (data / _FILE).unlink(missing_ok=True)
