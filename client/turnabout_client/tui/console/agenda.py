"""Steering the agenda: begin, go on, stop the clocks, plan anew, end; and the plan in sight."""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from turnabout_client.activities.close.screen import ask_next_date
from turnabout_client.console import model
from turnabout_client.console.cost import cost
from turnabout_client.console.helm import Helm
from turnabout_client.link.table import Table
from turnabout_client.tui.console.lever import Does, Lever, sends
from turnabout_client.tui.console.panel import TextPanel
from turnabout_client.tui.console.replan import ReplanScreen
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import N_, _
from turnabout_protocol.activities.recall import Recall
from turnabout_protocol.activities.review import Review
from turnabout_protocol.commands import End, Next, NextStage, Start
from turnabout_protocol.room import SECOND, Public, Step

AT_ONCE: Final = 2 * SECOND
"""A step that took less than this was over as it opened: people cannot end it so soon."""


class PlanPanel(TextPanel):
    """Every step with its planned and its real time. It counts on by itself."""

    def __init__(self, table: Table) -> None:
        super().__init__(_("The plan"), id="plan")
        self._table = table
        self._here = -2
        """The step that it has gone to."""

    def on_mount(self) -> None:
        self.set_interval(1, self.show)

    def show(self) -> None:
        """Bring it up to date."""
        public = self._table.room.public
        play = public.clock.play(self._table.now())
        here = -1 if public.current is None else public.current.index
        self.write(model.plan(public, play))
        if here != self._here:
            # A plan longer than the panel follows the step that is on; two before it stay in sight.
            self._here = here
            self.scroll_to(y=max(0, here - 2), animate=False)
        self.border_subtitle = model.totals(public, play)


def _pause_words(helm: Helm) -> str:
    return _("go on") if helm.public.clock.paused else _("pause")


def _hold_words(helm: Helm) -> str:
    return _("no hold") if helm.step is not None and helm.step.hold else _("hold")


def before(public: Public, here: int) -> Step:
    """Return the step to which `back` leads from the one at `here`, which is not the first.

    A review or a recall with nothing to look back on was over as it opened: it is passed by.
    """
    for step in reversed(public.agenda[:here]):
        nothing = public.spent.get(step.id, 0) < AT_ONCE
        if not (isinstance(step, Review | Recall) and nothing):
            return step
    return public.agenda[here - 1]


def _back_words(helm: Helm) -> str:
    current = helm.public.current
    if current is None or helm.first:
        return _("back")
    title = model.short(_(before(helm.public, current.index).title))
    return _("back to {title}", title=title)


def _plan(screen: RoomScreen, _helm: Helm) -> None:
    screen.app.push_screen(ReplanScreen(screen.table))


def _goes_on(command: Callable[[Helm], Next | NextStage | None]) -> Does:
    """Return what goes on, and asks first if that would cost something."""

    def does(screen: RoomScreen, helm: Helm) -> None:
        found = command(helm)
        if found is None:
            return
        said = cost(helm.public, helm.public.clock.play(screen.table.now()))
        if not said:
            screen.send(found)
            return
        # What is answered later still means what was asked about, or nothing.
        sure = replace(found, sure=True)
        screen.app.push_screen(
            Confirm(_("{cost} End it?", cost=said), _("End it"), _("Not yet")),
            lambda yes: screen.send(sure) if yes else None,
        )

    return does


def _back(screen: RoomScreen, helm: Helm) -> None:
    found, current = helm.back, helm.public.current
    if found is None or current is None:
        return
    screen.app.push_screen(
        Confirm(
            _(
                "Go back to {title}? All that was given there is kept, and this step stays as it "
                "is until you come to it again.",
                title=_(before(helm.public, current.index).title),
            ),
            _("Go back"),
        ),
        lambda yes: screen.send(found) if yes else None,
    )


def _date(screen: RoomScreen, helm: Helm) -> None:
    if helm.closing:
        ask_next_date(screen)
    else:
        screen.notice(_("The next date is agreed in the last step."))


def _end(screen: RoomScreen, helm: Helm) -> None:
    if not helm.leads:
        screen.notice(_("Only the facilitator who opened the room can end the session."))
        return
    screen.app.push_screen(
        Confirm(
            _("End the session for good? Raw answers are deleted; nobody can go on."),
            _("End"),
        ),
        lambda yes: screen.send(End()) if yes else None,
    )


START: Final = Lever(
    "start",
    "g",
    N_("begin"),
    N_("Opens the first step. Best when both sides are here."),
    sends(lambda _helm: Start()),
    when=lambda helm: helm.lobby,
)
NEXT: Final = Lever(
    "next",
    "n",
    N_("next"),
    N_("Ends this part, or the step. Asks first where that would cost something."),
    _goes_on(lambda helm: helm.next),
    when=lambda helm: helm.begun,
)
BACK: Final = Lever(
    "back",
    "<",
    N_("back"),
    N_("Opens the step before once more, with all that was given in it."),
    _back,
    when=lambda helm: helm.begun and not helm.first,
    label=_back_words,
)
FINISH: Final = Lever(
    "finish",
    "f",
    N_("end step"),
    N_("Ends all parts of this step. Asks first, too."),
    _goes_on(lambda helm: helm.finish),
    when=lambda helm: helm.part is not None,
)
PAUSE: Final = Lever(
    "pause",
    "p",
    N_("pause"),
    N_("Stops all clocks, or starts them again."),
    lambda screen, _helm: screen.action_pause(),
    when=lambda helm: helm.begun,
    label=_pause_words,
)
MORE: Final = Lever(
    "more",
    "+",
    N_("a minute more"),
    N_("For this step, or the part that is on."),
    sends(lambda helm: helm.more),
    when=lambda helm: helm.begun,
)
HOLD: Final = Lever(
    "hold",
    "h",
    N_("hold"),
    N_("When its time is up the step waits for you, two minutes at most."),
    sends(
        lambda helm: helm.hold,
        N_("This step waits for you as it is: n goes on when the room is ready."),
    ),
    when=lambda helm: helm.begun,
    where=lambda helm: helm.hold is not None,
    label=_hold_words,
)
DATE: Final = Lever(
    "date",
    "d",
    N_("next date"),
    N_("Notes when you meet again, in the last step."),
    _date,
    when=lambda helm: helm.begun,
    where=lambda helm: helm.closing,
)
PLAN: Final = Lever(
    "plan", "v", N_("plan"), N_("Drop, move and re-time the steps that lie ahead."), _plan
)
END: Final = Lever(
    "end",
    "e",
    N_("end"),
    N_("For good, with a report. Only who opened the room can."),
    _end,
    where=lambda helm: helm.leads,
)
