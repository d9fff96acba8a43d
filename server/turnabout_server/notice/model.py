"""What the notice says, in the language that is spoken; how it looks is left to its formats."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from turnabout_language import N_, _, n_
from turnabout_protocol.activities import ACTIVITIES
from turnabout_protocol.activities.close import LEFT_FOR, OPEN_FOR
from turnabout_protocol.bases import Event
from turnabout_protocol.check import AFTER, LASTS
from turnabout_protocol.events import TABLE_EVENTS
from turnabout_protocol.messages import SSH_KEEPS
from turnabout_protocol.privacy import KINDS, MANY, Datum, Keeps, Kind, Least
from turnabout_protocol.room import MINUTE, SECOND
from turnabout_protocol.scoring import Needs
from turnabout_server.after.archive.database import FILE as ARCHIVE
from turnabout_server.after.archive.files import FOLDER as REPORTS
from turnabout_server.live.roomkeys import CHECKS
from turnabout_server.log.schema import FILE as LOG
from turnabout_server.rules.activities.base import ABANDONED
from turnabout_server.rules.agenda import LOBBY_ABANDONED

HOUR: Final = 60 * MINUTE
"""Milliseconds, like every time in a room."""

KEPT: Final[dict[Keeps, str]] = {
    "until_close": N_("Until the session closes"),
    "until_checked": N_("Until the check is over"),
    "in_report": N_("In the report"),
    "never": N_("Never stored"),
}
BESIDE: Final[tuple[tuple[Datum, Keeps], ...]] = (
    (
        Datum(
            "words",
            N_("What you have typed so far in your turn, in case your line breaks"),
            N_("Nobody, until the bell ends your turn with it"),
        ),
        "until_close",
    ),
    (
        Datum(
            "polls",
            N_(
                "What you answer in the check: an order that you guess, how understood you feel,"
                " how a promise went"
            ),
            MANY,
            (
                Least(Needs().guessers, N_("{n} people who guessed")),
                Least(Needs().side, N_("{n} people who answered on each side")),
                Least(Needs().pooled, N_("else {n} people, both sides together")),
            ),
        ),
        "until_checked",
    ),
    (
        Datum(
            "technical",
            N_("Who may answer in the check: hashes of the keys of seats, with their sides"),
            N_("Nobody; the server lets each answer once by it"),
        ),
        "until_checked",
    ),
    (
        Datum(
            "technical",
            N_("The network address that you come from, while you are connected"),
            N_("Nobody; it limits how many connections one address may have"),
        ),
        "never",
    ),
)
"""What is no event, because it is not part of what happened."""


WIDEST: Final = ("all", "facilitators", "side", "seat", "server")
"""Audiences. What is told to facilitators is told to no side, so each of them holds the next."""


class Places(NamedTuple):
    """Where things lie, as paths that people can look up."""

    data: str
    """The folder of the server's data."""
    keys: str
    """The folder of the keys of its open rooms."""
    own: str
    """The folder in which the command keeps the keys of seats and of series."""
    crashes: str
    """The folder with what is noted when a program breaks."""


class Row(NamedTuple):
    """One kind of datum."""

    what: str
    who: str
    least: tuple[str, ...]
    """The groups that must stand behind it; empty: it needs none, or nobody is shown it."""
    kept: str
    stays: bool
    """Whether it is still there when the session has closed."""


class Section(NamedTuple):
    """All of one kind."""

    title: str
    rows: tuple[Row, ...]


class Place(NamedTuple):
    """Where something lies."""

    where: str
    what: str
    until: str


class Notice(NamedTuple):
    """The whole notice."""

    title: str
    lead: str
    short: tuple[str, ...]
    purpose: tuple[str, ...]
    sections: tuple[Section, ...]
    facilitators: tuple[str, ...]
    """What facilitators see beyond what everybody sees."""
    keeper: tuple[str, ...]
    places: tuple[Place, ...]
    gone: tuple[str, ...]
    yours: tuple[str, ...]


def events() -> Iterator[type[Event]]:
    """Yield every kind of event that there is."""
    yield from TABLE_EVENTS
    for activity in ACTIVITIES:
        yield from activity.events


def notice(kept_by: str, keep_months: int, places: Places) -> Notice:
    """Return what a server's notice says.

    `kept_by`: who keeps the server; empty: nobody has said. `keep_months`: how long reports stay.
    """
    told = _told(tuple(events()))
    after = n_("after {n} month", "after {n} months", keep_months)
    return Notice(
        title=_("What Turnabout knows of you"),
        lead=_(
            "This is made from the program itself: every kind of entry that a session can write is"
            " on it, with who sees it, how many people must stand behind it, and when it is gone."
        ),
        short=_short(after),
        purpose=_purpose(kept_by),
        sections=tuple(_sections(told)),
        facilitators=tuple(_facilitators(told)),
        keeper=_keeper(kept_by),
        places=tuple(_places(places, keep_months)),
        gone=_gone(after),
        yours=_yours(),
    )


class _Told(NamedTuple):
    """A datum with the kinds of event that tell it."""

    datum: Datum
    keeps: Keeps
    events: tuple[type[Event], ...]

    @property
    def who(self) -> str:
        """Who sees it: the widest of the audiences that are told."""
        if self.datum.seen_by:
            return _(self.datum.seen_by)
        return next(
            _(event.seen_by) for wide in WIDEST for event in self.events if event.audience == wide
        )

    @property
    def row(self) -> Row:
        least = tuple(_(one.of, n=one.n) for one in self.datum.least)
        stays = self.keeps == "in_report"
        return Row(_(self.datum.what), self.who, least, _(KEPT[self.keeps]), stays)


