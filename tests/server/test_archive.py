"""The archive: once and whole, numbers that stay, a series of sessions, and bytes that go."""

import stat
from pathlib import Path

import apsw
import msgspec
import pytest
from msgspec.structs import replace

from tests.support.reports import followed, full, promise, report, results, stayed
from tests.support.serving import on_disk
from turnabout_server.after.archive import Archive, ArchiveFailed
from turnabout_server.after.archive.database import MIGRATIONS

KEY = "hash of the series"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data")


def test_a_session_is_kept_once_and_whole(archive: Archive) -> None:
    first = report("a", promises=(promise("One"), promise("Two")))
    assert archive.keep(first, "hash")
    archive.mark(1, "done", "", "2030-02-01")
    assert not archive.keep(replace(first, title="Another"), "other")
    kept = archive.find(first.session)
    assert kept is not None
    assert (kept.report, kept.key) == (first, "hash")
    assert [(p.number, p.promise.when, p.mark) for p in archive.promises()] == [
        (1, "One", "done"),
        (2, "Two", "open"),
    ]
    assert archive.find("f" * 12) is None


def test_sessions_of_a_team_in_the_order_of_their_dates(archive: Archive) -> None:
    archive.keep(report("b", date="2030-03-01", team="Ops  & IT"))
    archive.keep(report("a", date="2030-01-01", team="ops & it"))
    archive.keep(report("c", date="2030-02-01", team="Others"))
    assert [k.date for k in archive.sessions("OPS & IT ")] == ["2030-01-01", "2030-03-01"]
    assert len(archive.sessions()) == 3


def test_a_promise_is_recalled_until_a_session_settles_it(archive: Archive) -> None:
    archive.keep(
        report("a", promises=(promise("One"), promise("Two"), promise("Three"))), series=KEY
    )
    archive.mark(1, "done", "", "2030-01-20")
    # Marked by hand: the room has still to hear of it.
    assert [s.number for s in archive.due(KEY)] == [1, 2, 3]
    told = (
        followed(1, mark="done"),
        followed(2, mark="partly", obstacle="Holidays."),
        followed(3, mark="dropped"),
    )
    archive.keep(report("b", date="2030-02-01", earlier=told), series=KEY)
    (left,) = archive.due(KEY)
    assert (left.number, left.mark, left.obstacle) == (2, "partly", "Holidays.")
    assert left.marked_on == "2030-02-01"


def test_what_nobody_confirmed_is_asked_about_again(archive: Archive) -> None:
    archive.keep(report("a", promises=(promise("One"), promise("Two"))), series=KEY)
    alone = followed(1, mark="done", confirmed=False)
    archive.keep(report("b", earlier=(alone, followed(2, mark="dropped"))), series=KEY)
    (left,) = archive.due(KEY)
    assert (left.number, left.mark) == (1, "done")
    archive.keep(report("c", earlier=(followed(1, mark="done", confirmed=True),)), series=KEY)
    assert archive.due(KEY) == []


def test_what_is_in_no_series_is_due_nowhere(archive: Archive) -> None:
    archive.keep(report("a", promises=(promise("One"),)))
    assert archive.due("") == archive.due(KEY) == []


def test_an_imported_report_says_nothing_of_the_promises_here(archive: Archive) -> None:
    archive.keep(report("a", promises=(promise("One"),)))
    archive.keep(report("b", earlier=(followed(1, mark="dropped"),)), reviewed=False)
    assert [p.mark for p in archive.promises()] == ["open"]


def test_no_byte_of_a_forgotten_session_is_left(archive: Archive) -> None:
    secret = promise("SECRET-TRIGGER")
    archive.keep(report("a", title="SECRET-TITLE" * 30, promises=(secret,)))
    later = followed(1, when=secret.when, mark="not_yet", obstacle="A LATER OBSTACLE")
    archive.keep(report("b", date="2030-03-01", earlier=(later,), promises=(promise("Mine"),)))
    assert archive.forget(report("a").session)
    found = on_disk(archive.file.parent)
    assert b"SECRET" not in found
    kept = archive.find(report("b").session)
    assert kept is not None
    assert kept.report.earlier == ()
    # Numbers are never given again.
    archive.keep(report("c", promises=(promise("New"),)))
    assert [p.number for p in archive.promises()] == [2, 3]
    assert not archive.forget(report("a").session)


