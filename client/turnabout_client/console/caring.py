"""One person at a time: what can be done for whom. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content

from turnabout_client.console.helm import Helm
from turnabout_client.view import roster
from turnabout_client.view.absence import NUDGES, nudged, to_play, uncovered
from turnabout_client.view.people import joined
from turnabout_language import _
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.covering import Cover, HandOver
from turnabout_protocol.leading import Promote, StepDown
from turnabout_protocol.nudging import NudgeSeat
from turnabout_protocol.room import Public, Room, Seat, in_panel


class Care(NamedTuple):
    """Something that can be done for one person."""

    words: str
    command: AnyCommand | None
    """None: own words are asked for first."""


def cares(helm: Helm, seat: Seat) -> Iterator[Care]:
    """Yield what can be done for `seat`, the most likely first."""
    public = helm.public
    if seat.role == "facilitator":
        yield Care(_("watches from here on, and no longer leads"), StepDown(seat=seat.id))
        return
    yield from _covers(public, seat)
    if not (seat.covered or seat.bot):
        for kind, words in NUDGES.items():
            yield Care(_("say alone: {words}", words=_(words)), NudgeSeat(seat=seat.id, say=kind))
        yield Care(_("say alone: own words"), None)
    if helm.leads and _may_lead(public, seat):
        yield Care(_("leads with you from here on"), Promote(seat=seat.id))


def _covers(public: Public, seat: Seat) -> Iterator[Care]:
    if public.phase != "running" or not to_play(public) or not seat.persona or seat.bot:
        return
    part = public.parts_taken.get(seat.id, seat.id)
    own = public.seats.get(part)
    if seat.covered:
        yield Care(_("the bot goes: nobody plays for them"), Cover(seat=seat.id, on=False))
    elif seat.plays and not seat.present:
        yield Care(_("a bot plays for them until they are back"), Cover(seat=seat.id))
    if seat.plays and not seat.here:
        for one in _takers(public, seat):
            words = _("{name} plays their part from here on", name=one.name)
            yield Care(words, HandOver(seat=seat.id, to=one.id))
    if own is None or not own.here:
        return
    if own.id != seat.id:
        words = _("{name} gets the part back", name=own.name)
        yield Care(words, HandOver(seat=own.id, to=own.id))
    elif not seat.plays:
        yield Care(_("gets the own part back"), HandOver(seat=seat.id, to=seat.id))


def _takers(public: Public, seat: Seat) -> Iterator[Seat]:
    """Yield who watches and can play the part of `seat`."""
    for one in roster.seats_of(public):
        if one.watches and one.here and one.home in (None, seat.home) and not one.bot:
            yield one


def _may_lead(public: Public, seat: Seat) -> bool:
    if seat.bot or not seat.present:
        return False
    return public.phase == "lobby" or not (seat.plays or in_panel(public, seat.id))


def people(helm: Helm) -> list[Seat]:
    """Return for whom something can be done: who is away comes first."""
    known = [s for s in helm.others if not s.stage and not s.bot]
    co = [s for s in roster.seats_of(helm.public) if helm.steps_down(s)]
    return sorted([*known, *co], key=lambda s: s.here)


def notes(room: Room, now: int) -> list[Content]:
    """Return what a facilitator has to see of those who are away, and whom they nudged."""
    found = []
    gone = uncovered(room.public)
    if gone:
        names = joined([seat.name for seat in gone])
        said = _("Away with a part: {names}. , covers them.", names=names)
        found.append(Content.styled(said, "bold $accent"))
    found += [Content.styled(said, "$quiet") for said in nudged(room, now)]
    return found
