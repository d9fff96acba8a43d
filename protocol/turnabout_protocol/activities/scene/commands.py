"""What a seat may ask in a scene."""

from typing import Annotated

from msgspec import Meta, Struct

from turnabout_protocol.activities.scene.turn import EchoAnswer, Missing, Reaction, Ring, TurnNumber
from turnabout_protocol.bases import Bound, StepCommand
from turnabout_protocol.room import SeatId
from turnabout_protocol.scenario import Label
from turnabout_protocol.text import LINE, SPEECH


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a speaker has put together: a draft while typing, the turn when sent."""

    echo: Annotated[str, Meta(max_length=LINE)] = ""
    card: Annotated[str, Meta(max_length=40)] = ""
    """Id of a card in the speaker's hand; empty for none."""
    say: Annotated[str, Meta(max_length=SPEECH)] = ""
    ask: Annotated[str, Meta(max_length=LINE)] = ""

    @property
    def empty(self) -> bool:
        """Whether this is a pass."""
        return not (self.echo or self.card or self.say or self.ask)


class TurnCommand(StepCommand, frozen=True, kw_only=True):
    """A command that means one turn."""

    turn: TurnNumber


class Speak(TurnCommand, frozen=True, kw_only=True):
    """End my turn with this. Nothing at all is a pass."""

    bound = Bound(60)

    said: Said


class SendEcho(TurnCommand, frozen=True, kw_only=True):
    """Send my echo ahead of the rest, or once more when it was not quite right.

    Only in a scene with `mend`.
    """

    bound = Bound(120)

    echo: Annotated[str, Meta(min_length=1, max_length=LINE)]


class Pass(TurnCommand, frozen=True, kw_only=True):
    """End my turn without a word. It is free."""

    bound = Bound(60)


class PassPen(TurnCommand, frozen=True, kw_only=True):
    """In a shared turn: give the pen to somebody of my pair, with what is written.

    As long as nothing is written anybody of the pair can give it to themselves, too.
    """

    bound = Bound(120)

    to: SeatId


class AnswerEcho(TurnCommand, frozen=True, kw_only=True):
    """Say whether `turn` gave back what I had said."""

    bound = Bound(120)

    answer: EchoAnswer


class Rate(TurnCommand, frozen=True, kw_only=True):
    """Rate how true `turn` rang to us; `ring` None skips.

    Send it as soon as it is chosen, so that its moment tells nothing of it.
    """

    bound = Bound(120)

    ring: Ring | None = None


class TagMissing(TurnCommand, frozen=True, kw_only=True):
    """Say what was missing in `turn`, after I have rated it 1 or 2; while it can be rated."""

    bound = Bound(120)

    missing: Missing


class TakeBack(TurnCommand, frozen=True, kw_only=True):
    """Take back my rating or skip of `turn`, and what I said was missing; while it can be rated.

    Then it can be given anew.
    """

    bound = Bound(60)


class StrikeWord(TurnCommand, frozen=True, kw_only=True):
    """Say that `turn` used one of our words, `term`, in a wrong sense. Then it does not count."""

    bound = Bound(60)

    term: Label


class React(TurnCommand, frozen=True, kw_only=True):
    """React to the card played in `turn`."""

    bound = Bound(300)

    kind: Reaction


class FlagCaricature(TurnCommand, frozen=True, kw_only=True):
    """Say, unsigned, that `turn` made a caricature of people. Facilitators take it out or not."""

    bound = Bound(20)


class SkipTurn(TurnCommand, frozen=True, kw_only=True):
    """Facilitator: ring the bell for `turn` now. What was typed counts."""

    bound = Bound(120)


class ReopenTurn(TurnCommand, frozen=True, kw_only=True):
    """Facilitator: take the newest play back. `turn` is open again, with its words as a draft.

    Ratings of it and reactions fall away. A live turn after it comes once more later, with what was
    written in it.
    """

    bound = Bound(40)


class BringTwist(StepCommand, frozen=True, kw_only=True):
    """Facilitator: bring in the next twist when the live turn is over."""

    bound = Bound(12)