def test_what_a_forgotten_session_said_of_earlier_promises_goes_with_it(archive: Archive) -> None:
    archive.keep(report("a", promises=(promise("One"),)))
    told = (followed(1, mark="not_yet", obstacle="SECRET-OBSTACLE"),)
    archive.keep(report("b", earlier=told))
    assert archive.promises()[0].obstacle == "SECRET-OBSTACLE"
    archive.forget(report("b").session)
    assert archive.promises()[0].mark == "open"
    assert b"SECRET" not in on_disk(archive.file.parent)


def test_a_promise_forgotten_while_the_next_session_ran_is_not_kept_again(
    archive: Archive,
) -> None:
    archive.keep(report("a", promises=(promise("SECRET-TRIGGER"),)))
    archive.forget(report("a").session)
    archive.keep(report("b", earlier=(followed(1, when="SECRET-TRIGGER", mark="done"),)))
    assert b"SECRET" not in on_disk(archive.file.parent)


def test_the_newest_session_of_a_series_that_can_be_recalled_is(archive: Archive) -> None:
    shown = results()
    archive.keep(full("old", date="2030-01-01", results=shown), series="mine")
    archive.keep(full("new", date="2030-02-01", results=shown), series="mine")
    archive.keep(full("none", date="2030-03-01", results=None), series="mine")
    archive.keep(full("demo", date="2030-04-01", results=shown, demo=True), series="mine")
    archive.keep(full("other", date="2030-05-01", results=shown), series="another")
    found = archive.recall("mine", demo=False)
    assert found is not None
    assert (found.session, found.date) == (full("new").session, "2030-02-01")
    practised = archive.recall("mine", demo=True)
    assert practised is not None
    assert practised.date == "2030-04-01"
    assert archive.recall("nobody's", demo=False) is None
    assert archive.recall("", demo=False) is None


def test_what_stayed_of_a_forgotten_session_goes_with_it(archive: Archive) -> None:
    first, kept = full("first", results=results()), results(retention=stayed("first"))
    archive.keep(first)
    archive.keep(full("next", earlier=(), results=kept))
    archive.forget(first.session)
    found = archive.find(full("next").session)
    assert found is not None
    assert found.report.results == replace(kept, retention=None)
    # One that was open meanwhile does not bring it back.
    archive.keep(full("late", earlier=(), results=kept))
    late = archive.find(full("late").session)
    assert late is not None
    assert late.report.results == replace(kept, retention=None)


def test_two_processes_share_it(archive: Archive) -> None:
    archive.keep(report("a", promises=(promise("One"),)))
    reader = apsw.Connection(str(archive.file))
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM session").fetchall()
    assert archive.mark(1, "partly", "", "2030-01-02") is not None
    reader.close()
    assert archive.promises()[0].mark == "partly"
    assert archive.mark(9, "done", "", "2030-01-02") is None


