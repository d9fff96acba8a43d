"""Codes and keys: compared here, and stored only as hashes."""

import hashlib
import hmac
import secrets

from turnabout_machine.keys import hashed as hashed
from turnabout_machine.keys import new_key as new_key


def new_secret() -> str:
    """Return what a room puts unsigned things in order with: 256 bits."""
    return secrets.token_hex(32)


def fits(key: str, stored: str) -> bool:
    """Return whether `stored` is the hash of `key`, in a time that tells nothing."""
    return hmac.compare_digest(hashed(key), stored)


def room_id(code: str) -> str:
    """Return the name under which the log knows the room with this code."""
    return hashlib.sha256(f"room {code}".encode()).hexdigest()[:32]
