"""report, promises, history and forget as real processes, on an archive and against a server."""

import asyncio
import csv
import io
import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from icalendar import Calendar

from tests.support.patience import patience
from tests.support.reports import followed, full, promise, report, results, shown, withheld
from tests.support.serving import on_disk, rows_of
from tests.turnabout.command import read_until, turnabout
from tests.turnabout.test_serving import links_in, running
from turnabout_client.link.connection import Connection
from turnabout_protocol import links
from turnabout_protocol.commands import AddBot, End
from turnabout_protocol.messages import CloseCode, Farewell, Steer
from turnabout_protocol.results import Alignment
from turnabout_protocol.scoring import AlignmentWeights
from turnabout_server.after.archive import Archive, session_id
from turnabout_server.live.keys import hashed, room_id
from turnabout_server.log import Row
from turnabout_server.log.offline import listed
from turnabout_server.log.sqlite import SqliteLog

TEAM = "Field crews and IT"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in whose archive a team has had three sessions, and another team one."""
    archive = Archive(tmp_path / "turnabout" / "host")
    hidden = Alignment(
        figure=withheld(3), accuracy=shown(60), felt=withheld(3), rings_true=shown(70),
        weights=AlignmentWeights(),
    )  # fmt: skip
    one = promise("a valve is missing", by="2026-02-01")
    two = promise("a release comes", by="2020-12-31", owner="Alex")
    archive.keep(
        full("one", date="2026-01-05", earlier=(), promises=(one, two), follow_through=None, due=0)
    )
    told = (followed(1, mark="done"), followed(2, mark="partly", obstacle="No time."))
    archive.keep(
        full(
            "two",
            date="2026-02-16",
            promises=(),
            earlier=told,
            results=results(alignment=hidden),
        )
    )
    archive.keep(full("three", date="2026-03-30", earlier=(), promises=()))
    archive.keep(
        report("other", team="Sales", promises=(promise("a deal is quiet", by="2199-02-01"),))
    )
    return tmp_path


def test_report_lists_what_is_kept_and_reads_one_by_the_start_of_its_id(home: Path) -> None:
    listed = turnabout("report", home=home)
    assert listed.returncode == 0, listed.stderr
    for made in (full("one"), full("two"), full("three"), report("other")):
        assert made.session in listed.stdout
    read = turnabout("report", full("two").session[:6], home=home)
    assert read.stdout.startswith("# The valve nobody can find")
    assert "16 February 2026" in read.stdout


def test_the_name_of_the_file_tells_the_format(home: Path) -> None:
    session = full("three").session
    for suffix in ("html", "md", "json", "csv", "ics"):
        file = home / f"report.{suffix}"
        done = turnabout("report", session, "--output", str(file), home=home)
        assert done.returncode == 0, done.stderr
        assert file.stat().st_mode & 0o077 == 0
    assert (home / "report.html").read_text("utf-8").lstrip().startswith("<!doctype html>")
    assert json.loads((home / "report.json").read_bytes())["session"] == session
    rows = csv.DictReader(io.StringIO((home / "report.csv").read_text("utf-8-sig")))
    assert "alignment" in {row["part"] for row in rows}
    assert Calendar.from_ical((home / "report.ics").read_bytes()).walk("VEVENT")


def test_a_name_that_tells_no_format_is_refused_and_a_file_that_cannot_be_written_is_named(
    home: Path,
) -> None:
    session = full("three").session
    for wrong in ("report.docx", "report.pdf"):
        refused = turnabout("report", session, "--output", str(home / wrong), home=home)
        assert refused.returncode == 2
        assert "md, html, json, csv, ics" in refused.stderr
        assert not (home / wrong).exists()
    (home / "folder.md").mkdir()
    for where in ("none/report.md", "folder.md"):
        failed = turnabout("report", session, "--output", str(home / where), home=home)
        assert failed.returncode == 1
        assert failed.stderr.rstrip().endswith(f": {home / where}.")
    assert not [file for file in home.iterdir() if file.name.startswith(".")]


def test_a_hint_names_the_folder_that_was_chosen(home: Path) -> None:
    folder = str(home / "turnabout" / "host")
    for verb in ("report", "promises"):
        assert f" --data {folder}" in turnabout(verb, "--data", folder).stdout
    assert "--data" not in turnabout("promises", "list", home=home).stdout


def test_a_report_comes_in_another_language(home: Path) -> None:
    session = full("three").session
    german = turnabout("report", session, "--language", "de", home=home)
    assert "30. März 2026" in german.stdout


def test_a_report_in_json_is_taken_in_once(home: Path, tmp_path: Path) -> None:
    session = full("one").session
    file = tmp_path / "one.json"
    turnabout("report", session, "--output", str(file), home=home)
    elsewhere = tmp_path / "elsewhere"
    first = turnabout("report", "--import", str(file), home=elsewhere)
    again = turnabout("report", "--import", str(file), home=elsewhere)
    assert first.returncode == again.returncode == 0, first.stderr + again.stderr
    assert "now" in first.stdout
    assert "already" in again.stdout
    assert "a valve is missing" in turnabout("promises", home=elsewhere).stdout
    broken = tmp_path / "broken.json"
    broken.write_text('{"version": 1, "session": "x"}')
    refused = turnabout("report", "--import", str(broken), home=elsewhere)
    assert refused.returncode == 2
    assert "$.session" in refused.stderr or "is not a report" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_promises_tell_what_is_overdue_first_and_can_be_marked(home: Path) -> None:
    listed = turnabout("promises", home=home).stdout
    assert listed.startswith("Overdue")
    assert "a valve is missing" not in listed
    assert listed.index("a release comes") < listed.index("a deal is quiet")
    assert "partly · No time." in listed
    mine = turnabout("promises", TEAM.upper(), home=home).stdout
    assert "a deal is quiet" not in mine
    marked = turnabout("promises", "not-yet", "2", "--because", "=holidays", home=home)
    assert marked.returncode == 0, marked.stderr
    assert "not yet" in marked.stdout
    assert "not yet · =holidays" in turnabout("promises", home=home).stdout
    turnabout("promises", "drop", "2", home=home)
    assert "a release comes" not in turnabout("promises", home=home).stdout
    assert "a release comes" in turnabout("promises", "--all", home=home).stdout
    unknown = turnabout("promises", "done", "99", home=home)
    assert unknown.returncode == 2
    assert unknown.stderr.count("\n") == 1


def test_history_is_of_one_team_and_tells_why_a_figure_is_missing(home: Path) -> None:
    drawn = turnabout("history", TEAM.lower(), home=home)
    assert drawn.returncode == 0, drawn.stderr
    assert "70 → – → 70" in drawn.stdout
    assert "16 February 2026, Alignment: not shown, fewer than 3 people" in drawn.stdout
    assert "5 January 2026, Follow-through: no promise was due" in drawn.stdout
    assert "\x1b" not in drawn.stdout
    assert "Sales" not in drawn.stdout
    rows = turnabout("history", TEAM, "--format", "csv", home=home).stdout
    assert rows.count("alignment") == 3
    assert json.loads(turnabout("history", TEAM, "--format", "json", home=home).stdout)["team"]
    assert "| 16 February 2026 |" in turnabout("history", TEAM, "--format", "md", home=home).stdout
    nobody = turnabout("history", "Nobody", home=home)
    assert nobody.returncode == 2
    assert "There are: Field crews and IT, Sales." in nobody.stderr
    assert turnabout("history", " ", home=home).returncode == 2


def test_two_series_of_one_name_are_two_teams(home: Path) -> None:
    archive = Archive(home / "turnabout" / "host")
    key = "7F3K2QMX9TRVH4WZ"
    archive.keep(full("theirs", date="2026-02-20", team=TEAM, earlier=()), series=hashed(key))
    newest = turnabout("history", TEAM, "--format", "json", home=home)
    assert len(json.loads(newest.stdout)["points"]) == 3
    assert "2 series have this name." in newest.stderr
    theirs = turnabout("history", TEAM, "--series", key.lower(), "--format", "json", home=home)
    assert [point["date"] for point in json.loads(theirs.stdout)["points"]] == ["2026-02-20"]
    assert not theirs.stderr
    wrong = turnabout("history", TEAM, "--series", "0" * 16, home=home)
    assert wrong.returncode == 2
    assert "opens no series" in wrong.stderr


def test_forget_asks_first_and_leaves_nothing(home: Path) -> None:
    session = full("one").session
    refused = turnabout("forget", session, home=home)
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    folder = home / "turnabout" / "host"
    saved = folder / "reports"
    saved.mkdir()
    (saved / f"2026-01-05-asset-valve-{session}.md").write_text("a valve is missing")
    assert b"a valve is missing" in on_disk_of(folder)
    done = turnabout("forget", session, "--yes", home=home)
    assert done.returncode == 0, done.stderr
    assert "1 saved file" in done.stdout
    assert "This does not reach" in done.stdout
    assert b"a valve is missing" not in on_disk_of(folder)
    assert not list(saved.iterdir())
    again = turnabout("forget", session, "--yes", home=home)
    assert again.returncode == 1
    assert "No session" in again.stderr


def on_disk_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("report", "ws://127.0.0.1:9/join/7F3K2QMX9TRVH4WZ"), 2, "/steer/"),
        (("report", "zz zz"), 2, "is not a session"),
        (("report", "abcdef"), 1, "steer link"),
        (("report", "abcdef", "--format", "pdf"), 2, "pdf"),
        (("report", "--import", "none.json"), 1, "No such file"),
        (("forget", "abcdef", "--yes"), 1, "No session"),
        (("promises", "done"), 2, "NUMBER"),
        (("history",), 2, "TEAM"),
        (("history", "Anybody"), 2, "--team"),
    ],
)
def test_a_mistake_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], status: int, says: str
) -> None:
    done = turnabout(*arguments, home=tmp_path)
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "turnabout").exists()


async def test_the_steer_link_reads_the_report_during_and_after_and_forgets_it(
    tmp_path: Path,
) -> None:
    with running(tmp_path, "serve", "--listen", "127.0.0.1:0") as process:
        opening = read_until(process, "Open a room:").split("turnabout open ")[1].split()
        steer = await _open(tmp_path, *opening)
        during = await _run(tmp_path, "report", str(steer))
        assert "The session is not over." in during.stdout
        assert "None yet." in during.stdout
        wrong = str(steer).replace(steer.key, "0" * 16)
        refused = await _run(tmp_path, "report", wrong)
        assert refused.returncode == 1
        assert "does not fit" in refused.stderr
        assert (await _end(steer)).code == CloseCode.CLOSED
        after = await _run(tmp_path, "report", str(steer))
        assert "were deleted when the session closed" in after.stdout.replace("\n", " ")
        listed = await _run(tmp_path, "report")
        assert session_id(room_id(steer.code)) in listed.stdout
        # A server runs in this folder: the archive is shared with it.
        forgotten = await _run(tmp_path, "forget", str(steer), "--yes")
        assert forgotten.returncode == 0, forgotten.stderr
        nothing = await _run(tmp_path, "report", str(steer))
        assert nothing.returncode == 1
        assert "No session with this code is kept here" in nothing.stderr


async def test_forgetting_an_open_room_ends_it_for_everybody(tmp_path: Path) -> None:
    with running(tmp_path, "serve", "--listen", "127.0.0.1:0") as process:
        opening = read_until(process, "Open a room:").split("turnabout open ")[1].split()
        steer = await _open(tmp_path, *opening)
        seated = asyncio.Event()
        link = Connection(
            steer,
            Steer(key=steer.key, name="Zebedee"),
            on_change=lambda _: seated.set(),
        )
        sitting = asyncio.create_task(link.run())
        async with patience():
            await seated.wait()
            folder = tmp_path / "turnabout" / "server"
            assert any(b"Zebedee" in row.data for row in rows_of(folder, steer.code))
            assert b"Zebedee" not in on_disk(folder)
            done = await _run(tmp_path, "forget", str(steer), "--yes")
            assert done.returncode == 0, done.stderr
            farewell = await sitting
        assert farewell.code == CloseCode.CLOSED
        assert "deleted this session" in farewell.sentence
        assert not listed(folder)
        assert b"Zebedee" not in on_disk(folder)


async def test_an_open_room_of_a_stopped_server_is_forgotten_by_its_code(tmp_path: Path) -> None:
    keys, kept_by = tmp_path / "elsewhere", ("--kept-by", "Jo Meier, IT", "--keep-months", "7")
    options = ("--listen", "127.0.0.1:0", "--keys", str(keys), *kept_by)
    with running(tmp_path, "serve", *options) as process:
        printed = read_until(process, "Open a room:")
        assert f"Room keys:    {keys}" in printed
        assert "deleted by themselves after 7 months" in printed
        opening = printed.split("turnabout open ")[1].split()
        steer = await _open(tmp_path, *opening)
        code = steer.code
        folder = tmp_path / "turnabout" / "server"
        assert any(b"Jo Meier, IT" in row.data for row in rows_of(folder, code))
        assert any(b"keep_months\x07" in row.data for row in rows_of(folder, code))
        assert len(list(keys.glob("*/*.key"))) == 1
        busy = await _run(tmp_path, "forget", code, "--yes")
        assert busy.returncode == 1
        assert "steer link" in busy.stderr
    done = await _run(tmp_path, "forget", code, "--yes")
    assert done.returncode == 0, done.stderr
    assert list(keys.glob("*/*.key")) == []
    assert rows_of(folder, code) == []


async def test_what_a_crash_left_of_a_closed_session_is_forgotten_in_both_files(
    tmp_path: Path,
) -> None:
    folder, code = tmp_path / "turnabout" / "server", "7F3K2QMX9TRVH4WZ"
    session = session_id(room_id(code))
    log = SqliteLog(folder)
    await log.append(room_id(code), 0, [Row(1, 0, 0, None, None, b"Zebedee rated it")])
    await log.aclose()
    Archive(folder).keep(full(session=session))
    done = await _run(tmp_path, "forget", session, "--yes")
    assert done.returncode == 0, done.stderr
    assert Archive(folder).find(session) is None
    assert b"Zebedee" not in on_disk(folder)


async def _run(home: Path, *arguments: str) -> CompletedProcess[str]:
    return await asyncio.to_thread(turnabout, *arguments, home=home)


async def _open(home: Path, *arguments: str) -> links.Link:
    done = await asyncio.to_thread(
        turnabout, "open", "asset-valve", *arguments[1:], "--team", TEAM, home=home
    )
    assert done.returncode == 0, done.stderr
    return links_in(done.stdout)["steer"]


async def _end(where: links.Link) -> Farewell:
    """Steer the room to its end."""
    link = Connection(where, Steer(key=where.key, name="Dana"))
    running = asyncio.create_task(link.run())
    async with patience():
        await link.do(AddBot(home="it"))
        await link.do(End())
        return await running


async def test_a_series_is_continued_with_its_key_alone(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    archive = Archive(home / "turnabout" / "server")
    archive.keep(report("a", team=TEAM, promises=(promise("One"),)))

    async def opened(where: Path, *more: str) -> str:
        done = await _run(where, "open", "asset-valve", *address, "--team", TEAM, *more)
        assert done.returncode == 0, done.stderr
        return done.stdout

    with running(home, "serve", "--listen", "127.0.0.1:0", "--anyone-may-open") as process:
        printed = read_until(process, "Open a room:")
        address = printed.split("turnabout open ")[1].split()[1:]
        elsewhere = await opened(other)
        assert "A new series of “Field crews and IT” begins" in elsewhere
        key = elsewhere.split("--series ")[1].split()[0]
        # From here on its machine knows the key, and another one is told it.
        assert "series" not in await opened(other)
        assert "series" not in await opened(tmp_path / "third", "--series", key.lower())
        wrong = await opened(tmp_path / "fourth", "--series", "0" * 16)
        assert "opens no series here" in wrong
        assert "A new series" in wrong
    (kept,) = (other / "turnabout").glob("series.json")
    assert kept.stat().st_mode & 0o077 == 0
    assert archive.promises()[0].series == ""


async def test_whoever_can_read_the_archive_takes_its_older_sessions_along(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "turnabout" / "server")
    archive.keep(report("a", team=TEAM, promises=(promise("One"),)))
    with running(tmp_path, "serve", "--listen", "127.0.0.1:0") as process:
        printed = read_until(process, "Open a room:")
        address = printed.split("turnabout open ")[1].split()[1:]
        done = await _run(tmp_path, "open", "asset-valve", *address, "--team", TEAM)
        assert "A new series" not in done.stdout
        key = done.stdout.split("--series ")[1].split()[0]
    assert [found.promise.when for found in archive.due(hashed(key))] == ["One"]


def test_a_key_of_a_series_goes_with_a_team(tmp_path: Path) -> None:
    done = turnabout("open", "asset-valve", "--series", "0" * 16, home=tmp_path)
    assert (done.returncode, "--team" in done.stderr) == (2, True)
    done = turnabout("open", "asset-valve", "--team", "A", "--series", "x", home=tmp_path)
    assert (done.returncode, "letters and digits" in done.stderr) == (2, True)
