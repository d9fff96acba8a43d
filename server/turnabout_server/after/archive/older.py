"""Reports that an older version kept in the log move into the archive."""

import asyncio
import logging
from typing import Any

from turnabout_protocol.codec import Malformed, convert, unpack
from turnabout_protocol.report import Report
from turnabout_server.after.archive import Archive, session_id
from turnabout_server.log.sqlite import SqliteLog

_log = logging.getLogger(__name__)


async def take_over(log: SqliteLog, archive: Archive) -> None:
    """Let the archive have what older versions kept in the log. Raises LogFailed."""
    for room, data in (await log.old_reports()).items():
        try:
            report = _report(room, unpack(data))
        except Malformed as error:
            # The report stays where it is: nobody should lose one to a mistake in here.
            _log.error("An old report cannot be moved into the archive: %s", error.path)
            continue
        await asyncio.to_thread(archive.keep, report, reviewed=False)
        await log.drop_old_report(room)


def _report(room: str, old: Any) -> Report:
    added = {"session": session_id(room), "closed": True, "language": "en"}
    found: Report = convert({**old, **added}, Report)
    return found
