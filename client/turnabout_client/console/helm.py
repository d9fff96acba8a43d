"""The session as one facilitator steers it just now, and what each key would do. Pure."""

from msgspec import Struct

from turnabout_client.view.roster import seats_of
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.scene import (
    BringTwist,
    ReopenTurn,
    Scene,
    SceneState,
    SkipTurn,
    Turn,
)
from turnabout_protocol.activities.talk import Talk
from turnabout_protocol.commands import AllowOwnSide, Back, MoreTime, Next, NextStage
from turnabout_protocol.links import Link
from turnabout_protocol.room import Knock, Public, Seat, State, Step
from turnabout_protocol.steering import HoldStep, SwitchRatings, rates


class Helm(Struct, frozen=True):
    """What one who steers has in hand."""

    public: Public
    seat: int | None
    """Mine."""
    link: Link | None
    """The link to this room, as others reach it, if it is known."""
    waiting: tuple[Knock, ...] = ()
    """Who waits at the door."""
    leads: bool = True
    """Whether I opened the room, or have its key: only then can I end it."""
    co: tuple[int, ...] = ()
    """The seats of co-facilitators."""

    @property
    def lobby(self) -> bool:
        """Whether the session has not begun."""
        return self.public.phase == "lobby"

    @property
    def begun(self) -> bool:
        """Whether it has."""
        return not self.lobby

    @property
    def step(self) -> Step | None:
        """The step that is on."""
        return self.public.step

    @property
    def scene(self) -> SceneState | None:
        """The scene that is on."""
        state = self._state
        return state if isinstance(state, SceneState) else None

    @property
    def follows(self) -> bool:
        """Whether what comes last at the table is what matters: turns and remarks."""
        return isinstance(self.step, Scene | Talk)

    @property
    def closing(self) -> bool:
        """Whether the last step is on."""
        return isinstance(self.step, Close)

    @property
    def part(self) -> int | None:
        """The stage of the step that is on, if it has several."""
        state = self._state
        if state is None or state.ends is None or isinstance(state, SceneState):
            return None
        return state.stage

    @property
    def _state(self) -> State | None:
        return None if self.step is None else self.public.steps.get(self.step.id)

    @property
    def others(self) -> list[Seat]:
        """Those who can be given another place, by number."""
        seats = seats_of(self.public)
        return [s for s in seats if s.id != self.seat and s.role != "facilitator"]

    def steps_down(self, seat: Seat) -> bool:
        """Return whether I can let `seat` lead no longer: I myself, or another if I lead."""
        return seat.id in self.co and (self.leads or seat.id == self.seat)

    # What a key asks for; None: there is nothing to ask for just now ------------------------------

    @property
    def own_side(self) -> AllowOwnSide:
        """Allow to play one's own side, or no longer."""
        return AllowOwnSide(allow=not self.public.rules.own_side_allowed)

    @property
    def next(self) -> Next | NextStage | None:
        """Go on: to the next part of the step, if it has several."""
        if self.step is None or self.part is None:
            return self._next_step
        return NextStage(step=self.step.id, stage=self.part)

    @property
    def finish(self) -> Next | None:
        """End all parts of the step."""
        return None if self.part is None else self._next_step

    @property
    def _next_step(self) -> Next | None:
        stage = None if self._state is None else self._state.stage
        return None if self.step is None else Next(step=self.step.id, stage=stage)

    @property
    def back(self) -> Back | None:
        """Open the step before once more."""
        return None if self.step is None else Back(step=self.step.id)

    @property
    def awaited(self) -> bool:
        """Whether the room waits for a side that nobody plays: a bot can fill it."""
        return self._state is not None and bool(self._state.awaits)

    @property
    def first(self) -> bool:
        """Whether no step lies before the one that is on."""
        return self.public.current is None or self.public.current.index == 0

    @property
    def more(self) -> MoreTime | None:
        """Give the step a minute more."""
        return None if self.step is None else MoreTime(step=self.step.id)

    @property
    def skip(self) -> SkipTurn | None:
        """Ring the bell for the live turn."""
        live = None if self.scene is None else self.scene.live
        if self.step is None or live is None:
            return None
        return SkipTurn(step=self.step.id, turn=live.number)

    @property
    def last(self) -> Turn | None:
        """The newest play of the scene that is on."""
        return None if self.scene is None else self.scene.last

    @property
    def undo(self) -> ReopenTurn | None:
        """Open the turn of that play again."""
        if self.step is None or self.last is None:
            return None
        return ReopenTurn(step=self.step.id, turn=self.last.number)

    @property
    def kept_open(self) -> bool:
        """Whether the time of the step is up, and it waits for somebody to go on."""
        return self._state is not None and self._state.kept_open

    @property
    def hold(self) -> HoldStep | None:
        """Let the clock not end the step any more, or let it again."""
        if self.step is None or self.kept_open or self.closing:
            return None
        return HoldStep(step=self.step.id, hold=not self.step.hold)

    @property
    def ratings(self) -> SwitchRatings:
        """Switch ratings off, or on again."""
        return SwitchRatings(on=not rates(self.public))

    @property
    def twist(self) -> BringTwist | None:
        """Bring in a twist."""
        if self.step is None or self.scene is None:
            return None
        return BringTwist(step=self.step.id)
