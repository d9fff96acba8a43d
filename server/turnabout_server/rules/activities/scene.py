"""scene: timed turns that alternate between the sides, heard and rated in silence."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.observing import FillSheet, SheetFilled
from turnabout_protocol.activities.scene import (
    ABSENCE_GRACE,
    BELL_GRACE,
    AnswerEcho,
    BringTwist,
    FlagCaricature,
    Pass,
    PassPen,
    Rate,
    React,
    ReopenTurn,
    Said,
    Scene,
    SceneState,
    SendEcho,
    SkipTurn,
    Speak,
    StrikeWord,
    TagMissing,
    TakeBack,
    Turn,
    TurnCommand,
)
from turnabout_protocol.activities.turns import (
    OwnWordsRecalled,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.pairs import turn_takers
from turnabout_protocol.room import Room, Seat
from turnabout_protocol.scenario import SIDES
from turnabout_server.rules import cast, flags, habits, listening, pairs, turns, undoing
from turnabout_server.rules.activities.base import Rules
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, facilitator, moved_on


class SceneRules(Rules[Scene]):
    """Timed turns that alternate between the sides."""

    staged = False  # Turns are not stages: they are skipped one by one.

    def open(self, d: Decision, step: Scene) -> None:
        cast.cast_all(d)
        if turns.scenes_before(d, step):
            cast.deal_anew(d, step.id, step.hand, turns.played_before(d, step))
        else:
            cast.deal_all(d, step.id, step.hand)
        if d.public.rules.spoken:
            return  # no text tells which words were used
        for side in SIDES:
            terms = cast.scenario_of(d).sides[side].lingo
            if terms:
                d.emit(OwnWordsRecalled(side=side, step=step.id, terms=terms))

    def reopen(self, d: Decision, step: Scene) -> None:
        # A scene in between has dealt anew, also what was played in this one.
        played = turns.state_of(d, step).played
        for pair in turn_takers(d.public):
            cast.refill(d, pair, step.id, step.hand, played)

    def act(self, d: Decision, step: Scene, seat: Seat, command: Command) -> None:
        if isinstance(command, BringTwist):
            facilitator(seat)
            turns.call_twist(d, step)
            return
        if isinstance(command, FillSheet):
            fill_sheet(d, step, seat, command)
            return
        if not isinstance(command, TurnCommand):
            super().act(d, step, seat, command)
            return
        turn = turns.state_of(d, step).turn(command.turn)
        if turn is None:
            raise moved_on()
        match command:
            case Speak():
                check_card(d, floor(turn, seat), command.said)
                turns.end_turn(d, step, turn, command.said, spoke=d.public.rules.spoken)
            case SendEcho():
                floor(turn, seat)
                turns.send_echo(d, step, turn, command.echo)
            case Pass():
                floor(turn, seat)
                turns.end_turn(d, step, turn, Said())
            case PassPen():
                pairs.pass_pen(d, step, turn, seat, command)
            case SkipTurn():
                self._skip(d, step, turn, seat)
            case ReopenTurn():
                facilitator(seat)
                undoing.reopen(d, step, turn)
            case AnswerEcho():
                listening.answer_echo(d, step, turn, seat, command)
            case Rate():
                listening.rate(d, step, turn, seat, command)
            case TagMissing():
                listening.tag_missing(d, step, turn, seat, command)
            case TakeBack():
                listening.take_back(d, step, turn, seat, command)
            case StrikeWord():
                listening.strike(d, step, turn, seat, command)
            case React():
                listening.react(d, step, turn, seat, command)
            case FlagCaricature():
                flags.flag(d, step, turn, seat)

    def settle(self, d: Decision, step: Scene) -> None:
        live = turns.state_of(d, step).live
        if live is not None:
            pairs.keep_pen_here(d, step, live)
            live = turns.state_of(d, step).live
        if live is not None and not any(s.id == live.seat for s in d.public.players()):
            turns.end_turn(d, step, live, Said())  # the speaker has left the game
        state = turns.state_of(d, step)
        here = any(seat.present for seat in d.public.players())
        # Opened once more, the scene goes on with turns if there is time for one.
        over = here and state.again and state.phase == "rating"
        more = over and turns.may_go_on(d, step)
        if here and state.live is None and (more or state.phase == "turn"):
            listening.tell_rated(d, step)
            flags.report(d, step)
            turns.go_on(d, step)
        listening.shorten(d, step)

    def deadline(self, room: Room, step: Scene) -> int | None:
        state = room.public.state(SceneState, step.id)
        live = state.live
        if live is None:
            return super().deadline(room, step)
        speaker = room.public.seats.get(live.seat)
        bell = live.ends + habits.extra(room, live.seat) + BELL_GRACE
        if speaker is None or speaker.present:
            return bell
        return min(bell, speaker.absent_since + ABSENCE_GRACE)

    def ready(self, d: Decision, step: Scene, seat: Seat) -> None:
        if turns.state_of(d, step).phase != "twist":
            raise Refusal(
                "not_here", N_("Turns end by themselves. There is nothing to be ready for.")
            )
        super().ready(d, step, seat)

    def done(self, room: Room, step: Scene) -> bool:
        state = room.public.state(SceneState, step.id)
        if state.phase == "rating":
            return not state.again and not any(state.asked(room.public).values())
        return state.phase == "twist" and super().done(room, step)

    def advance(self, d: Decision, step: Scene) -> bool:
        state = turns.state_of(d, step)
        if state.live is not None:
            turns.ring_bell(d, step, state.live)
            return True
        if state.phase == "twist":
            turns.go_on(d, step)
            if turns.state_of(d, step) == state:  # nobody is here to go on with
                turns.last_ratings(d, step)
            return True
        return False

    def unsent(self, room: Room, step: Scene) -> bool:
        return room.public.state(SceneState, step.id).live is not None

    def leave(self, d: Decision, step: Scene) -> None:
        self.close(d, step)

    def close(self, d: Decision, step: Scene) -> None:
        live = turns.state_of(d, step).live
        if live is not None:
            turns.ring_bell(d, step, live)
        listening.tell_rated(d, step, over=True)
        flags.report(d, step, over=True)

    def _skip(self, d: Decision, step: Scene, turn: Turn, seat: Seat) -> None:
        facilitator(seat)
        if turn.over:
            raise moved_on()
        turns.ring_bell(d, step, turn, skipped=True)


def fill_sheet(d: Decision, step: Scene, seat: Seat, command: FillSheet) -> None:
    """Keep what somebody who watches has noted. Raises Refusal."""
    if not seat.watches:
        raise Refusal("not_yours", N_("The sheet is for those who watch."))
    d.emit(
        SheetFilled(
            seat=seat.id,
            step=step.id,
            heard=command.heard,
            mood=command.mood,
            unvoiced=command.unvoiced,
            word=command.word,
        )
    )


def floor(turn: Turn, seat: Seat) -> Seat:
    """Return `seat` if `turn` is its own and still on. Raises Refusal."""
    if turn.over:
        raise moved_on()
    if turn.seat != seat.id:
        raise Refusal("not_your_turn", N_("It is somebody else's turn."))
    return seat


def check_card(d: Decision, seat: Seat, said: Said) -> None:
    """Raises Refusal if `said` plays a card that the seat does not hold."""
    hand = d.room.of(seat.id).hand
    if said.card and said.card not in {card.id for card in hand}:
        raise Refusal("no_such_card", N_("That card is no longer in your hand. Choose another."))


RULES: Final = SceneRules()
