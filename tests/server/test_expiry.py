"""Reports do not stay for ever: how old they may become, and what goes with them."""

from datetime import UTC, date, datetime
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.patience import patience
from tests.support.reports import followed, promise, report
from tests.support.serving import on_disk, order, serving
from tests.support.wire import Wire
from turnabout_machine.clock import VirtualClock
from turnabout_protocol.room import HouseRules
from turnabout_server.after.archive import Archive, ArchiveFailed
from turnabout_server.after.archive.files import FOLDER
from turnabout_server.app import Server
from turnabout_server.expiry import Expiry, months_before
from turnabout_server.settings import KEEP_MONTHS, Settings

TODAY = date(2030, 5, 31)


def clock_on(day: date) -> VirtualClock:
    return VirtualClock(
        wall_ms=int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1000)
    )


def ids(archive: Archive) -> set[str]:
    return {one.session for one in archive.sessions()}


@pytest.mark.parametrize(
    ("months", "then"),
    [(1, "2030-04-30"), (3, "2030-02-28"), (24, "2028-05-31"), (120, "2020-05-31")],
)
def test_months_are_those_of_the_calendar(months: int, then: str) -> None:
    assert months_before(TODAY, months).isoformat() == then


@given(today=st.dates(date(1970, 1, 1), date(2200, 1, 1)), months=st.integers(1, 120))
def test_so_many_months_ago_is_that_month(today: date, months: int) -> None:
    then = months_before(today, months)
    assert (today.year - then.year) * 12 + today.month - then.month == months
    assert then.day == today.day or then.day < today.day


async def test_old_reports_go_and_with_them_what_forget_deletes(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    old = report("old", date="2028-05-30", title="SECRET-TITLE", promises=(promise("SECRET"),))
    recalled = followed(1, when="SECRET", mark="not_yet")
    young = report("young", date="2028-05-31", earlier=(recalled,), promises=(promise("Mine"),))
    for one in (old, young):
        archive.keep(one)
    saved = tmp_path / FOLDER
    saved.mkdir()
    for one in (old, young):
        (saved / f"{one.date}-asset-valve-{one.session}.html").write_text("SECRET")
    await Expiry(archive, tmp_path, 24, clock_on(TODAY)).sweep()
    assert ids(archive) == {young.session}
    assert [file.name.count(young.session) for file in saved.iterdir()] == [1]
    assert [standing.promise.when for standing in archive.promises()] == ["Mine"]
    kept = archive.find(young.session)
    assert kept is not None
    assert kept.report.earlier == ()
    (saved / f"{young.date}-asset-valve-{young.session}.html").unlink()
    saved.rmdir()
    assert b"SECRET" not in on_disk(tmp_path)


async def test_a_report_without_a_date_is_as_old_as_it_has_been_here(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for name, day in (("a", ""), ("b", "no day"), ("c", "2099-01-01")):
        archive.keep(report(name, date=""))
        with apsw.Connection(str(archive.file)) as db:
            db.execute("UPDATE session SET date = ? WHERE id = ?", (day, report(name).session))
    await Expiry(archive, tmp_path, 1, clock_on(TODAY)).sweep()
    await Expiry(archive, tmp_path, 1, clock_on(date(2030, 6, 30))).sweep()
    assert len(ids(archive)) == 3
    await Expiry(archive, tmp_path, 1, clock_on(date(2030, 7, 1))).sweep()
    assert ids(archive) == set()


async def test_where_nothing_was_ever_kept_nothing_is_made(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    await Expiry(archive, tmp_path, 24, clock_on(TODAY)).sweep()
    assert not archive.exists
    assert on_disk(tmp_path) == b""


async def test_what_could_not_be_overwritten_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path)
    archive.keep(report("old", date="2020-01-01"))
    expiry = Expiry(archive, tmp_path, 24, clock_on(TODAY))
    forget = archive.forget
    tried: list[str] = []

    def busy(session: str) -> bool:
        found = forget(session)
        tried.append(session)
        if len(tried) == 1:
            raise ArchiveFailed("It is in use.")
        return found

    monkeypatch.setattr(archive, "forget", busy)
    for _look in range(3):
        await expiry.sweep()
    assert tried == [report("old").session] * 2


async def test_a_server_deletes_when_it_starts_and_while_it_runs(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for name, day in (("past", "2028-05-30"), ("soon", "2028-06-01"), ("later", "2028-09-01")):
        archive.keep(report(name, date=day))
    clock = clock_on(TODAY)
    settings = Settings(data=tmp_path, port=0, keep_months=24)
    async with Server(settings, clock=clock) as server:
        assert ids(archive) == {report("soon").session, report("later").session}
        clock.advance_to(clock.now() + 2 * 24 * 3600)
        async with patience():
            while report("soon").session in ids(archive):
                await server.rooms.report("0" * 16)
        assert ids(archive) == {report("later").session}


async def test_a_damaged_archive_does_not_keep_a_server_from_its_rooms(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        await here.open()
    archive = Archive(tmp_path)
    archive.keep(report("old", date="1900-01-01"))
    archive.keep(report("torn", date="1900-01-01"))
    with apsw.Connection(str(archive.file)) as db:
        db.execute("UPDATE session SET report = x'00' WHERE id = ?", (report("torn").session,))
    async with serving(tmp_path) as here:
        assert here.server.rooms.live == 1
    assert ids(archive) == set()


async def test_a_room_says_how_long_its_report_is_kept(tmp_path: Path) -> None:
    assert Settings(data=tmp_path).keep_months == KEEP_MONTHS == 24
    async with serving(tmp_path, keep_months=6) as here:
        wanted = replace(order(), rules=HouseRules(team="Ops", keep_months=99))
        opened = await here.server.rooms.open(wanted)
        ann = await Wire.join(here.address, opened.code, "Ann", "it")
        rules = (await ann.wait_event("room_opened"))["event"]["rules"]
        assert rules["keep_months"] == 6
