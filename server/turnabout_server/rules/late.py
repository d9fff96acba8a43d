"""Who came too late for the promises: a facilitator asks, and nobody comes in without a yes."""

from turnabout_language import N_
from turnabout_protocol import panel
from turnabout_protocol.activities import consent
from turnabout_protocol.activities.consent import (
    Agreed,
    Consent,
    LateAsked,
    StaysWatching,
)
from turnabout_protocol.commands import PlayAfterAll
from turnabout_protocol.presence import Admitted, SeatMoved
from turnabout_protocol.room import Public, Seat, in_panel
from turnabout_protocol.scenario import Side
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal
from turnabout_server.rules.seating import check_room_for


def missed(public: Public, seat: Seat) -> Consent | None:
    """Return the step whose promises `seat` is to read before its answers count; None: none."""
    return None if seat.bot or in_panel(public, seat.id) else consent.over(public)


def ask_late(d: Decision, step: Consent, seat: Seat, home: Side, played: Side | None) -> None:
    """Ask somebody who missed `step` whether they play, or watch with a say. Raises Refusal."""
    same = home == seat.home and played == consent.place(d.public, seat.id)
    if same and panel.may_say_yes(d.public, seat):
        raise Refusal("already", N_("{name} is asked already."), name=seat.name)
    if home != seat.home:
        d.emit(SeatMoved(seat=seat.id, role="observer", home=home, played=None))
    d.emit(LateAsked(step=step.id, seat=seat.id, played=played))


def play_after_all(d: Decision, seat: Seat, command: PlayAfterAll) -> None:
    """Let somebody in who had not answered the consent step, or came late. Raises Refusal."""
    if seat.plays:
        raise Refusal("already", N_("You play already."))
    if panel.frozen(d.public):
        raise Refusal("too_late", N_("The parts are given. Somebody new can observe."))
    if seat.home is None or not panel.may_say_yes(d.public, seat):
        raise Refusal("not_asked", N_("Ask the facilitator, who can still let you play."))
    played = consent.place(d.public, seat.id)
    if played is not None:
        check_room_for(d.public, "player")
        d.emit(SeatMoved(seat=seat.id, role="player", home=seat.home, played=played))
        step = consent.over(d.public)
        if step is not None:
            d.emit(Agreed(step=step.id, seat=seat.id))
    d.emit(Admitted(seat=seat.id))


def stay_watching(d: Decision, seat: Seat) -> None:
    """Ask `seat` no more whether it comes in late: it watches."""
    step = consent.over(d.public)
    asked = seat.late or seat.id in consent.silent(d.public)
    if step is not None and asked and seat.id not in consent.stays_watching(d.public):
        d.emit(StaysWatching(step=step.id, seat=seat.id))
