"""plan, its second half: the chosen ideas become promises, or are carried upstairs."""

from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.ideas import CHOSEN
from turnabout_protocol.activities.plan import (
    Day,
    IdeaNumber,
    PlanState,
    Promise,
    Reservation,
    Upstairs,
)
from turnabout_protocol.bases import Bound, StepCommand, ToAll
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Public, SeatId
from turnabout_protocol.scenario import Slug
from turnabout_protocol.text import LINE


class Promising(StepCommand, frozen=True, kw_only=True, tag="promise"):
    """Take a chosen idea: I own it, with `partner` from the other side."""

    bound = Bound(60)

    idea: IdeaNumber
    partner: SeatId
    by: Day
    sign: Annotated[str, Meta(max_length=LINE)] = ""


class Reserve(StepCommand, frozen=True, kw_only=True):
    """I am about to promise a chosen idea: it waits for me for a minute."""

    bound = Bound(60)

    idea: IdeaNumber


class Release(StepCommand, frozen=True, kw_only=True):
    """I am not, after all: whoever likes may take it."""

    bound = Bound(60)

    idea: IdeaNumber


class JoinIn(StepCommand, frozen=True, kw_only=True):
    """Yes, I do what was promised with me. Also in the close."""

    bound = Bound(20)

    idea: IdeaNumber


class SendUpstairs(StepCommand, frozen=True, kw_only=True):
    """This is not in our own power: I carry it to those who can decide it."""

    bound = Bound(30)

    idea: IdeaNumber


PROMISE: Final = Datum(
    "promises", N_("A promise, with the names of its owner and partner, and its date")
)
TAKING: Final = Datum("promises", N_("That you are about to take on a promise, for a minute"))
YES: Final = Datum("promises", N_("Whether the partner of a promise has said yes to it"))
UPSTAIRS: Final = Datum(
    "promises", N_("An idea that somebody carries to those who can decide it, with their name")
)


class Promised(ToAll, frozen=True, kw_only=True):
    """Somebody took an idea, with everything it takes."""

    keeps = "in_report"
    tells = PROMISE

    step: Slug
    promise: Promise

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        return public.with_state(
            self.step, replace(state, promises=(*state.promises, self.promise))
        )


class Reserved(ToAll, frozen=True, kw_only=True):
    """Somebody is about to promise an idea, and nothing else: an earlier one is free again."""

    keeps = "until_close"
    tells = TAKING

    step: Slug
    idea: IdeaNumber
    seat: SeatId
    until: int
    """Play time."""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        others = {idea: r for idea, r in state.reserved.items() if r.seat != self.seat}
        mine = Reservation(seat=self.seat, until=self.until)
        return public.with_state(self.step, replace(state, reserved={**others, self.idea: mine}))


class Released(ToAll, frozen=True, kw_only=True):
    """Nobody is about to promise that idea any more."""

    keeps = "until_close"
    tells = TAKING

    step: Slug
    idea: IdeaNumber

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        rest = {idea: r for idea, r in state.reserved.items() if idea != self.idea}
        return public.with_state(self.step, replace(state, reserved=rest))


class PartnerJoined(ToAll, frozen=True, kw_only=True):
    """The partner of a promise has said yes to it."""

    keeps = "in_report"
    tells = YES

    step: Slug
    """The plan in which it was made."""
    idea: IdeaNumber

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        promises = tuple(
            replace(p, agreed=True) if p.idea == self.idea else p for p in state.promises
        )
        return public.with_state(self.step, replace(state, promises=promises))


class SentUpstairs(ToAll, frozen=True, kw_only=True):
    """Somebody carries an idea to those who can decide it. It is no longer to be completed."""

    keeps = "in_report"
    tells = UPSTAIRS

    step: Slug
    idea: IdeaNumber
    carrier: str

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        idea = state.idea(self.idea)
        if idea is None:
            return public
        up = Upstairs(idea=idea.number, when=idea.when, then=idea.then, carrier=self.carrier)
        chosen = tuple(number for number in state.chosen if number != self.idea)
        return public.with_state(
            self.step, replace(state, upstairs=(*state.upstairs, up), chosen=chosen)
        )


class IdeaChosen(ToAll, frozen=True, kw_only=True):
    """The next idea by its dots is to be completed, instead of one that went upstairs."""

    keeps = "until_close"
    tells = CHOSEN

    step: Slug
    idea: IdeaNumber

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        return public.with_state(self.step, replace(state, chosen=(*state.chosen, self.idea)))
