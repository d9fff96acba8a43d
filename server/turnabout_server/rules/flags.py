"""Flags: somebody finds a turn a caricature, unsigned, and a facilitator takes it out, or not."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.flags import (
    CaricatureReported,
    FlagJudged,
    FlagNoted,
    FlagSealed,
    TurnFlagged,
)
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.scene import Scene, SceneState, SceneVault, Turn
from turnabout_protocol.commands import JudgeFlag
from turnabout_protocol.room import Public, Seat, in_panel
from turnabout_protocol.scenario import Side, other
from turnabout_server.rules import results
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, moved_on, not_in_panel
from turnabout_server.rules.turns import state_of

MOST_FLAGS: Final = 2
"""Most flags of a seat in a session."""


def flag(d: Decision, step: Scene, turn: Turn, seat: Seat) -> None:
    """Seal that `seat` found a turn a caricature. Raises Refusal."""
    if not turn.over or turn.passed:
        raise moved_on()
    if seat.id in turn.speakers:
        raise Refusal("not_yours", N_("You cannot flag your own turn."))
    if not in_panel(d.public, seat.id) and seat.role != "facilitator":
        raise not_in_panel()
    if turn.flagged:
        raise Refusal("already", N_("This turn is out of the scoring already."))
    mine = _flagged_by(d, seat)
    if (step.id, turn.number) in mine:
        raise Refusal("already", N_("You have flagged this turn already."))
    if len(mine) >= MOST_FLAGS:
        raise Refusal("enough", N_("You have flagged {n} turns. Say the rest aloud."), n=len(mine))
    if mine and _own_side(d.public, seat, turn) and _own_side(d.public, seat, _turn(d, *mine[-1])):
        raise Refusal(
            "own_side",
            N_("You flagged somebody of your own side last. Let the others speak for themselves."),
        )
    d.emit(FlagSealed(step=step.id, turn=turn.number, seat=seat.id))
    d.emit(FlagNoted(seat=seat.id, step=step.id, turn=turn.number))


def report(d: Decision, step: Scene, *, over: bool = False) -> None:
    """Show the facilitators which turns were flagged; the newest only when the scene is `over`.

    Only where the room goes on by itself, at the end of the turn after: so its moment says nothing
    of who flagged.
    """
    last = state_of(d, step).last
    told = {(flag.step, flag.turn) for flag in d.room.console.flags}
    for turn in sorted(d.room.vault.state(SceneVault, step.id).flags):
        found = state_of(d, step).turn(turn)
        if found is None or found.undone:
            continue
        newest = last is not None and turn >= last.number
        if (step.id, turn) not in told and (over or not newest):
            d.emit(CaricatureReported(step=step.id, turn=turn))


def judge(d: Decision, seat: Seat, command: JudgeFlag) -> None:
    """Let a flagged turn count, or take it out of the scoring, for good. Raises Refusal."""
    where = command.scene, command.turn
    flag = next((f for f in d.room.console.flags if (f.step, f.turn) == where), None)
    state = d.public.steps.get(command.scene)
    turn = state.turn(command.turn) if isinstance(state, SceneState) else None
    if flag is None or turn is None:
        raise Refusal("no_flag", N_("Nobody has flagged that turn."))
    if flag.counts is not None or turn.flagged or turn.undone:
        raise Refusal("already", N_("You have decided on that turn already."))
    if results.are_out(d.public):
        raise Refusal("too_late", N_("The results are out. The turn stays in them."))
    d.emit(FlagJudged(step=command.scene, turn=command.turn, counts=command.counts))
    if not command.counts:
        d.emit(TurnFlagged(step=command.scene, turn=command.turn))


def _flagged_by(d: Decision, seat: Seat) -> list[tuple[str, int]]:
    """Return the turns that `seat` has flagged, as (scene, turn), in their order."""
    scenes = ((s.id, d.room.of(seat.id).steps.get(s.id)) for s in d.public.agenda)
    owns = [(step, own) for step, own in scenes if isinstance(own, SceneOwn)]
    found = [(step, n) for step, own in owns for n in own.flagged]
    # What was taken back costs nobody a flag.
    return [(step, n) for step, n in found if not _turn(d, step, n).undone]


def _turn(d: Decision, step: str, number: int) -> Turn:
    return d.public.state(SceneState, step).turns[number - 1]


def _own_side(public: Public, seat: Seat, turn: Turn) -> bool:
    """Return whether whoever spoke in `turn` belongs to the side of `seat`."""
    speaker = public.seats.get(turn.seat)
    home: Side | None = other(turn.side) if speaker is None else speaker.home
    return seat.home is not None and seat.home == home
