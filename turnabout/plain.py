"""Links in printed commands, when the way to their server is not encrypted."""

from turnabout_client.link.way import is_private
from turnabout_protocol.links import Link


def with_leave(link: Link) -> str:
    """Return `link` as it stands in a command that can be run: a plain one needs to be meant."""
    return str(link) if is_private(link.server) else f"{link} --insecure-plain"
