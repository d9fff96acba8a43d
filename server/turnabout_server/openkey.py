"""The opening key: whoever has it may open rooms. It is in the data folder, for its owner alone."""

from pathlib import Path
from typing import Final

from turnabout_machine.files import NotPlain, private_file, read, write
from turnabout_server.errors import ServerError
from turnabout_server.live.keys import new_key

_LONGEST: Final = 200
"""Most bytes of its file; a key has sixteen."""


def file_of(folder: Path) -> Path:
    """Return where the key of the server in `folder` is kept."""
    return folder / "open.key"


def found(folder: Path) -> str | None:
    """Return the key that is kept in `folder`; None if there is none.

    Raises ServerError for a key that others can read, or that cannot be read.
    """
    file = file_of(folder)
    try:
        if not file.exists():
            return None
        if not private_file(file):
            raise ServerError(
                f"The opening key {file} can be read by others, or is somebody else's: who has it"
                " may open rooms here. Make it yours alone (chmod 600, or delete it for a new"
                " one), or choose another folder with --data."
            )
        return read(file, most=_LONGEST).decode("ascii").strip() or None
    except (OSError, UnicodeDecodeError, NotPlain) as error:
        raise _trouble(file, error) from None


def found_or_made(folder: Path) -> str:
    """Return the key that is kept in `folder`, made when there is none. Raises ServerError."""
    kept = found(folder)
    if kept is not None:
        return kept
    key = new_key()
    try:
        write(file_of(folder), f"{key}\n".encode())
    except OSError as error:
        raise _trouble(file_of(folder), error) from None
    return key


def _trouble(file: Path, error: OSError | UnicodeDecodeError | NotPlain) -> ServerError:
    why = (error.strerror or "") if isinstance(error, OSError) else "it is not a text file of ours"
    return ServerError(
        f"The opening key {file} cannot be read or written ({why})."
        " Make room and check who may write there, or choose another folder with --data."
    )
