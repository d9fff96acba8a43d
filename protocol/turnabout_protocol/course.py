"""How a session runs: steps and stages begin and end, and who is ready."""

from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol import panel
from turnabout_protocol.agenda import MOST_STEPS, Slot, ahead, fitted, gone
from turnabout_protocol.bases import ToAll, ToFacilitators, ToSeat
from turnabout_protocol.opening import ROOM
from turnabout_protocol.presence import COURSE
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Console, Current, Ending, Own, Public, SeatId, State
from turnabout_protocol.scenario import Side, Slug

HEADS: Final = Datum(
    "names", N_("How many people played on each side and how many watched, without names")
)
MINUTES: Final = Datum("session", N_("How long each step took"))
FILLING: Final = Datum("technical", N_("That the session has grown unusually long"))
READY: Final = Datum(
    "session", N_("That you are done with a step; where answers are secret, only once it is over")
)
OWN_READY: Final = Datum("session", N_("That you are done with a step whose answers are secret"))
READY_COUNT: Final = Datum("session", N_("How many are done with a step whose answers are secret"))


class RoomFilling(ToFacilitators, frozen=True, kw_only=True):
    """The room has grown to half of what a room may: somebody keeps sending commands."""

    keeps = "until_close"
    tells = FILLING

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, filling=True)


class AgendaChanged(ToAll, frozen=True, kw_only=True):
    """Other steps lie ahead, or the same in another order or with other minutes."""

    keeps = "in_report"
    tells = ROOM

    ahead: Annotated[tuple[Slot, ...], Meta(max_length=MOST_STEPS)]

    def fold(self, public: Public, at: int) -> Public:
        steps = fitted(public, self.ahead) or ()
        stay = {step.id for step in steps}
        pool = (*public.shelf, *ahead(public))
        return replace(
            public,
            agenda=(*gone(public), *steps),
            shelf=tuple(step for step in pool if step.id not in stay),
        )


class StepOpened(ToAll, frozen=True, kw_only=True):
    """A step of the agenda began; the one before it is over."""

    keeps = "in_report"
    tells = MINUTES

    index: Annotated[int, Meta(ge=0, le=99)]
    ends: int

    def fold(self, public: Public, at: int) -> Public:
        step = public.agenda[self.index]
        opened = _at_step(public, self.index, self.ends, public.clock.play(at))
        return panel.by_sitting(opened.with_state(step.id, step.fresh()))


class StepReopened(ToAll, frozen=True, kw_only=True):
    """A step that was left is on once more, with all that was given in it.

    A facilitator went back to it; or the room comes to it again after that.
    """

    keeps = "in_report"
    tells = MINUTES

    index: Annotated[int, Meta(ge=0, le=99)]
    ends: int

    def fold(self, public: Public, at: int) -> Public:
        play = public.clock.play(at)
        opened = _at_step(public, self.index, self.ends, play)
        step = public.agenda[self.index].id
        return opened.with_state(step, public.state(State, step).reopened(self.ends, play))


def _at_step(public: Public, index: int, ends: int, play: int) -> Public:
    """Return `public` as the step at `index` begins at the play time `play`."""
    spent = public.spent
    if public.current is not None and public.step is not None:
        left = public.step.id
        spent = {**spent, left: spent.get(left, 0) + play - public.current.opened}
    current = Current(index=index, opened=play, ends=ends)
    return replace(public, phase="running", current=current, spent=spent)


class StageOpened(ToAll, frozen=True, kw_only=True):
    """A stage of a step began: a round of a talk, the vote of a plan. Nobody is ready yet."""

    keeps = "until_close"
    tells = COURSE

    step: Slug
    stage: Annotated[int, Meta(ge=0, le=99)]
    ends: int

    def fold(self, public: Public, at: int) -> Public:
        since = public.clock.play(at)
        state = public.state(State, self.step).at_stage(self.stage, self.ends, since)
        return public.with_state(self.step, state)


class BellRung(ToAll, frozen=True, kw_only=True):
    """The time of the stage that is on ends now, whoever ended it.

    What was written or chosen and not sent is sent now; a moment later the room goes on.
    """

    keeps = "until_close"
    tells = COURSE

    step: Slug
    over: Ending

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(State, self.step).rung(self.over, public.clock.play(at))
        return public.with_state(self.step, state)


class SidesAwaited(ToAll, frozen=True, kw_only=True):
    """The step is over, but nobody plays these sides: the room waits, and goes on by itself."""

    keeps = "until_close"
    tells = COURSE

    step: Slug
    sides: tuple[Side, ...]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(State, self.step)
        play = public.clock.play(at)
        return public.with_state(self.step, replace(state, awaits=self.sides, ends=play, bell=None))


class SeatReady(ToAll, frozen=True, kw_only=True):
    """A seat has done what the stage asks."""

    keeps = "until_close"
    tells = READY

    step: Slug
    seat: SeatId

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(State, self.step)
        return public.with_state(self.step, replace(state, ready=(*state.ready, self.seat)))


class ReadyNoted(ToSeat, frozen=True, kw_only=True):
    """I have done what an unsigned stage asks. Nobody else is told."""

    keeps = "until_close"
    tells = OWN_READY

    step: Slug
    opened: Annotated[int, Meta(ge=0)]
    """Play time at which the step began: when it is opened again, nobody is ready."""
    stage: Annotated[int, Meta(ge=0, le=99)]

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, ready={**own.ready, self.step: (self.opened, self.stage)})


class ReadyCounted(ToAll, frozen=True, kw_only=True):
    """So many have done what an unsigned stage asks. Nobody is told who."""

    keeps = "until_close"
    tells = READY_COUNT

    step: Slug
    n: Annotated[int, Meta(ge=1)]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(State, self.step)
        return public.with_state(self.step, replace(state, counted=self.n))


class SeatsReady(ToAll, frozen=True, kw_only=True):
    """Who has done what an unsigned stage asked, all at once: it is over."""

    keeps = "until_close"
    tells = READY

    step: Slug
    seats: tuple[SeatId, ...]
    """By number: their order tells nothing."""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(State, self.step)
        return public.with_state(self.step, replace(state, ready=self.seats))


class RoomClosed(ToAll, frozen=True, kw_only=True):
    """The session is over."""

    keeps = "in_report"
    tells = HEADS

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, phase="closed")
