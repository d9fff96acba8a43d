"""The last stage of a plan: a chosen idea becomes a promise when somebody takes it."""

from collections.abc import Mapping
from typing import Final

from textual.content import Content

from turnabout_client.activities.plan import model
from turnabout_client.activities.plan.parts import PlanPart
from turnabout_client.activities.plan.promise_form import PromiseForm
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.view.promises import question
from turnabout_language import N_, _
from turnabout_protocol.activities.plan import COMPLETE, Idea, Promise, taker
from turnabout_protocol.activities.promises import JoinIn, Promising, Release, Reserve
from turnabout_protocol.room import SECOND

HAIR: Final = 0.002
"""Seconds to wait longer than until an idea is free: then it surely is."""


class CompletePart(PlanPart):
    """One owner, one partner from the other side, one date: else it is no promise."""

    TITLE = N_("What the room chose")

    def __init__(self, screen: ActivityScreen, form: PromiseForm) -> None:
        super().__init__(screen)
        self.form = form
        self._taking: int | None = None
        self._looked = False
        """Whether I have looked for an idea that waits for me since before this screen opened."""
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

    @property
    def _play(self) -> int:
        return self.screen.public.clock.play(self.screen.table.now())

    def _waits_for_another(self, number: int) -> bool:
        """Whether somebody else is about to promise that idea."""
        seat = taker(self.screen.public, self.plan.id, number, self._play)
        return seat is not None and seat != self.screen.table.seat

    @property
    def taken(self) -> Mapping[int, str]:
        """Who is about to promise which idea, by its number."""
        if self.state.stage != COMPLETE:
            return {}
        return model.takers(self.screen.public, self.plan.id, self._play)

    @property
    def next_free(self) -> float | None:
        """Seconds until an idea waits no longer for somebody; None: none does, or clocks stand."""
        if self.screen.public.clock.paused:
            return None
        ends = (self.state.reserved[number].until - self._play for number in self.taken)
        return min((ms / SECOND + HAIR for ms in ends), default=None)

    def follow(self) -> None:
        if not self._looked:
            self._looked = True
            self._taking = next((n for n in self.taken if not self._waits_for_another(n)), None)
        number = self._taking
        is_open = number in {idea.number for idea in self.state.open}
        if number is not None and (not is_open or self._waits_for_another(number)):
            self._taking = None

    def offers(self, action: str) -> bool:
        taking = self._taking is not None
        match action:
            case "enter" | "week" | "back":
                return taking
            case "take":
                return not taking and self.here() in self.state.open and self._here_free
            case "join":
                return not taking and self.asked is not None
            case "upstairs":
                return not taking and self.here() is not None and self._here_free
            case "ready":
                return not taking
        return False

    @property
    def _here_free(self) -> bool:
        here = self.here()
        return here is None or not self._waits_for_another(here.number)

    def sentence(self) -> str:
        if self._taking is not None:
            return _("With whom, by when, and how do we see it?")
        if self.asked is not None:
            return question(self.asked)
        screen = self.screen
        return model.completing(screen.public, self.plan, self.state, screen.me, self._play)

    def hint(self) -> Content:
        if self._taking is not None:
            said = _("A number: your partner. ← → a week earlier, later. ↓ the sign. Enter signs.")
            mine = _("It is yours for a minute.") if self._taking in self.taken else ""
            return Content.styled(f"{said} {mine}", "$quiet")
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

    def at_the_bell(self) -> str:
        if self._taking is None:
            return ""
        return super().at_the_bell() or _("Not sent yet at the bell: it is kept.")

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
        """Begin to promise the idea under the cursor, once it waits for me."""
        here = self.here()
        if here is None or not self.offers("take"):
            return
        number = here.number

        def begin() -> None:
            self._taking = number
            self._asked_sign = self.screen.public.rules.spoken
            self.screen.update_room()

        self.screen.send(Reserve(step=self.plan.id, idea=number), begin)

    def back(self) -> None:
        if self._taking is not None:
            # It may be free again by now: then there is nothing to say.
            self.screen.send(Release(step=self.plan.id, idea=self._taking), quiet=True)
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
