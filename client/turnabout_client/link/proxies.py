"""The proxy between this machine and a server: which one there is, and what it means when it fails.

It is looked up as websockets does, in the environment and in the settings of macOS and Windows.
"""

import ssl
from typing import Final

from websockets.exceptions import (
    InvalidProxy,
    InvalidProxyMessage,
    InvalidProxyStatus,
    ProxyError,
)
from websockets.proxy import get_proxy
from websockets.uri import parse_uri

from turnabout_client.link.errors import LinkError, Unreachable, Untrusted
from turnabout_client.link.way import is_near
from turnabout_language import N_, _

_NOT_THERE: Final = N_(
    "The proxy {proxy} of this network does not answer, so {server} cannot be reached. Ask your "
    "IT, or take it out of the proxy settings."
)
_NO_PROXY: Final = N_(
    "The proxy settings of this machine name {proxy}, which is no proxy for us. Correct them, or "
    "ask your IT."
)
_LOGIN: Final = N_(
    "The proxy {proxy} wants a name and a password. Ask your IT; they go into the address, as "
    "http://name:password@host:port in HTTPS_PROXY."
)
_FORBIDDEN: Final = N_(
    "The proxy {proxy} of this network does not let us through to {server}. Ask your IT to allow "
    "it, or come in from another network."
)
_NO_WAY_ON: Final = N_(
    "The proxy {proxy} of this network finds no way to {server}. Check the link, and whether the "
    "server runs."
)
_SILENT: Final = N_(
    "No answer from {server} came through the proxy {proxy} of this network. Try again, or ask "
    "your IT."
)
_OPENED: Final = N_(
    "The certificate of {server} cannot be trusted: the proxy {proxy} may have opened what is "
    "encrypted. Ask your IT to leave {server} alone."
)

_BAD_GATEWAY: Final = (500, 502, 503, 504)
_SOCKS_RULES: Final = 2
_SOCKS_NO_WAY: Final = (3, 4, 5, 6)
"""What SOCKS 5 answers about the way on: no network, no host, refused, too late."""


def proxy_to(server: str) -> str | None:
    """Return the address of the proxy on the way to `server`; None: there is none.

    What is near is reached without one, whatever the settings say: a proxy would look for it
    somewhere else.
    """
    return None if is_near(server) else get_proxy(parse_uri(server))


def explain_proxy(error: Exception, server: str, proxy: str) -> LinkError | None:
    """Return what `error` means, if it is about the `proxy` on the way to `server`."""
    sentence = _sentence(error)
    if sentence is None:
        return None
    kind = Untrusted if sentence is _OPENED else Unreachable
    return kind(_(sentence, proxy=named(proxy), server=server))


def named(proxy: str) -> str:
    """Return the address of a proxy as people may read it: without a name and a password."""
    scheme, mark, rest = proxy.partition("://")
    host = (rest if mark else proxy).rpartition("@")[2].partition("/")[0]
    return f"{scheme}://{host}" if mark else host


def _sentence(error: Exception) -> str | None:
    match error:
        case InvalidProxy() | InvalidProxyMessage() | ValueError() if not _is_tls(error):
            return _NO_PROXY
        case InvalidProxyStatus(response=response):
            if response.status_code == 407:
                return _LOGIN
            return _NO_WAY_ON if response.status_code in _BAD_GATEWAY else _FORBIDDEN
        case ProxyError():
            return _socks(error.__cause__)
        case ssl.SSLCertVerificationError():
            return _OPENED
        case TimeoutError():
            return _SILENT
        case ConnectionResetError() | ssl.SSLError():
            return None  # the server's word as well as the proxy's
        case OSError():
            # Only the proxy was dialled from here: it is what is not there.
            return _NOT_THERE
    return None


def _is_tls(error: Exception) -> bool:
    # An error of a certificate is a ValueError, too.
    return isinstance(error, ssl.SSLError)


def _socks(cause: BaseException | None) -> str:
    code = getattr(cause, "error_code", None)
    if code in _SOCKS_NO_WAY:
        return _NO_WAY_ON
    if code == _SOCKS_RULES:
        return _FORBIDDEN
    return _LOGIN if "authentication" in str(cause).lower() else _NO_PROXY
