"""The newest play of a scene is taken back: its turn is open again, with its words as a draft."""

from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.brief import HandDealt
from turnabout_protocol.activities.scene import Said, Scene, SceneVault, Turn
from turnabout_protocol.activities.turns import TurnTakenBack, WordsKept
from turnabout_protocol.room import SECOND, Seat
from turnabout_server.rules import cast, results
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, moved_on
from turnabout_server.rules.turns import begin_turn, draft_of, state_of

REST: Final = 30 * SECOND
"""The least time of a turn that is open again."""


def reopen(d: Decision, step: Scene, turn: Turn) -> None:
    """Take back `turn`, the newest that was played, and open it again. Raises Refusal.

    The live turn after it is cut off: its speaker is next again, with what was written until then.
    """
    state = state_of(d, step)
    if state.bell is not None:
        raise moved_on()
    if state.last is None or turn.number != state.last.number:
        raise Refusal("moved_on", N_("Only the newest play can be taken back."))
    results.check_not_out(d.public)
    seat = d.public.seats.get(turn.seat)
    if seat is None or not seat.plays or not seat.present:
        raise Refusal("no_such_seat", N_("Whoever had that turn is not here."))
    live = state.live
    ends = d.play + max(REST, turn.left)
    d.emit(TurnTakenBack(step=step.id, turn=turn.number, ms=ends - turn.ends))
    if live is not None and live.seat != seat.id:
        _keep(d, step, live, _written(d, step, live))
    card = "" if turn.card is None else turn.card.id
    _keep(d, step, turn, Said(echo=turn.echo, card=card, say=turn.say, ask=turn.ask))
    if card:
        _deal_back(d, step, seat, turn)
    begin_turn(d, step, seat, acts_from=d.play, ends=ends, again=turn.number)


def _written(d: Decision, step: Scene, live: Turn) -> Said:
    """Return what was written in a turn that is cut off, also an echo that was sent ahead."""
    said = draft_of(d, step, live)
    return said if said.echo or not live.echo else replace(said, echo=live.echo)


def _keep(d: Decision, step: Scene, turn: Turn, said: Said) -> None:
    if not said.empty:
        d.emit(WordsKept(seat=turn.seat, step=step.id, turn=turn.number, said=said))


def _deal_back(d: Decision, step: Scene, seat: Seat, turn: Turn) -> None:
    """Give the speaker the hand of that turn again. The others keep the cards they have drawn."""
    held = d.room.vault.state(SceneVault, step.id).hands.get(turn.number, ())
    known = {card.id: card for card in cast.side_cards(d, turn.side)}
    hand = tuple(known[card] for card in held if card in known)
    if hand != d.room.of(seat.id).hand:
        d.emit(HandDealt(seat=seat.id, cards=hand))
    played = state_of(d, step).played
    for other in d.public.players(turn.side):
        cast.refill(d, other, step.id, step.hand, played)
