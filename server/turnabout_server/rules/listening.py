"""What listeners may do with a turn: answer its echo, rate it, strike a word, react."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.ratings import (
    MissingSealed,
    RatingNoted,
    RatingsCounted,
    RatingSealed,
    RatingUncounted,
    RatingUnsealed,
    RatingWithdrawn,
    Reacted,
    ReactionNoted,
    TurnRated,
    WordStruck,
)
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    Rate,
    Rating,
    React,
    Scene,
    SceneVault,
    StrikeWord,
    TagMissing,
    TakeBack,
    Turn,
)
from turnabout_protocol.activities.turns import EchoAnswered, LastRatings
from turnabout_protocol.room import SECOND, Seat, in_panel
from turnabout_protocol.terms import uses
from turnabout_server.rules import cast, results
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, moved_on, not_in_panel
from turnabout_server.rules.turns import state_of

LOW: Final = (1, 2)
"""After these ratings one is asked what was missing."""
TAG: Final = 4 * SECOND
"""How long the scene stays open for that after the last rating: as long after any other."""
LATE: Final = SECOND
"""A rating that was on its way when its time ended still counts."""


def answer_echo(d: Decision, step: Scene, turn: Turn, seat: Seat, command: AnswerEcho) -> None:
    """Say how right an echo was. Raises Refusal."""
    echoed = state_of(d, step).given_back(turn, spoken=d.public.rules.spoken)
    if echoed is None:
        raise moved_on()
    _check_rated(turn)
    if seat.id not in echoed.speakers:
        raise Refusal("not_yours", N_("Only the person who was echoed can answer."))
    if turn.heard is not None:
        raise Refusal("already", N_("You have answered already."))
    d.emit(EchoAnswered(step=step.id, turn=turn.number, answer=command.answer))


def rate(d: Decision, step: Scene, turn: Turn, seat: Seat, command: Rate) -> None:
    """Seal an owner's rating. Raises Refusal."""
    if not turn.over or turn.passed:
        raise moved_on()
    if not seat.owner or seat.home != turn.side or seat.id in turn.speakers:
        raise Refusal("not_owner", N_("Only the people whose case this is can rate it."))
    if not in_panel(d.public, seat.id):
        raise not_in_panel()
    if turn.number in d.room.of(seat.id).state(SceneOwn, step.id).rated or seat.id in turn.rated:
        raise Refusal("already", N_("You have rated this turn already."))
    check_ratable(d, step, turn)
    rating = Rating(ring=command.ring, missing=None)
    d.emit(RatingSealed(step=step.id, turn=turn.number, seat=seat.id, rating=rating))
    d.emit(RatingNoted(seat=seat.id, step=step.id, turn=turn.number))
    d.emit(RatingsCounted(step=step.id, turn=turn.number, n=turn.answers + 1))


def tag_missing(d: Decision, step: Scene, turn: Turn, seat: Seat, command: TagMissing) -> None:
    """Seal what an owner missed in a turn rated low. Raises Refusal."""
    given = d.room.vault.state(SceneVault, step.id).ratings.get(turn.number, {}).get(seat.id)
    if given is None or given.ring not in LOW:
        raise Refusal("not_low", N_("What was missing is asked after a rating of 1 or 2."))
    if given.missing is not None:
        raise Refusal("already", N_("You have said what was missing already."))
    check_ratable(d, step, turn)
    d.emit(MissingSealed(step=step.id, turn=turn.number, seat=seat.id, missing=command.missing))


def take_back(d: Decision, step: Scene, turn: Turn, seat: Seat, command: TakeBack) -> None:
    """Let a rating be as if it had not been given, tag and all. Raises Refusal."""
    if turn.number not in d.room.of(seat.id).state(SceneOwn, step.id).rated:
        raise Refusal("not_rated", N_("You have not rated this turn."))
    check_ratable(d, step, turn)
    d.emit(RatingUnsealed(step=step.id, turn=turn.number, seat=seat.id))
    d.emit(RatingWithdrawn(seat=seat.id, step=step.id, turn=turn.number))
    d.emit(RatingUncounted(step=step.id, turn=turn.number))


