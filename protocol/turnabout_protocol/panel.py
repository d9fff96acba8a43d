"""The panel: the people whose answers count, and how it comes about. Pure.

Without one, somebody could come in again as two others and take their own answers off a figure, so
that a colleague's is left. So figures and minimums count the panel alone, and everybody reads who
is in it before the first question.

*In it* are the players who said yes in the consent step. Where a session has none, people say yes
by sitting down to play before the first step that asks something. A facilitator brings in others
by name: late ones, who then play, and those who watch with a say. Once a consent step is over they
are asked first, by the same promises: nobody comes in without a yes.

Who was asked in the consent step and had not answered when it ended may still say yes.

*Frozen* it is when the Brief begins, or a scene if there is no Brief; in a session with neither,
when the first question is asked. Until then whoever leaves the table, or watches instead, leaves
the panel, too; from then on nothing changes it. Bots are in it in a demo alone.
"""

from collections.abc import Iterable

from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.consent import Consent, silent, stays_watching
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.room import Public, Seat, Step, in_panel
from turnabout_protocol.scenario import SIDES, Side


def members(public: Public, side: Side) -> tuple[Seat, ...]:
    """Return the people of `side` whose answers count and who are still here, by number."""
    seats = (seat for _, seat in sorted(public.seats.items()) if seat.home == side)
    return tuple(seat for seat in seats if in_panel(public, seat.id))


def guests(public: Public) -> tuple[Seat, ...]:
    """Return who watches without a say, by number."""
    seats = (seat for _, seat in sorted(public.seats.items()) if seat.role != "facilitator")
    return tuple(seat for seat in seats if not seat.plays and not in_panel(public, seat.id))


def formed(public: Public) -> bool:
    """Return whether it is over that people join the panel by themselves."""
    begun = public.begun
    return any(isinstance(step, Consent) for step in begun[:-1]) or any(map(_seals, begun))


def frozen(public: Public) -> bool:
    """Return whether nobody comes into the panel any more."""
    begun = public.begun
    if _dealt(public.agenda):
        return _dealt(begun)
    return any(step.asks for step in begun)


def unplayed(public: Public) -> tuple[Side, ...]:
    """Return the sides that nobody plays, as long as the parts are still to be given.

    While people are asked for their consent, only those count who have said yes. A session does not
    go on without them.
    """
    if frozen(public) or not _dealt(public.agenda):
        return ()
    asked = isinstance(public.step, Consent)

    def sure(seat: Seat) -> bool:
        return not asked or in_panel(public, seat.id) or public.stands_in(seat.id)

    return tuple(side for side in SIDES if not any(map(sure, public.players(side))))


def may_say_yes(public: Public, seat: Seat) -> bool:
    """Return whether somebody who watches was asked for consent, and can still say yes."""
    asked = seat.id in silent(public) and not in_panel(public, seat.id)
    return asked and not seat.plays and not frozen(public)


def came_late(public: Public) -> tuple[Seat, ...]:
    """Return who is here, belongs to a side, came too late to sit down and play, and can still be
    asked to, by number."""
    if frozen(public):
        return ()
    settled = silent(public) | stays_watching(public) | {*public.panel, *public.bots}
    found = (seat for _, seat in sorted(public.seats.items()) if seat.late and seat.here)
    return tuple(s for s in found if s.owner and not s.plays and s.id not in settled)


def by_sitting(public: Public) -> Public:
    """Return `public`, in which a step has just opened, with who is in the panel by sitting here.

    Those who play when the first question comes, where nobody was asked for consent before.
    """
    *before, here = public.begun
    asked = any(isinstance(step, Consent) or _seals(step) for step in before)
    if asked or not _seals(here):
        return public
    return public.with_say(*(seat.id for seat in public.players()))


def watching(public: Public, seat: int) -> Public:
    """Return `public` after `seat` has left the table or only watches."""
    return public if frozen(public) else public.without_say(seat)


def _dealt(steps: Iterable[Step]) -> bool:
    """Return whether parts are given in one of `steps`."""
    return any(isinstance(step, Brief | Scene) for step in steps)


def _seals(step: Step) -> bool:
    """Return whether nobody sits down to play any more once `step` has begun."""
    return step.asks or isinstance(step, Brief)