def test_files_are_the_owners_alone(archive: Archive) -> None:
    archive.keep(report("a"))
    files = list(archive.file.parent.iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_newer_file_and_a_damaged_one_are_told(archive: Archive, tmp_path: Path) -> None:
    archive.keep(report("a"))
    db = apsw.Connection(str(archive.file))
    db.pragma("user_version", 99)
    db.close()
    with pytest.raises(ArchiveFailed, match="newer Turnabout"):
        archive.sessions()
    archive.file.write_bytes(b"not a database, but long enough" * 100)
    with pytest.raises(ArchiveFailed, match="damaged"):
        archive.sessions()


def broken(archive: Archive, name: str) -> None:
    """Make the report of a session one that no version of ours can read."""
    db = apsw.Connection(str(archive.file))
    db.execute(
        "UPDATE session SET report = ? WHERE id = ?", (b'{"version": 7}', report(name).session)
    )
    db.close()


def test_one_report_that_cannot_be_read_blocks_nothing_else(archive: Archive) -> None:
    archive.keep(report("a", promises=(promise("One"),)), series=KEY)
    archive.keep(report("b", date="2030-03-01", promises=(promise("Two"),)), series=KEY)
    broken(archive, "a")
    assert [p.promise.when for p in archive.promises()] == ["One", "Two"]
    assert [s.number for s in archive.due(KEY)] == [1, 2]
    assert [one.session for one in archive.sessions()] == [
        report("a").session,
        report("b").session,
    ]
    assert archive.mark(2, "done", "", "2030-03-02") is not None
    kept = archive.find(report("b").session)
    assert kept is not None
    with pytest.raises(ArchiveFailed, match=f"{report('a').session}.*turnabout forget"):
        archive.find(report("a").session)
    archive.keep(report("c", date="2030-04-01", earlier=(followed(2, mark="partly"),)), series=KEY)
    assert archive.forget(report("b").session)
    assert archive.forget(report("a").session)
    assert [one.session for one in archive.sessions()] == [report("c").session]


def test_an_archive_of_the_first_version_gets_its_columns(tmp_path: Path) -> None:
    first = report("a", promises=(promise("One"), promise("Two")))
    file = tmp_path / "archive.db"
    db = apsw.Connection(str(file))
    for statement in MIGRATIONS[0]:
        db.execute(statement)
    data = msgspec.json.encode(first)
    db.execute("INSERT INTO session VALUES (?, 'team', '2030-01-01', 'hash', ?)", ("a" * 12, data))
    db.execute("INSERT INTO session VALUES ('b', 'team', '2030-01-02', '', ?)", (b"no report",))
    db.execute("INSERT INTO promise (session, place) VALUES (?, 0), (?, 1)", ("a" * 12, "a" * 12))
    db.execute("INSERT INTO promise (session, place) VALUES ('b', 0)")
    db.pragma("user_version", 1)
    db.close()
    archive = Archive(tmp_path)
    assert [(p.number, p.promise) for p in archive.promises()] == [
        (1, first.promises[0]),
        (2, first.promises[1]),
    ]
    assert [(one.title, one.team) for one in archive.sessions()] == [
        (first.title, first.team),
        ("", ""),
    ]
    assert archive.forget("b")


@pytest.mark.parametrize(
    "made", ["", "{", '{"when": 1}', '{"idea":1,"when":"a","then":"b","owner":"c","partner":"d",'
             '"by":"2026-99-01","sign":""}'],
    ids=["none", "cut", "shape", "date"],
)  # fmt: skip
def test_one_promise_that_cannot_be_read_blocks_nothing_else_and_is_named(
    archive: Archive, made: str, caplog: pytest.LogCaptureFixture
) -> None:
    archive.keep(report("a", promises=(promise("One"),)), series=KEY)
    archive.keep(report("b", date="2030-03-01", promises=(promise("Two"),)), series=KEY)
    db = apsw.Connection(str(archive.file))
    db.execute("UPDATE promise SET made = ? WHERE number = 1", (made,))
    db.close()
    assert [p.promise.when for p in archive.promises()] == ["Two"]
    assert [s.number for s in archive.due(KEY)] == [2]
    assert archive.mark(2, "done", "", "2030-03-02") is not None
    assert archive.mark(1, "done", "", "2030-03-02") is None
    assert f"turnabout forget {report('a').session}" in caplog.text
    assert archive.forget(report("a").session)
    caplog.clear()
    assert len(archive.promises()) == 1
    assert not caplog.text


def test_a_session_whose_report_cannot_be_read_still_has_its_key(archive: Archive) -> None:
    archive.keep(report("a"), "hash")
    broken(archive, "a")
    assert archive.key(report("a").session) == "hash"
    assert archive.key(report("b").session) is None
