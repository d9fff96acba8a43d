"""The turns of a scene: who has the floor, what a turn leaves behind, when a twist comes in."""

from collections import Counter
from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.scene import (
    Said,
    Scene,
    SceneState,
    Turn,
)
from turnabout_protocol.activities.turns import (
    EchoSent,
    HandNoted,
    LastRatings,
    TurnEnded,
    TurnStarted,
    TwistCalled,
    TwistCame,
)
from turnabout_protocol.chance import draw
from turnabout_protocol.pairs import pair_of, turn_takers
from turnabout_protocol.room import SECOND, Seat
from turnabout_protocol.scenario import SIDES, Side, Twist, other
from turnabout_server.rules import cast, results
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal

OVERRUN: Final = SECOND
"""What a turn or twist may take beyond its time: the grace after its bell, and some delay."""


def state_of(d: Decision, step: Scene) -> SceneState:
    """Return the public state of the scene."""
    return d.public.state(SceneState, step.id)


def go_on(d: Decision, step: Scene) -> None:
    """No turn is on: bring in a twist, give somebody the floor, or end the scene."""
    if not any(s.present for s in d.public.players()):
        return
    if results.are_out(d.public):
        last_ratings(d, step)
    elif twist_due(d, step):
        bring_twist(d, step)
    elif fits(d, step, speaker := next_speaker(d, step)):
        start_turn(d, step, speaker)
    else:
        last_ratings(d, step)


def next_speaker(d: Decision, step: Scene) -> Seat:
    """Return who speaks next: the sides alternate; on a side, whoever's last turn is longest ago.

    So nobody speaks twice before everyone here on their side has spoken or passed. In a later scene
    those who had fewer turns in the scenes before begin. Somebody must be here. With one side away
    the other goes on by itself. Those who share their turns come as one, and the pen goes round
    among them.
    """
    state = state_of(d, step)
    side = other(state.turns[-1].side) if state.turns else first_side(d, step)
    here = [p for p in turn_takers(d.public) if any(seat.present for seat in p)]
    candidates = [p for p in here if p[0].played == side] or here
    spoke = {seat: turn.number for turn in state.stands for seat in turn.speakers}
    before = [turn for past in scenes_before(d, step) for turn in past.stands]
    had = Counter(seat for turn in before for seat in turn.speakers)
    held = Counter(turn.seat for turn in (*before, *state.stands))

    def drawn(seat: Seat) -> int:
        return draw(d.room.vault.seed, "speaker", step.id, seat.id)

    def order(pair: tuple[Seat, ...]) -> tuple[int, int, int]:
        seats = [seat.id for seat in pair]
        last, most = max(spoke.get(s, 0) for s in seats), max(had[s] for s in seats)
        return last, most, drawn(pair[0])

    pair = (seat for seat in min(candidates, key=order) if seat.present)
    return min(pair, key=lambda seat: (held[seat.id], drawn(seat)))


def first_side(d: Decision, step: Scene) -> Side:
    """Return the side that begins: drawn in the first scene, then another one each time."""
    before = [past.turns[0].side for past in scenes_before(d, step) if past.turns]
    if before:
        return other(before[-1])
    return SIDES[draw(d.room.vault.seed, "first", step.id) % 2]


def scenes_before(d: Decision, step: Scene) -> list[SceneState]:
    """Return the states of the scenes that are over, oldest first."""
    past = (state for name, state in d.public.steps.items() if name != step.id)
    return [state for state in past if isinstance(state, SceneState)]


def played_before(d: Decision, step: Scene) -> frozenset[str]:
    """Return the ids of the cards that were played in the scenes before."""
    return frozenset(card for past in scenes_before(d, step) for card in past.played)


def start_turn(d: Decision, step: Scene, seat: Seat) -> None:
    """Give `seat` the floor, with those who share its turns."""
    acts_from = d.play + step.think * SECOND
    ends = acts_from + (step.act + first_extra(d, step, seat)) * SECOND
    begin_turn(d, step, seat, acts_from=acts_from, ends=ends)


def begin_turn(
    d: Decision, step: Scene, seat: Seat, *, acts_from: int, ends: int, again: int | None = None
) -> None:
    """Let a turn of `seat` begin. `again`: the number of the one that is open again in it."""
    state = state_of(d, step)
    pair = tuple(s.id for s in pair_of(d.public, seat.id))
    said = (t for t in reversed(state.turns) if not t.passed and seat.id not in t.speakers)
    newest = next(said, None)
    own = (t for t in state.stands if seat.id in t.speakers)
    spoken = d.public.rules.spoken
    heard = newest is None or any(state.given_back(t, spoken=spoken) == newest for t in own)
    d.emit(
        TurnStarted(
            step=step.id,
            turn=len(state.turns) + 1,
            seat=seat.id,
            side=seat.played or SIDES[0],
            acts_from=acts_from,
            ends=ends,
            echoes=None if heard or newest is None else newest.number,
            again=again,
            shared=pair if len(pair) > 1 else (),
        )
    )


def first_extra(d: Decision, step: Scene, seat: Seat) -> int:
    """Return how many seconds longer the next turn is if `seat` has it: the first of its side."""
    began = any(turn.side == seat.played for turn in state_of(d, step).stands)
    return 0 if began else step.first_extra


