"""The reports that `host` saves beside its data, when a session is over."""

from pathlib import Path

from turnabout_machine.files import write
from turnabout_protocol.report import Report
from turnabout_server.after.archive.files import report_file
from turnabout_server.after.report.formats import Format, render


def save(data: Path, report: Report, format: Format) -> Path:
    """Write a report beside the data and return its file. Raises OSError."""
    file = report_file(data, report.date, report.scenario, report.session, format)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    write(file, render(report, format).encode())
    return file
