"""What the notice says of people's data, held against what a played session left on the disk."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from msgspec.structs import replace

from tests.e2e.test_privacy import all_bytes, begun, sentence, step, strings
from tests.support.serving import rows_of
from turnabout.opening import NO_KEY, RoomOptions, order
from turnabout.practice import table
from turnabout_machine.clock import VirtualClock
from turnabout_protocol.activities.close import SayWord, SetNextDate
from turnabout_protocol.bases import Event
from turnabout_protocol.commands import NoteAha, ReleaseAha
from turnabout_protocol.course import RoomClosed
from turnabout_protocol.fold import Entry, apply
from turnabout_protocol.presence import SeatTaken
from turnabout_protocol.report import Report
from turnabout_protocol.room import Room
from turnabout_server.after.report.model import build
from turnabout_server.live import stored
from turnabout_server.live.roomkeys import NoKey
from turnabout_server.live.sealed import SEALED
from turnabout_server.log import Row
from turnabout_server.notice import Places, render

SHARED = "An aha that its writer shared with everybody"


class Played(NamedTuple):
    """A session that is over."""

    entries: list[Entry]
    """All that its log had, and the end."""
    report: Report
    """What is kept of it."""
    left: bytes
    """Every byte of its folders, data and keys."""
    files: set[str]
    """The names of the files there, those of its side files left out."""
    keys: int
    """How many keys of rooms are left."""


async def play(agenda: str, seed: int) -> Played:
    """Let bots play a whole session."""
    wanted = order("asset-valve", RoomOptions(agenda=agenda, seed=seed, team="Alpha"), key=NO_KEY)
    wanted = replace(wanted, rules=replace(wanted.rules, demo=True))
    clock = VirtualClock()
    async with table(wanted, seed=seed, players=6, clock=clock) as set_:
        conductor, _drafts = await begun(set_, clock)
        player = next(bot for bot in set_.bots.bots if bot is not set_.steers)
        await player.link.do(NoteAha(text=SHARED))
        await conductor.until(lambda: step(set_) == "close")
        await player.link.do(ReleaseAha(number=2))
        await player.link.do(SayWord(step="close", word="Onward"))
        later = date.fromisoformat(wanted.rules.opened_on) + timedelta(days=30)
        await set_.steers.link.do(SetNextDate(step="close", day=later.isoformat()))
        rows = rows_of(set_.folder, set_.code)

        def over() -> bool:
            nonlocal rows
            rows = still_open(set_.folder, set_.code) or rows
            return step(set_) is None

        await conductor.until(over)
        await set_.server.rooms.ended(set_.code)
        report = await set_.server.rooms.report(set_.code)
        assert report is not None
        assert rows_of(set_.folder, set_.code) == []
        entries = [stored.read(row)[0] for row in rows]
        closed = Entry(at=entries[-1].at, event=RoomClosed())
        files = {file.name for file in set_.folder.rglob("*") if file.is_file()}
        return Played(
            [*entries, closed],
            report,
            all_bytes(set_.folder.parent),
            {name.removesuffix("-wal").removesuffix("-shm") for name in files},
            len(list((set_.folder.parent / "keys").rglob("*.key"))),
        )


def still_open(data: Path, code: str) -> list[Row]:
    """Return the rows of a room; none if it is being closed just now."""
    try:
        rows = rows_of(data, code)
    except NoKey:
        return []
    return [] if any(row.data.startswith(SEALED) for row in rows) else rows


PAGE = " ".join(
    render(
        "md",
        "en",
        kept_by="",
        keep_months=24,
        places=Places(data="/data", keys="/keys", own="/own", crashes="/crashes"),
    ).split()
)
SERVERS_OWN = {"keys.json", "open.key", "server.lock"}
"""Files with nothing of people in them, which the notice does not name one by one."""
PLAYS = {"60": 3, "taster": 5}


@pytest.fixture(scope="module", params=PLAYS)
def played(request: Any) -> Played:
    return asyncio.run(play(request.param, PLAYS[request.param]))


def folded(entries: Iterable[Entry]) -> Room:
    room = Room()
    for entry in entries:
        room = apply(room, entry)
    return room


def texts(found: object) -> set[str]:
    return set(strings(msgspec.to_builtins(found, str_keys=True)))


def kept(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of which the report keeps what they say."""
    return [entry for entry in entries if entry.event.keeps == "in_report"]


def kinds(entries: Iterable[Entry]) -> set[type[Event]]:
    return {type(entry.event) for entry in entries}


def rebuilt(entries: Iterable[Entry], like: Report) -> Report:
    """Return the report that `entries` alone give; heads are counted from who was there."""
    heads = {"people": like.people, "observers": like.observers, "bots": like.bots}
    return replace(build(folded(entries), like.session), **heads)


def test_the_report_holds_what_is_said_to_be_kept_and_nothing_else(played: Played) -> None:
    assert rebuilt(kept(played.entries), played.report) == played.report


def test_what_is_said_to_be_kept_is_in_the_report(played: Played) -> None:
    told = "\n".join(texts(played.report))
    for kind in kinds(kept(played.entries)):
        without = [entry for entry in kept(played.entries) if type(entry.event) is not kind]
        own = [entry.event for entry in kept(played.entries) if type(entry.event) is kind]
        there = all(text in told for event in own for text in texts(event) if sentence(text))
        assert there or differs(without, played.report), kind.__name__


def differs(entries: Sequence[Entry], report: Report) -> bool:
    """Return whether `entries` do not make that report, or none at all."""
    try:
        return rebuilt(entries, report) != report
    except (LookupError, ValueError):
        return True


def test_what_is_said_to_be_deleted_is_gone(played: Played) -> None:
    told = "\n".join(texts(played.report))
    deleted = [e.event for e in played.entries if e.event.keeps == "until_close"]
    said = set().union(*map(texts, deleted))
    may_stay = set().union(*(texts(entry.event) for entry in kept(played.entries)))
    assert len(list(filter(sentence, said - may_stay))) > 30
    assert not [text for text in said - may_stay if sentence(text) and text in told]
    # Whatever the log had and the report does not have, is nowhere on the disk.
    everything = set().union(*(texts(entry.event) for entry in played.entries))
    left = [t for t in everything if sentence(t) and t not in told and t.encode() in played.left]
    assert left == []


def test_no_name_is_kept_but_where_the_notice_says_so(played: Played) -> None:
    names = {e.event.name for e in played.entries if isinstance(e.event, SeatTaken)}
    assert len(names) == 7
    named = set().union(*(texts(entry.event) for entry in kept(played.entries)))
    assert not [name for name in names if name in texts(played.report) - named]
    assert "Onward" not in texts(played.report)
    assert names - named


def test_a_played_session_has_most_kinds_of_events(played: Played) -> None:
    assert len(kinds(played.entries)) > 50


def test_all_that_was_found_is_on_the_notice(played: Played) -> None:
    for kind in kinds(played.entries):
        _what, _is, told = PAGE.partition(f"- **{kind.tells.what}**\\ ")
        assert told, kind.__name__
        own = told.partition(" - **")[0].partition(" #")[0]
        assert ("In the report." in own) == (kind.keeps == "in_report"), kind.__name__
        assert ("Until the session closes." in own) == (kind.keeps == "until_close")
        # A sealed twin of what is shown, and a seat's part of what its side knows, are told there.
        assert kind.tells.seen_by or kind.audience in ("seat", "server") or kind.seen_by in own
    assert {name for name in played.files if f"/data/{name}`" not in PAGE} <= SERVERS_OWN
    assert played.keys == 0
