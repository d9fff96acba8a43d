"""cheer: everybody says hooray, then the table goes on."""

from typing import Final

from msgspec.structs import replace

from turnabout_protocol.activities import Activity
from turnabout_protocol.bases import Bound, StepCommand, ToAll
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Public, State, Step


class Cheer(Step, frozen=True, kw_only=True):
    """Settings: what everybody calls."""

    call: str = "Hooray"

    def fresh(self) -> "CheerState":
        return CheerState()


class CheerState(State, frozen=True, kw_only=True):
    """Who has cheered, in order."""

    cheered: tuple[int, ...] = ()


class Hooray(StepCommand, frozen=True, kw_only=True):
    """I cheer."""

    bound = Bound(1)


class Cheered(ToAll, frozen=True, kw_only=True):
    """Somebody cheered."""

    keeps = "until_close"
    tells = Datum("words", "That you cheered")

    step: str
    seat: int

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(CheerState, self.step)
        done = replace(state, cheered=(*state.cheered, self.seat), ready=(*state.ready, self.seat))
        return public.with_state(self.step, done)


CHEER: Final = Activity(
    name="cheer", step=Cheer, commands=(Hooray,), events=(Cheered,), package=__name__
)
