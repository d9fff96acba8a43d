"""The reports that `host` writes to files beside its data: where they are, by their session."""

from pathlib import Path
from typing import Final

FOLDER: Final = "reports"


def saved(data: Path, session: str) -> list[Path]:
    """Return the files of a session that were saved beside the data."""
    return sorted((data / FOLDER).glob(f"*-{session}.*"))
