"""scene: who speaks when, what a turn leaves behind, when a twist comes in."""

from typing import Final

from turnabout_protocol.activities.scene import (
    ABSENCE_GRACE,
    BELL_GRACE,
    AnswerEcho,
    BringTwist,
    CaricatureReported,
    EchoAnswered,
    FlagCaricature,
    LastRatings,
    Pass,
    Rate,
    Rating,
    RatingSealed,
    React,
    Reacted,
    ReactionNoted,
    Said,
    Scene,
    SceneState,
    SceneVault,
    SkipTurn,
    Speak,
    Turn,
    TurnCommand,
    TurnEnded,
    TurnFlagged,
    TurnRated,
    TurnStarted,
    TwistCalled,
    TwistCame,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.parts import SECOND, Room, Seat
from turnabout_protocol.scenario import SIDES, other
from turnabout_server.rules import cast
from turnabout_server.rules.activities.base import Activity
from turnabout_server.rules.decision import Decision, draw
from turnabout_server.rules.refused import Refused, moved_on, not_yours

LATE: Final = SECOND
"""A rating that was on its way when its time ended still counts."""
OVERRUN: Final = SECOND
"""What a turn or twist may take beyond its time: the grace after its bell, and some delay."""


class SceneRules(Activity[Scene]):
    """Timed turns that alternate between the sides."""

    def open(self, d: Decision, step: Scene) -> None:
        cast.cast_all(d)
        cast.deal_all(d, step.id, step.hand)

    def act(self, d: Decision, step: Scene, seat: Seat, command: Command) -> None:
        if isinstance(command, BringTwist):
            self._call_twist(d, step, seat)
            return
        if not isinstance(command, TurnCommand):
            super().act(d, step, seat, command)
            return
        turn = state_of(d, step).turn(command.turn)
        if turn is None:
            raise moved_on()
        match command:
            case Speak():
                check_card(d, floor(turn, seat), command.said)
                end_turn(d, step, turn, command.said)
            case Pass():
                floor(turn, seat)
                end_turn(d, step, turn, Said())
            case SkipTurn():
                self._skip(d, step, turn, seat)
            case AnswerEcho():
                self._answer_echo(d, step, turn, seat, command)
            case Rate():
                self._rate(d, step, turn, seat, command)
            case React():
                self._react(d, step, turn, seat, command)
            case FlagCaricature():
                self._flag(d, step, turn, seat)

    def settle(self, d: Decision, step: Scene) -> None:
        live = state_of(d, step).live
        if live is not None and not any(s.id == live.seat for s in d.public.players()):
            end_turn(d, step, live, Said())  # the speaker has left the game
        state = state_of(d, step)
        if state.phase == "turn" and state.live is None:
            go_on(d, step)

    def deadline(self, room: Room, step: Scene) -> int | None:
        state = room.public.state(SceneState, step.id)
        live = state.live
        if live is None:
            return super().deadline(room, step)
        speaker = room.public.seats.get(live.seat)
        bell = live.ends + BELL_GRACE
        if speaker is None or speaker.present:
            return bell
        return min(bell, speaker.absent_since + ABSENCE_GRACE)

    def ready(self, d: Decision, step: Scene, seat: Seat) -> None:
        if state_of(d, step).phase != "twist":
            raise Refused("not_here", "Turns end by themselves. There is nothing to be ready for.")
        super().ready(d, step, seat)

    def done(self, room: Room, step: Scene) -> bool:
        state = room.public.state(SceneState, step.id)
        if state.phase == "rating":
            return not state.unrated(room.public)
        return state.phase == "twist" and super().done(room, step)

    def advance(self, d: Decision, step: Scene) -> bool:
        state = state_of(d, step)
        if state.live is not None:
            end_turn(d, step, state.live, d.drafts.get(state.live.seat, Said()))
            return True
        if state.phase == "twist":
            go_on(d, step)
            if state_of(d, step).phase == "twist":  # nobody is here to go on with
                last_ratings(d, step)
            return True
        return False

    def final(self, room: Room, step: Scene) -> bool:
        return room.public.state(SceneState, step.id).phase == "rating"

    def close(self, d: Decision, step: Scene) -> None:
        live = state_of(d, step).live
        if live is not None:
            end_turn(d, step, live, d.drafts.get(live.seat, Said()))

    def _call_twist(self, d: Decision, step: Scene, seat: Seat) -> None:
        facilitator(seat)
        state = state_of(d, step)
        came = len(state.twists)
        if came >= len(cast.scenario_of(d).twists):
            raise Refused("no_twist", "This scenario has no more twists.")
        if d.room.console.twists_called.get(step.id, 0) > came:
            raise Refused("already", "The twist is called: it comes when the turn is over.")
        if state.phase == "rating":
            raise Refused("moved_on", "The last turn is over. There is no time for a twist.")
        d.emit(TwistCalled(step=step.id, number=came + 1))

    def _skip(self, d: Decision, step: Scene, turn: Turn, seat: Seat) -> None:
        facilitator(seat)
        if turn.over:
            raise moved_on()
        end_turn(d, step, turn, d.drafts.get(turn.seat, Said()))

    def _answer_echo(
        self, d: Decision, step: Scene, turn: Turn, seat: Seat, command: AnswerEcho
    ) -> None:
        echoed = state_of(d, step).turn(turn.echoes) if turn.echoes else None
        if not turn.over or not turn.echo or echoed is None:
            raise moved_on()
        if echoed.seat != seat.id:
            raise Refused("not_yours", "Only the person who was echoed answers.")
        if turn.heard is not None:
            raise Refused("already", "You have answered already.")
        d.emit(EchoAnswered(step=step.id, turn=turn.number, answer=command.answer))

    def _rate(self, d: Decision, step: Scene, turn: Turn, seat: Seat, command: Rate) -> None:
        if not turn.over or turn.passed:
            raise moved_on()
        if not seat.owner or seat.home != turn.side or seat.id == turn.seat:
            raise Refused("not_owner", "Only the people whose case this is rate it.")
        if seat.id in turn.rated:
            raise Refused("already", "You have rated this turn already.")
        if not ratable(d, step, turn):
            raise Refused("moved_on", "The time to rate this turn is over.")
        missing = command.missing if command.ring in (1, 2) else None
        rating = Rating(ring=command.ring, missing=missing)
        d.emit(RatingSealed(step=step.id, turn=turn.number, seat=seat.id, rating=rating))
        d.emit(TurnRated(step=step.id, turn=turn.number, seat=seat.id))

    def _react(self, d: Decision, step: Scene, turn: Turn, seat: Seat, command: React) -> None:
        if turn.card is None:
            raise Refused("no_card", "No card was played in that turn.")
        if seat.role == "facilitator" or seat.id == turn.seat:
            raise Refused("not_yours", "A reaction comes from somebody who listened.")
        noted = d.room.vault.state(SceneVault, step.id).reactions.get(turn.number, ())
        if (seat.id, command.kind) in noted:
            raise Refused("already", "You have reacted like this already.")
        d.emit(ReactionNoted(step=step.id, turn=turn.number, seat=seat.id, kind=command.kind))
        d.emit(Reacted(step=step.id, turn=turn.number, kind=command.kind))

    def _flag(self, d: Decision, step: Scene, turn: Turn, seat: Seat) -> None:
        if not turn.over or turn.passed:
            raise moved_on()
        if turn.seat == seat.id:
            raise Refused("not_yours", "You cannot flag your own turn.")
        if turn.flagged:
            raise Refused("already", "This turn is out of the scoring already.")
        d.emit(TurnFlagged(step=step.id, turn=turn.number))
        d.emit(CaricatureReported(step=step.id, turn=turn.number))


def state_of(d: Decision, step: Scene) -> SceneState:
    """Return the public state of the scene."""
    return d.public.state(SceneState, step.id)


def facilitator(seat: Seat) -> None:
    """Raises Refused unless `seat` facilitates."""
    if seat.role != "facilitator":
        raise not_yours()


def floor(turn: Turn, seat: Seat) -> Seat:
    """Return `seat` if `turn` is its own and still on. Raises Refused."""
    if turn.over:
        raise moved_on()
    if turn.seat != seat.id:
        raise Refused("not_your_turn", "It is somebody else's turn.")
    return seat


def check_card(d: Decision, seat: Seat, said: Said) -> None:
    """Raises Refused if `said` plays a card that the seat does not hold."""
    hand = d.room.of(seat.id).hand
    if said.card and said.card not in {card.id for card in hand}:
        raise Refused("no_such_card", "That card is no longer in your hand. Choose another.")


def ratable(d: Decision, step: Scene, turn: Turn) -> bool:
    """Return whether `turn` can still be rated."""
    state = state_of(d, step)
    newest = state.last is not None and state.last.number == turn.number
    in_time = d.play <= turn.ends + step.rate * SECOND + LATE
    return in_time or (newest and state.phase != "turn")


def end_turn(d: Decision, step: Scene, turn: Turn, said: Said) -> None:
    """End the live turn with what was said. The card, if any, leaves all hands."""
    hand = d.room.of(turn.seat).hand
    card = next((c for c in hand if c.id == said.card), None)
    echo = said.echo if turn.echoes is not None else ""
    passed = not (echo or card or said.say or said.ask)
    d.emit(
        TurnEnded(
            step=step.id,
            turn=turn.number,
            passed=passed,
            echo=echo,
            card=card,
            say=said.say,
            ask=said.ask,
        )
    )
    if card is not None:
        played = state_of(d, step).played
        for seat in d.public.players(turn.side):
            if card in d.room.of(seat.id).hand:
                cast.refill(d, seat, step.id, step.hand, played)


def go_on(d: Decision, step: Scene) -> None:
    """No turn is on: bring in a twist, give somebody the floor, or end the scene."""
    if not any(s.present for s in d.public.players()):
        return
    if twist_due(d, step):
        bring_twist(d, step)
    elif fits(d, step):
        start_turn(d, step, next_speaker(d, step))
    else:
        last_ratings(d, step)


def twist_due(d: Decision, step: Scene) -> bool:
    """Return whether a twist is next: it was called, or its place in the scene has come."""
    state = state_of(d, step)
    came = len(state.twists)
    if came >= len(cast.scenario_of(d).twists):
        return False
    if d.room.console.twists_called.get(step.id, 0) > came:
        return True
    # The twists divide the planned turns into equal parts.
    place = step.turns * (came + 1) // (step.twists + 1)
    return came < step.twists and len(state.turns) >= max(1, place)


def bring_twist(d: Decision, step: Scene) -> None:
    """Read the next twist of the scenario to everyone. Each comes once in a session."""
    told = {
        twist.id
        for state in d.public.steps.values()
        if isinstance(state, SceneState)
        for twist in state.twists
    }
    fresh = [t for t in cast.scenario_of(d).twists if t.id not in told]
    twist = (fresh or list(cast.scenario_of(d).twists))[0]
    d.emit(TwistCame(step=step.id, twist=twist, ends=d.play + step.twist_seconds * SECOND))


def fits(d: Decision, step: Scene) -> bool:
    """Return whether one more turn can finish in the time of the step."""
    if d.public.current is None:
        return False
    state = state_of(d, step)
    left = d.public.current.ends - d.play + OVERRUN * (len(state.turns) + len(state.twists))
    twists = min(step.twists, len(cast.scenario_of(d).twists)) - len(state.twists)
    need = step.think + step.act + step.rate + max(0, twists) * step.twist_seconds
    return left >= need * SECOND


def next_speaker(d: Decision, step: Scene) -> Seat:
    """Return who speaks next: the sides alternate; on a side, whose last turn is longest ago.

    So nobody speaks twice before everyone here on their side spoke or passed. Somebody must be
    here. With one side away the other goes on by itself.
    """
    state = state_of(d, step)
    seed = d.room.vault.seed
    last = state.turns[-1].side if state.turns else None
    first = SIDES[draw(seed, "first", step.id) % 2] if last is None else other(last)
    here = [s for s in d.public.players() if s.present]
    candidates = [s for s in here if s.played == first] or here
    spoke = {turn.seat: turn.number for turn in state.turns}

    def order(seat: Seat) -> tuple[int, int]:
        return spoke.get(seat.id, 0), draw(seed, "speaker", step.id, seat.id)

    return min(candidates, key=order)


def start_turn(d: Decision, step: Scene, seat: Seat) -> None:
    """Give `seat` the floor."""
    state = state_of(d, step)
    said = (t for t in reversed(state.turns) if not t.passed and t.seat != seat.id)
    echoes = next((t.number for t in said), None)
    acts_from = d.play + step.think * SECOND
    d.emit(
        TurnStarted(
            step=step.id,
            turn=len(state.turns) + 1,
            seat=seat.id,
            side=seat.played or SIDES[0],
            acts_from=acts_from,
            ends=acts_from + step.act * SECOND,
            echoes=echoes,
        )
    )


def last_ratings(d: Decision, step: Scene) -> None:
    """End the turns; the last one can still be rated."""
    d.emit(LastRatings(step=step.id, ends=d.play + step.rate * SECOND))
