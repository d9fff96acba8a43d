"""reveal: the room sees its score, and which key points were played and which never came up."""

from msgspec import Struct
from msgspec.structs import replace

from turnabout_protocol.bases import ToAll
from turnabout_protocol.parts import Figure, Public, State, Step
from turnabout_protocol.scenario import KeyPoint, Side, Slug


class Reveal(Step, frozen=True, kw_only=True):
    """Settings: none beyond those of every step."""

    def fresh(self) -> "RevealState":
        return RevealState()


class CardFate(Struct, frozen=True, kw_only=True):
    """What became of a key point."""

    card: KeyPoint
    played: int
    """How often it was played, over all scenes."""


class Results(Struct, frozen=True, kw_only=True):
    """What the whole room may see."""

    rings_true: Figure
    board: dict[Side, tuple[CardFate, ...]]
    turns: int
    """Turns that said something."""


class RevealState(State, frozen=True, kw_only=True):
    """The results, once revealed."""

    results: Results | None = None


class Revealed(ToAll, frozen=True, kw_only=True):
    """The results, to everybody at the same moment."""

    step: Slug
    results: Results

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, results=self.results))
