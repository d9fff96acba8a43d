"""The settings of a scene, and what everybody sees of it: its turns, and how long each is rated."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.activities.entry import Complaint, in_minutes
from turnabout_protocol.activities.scene.turn import Turn
from turnabout_protocol.room import SECOND, Ending, Public, State, Step
from turnabout_protocol.scenario import SIDES, Twist

Stage = Literal["turn", "twist", "rating"]

BELL_GRACE: Final = 750
"""How long after the bell the server waits for a speaker's final text, in milliseconds.

Why 750 ms? A client sends the final text at the bell by its own estimate of room time, which is a
little late, and the text then travels. Most lines need less than this for both, and nobody at the
table notices the wait.
"""
ABSENCE_GRACE: Final = 10 * SECOND
"""How long the turn of somebody who dropped stays open."""

SPOKEN_ACT: Final = 45
"""Most seconds to act where people speak: nobody types."""


class Scene(Step, frozen=True, kw_only=True):
    """Settings: the seconds of a turn's parts, and how many twists come in."""

    asks = True

    think: Annotated[int, Meta(ge=0, le=300)] = 15
    act: Annotated[int, Meta(ge=10, le=600)] = 60
    first_extra: Annotated[int, Meta(ge=0, le=120)] = 30
    """Seconds by which the first turn of each side is longer: to find one's feet."""
    rate: Annotated[int, Meta(ge=3, le=60)] = 40
    """Seconds to rate the last turn, and the least for any. See `SceneState.asked_until`."""
    mend: bool = False
    """The echo is sent ahead; one that was not quite right may be said once more."""
    twists: Annotated[int, Meta(ge=0, le=3)] = 1
    twist_seconds: Annotated[int, Meta(ge=5, le=300)] = 20
    hand: Annotated[int, Meta(ge=1, le=5)] = 3
    ratings: bool = True
    """The owners say how true turns rang, whoever was echoed how right that was, and all may react.
    Without, nobody is asked anything about a turn.
    """

    def fresh(self) -> "SceneState":
        return SceneState()

    def final(self, state: State) -> bool:
        return isinstance(state, SceneState) and state.phase == "rating"

    def waited(self, public: Public) -> frozenset[int]:
        """The speaker; after a twist everybody. Who has not rated yet is nobody's to know."""
        state = public.state(SceneState, self.id)
        if state.phase == "twist":
            return Step.waited(self, public)
        return frozenset() if state.live is None else frozenset({state.live.seat})

    @property
    def turns(self) -> int:
        """How many full turns fit into the planned minutes."""
        besides = self.twists * self.twist_seconds + self.rate + len(SIDES) * self.first_extra
        spare = self.length - besides * SECOND
        return max(0, spare // ((self.think + self.act) * SECOND))


class SceneState(State, frozen=True, kw_only=True):
    """The turns so far; the last one may be live."""

    turns: tuple[Turn, ...] = ()
    twists: tuple[Twist, ...] = ()
    """Those that have come in."""
    twist_after: tuple[int, ...] = ()
    """After which turn each of them came."""
    phase: Stage = "turn"

    @property
    def live(self) -> Turn | None:
        """The turn that is on."""
        last = self.turns[-1] if self.turns else None
        return None if last is None or last.over else last

    @property
    def stands(self) -> tuple[Turn, ...]:
        """The turns that nobody took back, with the live one."""
        return tuple(turn for turn in self.turns if not turn.undone)

    @property
    def last(self) -> Turn | None:
        """The newest turn that has ended, and stands."""
        return next((turn for turn in reversed(self.stands) if turn.over), None)

    def later(self, ms: int) -> "SceneState":
        moved = super().later(ms)
        live = self.live
        return moved if live is None else moved.with_turn(replace(live, ends=live.ends + ms))

    def rung(self, over: Ending, play: int) -> "SceneState":
        """The bell is the live turn's, too."""
        rung = super().rung(over, play)
        live = self.live
        return rung if live is None else rung.with_turn(replace(live, ends=min(live.ends, play)))

    def asked_until(self, step: Scene, turn: Turn, seat: int) -> int | None:
        """Return the play time until which `seat` is asked how true `turn` rang.

        None: not known yet. People are asked until the next turn is over; whoever has that one is
        asked after it, until the one after is over. Passes do not count as turns here, and nobody
        has less than `step.rate` seconds.
        """
        following = self._following(turn)
        speaks_next = bool(following) and seat in following[0].speakers
        return self._until(step, turn, 1 if speaks_next else 0)

    def rated_until(self, step: Scene, turn: Turn) -> int | None:
        """Return the play time until which `turn` can be rated; None: not known yet.

        It is one time for all, that of whoever speaks next: were it another for each, a count that
        goes up or down late would tell whose rating it is.
        """
        return self._until(step, turn, 1)

    def asked(self, public: Public) -> Mapping[int, frozenset[int]]:
        """Return the owners here whose time to be asked has no end yet, by turn.

        When the turns are over, these are all who are asked.
        """
        found: dict[int, frozenset[int]] = {}
        for turn in self.turns:
            following = self._following(turn)
            if not turn.over or turn.passed or turn.unrated or turn.shut or len(following) > 1:
                continue
            late = None if not following else following[0]
            found[turn.number] = frozenset(
                s.id
                for s in public.owners(turn.side)
                if s.present
                and s.id not in turn.speakers
                and (late is None or not late.over or s.id in late.speakers)
            )
        return found

    def _following(self, turn: Turn) -> list[Turn]:
        """Return the turns after `turn` that nobody passed, with the live one."""
        return [t for t in self.turns[turn.number :] if not t.passed]

    def _until(self, step: Scene, turn: Turn, nth: int) -> int | None:
        if turn.shut:
            return turn.ends
        following = self._following(turn)
        if len(following) <= nth or not following[nth].over:
            return None
        return max(following[nth].ends, turn.ends + step.rate * SECOND)

    def given_back(self, turn: Turn, *, spoken: bool) -> Turn | None:
        """Return the turn whose speaker says how right the echo in `turn` was; None for nobody.

        Where people speak, no text says whether there was an echo: whoever spoke before is asked.
        """
        # An echo that was sent ahead is there before its turn is over.
        echoed = turn.echo or (spoken and turn.over and not turn.passed)
        return self.turn(turn.echoes) if echoed and turn.echoes is not None else None

    def unrated_from(self, step: Scene, play: int) -> "SceneState":
        """Return this as ratings are switched off: what can be rated at `play` is unrated."""
        turns = (
            t if self._is_shut(step, t, play) else replace(t, unrated=True) for t in self.turns
        )
        return replace(self, turns=tuple(turns))

    def taken_back(self, step: Scene, number: int, play: int) -> "SceneState":
        """Return this as turn `number`, and the live one after it, are taken back.

        What could not be rated any more stays so, though fewer turns follow it now.
        """
        turns = (
            t.taken_back() if t.number >= number else replace(t, shut=self._is_shut(step, t, play))
            for t in self.turns
        )
        return replace(self, turns=tuple(turns), ends=None)

    def _is_shut(self, step: Scene, turn: Turn, play: int) -> bool:
        until = self.rated_until(step, turn)
        return until is not None and until <= play

    def turn(self, number: int) -> Turn | None:
        """Return the turn of that number."""
        return self.turns[number - 1] if 1 <= number <= len(self.turns) else None

    def with_turn(self, turn: Turn) -> "SceneState":
        """Return this with `turn` changed."""
        turns = tuple(turn if t.number == turn.number else t for t in self.turns)
        return replace(self, turns=turns)

    @property
    def played(self) -> frozenset[str]:
        """Ids of the cards that have been played."""
        return frozenset(t.card.id for t in self.turns if t.card is not None)


def scenes_over(public: Public) -> bool:
    """Return whether the last scene of the agenda is behind us: the debrief is on."""
    last = max((i for i, s in enumerate(public.agenda) if isinstance(s, Scene)), default=-1)
    return public.current is not None and public.current.index > last


def too_short(step: Scene, before: Sequence[Step]) -> Iterator[Complaint]:
    """Yield a complaint if a scene has no time for one turn of each side."""
    if step.turns < 2:
        said = N_(
            "{minutes} minutes have room for {turns} of its {seconds} s turns. "
            "Give “{step}” more, or shorten turns."
        )
        values: dict[str, str | int] = {
            "minutes": in_minutes(step.length),
            "turns": step.turns,
            "seconds": step.think + step.act,
            "step": step.id,
        }
        yield Complaint(Phrase(said, values), "minutes")
