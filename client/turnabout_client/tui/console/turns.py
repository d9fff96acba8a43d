"""Steering a scene: ring the bell for a turn, bring in what happens outside."""

from typing import Final

from turnabout_client.tui.console.lever import Lever, sends
from turnabout_language import N_

SKIP: Final = Lever(
    "skip",
    "s",
    N_("skip turn"),
    sends(lambda helm: helm.skip, N_("There is no turn to skip just now.")),
    when=lambda helm: helm.begun,
    where=lambda helm: helm.scene is not None,
)
TWIST: Final = Lever(
    "twist",
    "w",
    N_("twist"),
    sends(lambda helm: helm.twist, N_("A twist belongs in a scene, and no scene is on just now.")),
    when=lambda helm: helm.begun,
    where=lambda helm: helm.scene is not None,
)
