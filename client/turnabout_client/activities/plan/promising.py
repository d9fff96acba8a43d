"""The last stage of a plan: a chosen idea becomes a promise when somebody takes it."""

from textual.content import Content

from turnabout_client.activities.plan import model
from turnabout_client.activities.plan.parts import PlanPart
from turnabout_client.activities.plan.promise_form import PromiseForm
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.view.promises import not_yet, question
from turnabout_language import N_, _
from turnabout_protocol.activities.plan import Idea, JoinIn, Promise, Promising, asked_of


class CompletePart(PlanPart):
    """One owner, one partner from the other side, one date: else it is no promise."""

    TITLE = N_("What the room chose")

    def __init__(self, screen: ActivityScreen, form: PromiseForm) -> None:
        super().__init__(screen)
        self.form = form
        self._taking: int | None = None
        self._asked_sign = False

    @property
    def taking(self) -> Idea | None:
        return None if self._taking is None else self.state.idea(self._taking)

    @property
    def asked(self) -> Promise | None:
        """The promise that waits for my yes."""
        return model.asked(self.screen.public, self.state, self.screen.me)

    def reach(self) -> tuple[Idea, ...]:
        kept = {idea.number for idea in self.state.kept}
        promised = {promise.idea for promise in self.state.promises}
        return tuple(i for i in model.in_order(self.state) if i.number in kept - promised)

    def follow(self) -> None:
        if self._taking not in {idea.number for idea in self.state.open}:
            self._taking = None

    def offers(self, action: str) -> bool:
        taking = self._taking is not None
        match action:
            case "enter" | "week" | "back":
                return taking
            case "take":
                return not taking and self.here() in self.state.open
            case "join":
                return not taking and self.asked is not None
            case "upstairs":
                return not taking and self.here() is not None
            case "ready":
                return not taking
        return False

    def sentence(self) -> str:
        if self._taking is not None:
            return _("With whom, by when, and how do we see it?")
        if self.asked is not None:
            return question(self.asked)
        if len(self.state.open) > 1:
            return _("These were chosen. Who takes one?")
        if self.state.open:
            return _("This was chosen. Who takes it?")
        if waiting := asked_of(self.screen.public, self.state):
            return not_yet(waiting[0])
        if self.state.promises:
            return _("It is a promise now.")
        return _("No idea was chosen today.")

    def hint(self) -> Content:
        if self._taking is not None:
            said = _("A number: your partner. Arrows: a week earlier, later. Enter signs.")
            return Content.styled(said, "$quiet")
        if self.asked is not None:
            return Content(
                _("When {when}, then {then}", when=self.asked.when, then=self.asked.then)
            )
        if self.state.open:
            return Content(_("A promise needs one owner, and a partner from the other side."))
        return Content("")

    def send_words(self) -> str:
        return _("Sign it")

    def unsent(self) -> Promising | None:
        form = self.form
        if self._taking is None or form.partner is None or form.missing():
            return None
        return Promising(
            step=self.plan.id,
            idea=self._taking,
            partner=form.partner,
            by=form.day,
            sign=form.sign,
        )

    def number(self, number: int) -> None:
        if self._taking is not None:
            self.form.choose(number)
        else:
            super().number(number)

    def join(self) -> None:
        """Say yes to the promise that names me."""
        if self.asked is not None:
            self.screen.send(JoinIn(step=self.plan.id, idea=self.asked.idea))

    def take(self) -> None:
        """Begin to promise the idea under the cursor."""
        here = self.here()
        if here is not None and self.offers("take"):
            self._taking = here.number
            self._asked_sign = self.screen.public.rules.spoken
            self.screen.update_room()

    def back(self) -> None:
        self._taking = None

    def enter(self) -> None:
        written = self.form.sign or self._asked_sign
        if self.form.partner is not None and (self.form.missing() or not written):
            # The sign may be left open, but it is asked for once.
            self._asked_sign = True
            self.form.write()
        else:
            self.sign()

    def sign(self) -> None:
        """Promise it, or say what is missing."""
        if self.form.partner is None:
            self.screen.set_focus(None)
        command = self.unsent()
        if command is None:
            self.screen.notice(self.form.missing())
        else:
            self.screen.send(command, lambda: self.screen.set_focus(None))
