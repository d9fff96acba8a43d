"""Where a server is reached: from this machine, and by the people who get its links."""

import ipaddress
import socket
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

from turnabout.problems import USAGE, Problem
from turnabout_language import _
from turnabout_protocol.links import SCHEMES, Entrance, Link, is_base, server_address
from turnabout_protocol.text import clean
from turnabout_server.net import tls

_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})


class Reached(Protocol):
    """A server that listens."""

    @property
    def address(self) -> str:
        """`ws://host:port` or `wss://host:port`, as bound."""

    @property
    def pin(self) -> str:
        """The fingerprint of a certificate that it made itself; else empty."""


@dataclass(frozen=True)
class Address:
    """An address and the fingerprint of the certificate that answers there."""

    server: str
    pin: str = ""

    def link(self, door: Entrance, code: str, key: str = "") -> Link:
        """Return the link to a room here; `key` is the facilitator's."""
        return Link(server=self.server, door=door, code=code, key=key, pin=self.pin)


def listening(text: str) -> tuple[str, int]:
    """Return host and port of `HOST:PORT`. Raises Problem."""
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or port is None or parts.path:
        raise Problem(
            _(
                "“{given}” is not HOST:PORT. Write --listen 127.0.0.1:8765, or --listen "
                "0.0.0.0:8765 for everybody who can reach this machine.",
                given=clean(text, 40),
            ),
            USAGE,
        )
    return host, port


def public(url: str) -> str:
    """Return the address in `url` as links carry it. Raises Problem."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    base = parts.path.rstrip("/")
    more = bool(parts.query or parts.fragment or parts.username)
    if parts.scheme not in SCHEMES or not host or more or not is_base(base):
        raise Problem(
            _(
                "“{given}” is not a server's address. It looks like https://host:8765.",
                given=clean(url, 60),
            ),
            USAGE,
        )
    return server_address(SCHEMES[parts.scheme], host, port) + base


def network(text: str) -> str:
    """Return the address, or the network, in `text`. Raises Problem."""
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise Problem(
            _(
                "“{given}” is not an address. Write --trust-proxy 127.0.0.1, or a network such as "
                "--trust-proxy 10.0.0.0/8.",
                given=clean(text, 40),
            ),
            USAGE,
        ) from None


def here(server: Reached, cert: Path | None) -> Address:
    """Return how this machine reaches `server`, which it runs itself with `cert`, if any."""
    # The name in the certificate is for others; its fingerprint holds at any address.
    pin = tls.pin(cert) if cert else server.pin
    return Address(_with_host(server.address, "127.0.0.1", "::1"), pin)


def everybody(server: Reached, public_url: str) -> Address:
    """Return how others reach `server`: as `public_url` says, or by this machine's address."""
    if public_url:
        return Address(public(public_url), server.pin)
    return Address(_with_host(server.address, own_address(), own_address()), server.pin)


def port_of(address: str) -> int:
    """Return the port in a server's address, as bound."""
    port = urlsplit(address).port
    if port is None:
        raise ValueError("a server that listens has a port")
    return port


def own_address() -> str:
    """Return the address of this machine in its network."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            # Nothing is sent: the system only says which address it would send from.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _with_host(address: str, four: str, six: str) -> str:
    """Return `address`; a host that stands for every address is replaced by one to connect to."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host in _EVERYWHERE:
        host = six if ":" in host else four
    return server_address(parts.scheme, host, parts.port)
