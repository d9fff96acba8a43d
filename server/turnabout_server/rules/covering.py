"""Whoever is away: a bot plays for them until they are back, or somebody else has their part."""

from turnabout_language import N_
from turnabout_protocol.activities.brief import Briefed, HandDealt, SeatCast
from turnabout_protocol.activities.scene import Scene, SceneState
from turnabout_protocol.bases import Hash
from turnabout_protocol.covering import Cover, CoverKeyIssued, HandOver, PartTaken, SeatCovered
from turnabout_protocol.presence import BotInvited, SeatDropped, SeatMoved
from turnabout_protocol.room import Public, Seat
from turnabout_protocol.scenario import SIDES, Persona, Side
from turnabout_server.rules import cast, turns
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal
from turnabout_server.rules.seating import check_room_for
from turnabout_server.rules.seats import find


def cover(d: Decision, by: Seat, command: Cover) -> None:
    """Ask for a bot that plays for somebody, or let it go. Raises Refusal."""
    seat = find(d.public, command.seat)
    if not command.on:
        if not seat.covered:
            raise Refusal("already", N_("No bot plays for {name}."), name=seat.name)
        d.emit(SeatDropped(seat=seat.id))
        return
    _check_coverable(d.public, seat)
    d.emit(BotInvited(home=seat.home or SIDES[0], seat=seat.id))


def sit_in(d: Decision, number: int, key: Hash) -> None:
    """Let the bot that was asked for play for the person of a seat. Raises Refusal.

    Their own turn ends first, with what they had written: no bot has their draft.
    """
    seat = find(d.public, number)
    _check_coverable(d.public, seat)
    _end_turn(d, seat)
    d.emit(CoverKeyIssued(seat=seat.id, key=key))
    d.emit(SeatCovered(seat=seat.id))


def let_go(d: Decision) -> None:
    """Let all bots go that play for somebody, once there is nothing more to play."""
    if _to_play(d.public):
        return
    for _, seat in sorted(d.public.seats.items()):
        if seat.covered:
            d.emit(SeatDropped(seat=seat.id))


def hand_over(d: Decision, by: Seat, command: HandOver) -> None:
    """Let somebody who watches play a part, or its own person again. Raises Refusal."""
    of, to = find(d.public, command.seat), find(d.public, command.to)
    part = d.public.parts_taken.get(of.id, of.id)
    holder = _holder(d.public, part)
    if not of.persona:
        raise _no_part(of)
    if holder is not None and holder.id == to.id:
        raise Refusal("already", N_("{name} plays this part already."), name=to.name)
    if holder is not None and holder.here and to.id != part:
        raise Refusal(
            "not_yet",
            N_("{name} is here and plays this part. Cover who is away."),
            name=holder.name,
        )
    if holder is not None and holder.here and _speaks(d, holder):
        raise Refusal(
            "not_yet", N_("{name} has the turn. Try again when it is over."), name=holder.name
        )
    _check_taker(of, to)
    if holder is None:
        check_room_for(d.public, "player")
    _move(d, holder or of, to, part)


def _check_coverable(public: Public, seat: Seat) -> None:
    """Raises Refusal unless a bot could play for the person of `seat` now."""
    if not seat.plays or seat.bot:
        raise Refusal("not_here", N_("Only for a person who plays can a bot play."))
    if not seat.persona:
        raise _no_part(seat)
    if seat.present:
        said = N_("A bot plays for {name} already.") if seat.covered else N_("{name} is here.")
        raise Refusal("already", said, name=seat.name)
    if not _to_play(public):
        raise Refusal("too_late", N_("The last scene is over: there is nothing more to play."))


def _check_taker(of: Seat, to: Seat) -> None:
    """Raises Refusal unless `to` may play what `of` played."""
    if to.role != "observer" or to.stage or to.bot:
        raise Refusal("not_here", N_("Only somebody who watches can play it."))
    if not to.here:
        raise Refusal("not_yet", N_("{name} is away."), name=to.name)
    if to.home not in (None, of.home):
        # Here everybody plays the other side, and who knows the cards of one stays with it.
        raise Refusal(
            "own_side", N_("{name} belongs to the side that is played there."), name=to.name
        )


def _move(d: Decision, giver: Seat, to: Seat, part: int) -> None:
    """Let `to` have what `giver` plays or played: persona, words and hand; nothing else."""
    side, persona = _played(d, giver)
    hand = d.room.of(giver.id).hand
    _end_turn(d, giver)
    d.emit(PartTaken(part=part, by=to.id))
    if giver.covered:
        d.emit(SeatDropped(seat=giver.id))
    if giver.plays:
        d.emit(SeatMoved(seat=giver.id, role="observer", home=giver.home, played=None))
    d.emit(SeatMoved(seat=to.id, role="player", home=giver.home, played=side))
    d.emit(SeatCast(seat=to.id, persona=giver.persona, job=giver.job))
    lingo = cast.scenario_of(d).sides[side].lingo
    d.emit(Briefed(seat=to.id, persona=persona, lingo=lingo))
    if giver.id != to.id:
        d.emit(HandDealt(seat=giver.id, cards=()))
        d.emit(HandDealt(seat=to.id, cards=hand))
    step = d.public.step
    if isinstance(step, Scene):
        played = d.public.state(SceneState, step.id).played
        cast.refill(d, d.public.seats[to.id], step.id, step.hand, played)


def _played(d: Decision, seat: Seat) -> tuple[Side, Persona]:
    """Return the side and the persona of the part that `seat` was given."""
    sides = cast.scenario_of(d).sides
    found = [
        (side, one) for side in SIDES for one in sides[side].personas if one.name == seat.persona
    ]
    return next((one for one in found if one[0] == seat.played), found[0])


def _holder(public: Public, part: int) -> Seat | None:
    """Return who plays `part` now; None: nobody does."""
    players = public.players()
    own = (s for s in players if s.id == part)
    return next((s for s in players if public.parts_taken.get(s.id) == part), next(own, None))


def _speaks(d: Decision, seat: Seat) -> bool:
    step = d.public.step
    live = d.public.state(SceneState, step.id).live if isinstance(step, Scene) else None
    return live is not None and live.seat == seat.id


def _end_turn(d: Decision, seat: Seat) -> None:
    """End the turn of `seat`, if it has one, with what was written in it."""
    step = d.public.step
    if isinstance(step, Scene) and _speaks(d, seat):
        live = turns.state_of(d, step).live
        if live is not None:
            turns.ring_bell(d, step, live)


def _to_play(public: Public) -> bool:
    """Return whether a scene is on or lies ahead."""
    here = 0 if public.current is None else public.current.index
    return any(isinstance(step, Scene) for step in public.agenda[here:])


def _no_part(seat: Seat) -> Refusal:
    return Refusal("not_yet", N_("{name} has no part yet. The brief gives it."), name=seat.name)
