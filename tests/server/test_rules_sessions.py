"""Whole sessions of every preset, at random: bots play, and everything that can go wrong does.

Always a legal room, at every moment a report, and never a figure in it that too few stand behind.
"""

import re
from collections.abc import Iterator
from random import Random

import msgspec
import pytest

from tests.server.test_rules_random import legal, nothing_lost, only_clocks_move, told
from tests.support.chaos import Chaos
from tests.support.minds import Minds
from tests.support.table import SESSION, Table
from turnabout_protocol.agenda import balance, faults, took
from turnabout_protocol.commands import End, Start
from turnabout_protocol.course import AgendaChanged
from turnabout_protocol.figures import Figure
from turnabout_protocol.fold import apply, fold
from turnabout_protocol.messages import ReportSent
from turnabout_protocol.report import Report
from turnabout_protocol.room import Earlier, Room
from turnabout_server.after.report import build, markdown, sendable
from turnabout_server.authoring.scenarios import find_agenda

pytestmark = pytest.mark.unhurried

PRESETS = ("taster", "45", "60", "90")
EARLIER = tuple(
    Earlier(
        number=i,
        when=f"promise {i} is due",
        then="we look at it",
        owner=f"Owner {i}",
        partner=f"Partner {i}",
        by="2026-02-20",
        sign="it is kept",
        opened_on="2026-01-20",
    )
    for i in (1, 2)
)
MOST = 4000
"""Things that happen in a session; many more, and it does not end."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("sessions")))


@pytest.mark.parametrize("preset", PRESETS)
def test_a_random_session_of_every_preset_stays_legal_and_gives_a_report(
    preset: str, seed: int
) -> None:
    random = Random(f"{preset} {seed}")
    earlier = EARLIER if random.random() < 0.5 else ()
    chaos = Chaos(random.getrandbits(32), find_agenda(preset), earlier)
    table = chaos.table
    minds = Minds(table, seed, expect=99)  # nobody begins by themselves: we do
    trouble = random.choice((0.02, 0.1, 0.3))
    ends_early = random.random() < 0.3
    chaos.ask(table.boss[0], Start())
    for count in range(MOST):
        if table.public.phase == "closed":
            break
        if random.random() < trouble / 6:
            chaos.ask(table.boss[0], chaos.replan())
        elif random.random() < trouble / 6:
            chaos.steer()
        elif random.random() < trouble:
            chaos.act()
        else:
            minds.once()
        if count % 40 == 0:
            sound(table)
        if ends_early and random.random() < 0.005:
            chaos.ask(table.boss[0], End())
    only_clocks_move(table)
    sound(table)
    told(table)
    nothing_lost(table)
    planned(table)
    assert fold(table.log) == table.room
    for seat in table.public.seats:
        assert minds.known_to(seat).public == table.public
        assert minds.known_to(seat).of(seat) == table.room.of(seat)


def sound(table: Table) -> None:
    """Check the room, its plan and its report as they are now."""
    legal(table)
    public = table.public
    assert all(fault.field == "minutes" for fault in faults(public.agenda))
    report = build(table.room, SESSION)
    assert markdown(report)
    message = sendable(report)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(message), type=ReportSent) == message
    for figure in figures(report):
        assert (figure.value is None and figure.n == 0) or figure.n >= figure.need
    nobody_named(report)


def planned(table: Table) -> None:
    """Check that whenever there was another plan, it was one that can be run."""
    room = Room()
    for entry in table.log:
        room = apply(room, entry)
        if isinstance(entry.event, AgendaChanged):
            public = room.public
            spent = took(public, public.clock.play(entry.at))
            assert list(faults(public.agenda, spent)) == []
            assert balance(public.agenda, spent).allowed


def nobody_named(report: Report) -> None:
    """Check that only who promised, carries something or signed an aha is named."""
    free = (*report.promises, *report.upstairs, *report.ahas, *report.earlier)
    named = {word for one in free for word in re.findall(r"\b[PNO]\d+\b", str(one))}
    assert set(re.findall(r"\b[PNO]\d+\b", markdown(report))) <= named


def figures(value: object) -> Iterator[Figure]:
    """Yield every figure in `value`, wherever it is."""
    match value:
        case Figure():
            yield value
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from figures(getattr(value, name))
        case dict():
            for one in value.values():
                yield from figures(one)
        case tuple() | list():
            for one in value:
                yield from figures(one)
