"""How somebody who lost the line is known again: by the key of their ssh, or by a word.

The seats of each are in a file of their own, as a person's own machine would keep them. Its name is
a hash, with the host key in it: the files tell neither the keys nor the words that open them.
"""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final

from turnabout_protocol.messages import SSH_KEEPS

_log: Final = logging.getLogger(__name__)

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: none is taken for another one."""
WORD: Final = 8
"""Signs of a word: 40 bits, and a door at which one can try a few times a second at most."""
KEEP: Final = timedelta(days=SSH_KEEPS)
"""How long a seat is kept after it was last sat on."""
MOST: Final = 2000
"""Files that are kept; the oldest go first."""
_MISREAD: Final = str.maketrans("OIL", "011", "- \t")


def new_word() -> str:
    """Return a word, in two halves to be read aloud."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(WORD))
    return f"{signs[:4]}-{signs[4:]}"


def read_word(typed: str) -> str:
    """Return the word that was typed, as it was shown; empty: it cannot be one."""
    signs = typed[:40].upper().translate(_MISREAD)
    if len(signs) != WORD or not set(signs) <= set(SIGNS):
        return ""
    return f"{signs[:4]}-{signs[4:]}"


class WayBack:
    """The kept seats, in `folder`. `secret` is known to this door alone."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._folder = folder
        self._secret = secret

    def by_key(self, key: bytes) -> Path:
        """Return the file of whoever has proven to have that key of ssh."""
        return self._file(b"key", key)

    def by_word(self, word: str) -> Path:
        """Return the file of whoever knows that word."""
        return self._file(b"word", word.encode())

    def _file(self, kind: bytes, data: bytes) -> Path:
        made = hmac.new(self._secret, kind + b"\0" + data, hashlib.sha256).hexdigest()
        return self._folder / f"{made[:32]}.json"

    def make(self) -> None:
        """Make the folder, for its owner alone. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def tidy(self, now: float) -> None:
        """Delete what is too old, and the oldest where there is too much. `now`: seconds."""
        try:
            files = sorted(self._folder.glob("*.json"), key=lambda file: -file.stat().st_mtime)
            old = [f for f in files[:MOST] if now - f.stat().st_mtime > KEEP.total_seconds()]
            self._delete([*old, *files[MOST:]])
        except OSError as error:
            _log.warning("Old seats of ssh cannot be deleted: %s", error.strerror)

    def _delete(self, files: Iterable[Path]) -> None:
        for file in files:
            file.unlink(missing_ok=True)
            file.with_suffix(".lock").unlink(missing_ok=True)
