"""Codes and keys: drawn here, compared here, and stored only as hashes."""

import hashlib
import hmac
import secrets
from typing import Final

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 16
"""Characters of a code or key: 80 bits, out of reach for guessing."""


def new_key() -> str:
    """Return a fresh code or key."""
    return "".join(secrets.choice(_CROCKFORD) for _ in range(_LENGTH))


def new_secret() -> str:
    """Return what a room puts unsigned things in order with: 256 bits."""
    return secrets.token_hex(32)


def hashed(key: str) -> str:
    """Return what is stored of `key`. Keys are random, so one round of SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def fits(key: str, stored: str) -> bool:
    """Return whether `stored` is the hash of `key`, in a time that tells nothing."""
    return hmac.compare_digest(hashed(key), stored)


def room_id(code: str) -> str:
    """Return the name under which the log knows the room with this code."""
    return hashlib.sha256(f"room {code}".encode()).hexdigest()[:32]
