"""`turnabout promises`: what is due for whom, and how it went."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from cyclopts import App

from turnabout import kept
from turnabout.command import PARAMETER, add
from turnabout.opening import today
from turnabout.problems import USAGE, Problem
from turnabout.terminal import say
from turnabout.verbs import PROMISE_VERBS, PROMISES
from turnabout_language import _, n_
from turnabout_language.formats import day
from turnabout_protocol.report import Stands
from turnabout_protocol.text import LINE, clean
from turnabout_server.after.archive import Archive, Standing
from turnabout_server.after.report.promise_lines import MARKS

app: Final = App(name="promises", help=PROMISES.help, help_epilogue="", default_parameter=PARAMETER)
for _name, _verb in PROMISE_VERBS.items():
    add(app, _name, _verb)

_SOON: Final = 7
"""Days before its date at which a promise starts to be due soon."""


class Held(NamedTuple):
    """A promise, and the folder whose archive has it."""

    folder: Path
    standing: Standing

    @property
    def left(self) -> int:
        """Days to its date; negative: overdue."""
        by = date.fromisoformat(self.standing.promise.by)
        return (by - date.fromisoformat(today())).days


@app.default
def promises(team: str = "", /, *, all: bool = False, data: Path | None = None) -> None:
    """List what is due for whom, overdue first.

    Parameters
    ----------
    team
        The team whose promises to list; without it those of every team.
    all
        Also what is done or dropped.
    data
        The data folder to look in, when it is not one of this machine's usual ones.
    """
    held = [
        Held(folder, standing)
        for folder, archive in kept.archives(data)
        for standing in archive.promises(team or None)
    ]
    shown = sorted(
        (h for h in held if all or not h.standing.settled),
        key=lambda h: (h.standing.promise.by, h.standing.number),
    )
    if not shown:
        say(_nothing(team, held))
        return
    several = len({h.folder for h in held}) > 1
    for line in _lines(shown, several=several):
        say(line)
    say()
    first = next((h for h in shown if not h.standing.settled), shown[0])
    say(_("Say how one went:  turnabout promises done {n}", n=first.standing.number)
        + kept.again(data))  # fmt: skip
    say(_('also partly, not-yet or drop, and --because "what got in the way"'))


def _marking(mark: Stands) -> Callable[..., None]:
    """Return the verb that marks a promise as `mark`."""

    def verb(number: int, /, *, because: str = "", data: Path | None = None) -> None:
        """Mark a promise.

        Parameters
        ----------
        number
            Its number in the list.
        because
            What got in the way, or anything to remember about it.
        data
            The data folder to look in, when it is not one of this machine's usual ones.
        """
        _mark(number, mark, because, data)

    return verb


done = _marking("done")
partly = _marking("partly")
not_yet = _marking("not_yet")
drop = _marking("dropped")


def _nothing(team: str, held: list[Held]) -> str:
    if held:
        return _("Everything that was promised is done or dropped. See it:  --all")
    if team:
        return _(
            "No promise of {team} is kept here. Every team:  turnabout promises",
            team=clean(team, 60),
        )
    return _("No promises are kept here. They come from sessions:  turnabout host")


def _lines(shown: list[Held], *, several: bool) -> Iterator[str]:
    overdue = [h for h in shown if not h.standing.settled and h.left < 0]
    soon = [h for h in shown if not h.standing.settled and 0 <= h.left <= _SOON]
    later = [h for h in shown if not h.standing.settled and h.left > _SOON]
    settled = [h for h in shown if h.standing.settled]
    first = True
    for heading, group in (
        (_("Overdue"), overdue),
        (_("Due within a week"), soon),
        (_("Later"), later),
        (_("Settled"), settled),
    ):
        if group:
            yield from ([] if first else [""])
            first = False
            yield heading
            for held in group:
                yield from _promise(held, several=several)


def _promise(held: Held, *, several: bool) -> Iterator[str]:
    standing, made = held.standing, held.standing.promise
    when = day(date.fromisoformat(made.by))
    yield f"{standing.number:>4}  {made.owner}, {_('with {name}', name=made.partner)} · {when}" + (
        f" ({_days(held.left)})" if not standing.settled else ""
    )
    yield f"      {_('WHEN {when} THEN {then}', when=made.when, then=made.then)}"
    told = [_(MARKS[standing.mark])] if standing.mark != "open" else []
    if standing.mark == "done" and not standing.reviewed:
        told.append(_("not yet confirmed by {name}", name=made.partner))
    told += [standing.obstacle] if standing.obstacle else []
    where = [standing.team or standing.title]
    where += [str(held.folder)] if several else []
    yield f"      {' · '.join(where + told)}"


def _days(left: int) -> str:
    if left < 0:
        return n_("{n} day late", "{n} days late", -left)
    return n_("in {n} day", "in {n} days", left) if left else _("today")


def _mark(number: int, mark: Stands, because: str, data: Path | None) -> None:
    having = [
        (folder, archive)
        for folder, archive in kept.archives(data)
        if any(s.number == number for s in archive.promises())
    ]
    if not having:
        raise Problem(
            _("There is no promise {number} here. See them:  turnabout promises", number=number),
            USAGE,
        )
    if len(having) > 1:
        raise Problem(
            _(
                "Promise {number} is in {folders}. Say which one you mean with --data FOLDER.",
                number=number,
                folders=_(" and in ").join(str(folder) for folder, _archive in having),
            ),
            USAGE,
        )
    marked = having[0][1].mark(number, mark, clean(because, LINE), today())
    if marked is not None:
        _tell(having[0][1], marked)


def _tell(archive: Archive, marked: Standing) -> None:
    made = marked.promise
    say(
        _(
            "Promise {number} is marked “{mark}”: WHEN {when} THEN {then}",
            number=marked.number,
            mark=_(MARKS[marked.mark]),
            when=made.when,
            then=made.then,
        )
    )
    if marked.team:
        say(_("The next session of {team} opens with it.", team=marked.team))
