"""What a facilitator switches in the middle of a session: a step is held, ratings are off."""

from typing import Final, TypeVar

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.close import CloseState
from turnabout_protocol.activities.reveal import RevealState
from turnabout_protocol.activities.scene import Scene, SceneState
from turnabout_protocol.bases import Bound, Command, ToAll
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Public, State, Step
from turnabout_protocol.scenario import Slug

S = TypeVar("S", bound=Step)

HELD: Final = Datum("session", N_("Whether the clock ends a step, or a facilitator"))
SWITCHED: Final = Datum("session", N_("Whether turns are rated in this session"))


class HoldStep(Command, frozen=True, kw_only=True):
    """Facilitator: the clock does not end this step while one of us is here, or it does again.

    The step that is on, or one that lies ahead.
    """

    bound = Bound(80, per="session")

    step: Slug
    hold: bool


class SwitchRatings(Command, frozen=True, kw_only=True):
    """Facilitator: nobody is asked how true a turn rang, or people are again. Until the results."""

    bound = Bound(40, per="session")

    on: bool


class HoldSet(ToAll, frozen=True, kw_only=True):
    """The clock does not end a step any more while a facilitator is here, or it does again."""

    keeps = "until_close"
    tells = HELD

    step: Slug
    hold: bool

    def fold(self, public: Public, at: int) -> Public:
        def told(steps: tuple[S, ...]) -> tuple[S, ...]:
            return tuple(replace(s, hold=self.hold) if s.id == self.step else s for s in steps)

        return replace(public, agenda=told(public.agenda), shelf=told(public.shelf))


class StepKeptOpen(ToAll, frozen=True, kw_only=True):
    """The time of a held step is up. It waits for a facilitator to go on, at most until `ends`."""

    keeps = "until_close"
    tells = HELD

    step: Slug
    ends: int

    def fold(self, public: Public, at: int) -> Public:
        if public.current is None:
            return public
        state = public.state(State, self.step)
        state = replace(state, ends=None if state.ends is None else self.ends, kept_open=True)
        current = replace(public.current, ends=self.ends)
        return replace(public, current=current).with_state(self.step, state)


class RatingsSwitched(ToAll, frozen=True, kw_only=True):
    """Turns are not rated any more in this session, or they are again.

    While they are not, what was given before does not count either. What could still be rated as
    they were switched off never counts: only some had been asked.
    """

    keeps = "until_close"
    tells = SWITCHED

    on: bool

    def fold(self, public: Public, at: int) -> Public:
        def told(steps: tuple[S, ...]) -> tuple[S, ...]:
            return tuple(replace(s, ratings=self.on) if isinstance(s, Scene) else s for s in steps)

        public = replace(public, agenda=told(public.agenda), shelf=told(public.shelf))
        step = public.step
        if self.on or not isinstance(step, Scene):
            return public
        state = public.state(SceneState, step.id)
        return public.with_state(step.id, state.unrated_from(step, public.clock.play(at)))


def to_hold(public: Public, step: Step) -> bool:
    """Return whether the step that is on is kept open when its time is up.

    It is once, and only while somebody is here who can go on: nobody waits on an absent seat.
    """
    if not step.hold:
        return False
    state = public.state(State, step.id)
    over = state.bell is not None or state.kept_open
    here = any(seat.role == "facilitator" and seat.present for seat in public.seats.values())
    return not over and here and step.final(state)


def rates(public: Public) -> bool:
    """Return whether turns are rated in this session."""
    return any(step.ratings for step in public.agenda if isinstance(step, Scene))


def results_out(public: Public) -> bool:
    """Return whether the results were put together: in a reveal, or for the slips of the close."""
    return any(isinstance(state, RevealState | CloseState) for state in public.steps.values())


def may_switch(public: Public) -> bool:
    """Return whether there are ratings to switch: a scene, and nothing yet that is made of them."""
    return not results_out(public) and any(isinstance(step, Scene) for step in public.agenda)
