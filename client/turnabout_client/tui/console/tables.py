"""A room with many people: two share a turn."""

from typing import Final

from turnabout_client.tui.console.helm import Helm
from turnabout_client.tui.console.lever import Lever, sends
from turnabout_language import N_, _
from turnabout_protocol.pairs import ShareTurns
from turnabout_protocol.panel import frozen


def _share_words(helm: Helm) -> str:
    return _("turns alone") if helm.public.shared else _("share turns")


SHARE: Final = Lever(
    "share",
    "&",
    N_("share turns"),
    sends(lambda helm: ShareTurns(shared=not helm.public.shared)),
    when=lambda helm: not frozen(helm.public),
    where=lambda helm: helm.lobby,
    label=_share_words,
)
