"""Where a server is reached: from this machine, and by the people who get its links."""

import ipaddress
import socket
from contextlib import closing
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

from turnabout.problems import USAGE, Problem
from turnabout_language import _
from turnabout_protocol.links import SCHEMES, Entrance, Link, is_base, server_address
from turnabout_protocol.text import clean

_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})
_OUTSIDE: Final = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses that are nobody's, by what they are an address of."""
_LOOPBACK: Final = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}


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
    pin = _pin(cert) if cert else server.pin
    return Address(_with_host(server.address, "127.0.0.1", "::1"), pin)


def everybody(server: Reached, public_url: str) -> Address:
    """Return how others reach `server`: as `public_url` says, or by this machine's address."""
    if public_url:
        return Address(public(public_url), server.pin)
    four, six = own_address(socket.AF_INET), own_address(socket.AF_INET6)
    return Address(_with_host(server.address, four, six), server.pin)


def cut_off(server: Reached, public_url: str) -> str:
    """Return in a sentence that nobody else reaches `server` though they should; else nothing."""
    parts = urlsplit(server.address)
    if public_url or parts.hostname not in _EVERYWHERE:
        return ""
    four = own_address(socket.AF_INET) != _LOOPBACK[socket.AF_INET]
    six = own_address(socket.AF_INET6) != _LOOPBACK[socket.AF_INET6]
    if six if parts.hostname == "::" else four:
        return ""
    if six:
        return _(
            "This network has only IPv6, and IPv4 is listened on: nobody else can come in by these "
            "links. Stop this (Ctrl-C) and run it again with --listen [::]:{port}.",
            port=parts.port,
        )
    if four:
        return _(
            "This network has only IPv4, and IPv6 is listened on: nobody else can come in by these "
            "links. Stop this (Ctrl-C) and run it again with --listen 0.0.0.0:{port}.",
            port=parts.port,
        )
    return _(
        "This machine is in no network: these links lead only to itself. Connect it, stop this "
        "(Ctrl-C) and run it again for links that others can use."
    )


def port_of(address: str) -> int:
    """Return the port in a server's address, as bound."""
    port = urlsplit(address).port
    if port is None:
        raise ValueError("a server that listens has a port")
    return port


def own_address(family: socket.AddressFamily) -> str:
    """Return the address of this machine in its network; that of loopback if it has none there."""
    try:
        with closing(socket.socket(family, socket.SOCK_DGRAM)) as probe:
            # Nothing is sent: the system only says which address it would send from.
            probe.connect((_OUTSIDE[family], 9))
            found = str(probe.getsockname()[0])
    except OSError:
        return _LOOPBACK[family]
    # One that only its own cable knows is of no use in a link.
    return _LOOPBACK[family] if ip_address(found).is_link_local else found


def _with_host(address: str, four: str, six: str) -> str:
    """Return `address`; a host that stands for every address is replaced by one to connect to."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host in _EVERYWHERE:
        host = six if ":" in host else four
    return server_address(parts.scheme, host, parts.port)


def _pin(cert: Path) -> str:
    # Imported here: it comes with the extra `server`, and a seat's links need none of it.
    from turnabout_server.net import tls

    return tls.pin(cert)
