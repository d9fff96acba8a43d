"""Codes and keys: drawn here, and passed on only as hashes where nobody has to know them."""

import hashlib
import secrets
from typing import Final

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 16
"""Characters of a code or key: 80 bits, out of reach for guessing."""


def new_key() -> str:
    """Return a fresh code or key."""
    # Drawn at once: each draw is a call to the system. No remainder, so each sign is as likely.
    return "".join(_CROCKFORD[byte % len(_CROCKFORD)] for byte in secrets.token_bytes(_LENGTH))


def hashed(key: str) -> str:
    """Return what is stored of `key`. Keys are random, so one round of SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()
