"""The whole session: an hour of everything, in which two people have exchanged a secret.

The attacker holds every seat but those two, the facilitator's among them, and so whatever one, two
or three seats could put together; it reads each frame with its time, asks for the report after
everything that happens, knows the seed, and has a copy of the data folder without the keys. All of
that must be the same, byte for byte: then whose a secret is, of the two, is a coin to toss. Chance
is one of two, and the threshold is 0: a play that sounds different is a fault.

What a copy of the folder shows is how much was written when. A tag, a flag and a struck word are
rows of their own, so it shows that somebody gave one at a moment at which several people acted;
that is why `ROWS` are not exchanged alone there. Exchanged with their moments they leave no trace.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Final, NamedTuple

import pytest

from tests.attacks.recorder import Frame, Tape
from tests.attacks.session import DRAWN, SAID, SEALED, Part, Session, exchanged, parts
from turnabout_protocol.room import in_panel
from turnabout_server.authoring.scenarios import find_agenda

SECRETS: Final[Mapping[str, tuple[str, ...]]] = {
    "rating": ("rings", "tag"),
    "rank": ("order",),
    "guess": ("guess",),
    "answers": ("answers",),
    "safety": ("safe",),
    "feeling": ("feeling",),
    "last word": ("names",),
    "matches": ("knows",),
    "dots": ("dots",),
    "vote": ("vote",),
    "flag": ("flag",),
    "strike": ("strike",),
    "own note": ("note",),
    "idea": ("idea",),
    "everything": (*SEALED, "idea"),
}
"""Fields of a part, by what they are to people."""
ROWS: Final = ("rating", "flag", "strike", "everything")
A_SIDE: Final = (2, 3, 4, 5, 6)
PAIR: Final = (0, 2)
"""Two of one side, by their places: what they give counts alike."""


class Known(NamedTuple):
    """What an attacker knows in the end."""

    tapes: Mapping[int, Tape]
    reports: tuple[Frame, ...]
    disk: tuple[tuple[int, int], ...]


def known(session: Session, hidden: tuple[int, ...]) -> Known:
    """Return what all know together but those at the `hidden` places."""
    victims = {session.people[place] for place in hidden}
    tapes = {seat: session.table.tape(seat) for seat in session.others if seat not in victims}
    return Known(tapes, tuple(session.table.reports), tuple(session.table.disk))


def played(given: list[Part], *, away: int | None = None) -> Session:
    return Session(given, away=away, asks_reports=True).play()


@cache
def first_play(a_side: int) -> Session:
    """Return the session in which nobody has exchanged anything."""
    return played(parts(a_side))


def pairs(a_side: int, long: bool) -> list[tuple[int, int]]:
    """Return whose secrets are exchanged: one pair, or every pair of each side."""
    sides = [range(first, 2 * a_side, 2) for first in (0, 1)]
    every = [pair for side in sides for pair in combinations(side, 2)]
    return every if long else [PAIR]


def differs(given: Sequence[Part], pair: tuple[int, int], fields: Sequence[str]) -> bool:
    """Return whether the two have something to exchange."""
    one, two = (given[place] for place in pair)
    return any(getattr(one, field) != getattr(two, field) for field in fields)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "pair" not in metafunc.fixturenames:
        return
    long = metafunc.config.getoption("long")
    small = "secret" in metafunc.fixturenames and not long
    sizes = (2, 4) if small else A_SIDE
    cases = [(n, pair) for n in sizes for pair in pairs(n, long)]
    metafunc.parametrize(("a_side", "pair"), cases)


@pytest.mark.parametrize("secret", SECRETS)
def test_whose_a_secret_is_leaves_no_trace(secret: str, a_side: int, pair: tuple[int, int]) -> None:
    fields = SECRETS[secret]
    given = parts(a_side)
    if not differs(given, pair, fields):
        pytest.skip("Both of them gave the same: there is nothing to exchange.")
    one = known(first_play(a_side), pair)
    two = known(played(exchanged(given, *pair, *fields)), pair)
    assert one.tapes == two.tapes
    assert one.reports == two.reports
    assert secret in ROWS or one.disk == two.disk


def test_nor_does_the_moment_at_which_it_was_given(a_side: int, pair: tuple[int, int]) -> None:
    """They act when the other did. What is said at once they say when the other did, too."""
    other = exchanged(parts(a_side), *pair, "slot", *SAID)
    one, two = known(first_play(a_side), pair), known(played(other), pair)
    assert one.tapes == two.tapes
    assert one.reports == two.reports


def test_nor_do_both_of_them(a_side: int, pair: tuple[int, int]) -> None:
    """Each is in all the other was: even the copied folder is the same, row by row."""
    other = exchanged(parts(a_side), *pair, "slot", *SEALED, *SAID, "idea")
    assert known(first_play(a_side), pair) == known(played(other), pair)


def test_nor_does_it_when_somebody_goes_and_comes_back(a_side: int, pair: tuple[int, int]) -> None:
    """An attacker loses the line on purpose: what is missed comes later, and as it was."""
    away = next(seat for seat in (4, 5, 3) if seat - 2 not in pair)
    one = known(played(parts(a_side), away=away), pair)
    two = known(played(exchanged(parts(a_side), *pair, *SEALED, "idea"), away=away), pair)
    assert one.tapes == two.tapes
    assert one.tapes != known(first_play(a_side), pair).tapes


@pytest.mark.parametrize("fields", [SECRETS["everything"], ("slot", *SEALED, *SAID, "idea")])
def test_nor_does_whose_it_is_of_those_who_watch_with_a_say(fields: tuple[str, ...]) -> None:
    """Two of them, of one side, at a table of three a side where two a side watch."""
    given, pair = parts(5), (6, 8)
    one, two = (
        Session(played, voices=4, asks_reports=True).play()
        for played in (given, exchanged(given, *pair, *fields))
    )
    assert all(one.table.public.seats[one.people[place]].role == "observer" for place in pair)
    assert in_panel(one.table.public, one.people[pair[0]])
    assert known(one, pair)[:2] == known(two, pair)[:2]


@pytest.mark.parametrize("name", ["taster", "45", "90"])
def test_nor_does_it_in_the_other_agendas(name: str) -> None:
    given = parts(3)
    one, two = (
        Session(played, agenda=find_agenda(name), asks_reports=True).play()
        for played in (given, exchanged(given, *PAIR, *SEALED, "idea"))
    )
    assert known(one, PAIR)[:2] == known(two, PAIR)[:2]


@pytest.mark.parametrize("a_side", A_SIDE)
def test_the_pair_of_the_short_form_differs_in_every_secret(a_side: int) -> None:
    given = parts(a_side)
    assert all(differs(given, PAIR, fields) for fields in SECRETS.values())


def test_the_table_of_secrets_is_whole() -> None:
    """A new kind of secret gets a line in it, or is drawn or said at once."""
    told = {field for fields in SECRETS.values() for field in fields}
    assert told | {*DRAWN, *SAID, "slot", "passes"} == set(Part._fields)


def test_who_passed_is_in_no_report() -> None:
    """The room sees a turn end. Whose it was is not kept, and what it did to scores is nobody's."""
    given = parts(3)
    reports = []
    for place in PAIR:
        passing = list(given)
        passing[place] = given[place]._replace(passes=1)
        session = played(passing)
        assert session.table.reports
        reports.append(session.table.reports[-1][1])
    names = [seat.name.encode() for seat in session.table.public.players()]
    assert not [name for name in names if any(name in report for report in reports)]
