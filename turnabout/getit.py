"""Where people get the command: what an invitation says of it.

Turnabout is in no public index of packages, so that nothing can be taken for granted: whoever
invites says where it is, or the copy that runs here was installed from a place that others reach,
or else its wheel is sent along.
"""

import os
from importlib.metadata import distribution
from typing import Final
from urllib.parse import urlsplit

import msgspec

from turnabout_language import _

VARIABLE: Final = "TURNABOUT_GET_IT"
_NAME: Final = "turnabout"


class _Vcs(msgspec.Struct, frozen=True):
    vcs: str
    requested_revision: str = ""


class _Origin(msgspec.Struct, frozen=True):
    """Where an installer took a distribution from, as it notes in `direct_url.json`."""

    url: str
    vcs_info: _Vcs | None = None


def get_it(option: str = "") -> str:
    """Return where people get the command: as it was said here or in the environment, else from
    where this copy came, else the name of the wheel that is sent along.
    """
    said = (option or os.environ.get(VARIABLE, "")).strip()
    return said or origin(distribution(_NAME).read_text("direct_url.json") or "") or wheel()


def wheel() -> str:
    """Return the name of the file that this version is installed from."""
    return f"{_NAME}-{distribution(_NAME).version}-py3-none-any.whl"


def origin(noted: str) -> str:
    """Return what an installer takes to get the same copy elsewhere; empty: nothing would do.

    `noted` is what the installer noted here. A folder or a file of this machine is nobody else's,
    and an address with a name and a password in it is not passed on.
    """
    found = _read(noted)
    if found is None:
        return ""
    parts = urlsplit(found.url)
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return ""
    if found.vcs_info is None:
        return found.url
    revision = found.vcs_info.requested_revision
    return f"{found.vcs_info.vcs}+{found.url}" + (f"@{revision}" if revision else "")


def noted(direct_url: str) -> str:
    """Return the address that an installer noted; empty: none that can be read."""
    found = _read(direct_url)
    return "" if found is None else found.url


def _read(noted: str) -> _Origin | None:
    try:
        found = msgspec.json.decode(noted, type=_Origin)
        urlsplit(found.url)
    except (msgspec.DecodeError, ValueError):
        return None
    return found


def sending_along(get_it: str) -> str:
    """Return what whoever invites has to send along with the text; empty: nothing."""
    from turnabout_client.view.invitation import comes_along

    if not comes_along(get_it):
        return ""
    return _(
        "Send the file {file} along (make wheel makes it in a clone, in dist), or say with "
        "--get-it where people get the command.",
        file=get_it,
    )
