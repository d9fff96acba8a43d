"""Codes and keys: drawn here, and passed on only as hashes where nobody has to know them."""

import hashlib
import secrets
from typing import Final

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 16
"""Characters of a code or key: 80 bits, out of reach for guessing."""


def new_key() -> str:
    """Return a fresh code or key."""
    return "".join(secrets.choice(_CROCKFORD) for _ in range(_LENGTH))


def hashed(key: str) -> str:
    """Return what is stored of `key`. Keys are random, so one round of SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()
