"""What a team's sessions show together: the mean of their paired changes, with an interval.

A level after a session says little, for decks differ in difficulty; a change on the same deck can
be put beside the next one: of the same people within a session, and, of whoever was there, from its
end to the next opening. The interval is over sessions: they, not people, are
what would come out differently another time.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from statistics import fmean, stdev
from typing import Final, Literal

from msgspec import Struct

from turnabout_language import N_, _, n_
from turnabout_protocol.report import Report
from turnabout_protocol.results import Arrow, Retention
from turnabout_server.after import bands
from turnabout_server.after.report import phrases

EffectName = Literal["accuracy", "felt", "dealt", "stayed_accuracy", "stayed_felt"]
EFFECTS: Final[Mapping[EffectName, str]] = {
    "accuracy": N_("Accuracy, second guess less first"),
    "felt": N_("Felt understood, after less before"),
    "dealt": N_("Gain on dealt cards less gain on others"),
    "stayed_accuracy": N_("Accuracy on an old deck, guessed again less last guess of that day"),
    "stayed_felt": N_("Felt understood, at the next opening less at the end of that day"),
}
ONE: Final[Mapping[EffectName, float]] = {
    "accuracy": bands.GUESS,
    "felt": bands.ANSWER,
    "dealt": bands.DEALT,
    "stayed_accuracy": bands.GUESS * sqrt(2),
    "stayed_felt": bands.ANSWER * sqrt(2),
}
"""Points that one person moves by through chance alone; where others may stand in for one, more."""
SESSIONS: Final = 4
"""Sessions from which on a mean and an interval are told."""
STUDENT: Final = {
    3: 3.18, 4: 2.78, 5: 2.57, 6: 2.45, 7: 2.36, 8: 2.31, 9: 2.26, 10: 2.23, 15: 2.13, 20: 2.09,
    30: 2.04,
}  # fmt: skip
"""Student's t for 95 of 100, by degrees of freedom; between two of them the smaller one counts."""


class Effect(Struct, frozen=True, kw_only=True):
    """The mean change of a team's sessions. `low` to `high` holds the true one 95 times of 100."""

    name: EffectName
    sessions: int
    mean: float
    low: float
    high: float
    people: int
    """Over all sessions."""
    smallest: float
    """Points that so many people in so many sessions could just show."""

    @property
    def could_be_nothing(self) -> bool:
        """Whether no change at all is within the interval."""
        return self.low <= 0 <= self.high


def effects(reports: Sequence[Report]) -> tuple[Effect, ...]:
    """Return what a team's sessions show together, of what at least four of them measured."""
    found = []
    left = stayed(reports).values()
    for name in EFFECTS:
        if name == "stayed_accuracy":
            moved = [_moved(one.room) for one in left]
        elif name == "stayed_felt":
            moved = [_moved(one.felt.room if one.felt else None) for one in left]
        else:
            moved = [_change(report, name) for report in reports]
        changes = [one for one in moved if one is not None]
        if len(changes) >= SESSIONS:
            found.append(_effect(name, changes))
    return tuple(found)


def stayed(reports: Sequence[Report]) -> dict[str, Retention]:
    """Return what stayed of each session, by its id: as it was asked the first time.

    A deck that is asked again has been practised. `reports` come oldest first.
    """
    found = [report.results.retention for report in reversed(reports) if report.results]
    # The check of a session ends before the next one opens, and so it was the first time.
    found += [report.check for report in reports]
    return {one.session: one for one in found if one is not None}


def _effect(name: EffectName, changes: Sequence[tuple[float, int]]) -> Effect:
    values = [value for value, _people in changes]
    mean, people = fmean(values), sum(n for _value, n in changes)
    freedom = len(values) - 1
    t = STUDENT[max(df for df in STUDENT if df <= freedom)]
    half = t * stdev(values) / sqrt(len(values))
    return Effect(
        name=name,
        sessions=len(values),
        mean=round(mean, 1),
        low=round(mean - half, 1),
        high=round(mean + half, 1),
        people=people,
        smallest=round(ONE[name] / sqrt(people), 1),
    )


def _change(report: Report, name: EffectName) -> tuple[float, int] | None:
    """Return what moved in a session and of how many people; None: nothing paired was shown."""
    results = report.results
    if results is None:
        return None
    if name == "dealt":
        found = results.dealt
        return None if found is None else (found.difference, found.n)
    felt = results.understood.felt if results.understood else None
    arrows: dict[EffectName, Arrow | None] = {
        "accuracy": results.accuracy.room if results.accuracy else None,
        "felt": felt.room if felt else None,
    }
    return _moved(arrows[name])


def _moved(arrow: Arrow | None) -> tuple[float, int] | None:
    """Return by how much an arrow has moved, and of how many people; None: that is not shown."""
    # An older version compared whoever had answered: its changes are of different people.
    if arrow is None or arrow.change is None or not arrow.n:
        return None
    return arrow.change, arrow.n


def told(found: Sequence[Effect]) -> Iterator[str]:
    """Yield each effect in a sentence; one that says why there is none yet."""
    if not found:
        yield _("Changes are put together from {n} sessions on that measured them.", n=SESSIONS)
    for effect in found:
        line = n_(
            "{name}: {mean} on average over {n} session, from {low} to {high}.",
            "{name}: {mean} on average over {n} sessions, from {low} to {high}.",
            effect.sessions,
            name=_(EFFECTS[effect.name]),
            mean=phrases.signed(effect.mean),
            low=phrases.signed(effect.low),
            high=phrases.signed(effect.high),
        )
        if effect.could_be_nothing:
            line += " " + _("It could still be nothing.")
        yield (
            line
            + " "
            + _(
                "So many people could just show {points} points.",
                points=phrases.points(effect.smallest),
            )
        )