def strike(d: Decision, step: Scene, turn: Turn, seat: Seat, command: StrikeWord) -> None:
    """Seal that a word of the owner's side was used in a wrong sense. Raises Refusal."""
    if not turn.over or turn.passed:
        raise moved_on()
    if not seat.owner or seat.home != turn.side or seat.id in turn.speakers:
        raise Refusal("not_owner", N_("Only the people whose word it is can strike it."))
    if not in_panel(d.public, seat.id):
        raise not_in_panel()
    lingo = cast.scenario_of(d).sides[turn.side].lingo
    used = {use.term for text in (turn.say, turn.ask) for use in uses(text, lingo)}
    if command.term not in used:
        raise Refusal("no_such_word", N_("That word was not used in this turn."))
    strikes = d.room.vault.state(SceneVault, step.id).strikes.get(turn.number, ())
    if (seat.id, command.term) in strikes:
        raise Refusal("already", N_("You have struck that word already."))
    check_ratable(d, step, turn)
    d.emit(WordStruck(step=step.id, turn=turn.number, seat=seat.id, term=command.term))


def react(d: Decision, step: Scene, turn: Turn, seat: Seat, command: React) -> None:
    """Count a reaction, once for each kind and person. Raises Refusal."""
    _check_rated(turn)
    if turn.card is None:
        raise Refusal("no_card", N_("No card was played in that turn."))
    if seat.role == "facilitator" or seat.id in turn.speakers:
        raise Refusal("not_yours", N_("A reaction comes from somebody who listened."))
    noted = d.room.vault.state(SceneVault, step.id).reactions.get(turn.number, ())
    if (seat.id, command.kind) in noted:
        raise Refusal("already", N_("You have reacted like this already."))
    d.emit(ReactionNoted(step=step.id, turn=turn.number, seat=seat.id, kind=command.kind))
    d.emit(Reacted(step=step.id, turn=turn.number, kind=command.kind))


def check_ratable(d: Decision, step: Scene, turn: Turn) -> None:
    """Raises Refusal unless `turn` can still be rated."""
    results.check_not_out(d.public)
    _check_rated(turn)
    if not ratable(d, step, turn):
        raise Refusal("moved_on", N_("The time to rate this turn is over."))


def _check_rated(turn: Turn) -> None:
    if turn.unrated:
        raise Refusal("not_here", N_("Ratings are off: nothing is asked of this turn."))


def ratable(d: Decision, step: Scene, turn: Turn) -> bool:
    """Return whether `turn` can still be rated."""
    until = state_of(d, step).rated_until(step, turn)
    return until is None or d.play <= until + LATE


def tell_rated(d: Decision, step: Scene, *, over: bool = False) -> None:
    """Tell at once who has rated each turn that nobody can rate any more; all of them when `over`.

    Only where the room goes on by itself: what a single seat does must not bring it about.
    """
    ratings = d.room.vault.state(SceneVault, step.id).ratings
    for turn in state_of(d, step).turns:
        if turn.unrated or turn.undone:
            continue  # what was given does not count, and so is nobody's to know
        seats = tuple(sorted(ratings.get(turn.number, {}).keys() - set(turn.rated)))
        if seats and (over or not ratable(d, step, turn)):
            d.emit(TurnRated(step=step.id, turn=turn.number, seats=seats))


def all_have_rated(d: Decision, step: Scene) -> bool:
    """Return whether everybody here has answered what they are still asked of the turns."""
    given = d.room.vault.state(SceneVault, step.id).ratings
    asked = state_of(d, step).asked(d.public)
    return all(seats <= given.get(turn, {}).keys() for turn, seats in asked.items())


def shorten(d: Decision, step: Scene) -> None:
    """All have rated the last turns: end the scene soon, whatever they answered.

    Ending it at once would tell that nobody may still say what was missing.
    """
    state, soon = state_of(d, step), d.play + TAG
    late = state.ends is not None and state.ends > soon
    # A scene that was opened once more is there for more than its last rating.
    rating = state.phase == "rating" and not state.again
    if rating and late and all_have_rated(d, step):
        d.emit(LastRatings(step=step.id, ends=soon))
