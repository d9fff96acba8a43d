"""What each stage of a plan lets one do: write, put together, vote. Completing is next door."""

from collections.abc import Mapping
from typing import ClassVar

from textual.content import Content

from turnabout_client.activities.plan import model
from turnabout_client.activities.plan.idea_form import IdeaForm
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.view.ballot import next_dots
from turnabout_language import N_, _
from turnabout_protocol.activities.ideas import Propose, PutUnder, Vote
from turnabout_protocol.activities.plan import Idea, Plan, PlanOwn, PlanState
from turnabout_protocol.activities.promises import Promising, SendUpstairs


class PlanPart:
    """One stage on the screen: its words, the ideas one can move over, and what keys do."""

    TITLE: ClassVar[str]
    OFFERS: ClassVar[frozenset[str]] = frozenset()
    """Actions that a player has in this stage."""

    def __init__(self, screen: ActivityScreen) -> None:
        self.screen = screen
        self.cursor = 0

    @property
    def state(self) -> PlanState:
        """The step as everybody sees it."""
        return self.screen.state_as(PlanState)

    @property
    def plan(self) -> Plan:
        """The step's settings."""
        return self.screen.step_as(Plan)

    @property
    def held(self) -> int | None:
        """The idea that was picked up."""
        return None

    @property
    def taking(self) -> Idea | None:
        """The idea that I am about to promise."""
        return None

    @property
    def dots(self) -> dict[int, int] | None:
        """My dots, while we vote."""
        return None

    def reach(self) -> tuple[Idea, ...]:
        """Return the ideas that the cursor can be on, in the order they are listed."""
        return ()

    def here(self) -> Idea | None:
        """Return the idea under the cursor: the first one if it is nowhere."""
        reach = self.reach()
        return next((i for i in reach if i.number == self.cursor), next(iter(reach), None))

    def follow(self) -> None:
        """The room has changed: forget what is no longer there."""

    def offers(self, action: str) -> bool:
        """Return whether a player can do `action` now."""
        return action in self.OFFERS

    def sentence(self) -> str:
        """Return what a player who is not ready should do now."""
        return ""

    def hint(self) -> Content:
        """Return how it is done."""
        return Content("")

    def send_words(self) -> str:
        """Return what Enter does."""
        return _("Send")

    def here_words(self) -> str:
        """Return what Space does."""
        return _("Choose")

    def unsent(self) -> Propose | Vote | Promising | None:
        """Return what was written or chosen and not sent yet."""
        return None

    def sent(self) -> None:
        """What `unsent` gave was accepted."""

    def at_the_bell(self) -> str:
        """Return what becomes of what stands here when the time is over."""
        return _("Sent at the bell.") if self.unsent() is not None else ""

    def enter(self) -> None:
        """Enter was pressed."""

    def number(self, number: int) -> None:
        """A number key was pressed: that idea, if it can be reached."""
        if number in {idea.number for idea in self.reach()}:
            self.cursor = number
            self.choose(number)

    def choose(self, number: int) -> None:
        """Do with an idea what this stage is for."""
        self.screen.update_room()

    def back(self) -> None:
        """Put down what was begun."""

    def carry(self) -> None:
        """Ask whether I carry the idea under the cursor upstairs, and do it."""
        here = self.here()
        if here is None:
            return
        number = here.number if self.held is None else self.held
        question = _(
            "Carry idea {n} upstairs? It leaves the table, and your name stands beside it: you "
            "bring it to those who can decide it.",
            n=number,
        )
        command = SendUpstairs(step=self.plan.id, idea=number)
        self.screen.app.push_screen(
            Confirm(question, _("I carry it")),
            lambda yes: self.screen.send(command) if yes else None,
        )


class WritePart(PlanPart):
    """Ideas are written, from nothing or from a starter. The others' are not there yet."""

    TITLE = N_("Your ideas")
    OFFERS = frozenset({"enter", "ready"})

    def __init__(self, screen: ActivityScreen, form: IdeaForm) -> None:
        super().__init__(screen)
        self.form = form

    def sentence(self) -> str:
        if self.screen.public.rules.spoken:
            return _("Say one small step. A number starts it.")
        seat = self.screen.table.seat or 0
        if (
            self.form.untouched
            and self.screen.table.room.of(seat).state(PlanOwn, self.plan.id).written
        ):
            return _("One more? Or press r.")
        return _("One small step that both sides notice?")

    def unsent(self) -> Propose | None:
        return self.form.command(self.plan.id)

    def sent(self) -> None:
        self.form.clear()

    def enter(self) -> None:
        command = self.unsent()
        if command is None:
            self.form.write()
            return
        self.screen.set_focus(None)
        self.screen.send(command, self.screen.sent)

    def number(self, number: int) -> None:
        me = self.screen.me
        if me is None or not 1 <= number <= len(model.STARTS):
            return
        if not self.form.untouched:
            self.screen.notice(_("First send or clear what you have written."))
            return
        start = model.STARTS[number - 1]
        self.form.start(start.key, *model.begun(start, self.screen.public, me))
        self.screen.update_room()


