"""talk: rounds in which one group speaks and the others listen, thank and perhaps ask once."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.observing import SheetPart
from turnabout_protocol.bases import Bound, StepCommand, ToAll
from turnabout_protocol.privacy import Datum, Least
from turnabout_protocol.room import Public, Seat, SeatId, State, Step
from turnabout_protocol.scenario import SIDES, Side, Slug
from turnabout_protocol.scoring import Needs
from turnabout_protocol.text import LINE

Speakers = Literal["everyone", "first_side", "second_side", "observers"]
"""Who speaks in a round. The two home sides take turns; which is first was drawn for the room."""


class Round(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One round: who speaks, and the questions they answer, in this order."""

    speakers: Speakers
    prompts: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=160)], ...],
        Meta(min_length=1, max_length=4),
    ]
    starter: Annotated[str, Meta(max_length=160)] = ""
    """A sentence to begin with; `{name}`, `{home}` and `{persona}` are filled in."""
    hint: Annotated[str, Meta(max_length=120)] = ""
    """What to keep in mind, under the questions: `Situations, no names.`"""
    sheet: Annotated[tuple[SheetPart, ...], Meta(max_length=4)] = ()
    """For an observer: the note of their sheet that each question, in this order, starts from."""
    share: Annotated[int, Meta(ge=1, le=10)] = 1
    """How large a part of the minutes the round has, compared with the others."""


class Talk(Step, frozen=True, kw_only=True):
    """Settings: the rounds, which share the minutes, and what stands beside them."""

    rounds: Annotated[tuple[Round, ...], Meta(min_length=1, max_length=6)]
    board: bool = False
    """The key points that were played, and those that were not, are shown beside the talk."""
    ahas: bool = False
    """Ahas are shared here, and a remark of one's own can be marked as one."""
    first: Literal["drawn", "weaker"] = "drawn"
    """Which home side is `first_side`: drawn; or the one that fewer people named in a poll's
    question with the id `last-word`, whose answers are `{business}` and `{it}`: the labels of the
    sides are put in. It is also drawn if too few answered, or if as many named either side. Later
    talks of the session begin with the same side, whoever has left since."""

    def fresh(self) -> "TalkState":
        return TalkState()

    def final(self, state: State) -> bool:
        return state.stage == len(self.rounds) - 1

    def waited(self, public: Public) -> frozenset[int]:
        """Those who speak end the round; an observer is never waited for.

        When none of the speakers can be waited for, those who listen are.
        """
        present = (seat for seat in public.players() if seat.present)
        here = [seat for seat in present if not public.stands_in(seat.id)]
        speakers = [seat for seat in here if self.speaks(public, seat)] or here
        ready = public.state(State, self.id).ready
        return frozenset(seat.id for seat in speakers if seat.id not in ready)

    def speaks(self, public: Public, seat: Seat, stage: int | None = None) -> bool:
        """Return whether `seat` speaks in the round `stage`, or in the one that is on."""
        state = public.state(TalkState, self.id)
        match self.rounds[state.stage if stage is None else stage].speakers:
            case "everyone":
                return seat.plays
            case "observers":
                return seat.watches
            case "first_side":
                return seat.owner and seat.home == state.first
            case "second_side":
                return seat.owner and seat.home is not None and seat.home != state.first


class Remark(Struct, frozen=True, kw_only=True):
    """One line somebody typed. `prompt` None: a question from a listener."""

    seat: int
    stage: int
    prompt: int | None
    text: str


class TalkState(State, frozen=True, kw_only=True):
    """The remarks so far, who thanked in this round, and the home side that speaks first."""

    first: Side = SIDES[0]
    remarks: tuple[Remark, ...] = ()
    thanks: Mapping[int, int] = {}
    """How many thanked, by round."""
    thanked: tuple[int, ...] = ()
    """Who thanked in this round."""
    marked: tuple[int, ...] = ()
    """Places, in `remarks`, of those that their writers marked as an aha."""

    def at_stage(self, stage: int, ends: int, since: int = 0) -> "TalkState":
        return replace(super().at_stage(stage, ends, since), thanked=())


REMARKS: Final = Datum("words", N_("What you say in a talk, and your thanks"))
FIRST: Final = Datum(
    "polls",
    N_("Which side speaks first; a poll on who has the last word may decide it"),
    least=(Least(Needs().pooled, N_("{n} people who answered, both sides together")),),
)


class Remarked(ToAll, frozen=True, kw_only=True):
    """Somebody spoke."""

    keeps = "until_close"
    tells = REMARKS

    step: Slug
    seat: SeatId
    prompt: int | None
    text: str

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(TalkState, self.step)
        remark = Remark(seat=self.seat, stage=state.stage, prompt=self.prompt, text=self.text)
        return public.with_state(self.step, replace(state, remarks=(*state.remarks, remark)))


class Thanked(ToAll, frozen=True, kw_only=True):
    """A listener said thank you."""

    keeps = "until_close"
    tells = REMARKS

    step: Slug
    seat: SeatId

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(TalkState, self.step)
        thanks = {**state.thanks, state.stage: state.thanks.get(state.stage, 0) + 1}
        return public.with_state(
            self.step, replace(state, thanks=thanks, thanked=(*state.thanked, self.seat))
        )


class RemarkMarked(ToAll, frozen=True, kw_only=True):
    """A writer marked a remark as an aha."""

    keeps = "until_close"
    tells = REMARKS

    step: Slug
    remark: Annotated[int, Meta(ge=0)]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(TalkState, self.step)
        return public.with_state(self.step, replace(state, marked=(*state.marked, self.remark)))


class FirstSideDrawn(ToAll, frozen=True, kw_only=True):
    """Which home side speaks first in this talk. Nobody is told why."""

    keeps = "until_close"
    tells = FIRST

    step: Slug
    side: Side

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(TalkState, self.step)
        return public.with_state(self.step, replace(state, first=self.side))


class TalkCommand(StepCommand, frozen=True, kw_only=True):
    """A command that means one round."""

    stage: Annotated[int, Meta(ge=0, le=9)]


class SayRemark(TalkCommand, frozen=True, kw_only=True):
    """Speak: answer a prompt, or (listeners, once a round, `prompt` None) ask one question."""

    bound = Bound(60)

    prompt: Annotated[int, Meta(ge=0, le=9)] | None = None
    text: Annotated[str, Meta(min_length=1, max_length=LINE)]


class Thank(TalkCommand, frozen=True, kw_only=True):
    """Say thank you to those who speak."""

    bound = Bound(30)


class MarkAha(StepCommand, frozen=True, kw_only=True):
    """Share a remark of mine, by its place among all of the talk, as an aha."""

    bound = Bound(40)

    remark: Annotated[int, Meta(ge=0, le=999)]
