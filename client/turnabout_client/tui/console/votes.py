"""Ideas that are level after the vote: the facilitator picks the one that the room wants."""

from typing import Final

from textual.content import Content

from turnabout_client.console.helm import Helm
from turnabout_client.console.votes import level
from turnabout_client.tui.console.lever import Lever
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import N_, _
from turnabout_protocol.activities.ideas import SettleTie


def _settle(screen: RoomScreen, helm: Helm) -> None:
    step, ideas = helm.step, level(helm.public)
    if step is None or not ideas:
        screen.notice(_("Nothing is level just now."))
        return

    def picked(place: int | None) -> None:
        if place is not None:
            screen.send(SettleTie(step=step.id, idea=ideas[place].number))

    told = [
        Content.assemble(
            (f"{idea.number}  ", "bold"),
            _("When {when}, then {then}", when=idea.when, then=idea.then),
        )
        for idea in ideas
    ]
    screen.app.push_screen(Pick(_("These are level. Which one does the room want?"), told), picked)


SETTLE: Final = Lever(
    "settle",
    "j",
    N_("settle the vote"),
    N_("Picks one of the ideas that are level after the vote."),
    _settle,
    when=lambda helm: helm.begun,
    where=lambda helm: bool(level(helm.public)),
)