class MergePart(PlanPart):
    """Ideas that say the same go under one of them."""

    TITLE = N_("Which ones say the same?")
    OFFERS = frozenset({"here", "ready"})

    def __init__(self, screen: ActivityScreen) -> None:
        super().__init__(screen)
        self._held: int | None = None

    @property
    def held(self) -> int | None:
        return self._held

    def reach(self) -> tuple[Idea, ...]:
        listed = model.in_order(self.state)
        return tuple(i for i in listed if self.state.keeper(i.number) is not None)

    def follow(self) -> None:
        if self._held is not None and self.state.keeper(self._held) is None:
            self._held = None

    def offers(self, action: str) -> bool:
        match action:
            case "upstairs":
                return self.here() is not None
            case "back":
                return self._held is not None
        return super().offers(action)

    def sentence(self) -> str:
        if self._held is None:
            return _("Put together what says the same.")
        return _("Number {n} goes under which one?", n=self._held)

    def hint(self) -> Content:
        said = _("One number picks up, the next says under which. Twice the same: undo.")
        return Content.styled(said, "$quiet")

    def here_words(self) -> str:
        here = self.here()
        if self._held is None:
            return _("Pick it up")
        if here is not None and here.number != self._held:
            return _("Under this one")
        return _("Put it back")

    def choose(self, number: int) -> None:
        held, idea = self._held, self.state.idea(number)
        self._held = number if held is None else None
        if held is not None and held != number:
            self.screen.send(PutUnder(step=self.plan.id, idea=held, under=number))
        elif held is not None and idea is not None and idea.under:
            self.screen.send(PutUnder(step=self.plan.id, idea=number, under=0))
        self.screen.update_room()

    def back(self) -> None:
        self._held = None


class SettlePart(PlanPart):
    """Ideas are level. A facilitator picks; the others read who does."""

    TITLE = N_("The vote is level")

    def sentence(self) -> str:
        return model.level_words(self.screen.public, self.state)

    def hint(self) -> Content:
        return Content(_("Hold up a hand for the one you want, and say why in a sentence."))


class VotePart(PlanPart):
    """Everybody puts the same few dots, and nobody sees whose are where."""

    TITLE = N_("Where do your dots go?")
    OFFERS = frozenset({"enter", "here"})

    def __init__(self, screen: ActivityScreen) -> None:
        super().__init__(screen)
        self._dots: dict[int, int] = {}
        self._sent: Mapping[int, int] = {}

    @property
    def dots(self) -> dict[int, int]:
        return self._dots

    def follow(self) -> None:
        # What I gave, here or at another terminal, stands: also when the vote is open once more.
        own = self.screen.table.room.of(self.screen.table.seat or 0)
        given = own.state(PlanOwn, self.plan.id).dots
        if not self._changed:
            self._dots = dict(given)
        self._sent = given

    @property
    def _changed(self) -> bool:
        return self._sent != self._dots

    def reach(self) -> tuple[Idea, ...]:
        return self.state.kept

    def sentence(self) -> str:
        if self._dots != self._sent and sum(self._dots.values()) == self.plan.dots:
            return _("All dots are placed. Enter sends them.")
        return _("Put your dots where they help most.")

    def hint(self) -> Content:
        left = self.plan.dots - sum(self._dots.values())
        signs = "●" * left + "○" * (self.plan.dots - left)
        rest = _("{n} left, at most {most} on one idea.", n=left, most=self.plan.most_on_one)
        more = _("Press enter to send the change.") if self._changed and self._sent else ""
        if self._stands:
            more = _("These are your dots from before.")
        return Content.assemble((signs, "bold $accent"), f"  {rest} {more}")

    @property
    def _stands(self) -> bool:
        """Whether the vote is open once more, and my dots are as I gave them."""
        return self.screen.again and bool(self._sent) and not self._changed

    def send_words(self) -> str:
        return _("Go on") if self._stands else _("Send my dots")

    def here_words(self) -> str:
        return _("A dot here")

    def unsent(self) -> Vote | None:
        return self._ballot if self._changed else None

    @property
    def _ballot(self) -> Vote:
        return Vote(step=self.plan.id, dots=dict(self._dots))

    def enter(self) -> None:
        if self._stands:
            self.screen.action_ready()
        elif self._dots or self.screen.asked_empty():
            self.screen.send(self._ballot, self.screen.sent)

    def number(self, number: int) -> None:
        keeper = self.state.keeper(number)
        if keeper is not None:
            super().number(keeper.number)

    def choose(self, number: int) -> None:
        plan = self.plan
        dots = next_dots(self._dots, number, plan.dots, plan.most_on_one)
        if dots is None:
            self.screen.notice(
                _("All {n} dots are used. Press a number again to take them back.", n=plan.dots)
            )
            return
        self._dots = dots
        self.screen.update_room()
