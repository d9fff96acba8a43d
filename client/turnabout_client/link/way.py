"""The way to a server: whether anybody on it could read along."""

import ipaddress
from urllib.parse import urlsplit

from turnabout_protocol.links import Link


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


def is_near(server: str) -> bool:
    """Return whether `server` is here or in this network, by an address that only means that.

    Other names are never looked up.
    """
    host = urlsplit(server).hostname or ""
    try:
        return is_here(server) or not ipaddress.ip_address(host).is_global
    except ValueError:
        return host.endswith(".local")


def with_leave(link: Link) -> str:
    """Return `link` as a line needs it: with the option that allows a way that is not encrypted."""
    return str(link) if is_private(link.server) else f"{link} --insecure-plain"
