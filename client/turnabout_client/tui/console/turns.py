"""Steering a scene: end a turn or take it back, bring in what happens outside, ratings off."""

from typing import Final

from turnabout_client.console.helm import Helm
from turnabout_client.tui.console.lever import Lever, sends
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.people import face, with_names
from turnabout_language import N_, _
from turnabout_protocol.steering import may_switch, rates


def _undo(screen: RoomScreen, helm: Helm) -> None:
    found, last, scene = helm.undo, helm.last, helm.scene
    if found is None or last is None or scene is None:
        screen.notice(_("There is no play to take back just now."))
        return
    public = with_names(helm.public)
    said = _(
        "Open {name}’s turn again? What was said comes back to them as a draft; ratings of it and "
        "reactions fall away.",
        name=face(public, last.seat),
    )
    if scene.live is not None and scene.live.seat != last.seat:
        waits = _(
            "{name} is next again after that, and keeps what is written.",
            name=face(public, scene.live.seat),
        )
        said = f"{said} {waits}"
    screen.app.push_screen(
        Confirm(said, _("Open it again")), lambda yes: screen.send(found) if yes else None
    )


def _ratings(screen: RoomScreen, helm: Helm) -> None:
    found = helm.ratings
    if found.on:
        said = _(
            "Ask again how true turns ring? What was given before counts again, but for the turns "
            "in between."
        )
        yes = _("Switch on")
    else:
        said = _(
            "Switch ratings off? Nobody is asked any more how true a turn rang or whether an echo "
            "was right, and none of it is shown. Everybody reads that they are off."
        )
        yes = _("Switch off")
    screen.app.push_screen(
        Confirm(said, yes), lambda agreed: screen.send(found) if agreed else None
    )


def _ratings_words(helm: Helm) -> str:
    return _("ratings off") if rates(helm.public) else _("ratings on")


SKIP: Final = Lever(
    "skip",
    "s",
    N_("skip turn"),
    N_("Rings the bell for the live turn."),
    sends(lambda helm: helm.skip, N_("There is no turn to skip just now.")),
    when=lambda helm: helm.begun,
    where=lambda helm: helm.scene is not None,
)
TWIST: Final = Lever(
    "twist",
    "w",
    N_("twist"),
    N_("Comes in when the live turn is over, and is read to all."),
    sends(lambda helm: helm.twist, N_("A twist belongs in a scene, and no scene is on just now.")),
    when=lambda helm: helm.begun,
    where=lambda helm: helm.scene is not None,
)
UNDO: Final = Lever(
    "undo",
    "⌫",
    N_("take back"),
    N_("The newest play: its turn is open again, its words are a draft."),
    _undo,
    when=lambda helm: helm.begun,
    where=lambda helm: helm.last is not None,
)
RATINGS: Final = Lever(
    "ratings",
    "r",
    N_("ratings off"),
    N_("For the whole session. The same key switches them on again."),
    _ratings,
    where=lambda helm: may_switch(helm.public),
    label=_ratings_words,
)
