"""The way to a server: whether anybody on it could read along."""

import ipaddress
from urllib.parse import urlsplit


def is_private(server: str) -> bool:
    """Return whether what is sent to `server` is encrypted, or never leaves this machine."""
    return server.startswith("wss:") or is_here(server)


def is_here(server: str) -> bool:
    """Return whether `server` is an address of this machine. Other names are never looked up."""
    host = urlsplit(server).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
