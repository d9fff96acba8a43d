"""Shared turns: who takes turns together, and who of them has the pen."""

from turnabout_language import N_
from turnabout_protocol import panel
from turnabout_protocol.activities.scene import PassPen, Said, Scene, Turn
from turnabout_protocol.activities.turns import PenPassed
from turnabout_protocol.pairs import PairsFormed, ShareTurns, TurnsShared, formed
from turnabout_protocol.room import Seat
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, moved_on


def share(d: Decision, seat: Seat, command: ShareTurns) -> None:
    """Let two players of a side take turns as one, or no longer. Raises Refusal."""
    if command.shared == d.public.shared:
        raise Refusal("already", N_("It is so already."))
    if panel.frozen(d.public):
        raise Refusal("too_late", N_("The parts are given: turns are taken as they are."))
    if not command.shared and len(d.public.players()) > d.public.rules.max_players:
        raise Refusal(
            "full",
            N_("Without shared turns there is room for {most} players, and more are here."),
            most=d.public.rules.max_players,
        )
    d.emit(TurnsShared(shared=command.shared))


def form(d: Decision) -> None:
    """Put everybody who plays into a pair, if turns are shared. Pairs that there are stay."""
    if not d.public.shared:
        return
    pairs = formed(d.public)
    if pairs != d.public.pairs:
        d.emit(PairsFormed(pairs=pairs))


def hand_on(d: Decision, giver: int, to: int) -> None:
    """Let `to` sit in the pair of `giver`, whose part it plays from now on."""
    before = d.public.pairs
    after = tuple(tuple(to if seat == giver else seat for seat in pair) for pair in before)
    if after != before:
        d.emit(PairsFormed(pairs=after))


def pass_pen(d: Decision, step: Scene, turn: Turn, seat: Seat, command: PassPen) -> None:
    """Give the pen of the live turn to somebody else of the pair. Raises Refusal."""
    if turn.over or command.to == turn.seat:
        raise moved_on()
    if seat.id not in turn.speakers:
        raise Refusal("not_your_turn", N_("It is somebody else's turn."))
    if command.to not in turn.speakers or not _here(d, command.to):
        raise Refusal("no_pair", N_("Nobody else of your pair is here just now."))
    takes = command.to == seat.id and d.drafts.get(turn.seat, Said()).empty
    if seat.id != turn.seat and not takes:
        name = d.public.face(turn.seat)
        raise Refusal("not_yours", N_("{name} is writing. Ask for the pen."), name=name)
    d.emit(PenPassed(step=step.id, turn=turn.number, seat=command.to))


def keep_pen_here(d: Decision, step: Scene, turn: Turn) -> None:
    """Whoever has the pen is away: somebody of the pair who is here takes it, with the words."""
    if _here(d, turn.seat):
        return
    other = next((seat for seat in turn.speakers if _here(d, seat)), None)
    if other is not None:
        d.emit(PenPassed(step=step.id, turn=turn.number, seat=other))


def _here(d: Decision, seat: int) -> bool:
    who = d.public.seats.get(seat)
    return who is not None and who.plays and who.present
