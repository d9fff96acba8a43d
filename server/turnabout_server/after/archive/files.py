"""The reports that `host` writes to files beside its data: where they are, by their session."""

from pathlib import Path
from typing import Final

FOLDER: Final = "reports"


def report_file(data: Path, date: str, scenario: str, session: str, format: str) -> Path:
    """Return where the report of a session is saved in one of its formats."""
    return data / FOLDER / f"{date}-{scenario}-{session}.{format}"


def saved(data: Path, session: str) -> list[Path]:
    """Return the files of a session that were saved beside the data."""
    return sorted((data / FOLDER).glob(f"*-{session}.*"))
