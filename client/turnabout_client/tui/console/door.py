"""The door: who waits there, who comes in, and whether it is locked."""

from collections.abc import Callable
from typing import Final

from turnabout_client.console.helm import Helm
from turnabout_client.tui.console.lever import Does, Lever, sends
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.people import knocker
from turnabout_language import N_, _
from turnabout_protocol.commands import AnyCommand, ClearSeats, LetIn, LockDoor, TurnAway


def _answers(question: str, command: Callable[[int], AnyCommand]) -> Does:
    """Return what answers the one who waits, or asks whom. `question` is marked with `N_`."""

    def does(screen: RoomScreen, helm: Helm) -> None:
        waiting = helm.waiting
        if not waiting:
            screen.notice(_("Nobody waits at the door."))
        elif len(waiting) == 1:
            screen.send(command(waiting[0].number))
        else:
            names = [knocker(helm.public, knock) for knock in waiting]
            screen.app.push_screen(
                Pick(_(question), names),
                lambda i: None if i is None else screen.send(command(waiting[i].number)),
            )

    return does


def _clear(screen: RoomScreen, helm: Helm) -> None:
    screen.app.push_screen(
        Confirm(
            _(
                "Take out everybody who sat down and did nothing: no yes, no look at the cards, "
                "no note? Whoever is meant to be here can come in again by the link."
            ),
            _("Take out"),
        ),
        lambda yes: screen.send(ClearSeats()) if yes else None,
    )


def _lock_words(helm: Helm) -> str:
    return _("unlock the door") if helm.public.locked else _("lock the door")


LET_IN: Final = Lever(
    "let_in",
    "y",
    N_("let in"),
    N_("Whoever waits at the door."),
    _answers(N_("Who comes in?"), lambda knock: LetIn(knock=knock)),
    where=lambda helm: bool(helm.waiting),
)
TURN_AWAY: Final = Lever(
    "turn_away",
    "z",
    N_("turn away"),
    N_("Whoever waits at the door."),
    _answers(N_("Who is turned away?"), lambda knock: TurnAway(knock=knock)),
    where=lambda helm: bool(helm.waiting),
)
LOCK: Final = Lever(
    "lock",
    "k",
    N_("lock the door"),
    N_("Whoever comes then waits until you let them in."),
    sends(lambda helm: LockDoor(locked=not helm.public.locked)),
    where=lambda helm: helm.public.locked,
    label=_lock_words,
)
CLEAR: Final = Lever(
    "clear",
    "u",
    N_("clear empty seats"),
    N_("Takes out all who sat down and did nothing."),
    _clear,
    where=lambda helm: False,
)
