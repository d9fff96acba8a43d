"""What a stand-in does: a bot that fills a seat among people, outside a demo."""

from typing import Final

from turnabout_protocol.activities.brief import WarmUp
from turnabout_protocol.activities.scene import Pass, SendEcho, Speak
from turnabout_protocol.bases import Command

PLAYS: Final[tuple[type[Command], ...]] = (WarmUp, SendEcho, Speak, Pass)
"""A stand-in plays its part, and nothing else: it judges nobody, feels nothing, promises nothing,
and is not asked whether it agrees."""
