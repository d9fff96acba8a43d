"""The reports that `host` saves beside its data, when a session is over."""

from pathlib import Path
from typing import Final

from turnabout_machine.files import write
from turnabout_protocol.report import Report
from turnabout_server.after.report.formats import Format, render

_FOLDER: Final = "reports"


def save(data: Path, report: Report, format: Format) -> Path:
    """Write a report beside the data and return its file. Raises OSError."""
    folder = data / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / f"{report.date}-{report.scenario}-{report.session}.{format}"
    write(file, render(report, format).encode())
    return file


def saved(data: Path, session: str) -> list[Path]:
    """Return the files of a session that were saved beside the data."""
    return sorted((data / _FOLDER).glob(f"*-{session}.*"))
