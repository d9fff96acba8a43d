"""The keys to the series of sessions that this machine has opened, by server and name of the team.

Like the keyring of seats a file that nobody else may read, and a convenience: when it cannot be
read or written, `say` is told in one sentence.
"""

import logging
from pathlib import Path
from typing import Final

import msgspec
from platformdirs import user_data_path

from turnabout_client.link.keyring import Say
from turnabout_language import _
from turnabout_machine.files import write
from turnabout_machine.system import alone
from turnabout_protocol.text import folded

_log: Final = logging.getLogger(__name__)


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    server: str
    team: str
    key: str


def default_path() -> Path:
    """Return where the keys are kept."""
    return user_data_path("turnabout", appauthor=False) / "series.json"


def find(server: str, team: str, *, path: Path | None = None) -> str:
    """Return the key to the series of `team` at `server`; empty: this machine has none."""
    try:
        lines = _read(path or default_path())
    except (OSError, msgspec.DecodeError):
        return ""
    return next((one.key for one in lines if _is(one, server, team)), "")


def keep(
    server: str, team: str, key: str, *, path: Path | None = None, say: Say = _log.warning
) -> None:
    """Keep the key to the series of `team`, in place of an older one."""
    path = path or default_path()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(path.with_suffix(".lock")):
            others = [one for one in _read(path) if not _is(one, server, team)]
            mine = _Line(server=server, team=team, key=key)
            write(path, msgspec.json.encode([*others, mine]))
    except (OSError, msgspec.DecodeError):
        said = _("The key of the series could not be noted in {path}. Write it down.", path=path)
        say(said)


def _is(line: _Line, server: str, team: str) -> bool:
    return (line.server, folded(line.team)) == (server, folded(team))


def _read(path: Path) -> list[_Line]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[_Line])
    except FileNotFoundError:
        return []
