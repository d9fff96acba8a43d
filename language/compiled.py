"""Compile the catalogues: beside each `.po` file its `.mo`, which is what a program reads.

`make` does it when a `.po` file is newer; `make messages` and every build of the package do, too.
A translator types what is on the keyboard; what a language writes otherwise is set here.
"""

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES: Final = Path(__file__).resolve().parent / "turnabout_language" / "catalogues"
TYPESET: Final = {
    "de": ((re.compile(r"\.\.\."), "…"),),
    "fr": (
        (re.compile(r"(?<=\w)'(?=[\w{«])"), "’"),
        (re.compile(r" (?=[?!:;»])"), "\u00a0"),
        (re.compile(r"(?<=«) "), "\u00a0"),
    ),
}
"""What is set in the sentences of a language: three points as one sign, and in French the
apostrophe, and the space that stays with its mark."""


def compiled(source: Path) -> bytes:
    """Return what a `.mo` file holds of the `.po` file `source`."""
    found = BytesIO()
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=source.stem)
    for message in catalogue:
        said = message.string if message.id else None
        if isinstance(said, str):
            message.string = typeset(source.stem, said)
        elif said is not None:
            message.string = tuple(typeset(source.stem, one) for one in said)
    write_mo(found, catalogue)
    return found.getvalue()


def typeset(language: str, text: str) -> str:
    """Return `text` as `language` writes it in print."""
    for found, said in TYPESET.get(language, ()):
        text = found.sub(said, text)
    return text


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
