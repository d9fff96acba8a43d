"""Compile the catalogues: beside each `.po` file its `.mo`, which is what a program reads.

`make` does it when a `.po` file is newer; `make messages` and every build of the package do, too.
"""

import os
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES: Final = Path(__file__).resolve().parent / "turnabout_language" / "catalogues"


def compiled(source: Path) -> bytes:
    """Return what a `.mo` file holds of the `.po` file `source`."""
    found = BytesIO()
    with source.open("rb") as stream:
        write_mo(found, read_po(stream, locale=source.stem))
    return found.getvalue()


def compile_all() -> list[Path]:
    """Write all `.mo` files and return them."""
    return [_write(source) for source in sorted(CATALOGUES.glob("*.po"))]


def _write(source: Path) -> Path:
    target = source.with_suffix(".mo")
    # A program that starts meanwhile finds the old file or the new one, never half of one.
    half = target.with_name(f"{target.name}.{os.getpid()}")
    half.write_bytes(compiled(source))
    half.replace(target)
    return target


if __name__ == "__main__":
    compile_all()
