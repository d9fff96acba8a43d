"""The keys to the seats somebody has taken, kept on this machine so that they can come back.

A file that nobody else may read, by server, room and name. It is a convenience: when it cannot be
read or written, the game goes on and `say` is told in one sentence.
"""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from platformdirs import user_data_path

from turnabout_language import _
from turnabout_machine.files import write
from turnabout_machine.system import alone, patiently
from turnabout_protocol.links import Link
from turnabout_protocol.room import Role

_log: Final = logging.getLogger(__name__)

MOST: Final = 200
"""Keys kept. The oldest go first: their rooms are long closed."""

Say = Callable[[str], object]


class KeptSeat(msgspec.Struct, frozen=True, kw_only=True):
    """A seat one can come back to."""

    name: str
    key: str
    role: Role


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    server: str
    code: str
    seat: KeptSeat

    def opens(self, where: Link) -> bool:
        return (self.server, self.code) == (where.server, where.code)


def default_path() -> Path:
    """Return where the keys are kept."""
    return user_data_path("turnabout", appauthor=False) / "seats.json"


def find(where: Link, *, path: Path | None = None, say: Say = _log.warning) -> list[KeptSeat]:
    """Return the seats this machine has had in the room of `where`, the newest first."""
    path = path or default_path()
    try:
        lines = _read(path, say)
    except OSError as error:
        say(
            _(
                "The file of your seats, {path}, cannot be read ({why}). Join as new.",
                path=path,
                why=_why(error),
            )
        )
        return []
    return [line.seat for line in reversed(lines) if line.opens(where)]


def keep(where: Link, seat: KeptSeat, *, path: Path | None = None, say: Say = _log.warning) -> None:
    """Keep the key of a seat, in place of an older one of the same name in the same room."""

    def change(lines: list[_Line]) -> list[_Line]:
        others = [x for x in lines if not (x.opens(where) and x.seat.name == seat.name)]
        return [*others, _Line(server=where.server, code=where.code, seat=seat)][-MOST:]

    _update(path or default_path(), change, say)


def forget(
    where: Link, name: str | None = None, *, path: Path | None = None, say: Say = _log.warning
) -> None:
    """Forget the seat of that name; without a name the whole room, because it has closed."""

    def change(lines: list[_Line]) -> list[_Line]:
        return [x for x in lines if not (x.opens(where) and name in (None, x.seat.name))]

    _update(path or default_path(), change, say)


def _update(path: Path, change: Callable[[list[_Line]], list[_Line]], say: Say) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(path.with_suffix(".lock")):
            before = _read(path, say)
            after = change(before)
            if after != before:
                write(path, msgspec.json.encode(after))
    except OSError as error:
        say(
            _(
                "Your seat could not be noted in {path} ({why}). Keep this window open.",
                path=path,
                why=_why(error),
            )
        )


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _read(path: Path, say: Say) -> list[_Line]:
    """Return what is kept; a damaged file is set aside. Raises OSError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    try:
        return msgspec.json.decode(data, type=list[_Line])
    except msgspec.DecodeError:
        aside = path.with_suffix(".broken.json")
        patiently(partial(path.replace, aside))
        say(
            _(
                "The file of your seats was damaged and is now {aside}. Join again as new.",
                aside=aside,
            )
        )
        return []
