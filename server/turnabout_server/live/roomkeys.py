"""The keys of rooms: with them the rows of a room can be read, and they lie apart from the rows.

Whoever copies the data folder, for a backup or for worse, has no key; and when the key of a room is
destroyed at its close, nobody can read any copy of it ever again.
"""

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from platformdirs import user_state_path

from turnabout_machine.files import (
    FolderOpen,
    NotPlain,
    private_file,
    private_folder,
    read,
    shred,
    write,
)
from turnabout_server.errors import ServerError
from turnabout_server.log import LogFailed

BITS: Final = 256
CHECKS: Final = "checks"
"""The folder beside the keys of rooms that has those of checks."""
_POINTER: Final = "keys.json"
"""The file in the data folder that says where the keys are; in it is nothing secret."""
_ENDING: Final = ".key"
_LONGEST: Final = 4096
"""Most bytes of a file of ours."""


class NoKey(ServerError):
    """The rows of a room cannot be read, for its key is not there or not to be trusted."""


class RoomKey(msgspec.Struct, frozen=True, kw_only=True):
    """What a room is sealed with."""

    key: bytes
    first: int
    """The number of the first entry that is sealed; those before it an older version wrote."""


class _Pointer(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    folder: str


def default() -> Path:
    """Return where the keys of every data folder are, unless another place was chosen."""
    return user_state_path("turnabout", appauthor=False) / "keys"


def place(data: Path, chosen: Path | None = None) -> Path:
    """Return the folder for the keys of the rooms in the data folder `data`.

    It is in `chosen`, else where it was last time, else in `default`. Each data folder has one of
    its own, named after its path and a number that is drawn once. So a server on a copy, or on an
    empty folder in the place of a disk that is missing, finds no key there, and destroys none of a
    room that it does not know. Raises ServerError.
    """
    file = data / _POINTER
    pointer = _pointed(file)
    base, home = base_of(data, chosen), data.resolve()
    if home in (base.resolve(), *base.resolve().parents):
        raise ServerError(
            f"The keys {base} would lie in the data folder, and every copy of it would have them."
            " Choose a folder elsewhere with --keys."
        )
    wanted = _Pointer(id=pointer.id if pointer else secrets.token_hex(8), folder=str(base))
    if wanted != pointer and data.is_dir():
        try:
            write(file, msgspec.json.encode(wanted))
        except OSError as error:
            raise ServerError(f"{file} cannot be written ({error.strerror}).") from None
    return base / hashlib.sha256(f"{wanted.id} {home}".encode()).hexdigest()[:16]


def base_of(data: Path, chosen: Path | None = None) -> Path:
    """Return the folder in which the keys of `data` have theirs. Nothing is written.

    Raises ServerError.
    """
    pointer = _pointed(data / _POINTER)
    return (chosen or (Path(pointer.folder) if pointer else default())).expanduser().absolute()


def _pointed(file: Path) -> _Pointer | None:
    try:
        return msgspec.json.decode(read(file, most=_LONGEST), type=_Pointer)
    except FileNotFoundError:
        return None
    except (OSError, NotPlain, msgspec.DecodeError):
        raise ServerError(
            f"{file} says where the keys of the rooms are, and cannot be read. Put it back from a"
            " backup; without it the open rooms cannot be read. To do without them, delete it."
        ) from None


def destroy_of(data: Path, session: str) -> None:
    """Destroy the keys of the rooms in `data` whose name begins with `session`, and of its check.

    For when no server runs there. Raises LogFailed, ServerError.
    """
    if (data / _POINTER).exists():
        folder = place(data)
        for keys in (RoomKeys(folder), RoomKeys(of_checks(folder))):
            for room in keys.rooms():
                if room.startswith(session):
                    keys.destroy(room)


def of_checks(folder: Path) -> Path:
    """Return where the keys of checks are, beside those of rooms in `folder`."""
    return folder / CHECKS


class RoomKeys:
    """The keys in a folder, a file each. Every call waits for the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, room: str, first: int) -> RoomKey:
        """Return a new key for a room, durable. Raises LogFailed."""
        made = RoomKey(key=AESGCM.generate_key(BITS), first=first)
        try:
            private_folder(self.folder)
            write(self._file(room), msgspec.json.encode(made))
        except FolderOpen as error:
            raise LogFailed(
                f"Others can write to the folder of keys {error.folder}. Make it yours alone"
                " (chmod 700), or choose another one with --keys."
            ) from None
        except OSError as error:
            raise self._failed("written", error) from None
        return made

    def find(self, room: str) -> RoomKey | None:
        """Return the key of a room; None: it has none. Raises NoKey for one that is no use."""
        file = self._file(room)
        try:
            if not private_file(file):
                raise NoKey(
                    f"Its key {file} can be read by others, or is somebody else's. Make it yours"
                    " alone (chmod 600) and start the server again."
                )
            return msgspec.json.decode(read(file, most=_LONGEST), type=RoomKey)
        except FileNotFoundError:
            return None
        except (OSError, NotPlain, msgspec.DecodeError):
            raise NoKey(
                f"Its key {file} cannot be read. Put it back and start the server again."
            ) from None

    def destroy(self, room: str) -> None:
        """Overwrite and delete the key of a room, if there is one. Raises LogFailed."""
        try:
            with suppress(FileNotFoundError):
                shred(self._file(room))
        except OSError as error:
            raise self._failed("destroyed", error) from None

    def rooms(self) -> list[str]:
        """Return the rooms that have a key. Raises LogFailed."""
        try:
            with os.scandir(self.folder) as found:
                names = [one.name for one in found]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._failed("listed", error) from None
        return [name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)]

    def _file(self, room: str) -> Path:
        return self.folder / f"{room}{_ENDING}"

    def _failed(self, what: str, error: OSError) -> LogFailed:
        return LogFailed(
            f"A room's key in {self.folder} could not be {what} ({error.strerror}). Make room, and"
            " check who may write there."
        )
