"""The key by which ssh knows this door again: made once, and kept."""

from pathlib import Path
from typing import Final

import asyncssh

from turnabout_language import _
from turnabout_machine.files import NotPlain, private_file, read, write

FILE: Final = "ssh_host_key"
_KIND: Final = "ssh-ed25519"
_LARGEST: Final = 16 * 1024


class BadHostKey(Exception):
    """There is no key to show. Its text is a sentence for whoever runs the door."""


def found_or_made(folder: Path) -> asyncssh.SSHKey:
    """Return the host key in `folder`, made there if there is none. Raises BadHostKey, OSError."""
    file = folder / FILE
    try:
        data = read(file, most=_LARGEST)
    except FileNotFoundError:
        made = asyncssh.generate_private_key(_KIND)
        write(file, made.export_private_key())
        return made
    except NotPlain:
        raise BadHostKey(_no_key(file)) from None
    if not private_file(file):
        raise BadHostKey(
            _("Others can read {file}, which is secret. Take their rights away.", file=file)
        )
    try:
        return asyncssh.import_private_key(data)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
        raise BadHostKey(_no_key(file)) from None


def _no_key(file: Path) -> str:
    return _("{file} is no key of ssh. Move it away.", file=file)
