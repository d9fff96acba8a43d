"""One report in every format that it can be had in."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Final, Literal

import msgspec

from turnabout_language import speaking
from turnabout_protocol.codec import Malformed, cleaned, convert
from turnabout_protocol.report import REPORT_VERSION, Report
from turnabout_protocol.scenario import SIDES, Side
from turnabout_server.after.report.calendar import calendar
from turnabout_server.after.report.markdown import markdown
from turnabout_server.after.report.page import page
from turnabout_server.after.report.spreadsheet import sheet

Format = Literal["md", "html", "json", "csv", "ics"]


def render(report: Report, format: Format, language: str = "") -> str:
    """Return the report as text, in `language` or else in the session's own."""
    with speaking(language or report.language):
        return RENDERERS[format](report)


def as_json(report: Report) -> str:
    """Return the report as JSON that `from_json` reads, as docs/report.schema.json says."""
    return msgspec.json.format(msgspec.json.encode(report)).decode() + "\n"


def from_json(data: bytes) -> Report:
    """Return the report in JSON that `as_json` wrote, here or elsewhere. Raises Malformed."""
    try:
        plain = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("$", f"it is not JSON ({error})") from None
    version = plain.get("version") if isinstance(plain, dict) else None
    if isinstance(version, int) and version > REPORT_VERSION:
        raise Malformed("$.version", "it was written by a newer Turnabout")
    try:
        found: Report = convert(cleaned(plain), Report)
    except RecursionError:
        raise Malformed("$", "nested too deeply") from None
    _check(found)
    return found


def _check(report: Report) -> None:
    """Raises Malformed for what no session can have given and no type forbids."""
    days = [("$.date", report.date), ("$.next_date", report.next_date)]
    days += [(f"$.promises[{n}].by", p.by) for n, p in enumerate(report.promises)]
    days += [(f"$.earlier[{n}].by", f.by) for n, f in enumerate(report.earlier)]
    for path, day in days:
        try:
            date.fromisoformat(day or "2000-01-01")
        except ValueError:
            raise Malformed(path, f"there is no date {day}") from None
    told: list[tuple[str, Collection[Side]]] = [
        ("$.labels", report.labels),
        ("$.people", report.people),
    ]
    if report.results is not None:
        told.append(("$.results.board", report.results.board))
    for path, sides in told:
        if any(side not in sides for side in SIDES):
            raise Malformed(path, "a side is missing")


RENDERERS: Final[Mapping[Format, Callable[[Report], str]]] = {
    "md": markdown,
    "html": page,
    "json": as_json,
    "csv": sheet,
    "ics": calendar,
}
