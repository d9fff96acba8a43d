"""A data folder of an older version: reports move into the archive, closed rooms stay closed."""

from pathlib import Path

import apsw
import msgpack
from msgspec import to_builtins

from tests.support.reports import promise, report
from tests.support.serving import serving
from turnabout_protocol.report import Report
from turnabout_server.after.archive import Archive
from turnabout_server.live.keys import room_id
from turnabout_server.log.schema import MIGRATIONS

OLDER = (
    "title", "scenario", "team", "date", "shared_goal", "labels", "people", "observers", "steps",
    "results", "feelings", "promises", "other_ideas", "flagged",
)  # fmt: skip
"""What a report had before it had a version."""


def written_before(folder: Path, rooms: "dict[str, apsw.SQLiteValue]") -> None:
    """Make the log as the first version left it, with what it kept of these rooms."""
    folder.mkdir(mode=0o700)
    db = apsw.Connection(str(folder / "turnabout.db"))
    for statement in MIGRATIONS[0]:
        db.execute(statement)
    for room, kept in rooms.items():
        db.execute("INSERT INTO kept VALUES (?, ?)", (room, kept))
    db.pragma("user_version", 1)
    db.close()


async def test_reports_move_into_the_archive(tmp_path: Path) -> None:
    code = "7F3K2QMX9TRVH4WZ"
    wanted = report(promises=(promise("a deal is quiet"),))
    plain = to_builtins(wanted, str_keys=True)
    old = msgpack.packb({name: plain[name] for name in OLDER})
    written_before(tmp_path / "data", {room_id(code): old, "damaged": b"\xc1"})
    async with serving(tmp_path / "data") as here:
        found = await here.server.rooms.report(code)
        assert found is not None
        assert (found.title, found.promises) == (wanted.title, wanted.promises)
        assert found.closed
    archive = Archive(tmp_path / "data")
    assert [p.mark for p in archive.promises()] == ["open"]
    async with serving(tmp_path / "data") as again:
        assert await again.server.rooms.report(code) == found
    db = apsw.Connection(str(tmp_path / "data" / "turnabout.db"))
    assert [row[0] for row in db.execute("SELECT room FROM kept")] == ["damaged"]


def test_the_type_of_a_report_is_versioned() -> None:
    assert report().version == 1
    assert set(OLDER) < set(Report.__struct_fields__)
