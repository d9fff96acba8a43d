"""The invitation: a text to paste into a mail or a chat, and each of its lines alone. Pure.

It is for everybody: what only those who steer may have is not in it.
"""

import ipaddress
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from turnabout_client.link.way import is_here, with_leave
from turnabout_language import N_, _
from turnabout_language.formats import number
from turnabout_protocol.activities.deck import Deck
from turnabout_protocol.links import Entrance, Link
from turnabout_protocol.messages import SshDoor
from turnabout_protocol.room import Step

PORTS: Final = {"ws": 80, "wss": 443}
"""Where a server listens whose address names no port."""
SSH: Final = 22
"""Where ssh goes when no port is named."""
_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@+~=")
"""Characters that no shell reads as anything else."""


class Way(NamedTuple):
    """A way in that everybody may be told."""

    who: str
    """For whom it is. Marked with `N_`; it is translated where it is shown."""
    line: Callable[[Link], str]
    """What one types or opens to go it, from the room's shared link: never broken."""


class Invitation(Struct, frozen=True, kw_only=True):
    """What an invitation tells of a room."""

    title: str
    """Of its scenario."""
    minutes: float
    """Of its agenda; 0: that is not known here."""
    shared: Link
    """The link that is good for everybody just now."""
    early: bool = False
    """Whether key points can be written in the days before."""
    ssh: SshDoor | None = None
    """The server's ssh door, where it has one that is open."""
    get_it: str = ""
    """Where people get the command: a file that comes with the text (`*.whl`), what an installer
    takes (no blanks in it), or a sentence of one's own. Empty: nothing is said."""
    web: bool = True
    """Whether the links open in browsers."""

    @property
    def browsers(self) -> bool:
        """Whether to say so. On a self-made certificate they warn, and whoever invites decides."""
        return self.web and not self.shared.pin


def invited(
    title: str,
    steps: Sequence[Step],
    shared: Link,
    *,
    get_it: str = "",
    begun: bool = False,
    ssh: SshDoor | None = None,
    web: bool = True,
) -> Invitation:
    """Return what an invitation tells of a room with these steps; `begun`: its session is on."""
    return Invitation(
        title=title,
        minutes=sum(step.minutes for step in steps),
        shared=shared,
        early=not begun and writes_before(steps),
        ssh=ssh,
        get_it=get_it,
        web=web,
    )


def writes_before(steps: Sequence[Step]) -> bool:
    """Return whether people can write their cards in the days before a session."""
    return any(isinstance(step, Deck) for step in steps)


def line(entrance: Entrance, link: Link) -> str:
    """Return what is typed to go through `entrance` of the room behind `link`."""
    verb = "watch" if entrance == "stage" else entrance
    return f"turnabout {verb} {with_leave(replace(link, door=entrance))}"


def ssh_line(user: str, host: str, port: int) -> str:
    """Return what is typed to come in by ssh; `user` is the code of the room."""
    where = "" if port == SSH else f"-p {port} "
    return f"ssh {where}{user}@{host}"


WAYS: Final[tuple[Way, ...]] = (
    Way(N_("To play"), partial(line, "join")),
    Way(N_("Only to watch"), partial(line, "watch")),
    Way(N_("For a screen that all can see"), partial(line, "stage")),
)
"""The ways in that there are, as the text and the console list them."""


def invitation(about: Invitation, ways: Sequence[Way] = WAYS) -> str:
    """Return the text, in the language that is spoken. No line of it is broken."""
    parts = [
        " ".join((_what(about), _do(about), _need(about))),
        *("\n".join((_("{what}:", what=_(way.who)), way.line(about.shared))) for way in ways),
        _by_ssh(about),
        _getting(about.get_it),
        _firewall(about),
    ]
    return "\n\n".join(filter(None, parts))


def _by_ssh(about: Invitation) -> str:
    """Return how one comes in with nothing installed; empty where that door is not open."""
    link, ssh = about.shared, about.ssh
    if ssh is None:
        return ""
    user = f"{link.code}.{link.key}" if link.key else link.code
    return "\n".join(
        [
            _("To play with nothing installed (Windows, macOS and Linux bring ssh):"),
            ssh_line(user, ssh.host or host_of(link), ssh.port),
            _(
                "The first time ssh asks whether you trust that machine. Say yes if it shows "
                "{fingerprint}.",
                fingerprint=ssh.fingerprint,
            ),
        ]
    )


