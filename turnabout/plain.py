"""Links in printed commands, for servers that are reached without encryption."""

from turnabout_client.link.way import is_private
from turnabout_protocol.links import Link


def with_leave(link: Link) -> str:
    """Return `link` as a printed command needs it: with the option that allows a plain one."""
    return str(link) if is_private(link.server) else f"{link} --insecure-plain"
