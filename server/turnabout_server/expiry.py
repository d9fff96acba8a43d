"""Reports are deleted by themselves when they are as old as the operator lets them become."""

import asyncio
import logging
from calendar import monthrange
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from turnabout_machine.clock import Clock
from turnabout_machine.files import shred
from turnabout_server.after.archive import Archive
from turnabout_server.after.archive.files import saved
from turnabout_server.errors import told
from turnabout_server.log import LogFailed

LOOKS_EVERY: Final = 3600.0
"""Seconds between two looks: many a day, for a laptop that slept has lost count of the hours."""

_log = logging.getLogger(__name__)


class Expiry:
    """Looks for sessions in the archive of a data folder that are older than `months`.

    What can fail stops no room: it is told in the log and tried again at the next look.
    """

    def __init__(self, archive: Archive, data: Path, months: int, clock: Clock) -> None:
        self._archive = archive
        self._data = data
        self._months = months
        self._clock = clock
        self._left: set[str] = set()
        """Sessions of which something may still be there."""

    async def watch(self) -> None:
        """Look again and again."""
        while True:
            await self._clock.sleep_until(self._clock.now() + LOOKS_EVERY)
            await self.sweep()

    async def sweep(self) -> None:
        """Delete what is too old, now."""
        if not self._archive.exists:
            return
        try:
            self._left.update(await asyncio.to_thread(self._expired))
        except (LogFailed, OSError) as error:
            _log.error("The archive could not be looked through: %s", told(error))
        for session in sorted(self._left):
            try:
                await asyncio.to_thread(self._delete, session)
            except (LogFailed, OSError) as error:
                _log.error("An old report could not be deleted: %s", told(error))
            else:
                self._left.remove(session)
                _log.info("A report is deleted: it was older than %d months", self._months)

    def _expired(self) -> list[str]:
        today = datetime.fromtimestamp(self._clock.wall_ms() / 1000, UTC).date()
        before = months_before(today, self._months)
        return self._archive.expired(before.isoformat(), today.isoformat())

    def _delete(self, session: str) -> None:
        # The archive last: while it has the session, a next look finds it again.
        for file in saved(self._data, session):
            shred(file)
        self._archive.forget(session)


def months_before(day: date, months: int) -> date:
    """Return the day so many months ago; the last of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
