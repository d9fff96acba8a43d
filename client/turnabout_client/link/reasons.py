"""One table: what the network threw -> the sentence a person reads."""

import errno
import socket
import ssl
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidStatus,
    InvalidURI,
    WebSocketException,
)

from turnabout_client.link.errors import LinkError, NotTurnabout, TurnedAway, Unreachable, Untrusted
from turnabout_client.link.proxies import explain_proxy
from turnabout_language import N_, _
from turnabout_protocol.codec import Malformed
from turnabout_protocol.messages import CloseCode

_OTHER_NAME: Final = N_(
    "The certificate of {server} is for another name. Use the address exactly as in the link, or "
    "open a browser: this network may want you to sign in."
)
# OpenSSL's X509_V_ERR_* numbers that have a cause of their own.
_CERTIFICATE: Final[dict[int, str]] = {
    9: N_(
        "The certificate of {server} is not valid yet. Check the date and time of this computer."
    ),
    10: N_("The certificate of {server} has expired. Ask whoever runs the server to renew it."),
    18: N_(
        "The certificate of {server} was made by the server itself. Ask for the "
        "whole link, it ends in @ and a fingerprint."
    ),
    19: N_(
        "The certificate of {server} comes from an authority this computer does not "
        "know. Ask whoever runs the server."
    ),
    20: N_(
        "The certificate of {server} comes from an authority this computer does not "
        "know. Ask whoever runs the server."
    ),
    62: _OTHER_NAME,
    64: _OTHER_NAME,
}


_SIGN_IN_FIRST: Final = 511
"""What a network answers that lets nobody out before they have signed in (RFC 6585)."""
_NOT_TRUSTED: Final = N_(
    "The certificate of {server} cannot be trusted. Ask whoever runs the server."
)


def explain(error: Exception, server: str, proxy: str | None = None) -> LinkError:
    """Return what `error`, met while talking to `server`, means to a person.

    `proxy`: what was dialled to get there, if it is not the server itself.
    """
    if isinstance(error, LinkError):
        return error
    if proxy is not None and (about_it := explain_proxy(error, server, proxy)) is not None:
        return about_it
    for kind, say in _TABLE:
        if isinstance(error, kind):
            return say(error, server)
    return Unreachable(
        _(
            "The connection to {server} failed ({name}). Try again.",
            server=server,
            name=type(error).__name__,
        )
    )


def _certificate(error: Exception, server: str) -> LinkError:
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    return Untrusted(_(_CERTIFICATE.get(code, _NOT_TRUSTED), server=server))


def _plain_port(error: Exception, server: str) -> LinkError:
    return NotTurnabout(
        _(
            "{server} does not speak TLS. If the link you got begins with ws:, use it.",
            server=server,
        )
    )


def _encryption(error: Exception, server: str) -> LinkError:
    # Some servers answer the TLS greeting in plain words, which TLS reads as a wrong version.
    if isinstance(error, ssl.SSLError) and error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST"):
        return _plain_port(error, server)
    return Untrusted(
        _("No safe connection to {server} could be agreed on. Ask whoever runs it.", server=server)
    )


def _unknown_host(error: Exception, server: str) -> LinkError:
    host = urlsplit(server).hostname
    return Unreachable(
        _("No computer named {host} was found. Check the link and your network.", host=host)
    )


def _reset(error: Exception, server: str) -> LinkError:
    if server.startswith("wss:"):
        return _plain_port(error, server)
    return Unreachable(
        _("{server} broke off the connection. Try again in a moment.", server=server)
    )


def _timeout(error: Exception, server: str) -> LinkError:
    return Unreachable(
        _("{server} does not answer. Check the link, your network and any firewall.", server=server)
    )


def _status(error: Exception, server: str) -> LinkError:
    response = error.response if isinstance(error, InvalidStatus) else None
    status = response.status_code if response else 0
    if 300 <= status < 400 or status == _SIGN_IN_FIRST:
        return NotTurnabout(
            _(
                "Something on the way to {server} sends us elsewhere. Open a browser: this network "
                "may want you to sign in. Otherwise check the link.",
                server=server,
            )
        )
    if status in (429, 502, 503, 504):
        return Unreachable(
            _("{server} is too busy just now. Try again in a minute.", server=server)
        )
    if status in (400, 426):
        return NotTurnabout(
            _(
                "{server} does not accept this version of Turnabout. Install the same one.",
                server=server,
            )
        )
    if response and "html" in response.headers.get("Content-Type", ""):
        return NotTurnabout(
            _(
                "A web page answers at {server}, not Turnabout. Check the link, or open a browser: "
                "this network may want you to sign in.",
                server=server,
            )
        )
    return NotTurnabout(
        _(
            "A web server answers at {server}, but it is not Turnabout. Check the link.",
            server=server,
        )
    )


def _not_websocket(error: Exception, server: str) -> LinkError:
    if server.startswith("ws:"):
        return NotTurnabout(
            _(
                "{server} does not answer without encryption. If the link you got begins with "
                "wss:, use it.",
                server=server,
            )
        )
    return NotTurnabout(
        _("What answers at {server} is not Turnabout. Check the link.", server=server)
    )


def _not_turnabout(error: Exception, server: str) -> LinkError:
    return NotTurnabout(
        _("What answers at {server} is not Turnabout. Check the link.", server=server)
    )


def _closed(error: Exception, server: str) -> LinkError:
    said = error.rcvd if isinstance(error, ConnectionClosed) else None
    if said is not None and said.code in tuple(CloseCode):
        return TurnedAway(said.code)
    return Unreachable(
        _("The connection to {server} was lost. Try again in a moment.", server=server)
    )


def _malformed(error: Exception, server: str) -> LinkError:
    return NotTurnabout(
        _(
            "{server} sent something this version does not understand. Install the same version.",
            server=server,
        )
    )


def _network(error: Exception, server: str) -> LinkError:
    # Several addresses refused at once come as one plain OSError that lists them.
    if f"[Errno {errno.ECONNREFUSED}]" in str(error):
        return _refused(error, server)
    return Unreachable(
        _("{server} cannot be reached from here. Check the link and your network.", server=server)
    )


def _refused(error: Exception, server: str) -> LinkError:
    return Unreachable(
        _("Nothing listens at {server}. Is the server running, and the link right?", server=server)
    )


_Say = Callable[[Exception, str], LinkError]
_TABLE: Final[tuple[tuple[type[Exception], _Say], ...]] = (  # the first one that fits is used
    (ssl.SSLCertVerificationError, _certificate),
    (ssl.SSLError, _encryption),
    (socket.gaierror, _unknown_host),
    (ConnectionRefusedError, _refused),
    (ConnectionResetError, _reset),
    (TimeoutError, _timeout),
    (OSError, _network),
    (InvalidStatus, _status),
    (InvalidMessage, _not_websocket),
    (InvalidURI, _not_turnabout),
    (InvalidHandshake, _not_turnabout),
    (ConnectionClosed, _closed),
    (WebSocketException, _not_turnabout),
    (Malformed, _malformed),
)
