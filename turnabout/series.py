"""Which series of sessions a new room belongs to: its key is looked for, kept and told."""

from pathlib import Path

from msgspec.structs import replace

from turnabout.terminal import say
from turnabout_client.link import serieskeys
from turnabout_language import _
from turnabout_protocol.messages import Opened, OpenRoom
from turnabout_server.after.archive import Archive
from turnabout_server.live.keys import hashed, new_key


def with_series(wanted: OpenRoom, server: str, data: Path | None) -> OpenRoom:
    """Return the order with the key of the team's series, if this machine has it.

    `data`: the server's data folder, if it is this machine's. Whoever can read it is given a key to
    the team's sessions of before series had keys.
    """
    team = wanted.rules.team
    if not team or wanted.series:
        return wanted
    key = serieskeys.find(server, team)
    if not key and data is not None and Archive(data).exists:
        fresh = new_key()
        if Archive(data).adopt(team, hashed(fresh)):
            key = fresh
            serieskeys.keep(server, team, key, say=say)
            _tell(key)
    return replace(wanted, series=key)


def keep_series(wanted: OpenRoom, opened: Opened, server: str) -> None:
    """Keep the key of the series that a room was opened in, and say when that is a new one."""
    if not opened.series:
        return
    serieskeys.keep(server, wanted.rules.team, opened.series, say=say)
    if opened.began:
        if wanted.series:
            say(_("The key opens no series here."))
        say(
            _(
                "A new series of “{team}” begins: nothing of earlier sessions is opened in it.",
                team=wanted.rules.team,
            )
        )
        _tell(opened.series)


def _tell(key: str) -> None:
    say(_("The key of the series, kept on this machine; on another one:  --series {key}", key=key))
