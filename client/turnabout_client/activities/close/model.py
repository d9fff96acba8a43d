"""View logic of the close: who reads, the words people leave with, the next date. Pure."""

import math
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from textual.content import Content

from turnabout_client.view import words
from turnabout_client.view.arrows import arrow_words, shown
from turnabout_client.view.dates import working_day
from turnabout_client.view.missing import missed, unseen
from turnabout_client.view.people import face
from turnabout_client.view.words import CHECK
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.close import CloseState, closes_at, promises_of
from turnabout_protocol.activities.plan import Promise
from turnabout_protocol.explanations import EXPLANATIONS, FigureName
from turnabout_protocol.figures import Slip
from turnabout_protocol.results import Arrow
from turnabout_protocol.room import MINUTE, Public, Seat

NEXT: Final = timedelta(weeks=5)
"""How far ahead the next session is proposed: every four to six weeks has served teams well."""


def proposed_next(opened_on: str) -> str:
    """Return the working day proposed for the next session, YYYY-MM-DD; empty: today is unknown."""
    return working_day(opened_on, NEXT)


def reading(public: Public, state: CloseState) -> Promise | None:
    """Return the promise that is to be read aloud now."""
    promises = promises_of(public)
    return promises[state.read] if state.read < len(promises) else None


def asked(public: Public, me: Seat | None) -> Promise | None:
    """Return the promise that waits for the yes of `me`."""
    waiting = (p for p in promises_of(public) if p.unsaid)
    return next((p for p in waiting if me is not None and p.names(me)), None)


def may_say_read(public: Public, state: CloseState, me: Seat | None) -> bool:
    """Return whether `me` may say that the promise that is on was read aloud."""
    promise = reading(public, state)
    if promise is None or me is None or not me.plays:
        return False
    owner = any(s.name == promise.owner and s.present for s in public.seats.values())
    return me.name in (promise.owner, promise.partner) or not owner


def stays_open(public: Public, play: int) -> str:
    """Return how long the room stays, at play time `play`, and what is deleted at its end."""
    closes = closes_at(public)
    left = 0 if closes is None else math.ceil(max(0, closes - play) / MINUTE)
    return n_(
        "This room closes in {n} minute at the latest, and a minute after the last one left. Then "
        "single answers are deleted.",
        "This room closes in {n} minutes at the latest, and a minute after the last one left. Then "
        "single answers are deleted.",
        left,
        n=left,
    )


def stays(public: Public, state: CloseState) -> Iterator[str]:
    """Yield what is left of the session, and what comes of that. Of a demo nothing is."""
    if public.rules.demo:
        yield _("Nothing of a demo is kept: no promise, no report, no reminder.")
        return
    yield _("The report keeps the promises, and never who said what.")
    if promises_of(public):
        yield _("Reminders come after two weeks and on the day itself.")
    if state.check:
        yield _(CHECK)


def asked_to_read(public: Public, promise: Promise) -> str:
    """Return who reads `promise` now, to somebody else. A bot has no voice."""
    bots = {seat.name for seat in public.seats.values() if seat.bot}
    if promise.owner in bots:
        return _("{name} is a bot: read its promise for yourself.", name=promise.owner)
    return _("{name}, read your promise aloud.", name=promise.owner)


def words_line(public: Public, state: CloseState) -> Content:
    """Return the words that people leave with, in one line."""
    said = [
        Content.assemble((face(public, seat), "bold"), " ", word)
        for seat, word in sorted(state.words.items())
    ]
    return Content("  ·  ").join(said)


def console_sentence(public: Public, state: CloseState) -> str:
    """Return what the facilitator does now."""
    promise = reading(public, state)
    if promise is not None:
        return _("{name} reads the promise aloud.", name=promise.owner)
    if not state.next_date:
        return _("Agree on the next date: d notes it.")
    return _("People read on. e ends the session for everybody.")


def unfinished(public: Public, state: CloseState, left: int) -> str:
    """Return what is lost if it ends now: the session, while people may still read and write."""
    return _("The session ends with that, for everybody.")


WORD_FROM: Final = 2
"""Rated turns from which on a slip has words: of a single turn nothing is said."""


def verdict(value: float, rated: int) -> str:
    """Return the word for a part of a slip, 0 to 100, of so many rated turns."""
    if rated < WORD_FROM:
        return _("one turn, no word")
    if value < 40:
        return _("Early days")
    return _("Getting there") if value < 70 else _("Rings true")


def raters(slip: Slip) -> str:
    """Return what stands behind a shown Rings true: turns, raters, and what chance makes of it."""
    turns = n_("{n} rated turn", "{n} rated turns", slip.rated)
    people = n_("{n} rater", "{n} raters", slip.rings_true.n)
    off = _("chance alone puts it off by up to {points}", points=f"{slip.band or 0:.0f}")
    return _("{one}; {more}", one=f"{turns}, {people}", more=off) + "."


PARTS: Final[tuple[tuple[FigureName, str], ...]] = (
    ("rings_true", N_("how close you came to what they would have said")),
    ("heard", N_("how often your summary of the last speaker was right")),
    ("picks", N_("whether you played the cards that matter most to them")),
    ("their_words", N_("whether you used two of their words well")),
)
"""The parts of a slip, and what each says."""


def slip_title(public: Public) -> str:
    """Return what stands above a slip."""
    if public.rules.demo:
        return _("Only you see this. Bots rated it.")
    return _("Only you see this")


def slip_lines(slip: Slip, *, bots: bool) -> Iterator[str]:
    """Yield a slip in sentences; `bots`: they rated it, by plain signs."""
    yield _(words.FOR_YOU)
    if slip.turns and slip.rings_true.value is None:
        need = slip.rings_true.need
        yield _("There are not enough ratings: it takes {need} different people.", need=need)
    elif slip.turns:
        values = (slip.rings_true.value, slip.heard, slip.picks, slip.their_words)
        for (name, meaning), value in zip(PARTS, values, strict=True):
            if value is not None:
                title = _(EXPLANATIONS[name].title)
                said = f"{verdict(value, slip.rated)}, {value:.0f}"
                yield f"{title}: {said} ({_(meaning)})."
                if name == "rings_true":
                    yield raters(slip)
    arrow = Arrow(before=slip.guess_before, after=slip.guess_after)
    if arrow.before is not None or arrow.after is not None:
        title = _(EXPLANATIONS["own_guess"].title)
        yield f"{title}: {arrow_words(arrow) if shown(arrow) else _('too few guessed')}."
    if tags := unseen(slip.missing) if bots else missed(slip.missing):
        yield f"{_('Bots did not see:') if bots else _('They missed:')} {tags}."
    if slip.turns:
        yield whole(slip)


def whole(slip: Slip) -> str:
    """Return a slip as a whole, in a sentence."""
    if slip.portrayal is None:
        return _("It says how a part was played, not who you are.")
    said = _(
        "All in all {number} of 100: {verdict}.",
        number=f"{slip.portrayal:.0f}",
        verdict=verdict(slip.portrayal, slip.rated),
    )
    return f"{said} {_('A mirror, not a grade.')}"