def fits(d: Decision, step: Scene, speaker: Seat) -> bool:
    """Return whether one more turn, of `speaker`, can finish in the time of the step."""
    if d.public.current is None:
        return False
    state = state_of(d, step)
    # Quick turns have cost no delay: what is forgiven ends with the planned number of them.
    over = min(len(state.stands) + len(state.twists), step.turns + step.twists)
    left = d.public.current.ends - d.play + OVERRUN * over
    twists = max(0, min(step.twists - len(state.twists), len(fresh_twists(d))))
    need = step.think + step.act + first_extra(d, step, speaker)
    need += step.rate + twists * step.twist_seconds
    return left >= need * SECOND


def may_go_on(d: Decision, step: Scene) -> bool:
    """Return whether a scene that was over can go on: there is time, and its turns still count."""
    return fits(d, step, next_speaker(d, step)) and not results.are_out(d.public)


def end_turn(
    d: Decision,
    step: Scene,
    turn: Turn,
    said: Said,
    *,
    spoke: bool = False,
    skipped: bool = False,
) -> None:
    """End the live turn with what was said. The card, if any, leaves all hands.

    `spoke`: it was said aloud, so an empty text is not a pass. `skipped`: a facilitator ended it.
    """
    hand = d.room.of(turn.seat).hand
    card = next((c for c in hand if c.id == said.card), None)
    echo = said.echo if turn.echoes is not None else ""
    if turn.echo and not (echo and turn.mendable(d.play)):
        echo = turn.echo  # it was sent ahead, and stands
    passed = not (spoke or echo or card or said.say or said.ask)
    if card is not None:
        held = tuple(c.id for c in hand)
        d.emit(HandNoted(step=step.id, turn=turn.number, cards=held))
    d.emit(
        TurnEnded(
            step=step.id,
            turn=turn.number,
            passed=passed,
            skipped=passed and skipped,
            echo=echo,
            card=card,
            say=said.say,
            ask=said.ask,
        )
    )
    if card is not None:
        played = state_of(d, step).played
        for pair in turn_takers(d.public, turn.side):
            if card in cast.hand_of(d, pair):
                cast.refill(d, pair, step.id, step.hand, played)


def send_echo(d: Decision, step: Scene, turn: Turn, echo: str) -> None:
    """Send the echo of the live turn ahead, or once more. Nothing waits for it. Raises Refusal."""
    if not step.mend or d.public.rules.spoken or turn.echoes is None:
        raise Refusal("not_here", N_("Here the echo is sent with the rest of the turn."))
    if turn.echo and not turn.mendable(d.play):
        raise Refusal("already", N_("Your echo stands. Go on with your card."))
    d.emit(EchoSent(step=step.id, turn=turn.number, echo=echo, again=bool(turn.echo)))


def draft_of(d: Decision, step: Scene, turn: Turn) -> Said:
    """Return what stands in the fields of the live turn, as far as is known here."""
    typed = d.drafts.get(turn.seat)
    if typed is not None:
        return typed
    own = d.room.of(turn.seat).state(SceneOwn, step.id)
    return own.draft(state_of(d, step), turn) or Said()


def ring_bell(d: Decision, step: Scene, turn: Turn, *, skipped: bool = False) -> None:
    """End the live turn with what is there: the newest draft, or what was said aloud.

    Where people speak, a speaker who is here counts as having spoken once thinking time is over.
    `skipped`: a facilitator rings it.
    """
    speaker = d.public.seats.get(turn.seat)
    here = speaker is not None and speaker.present
    spoke = d.public.rules.spoken and here and d.play >= turn.acts_from
    end_turn(d, step, turn, draft_of(d, step, turn), spoke=spoke, skipped=skipped)


def last_ratings(d: Decision, step: Scene) -> None:
    """End the turns; the last one can still be rated."""
    d.emit(LastRatings(step=step.id, ends=d.play + step.rate * SECOND))


def call_twist(d: Decision, step: Scene) -> None:
    """Note that a facilitator wants the next twist. Raises Refusal."""
    state = state_of(d, step)
    came = len(state.twists)
    if not fresh_twists(d):
        raise Refusal("no_twist", N_("This scenario has no more twists."))
    if d.room.console.twists_called.get(step.id, 0) > came:
        raise Refusal("already", N_("The twist is called: it comes when the turn is over."))
    if state.phase == "rating":
        raise Refusal("moved_on", N_("The last turn is over. There is no time for a twist."))
    d.emit(TwistCalled(step=step.id, number=came + 1))


def twist_due(d: Decision, step: Scene) -> bool:
    """Return whether a twist is next: it was called, or its place in the scene has come."""
    state = state_of(d, step)
    came = len(state.twists)
    if not fresh_twists(d):
        return False
    if d.room.console.twists_called.get(step.id, 0) > came:
        return True
    # The twists divide the planned turns into equal parts.
    place = step.turns * (came + 1) // (step.twists + 1)
    return came < step.twists and len(state.stands) >= max(1, place)


def bring_twist(d: Decision, step: Scene) -> None:
    """Read the next twist of the scenario to everyone; there must be one."""
    twist = fresh_twists(d)[0]
    d.emit(TwistCame(step=step.id, twist=twist, ends=d.play + step.twist_seconds * SECOND))


def fresh_twists(d: Decision) -> list[Twist]:
    """Return the twists that have not come: each comes once in a session."""
    told = {
        twist.id
        for state in d.public.steps.values()
        if isinstance(state, SceneState)
        for twist in state.twists
    }
    return [twist for twist in cast.scenario_of(d).twists if twist.id not in told]