def _told(kinds: Sequence[type[Event]]) -> list[_Told]:
    """Return all data, in the order in which they are first told."""
    found: dict[tuple[Datum, Keeps], list[type[Event]]] = {}
    for event in kinds:
        found.setdefault((event.tells, event.keeps), []).append(event)
    beside = [_Told(datum, keeps, ()) for datum, keeps in BESIDE]
    return [*(_Told(*key, tuple(of)) for key, of in found.items()), *beside]


def _sections(told: Sequence[_Told]) -> Iterator[Section]:
    kinds: dict[Kind, str] = dict(KINDS)
    for kind, title in kinds.items():
        rows = tuple(one.row for one in told if one.datum.kind == kind)
        yield Section(_(title), rows)


def _short(after: str) -> tuple[str, ...]:
    return (
        _(
            "Nobody is shown with your name what you rate, rank, guess, feel or vote: no player, no"
            " facilitator."
        ),
        _("The room sees figures only when enough people stand behind them."),
        _(
            "When a session closes, all its entries are deleted from the server, and the key with"
            " which they could be read. What stays is its report."
        ),
        _("The report is deleted by itself {after}, and at any time before by hand.", after=after),
    )


def _purpose(kept_by: str) -> tuple[str, ...]:
    return (
        _(
            "People from two sides practise to argue each other's case, hear how true that rang,"
            " and promise each other a few steps. That is the whole purpose."
        ),
        _(
            "It is not for appraisals. No figure is about a person, except the private slip, which"
            " goes to that person alone. People, teams and rooms are not compared."
        ),
        _("{name} keeps this server, and answers questions about it.", name=kept_by)
        if kept_by
        else _("Whoever runs the server answers questions about it: ask who invited you."),
    )


def _facilitators(told: Sequence[_Told]) -> Iterator[str]:
    for one in told:
        if any(event.audience == "facilitators" for event in one.events):
            yield _(one.datum.what)


def _keeper(kept_by: str) -> tuple[str, ...]:
    who = kept_by or _("Whoever runs the server")
    return (
        _(
            "{name} could read single answers on the machine while a session is open: the entries"
            " lie there sealed, and so does their key, in another folder. No screen and no command"
            " shows them.",
            name=who,
        ),
        _(
            "Once it has closed, entries and key are gone. A copy or a backup of the data folder"
            " cannot be read then, as long as the folder of the keys was not copied with it."
        ),
        _("What stays for them to read is what is in the reports."),
        _("The server's log names nobody, and holds no text, key or network address."),
    )


def _places(places: Places, keep_months: int) -> Iterator[Place]:
    stays = n_("for {n} month", "for {n} months", keep_months)
    closed = _("until the session closes")
    yield Place(
        f"{places.data}/{LOG}",
        _("all entries of open sessions, sealed; of a closed one only that it was closed"),
        closed,
    )
    yield Place(places.keys, _("the keys of open sessions"), closed)
    yield Place(
        f"{places.data}/{ARCHIVE}",
        _("the reports of closed sessions, and how their promises stand"),
        stays,
    )
    yield Place(
        f"{places.data}/{ARCHIVE}",
        _("the answers to a check, sealed, and who may answer"),
        _("until the check is over"),
    )
    yield Place(
        f"{places.keys}/{CHECKS}",
        _("the keys of checks"),
        _("until the check is over"),
    )
    yield Place(
        f"{places.data}/{REPORTS}/",
        _("the reports as files, where a facilitator hosts the session"),
        stays,
    )
    yield Place(
        places.data,
        _("what the server needs itself: its certificate, keys and log, the link of a hosted room"),
        _("as long as the server is used"),
    )
    yield Place(
        f"{places.data}/ssh/seats",
        _(
            "where people come by ssh: the rooms they were in, their name there, and the keys of"
            " their seats"
        ),
        n_("for {n} day", "for {n} days", SSH_KEEPS),
    )
    yield Place(
        f"{places.own}/seats.json",
        _(
            "on your own computer: the last rooms you were in, your name there, and the keys of"
            " your seats"
        ),
        _("until you delete the file"),
    )
    yield Place(
        f"{places.own}/series.json",
        _("on the computer of whoever opens rooms: names of teams, with the keys of their series"),
        _("until somebody deletes the file"),
    )
    yield Place(
        places.crashes,
        _("where in the program it broke, when it did: nothing that people typed"),
        _("until somebody deletes the files"),
    )


def _gone(after: str) -> tuple[str, ...]:
    return (
        _(
            "A session closes when its facilitator ends it, {open} minutes after its last step"
            " began, or {left} seconds after everybody has left that step. One that nobody is in"
            " closes after {hours} hours; if it has not begun, after {days} days.",
            open=OPEN_FOR // MINUTE,
            left=LEFT_FOR // SECOND,
            hours=ABANDONED // HOUR,
            days=LOBBY_ABANDONED // (24 * HOUR),
        ),
        _(
            "From {first} days after a session on, for {days} days, its link asks three things of"
            " those who played. This check is over when all have answered, when the days are, or"
            " when the team meets again.",
            first=AFTER.days,
            days=LASTS.days,
        ),
        _("Its report and its promises are deleted by themselves {after}.", after=after),
        _("`turnabout forget` deletes a session at once, with everything of it on the server."),
        _("What was sent on, printed or saved elsewhere is beyond the reach of the program."),
    )


def _yours() -> tuple[str, ...]:
    return (
        _("Watch instead of playing. Nobody asks for a reason."),
        _("Pass a turn, skip a rating, leave an answer out, pause, or leave."),
        _("Keep what became clear to you to yourself, or share it without your name."),
        _(
            "Ask the facilitator, or the keeper of the server, to show you the report, or to delete"
            " the session."
        ),
    )
