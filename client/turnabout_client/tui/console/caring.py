"""One person at a time: a private word, a bot or another person in their place, the lead."""

from typing import Final

from turnabout_client.console.caring import Care, cares, people
from turnabout_client.console.helm import Helm
from turnabout_client.tui.console.lever import Lever
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.kit.say import Say
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view import roster
from turnabout_language import N_, _
from turnabout_protocol.nudging import MOST, NudgeSeat
from turnabout_protocol.room import Seat


def _care(screen: RoomScreen, helm: Helm) -> None:
    seats = people(helm)
    if not seats:
        screen.notice(_("Nobody else is here yet."))
        return

    def of(seat: Seat) -> None:
        found = list(cares(helm, seat))

        def done(care: Care) -> None:
            if care.command is not None:
                screen.send(care.command)
                return
            screen.app.push_screen(
                Say(_("What do you say to {name} alone?", name=seat.name), limit=MOST),
                lambda text: (
                    screen.send(NudgeSeat(seat=seat.id, say="own", text=text)) if text else None
                ),
            )

        screen.app.push_screen(
            Pick(_("{name} ...", name=seat.name), [care.words for care in found]),
            lambda i: None if i is None else done(found[i]),
        )

    lines = [roster.one(helm.public, seat, helm.seat, frozenset()) for seat in seats]
    screen.app.push_screen(
        Pick(_("Whom do you see to?"), lines), lambda i: None if i is None else of(seats[i])
    )


CARE: Final = Lever(
    "care",
    ",",
    N_("see to somebody"),
    N_("A word to one person alone, somebody in their place, the lead with you."),
    _care,
)