def _firewall(about: Invitation) -> str:
    """Return in a sentence what the networks between must let through."""
    link = about.shared
    host, port = host_of(link), port_of(link)
    if is_here(link.server):
        return _("This room is on one machine alone: nobody comes in from another one.")
    if link.pin:
        wall = _(
            "Firewall: TCP to {host}, port {port}, must be allowed, out of your network and into "
            "the host's; a proxy that opens encrypted traffic must leave it alone, for the link "
            "names the only certificate that is taken.",
            host=host,
            port=port,
        )
    elif link.server.startswith("wss:"):
        wall = _(
            "Firewall: TCP to {host}, port {port}, must be allowed, out of your network and into "
            "the host's; it is an encrypted WebSocket, which a proxy must let through.",
            host=host,
            port=port,
        )
    else:
        wall = _(
            "Firewall: TCP to {host}, port {port}, must be allowed, out of your network and into "
            "the host's; the way is not encrypted.",
            host=host,
            port=port,
        )
    said = [wall]
    if about.ssh is not None:
        by_ssh = about.ssh.host or host
        said.append(_("For ssh: TCP to {host}, port {port}.", host=by_ssh, port=about.ssh.port))
    if _is_inside(host):
        said.append(
            _("{host} is an address inside one network: from outside it takes a VPN.", host=host)
        )
    return " ".join(said)


def comes_along(get_it: str) -> bool:
    """Return whether people get the command from a file that is sent with the text."""
    return get_it.endswith(".whl") and "://" not in get_it and not _is_sentence(get_it)


def host_of(link: Link) -> str:
    """Return the name or address of the machine that `link` leads to."""
    return urlsplit(link.server).hostname or ""


def port_of(link: Link) -> int:
    """Return the port that it leads to."""
    parts = urlsplit(link.server)
    return parts.port or PORTS[parts.scheme]


def _what(about: Invitation) -> str:
    if not about.minutes:
        return _(
            "We play Turnabout, “{title}”: you argue the other side's case, they tell you how true "
            "it rang, and nobody wins or is ranked.",
            title=about.title,
        )
    return _(
        "We play Turnabout, “{title}”: for {minutes} minutes you argue the other side's case, they "
        "tell you how true it rang, and nobody wins or is ranked.",
        title=about.title,
        minutes=number(about.minutes, 1),
    )


def _do(about: Invitation) -> str:
    if about.browsers and about.early:
        return _(
            "Come in some minutes before we begin, or days ahead to write down what your side "
            "really argues: open the link for you in a browser, or paste its whole line into a "
            "terminal window, and give your name and the side that you belong to."
        )
    if about.browsers:
        return _(
            "Come in some minutes before we begin: open the link for you in a browser, or paste "
            "its whole line into a terminal window, and give your name and the side that you "
            "belong to."
        )
    if about.early:
        return _(
            "Come in some minutes before we begin, or days ahead to write down what your side "
            "really argues: paste the line for you into a terminal window, and give your name and "
            "the side that you belong to."
        )
    return _(
        "Come in some minutes before we begin: paste the line for you into a terminal window, and "
        "give your name and the side that you belong to."
    )


def _need(about: Invitation) -> str:
    if about.browsers and not about.get_it:
        return _(
            "A browser needs nothing more, a terminal window the command turnabout; nobody needs "
            "an account."
        )
    if about.browsers:
        return _(
            "A browser needs nothing more, a terminal window the command turnabout, which you get "
            "once as it says below; nobody needs an account."
        )
    if not about.get_it:
        return _("You need a terminal window and the command turnabout, and no account.")
    return _(
        "You need a terminal window and the command turnabout, which you get once as it says "
        "below, and no account."
    )


def _getting(get_it: str) -> str:
    """Return how one gets the command on each system."""
    if not get_it:
        return ""
    title = _("To get the command turnabout, once:")
    if _is_sentence(get_it):
        return f"{title}\n{get_it}"
    takes = _source(get_it)
    first = []
    if comes_along(get_it):
        first = [
            _(
                "Save the file {file}, which comes with this text, and open a terminal window in "
                "its folder.",
                file=get_it,
            )
        ]
    elif get_it.startswith("git+"):
        first = [_("It takes git, too.")]
    install = f"uv tool install {takes}"
    return "\n".join(
        [
            title,
            *first,
            _("Windows (PowerShell):"),
            "winget install --id=astral-sh.uv -e",
            install,
            _("macOS and Linux:"),
            "curl -LsSf https://astral.sh/uv/install.sh | sh",
            install,
            _(
                "uv brings the Python that it needs. Open a new terminal window after its first "
                "line; if turnabout is not found in the end, uv tool update-shell and another new "
                "window help."
            ),
            _("Who has pipx and Python 3.11 or newer needs no uv:"),
            f"pipx install {takes}",
        ]
    )


def _is_sentence(get_it: str) -> bool:
    return any(sign.isspace() for sign in get_it)


def _source(get_it: str) -> str:
    """Return it as every shell takes it; a file by its path, for a bare name is a package's."""
    told = f"./{get_it}" if comes_along(get_it) and "/" not in get_it else get_it
    return told if set(told) <= _PLAIN else f'"{told}"'


def _is_inside(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
