"""Write docs/licences.md, from the packages that are installed: `make licences`."""

import json
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import metadata, requires
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

PAGE: Final = Path(__file__).with_name("licences.md")
HEAD: Final = """# Whose work Turnabout is built on

Turnabout itself is under the [Apache License 2.0](../LICENSE). It is installed together with the
packages below, each under its own licence, unmodified. pygal, which draws the charts of the
printable report, is under the LGPL 3 or later: it is used as a library, as it comes, and can be
replaced by another version of it. asyncssh, which only the extra `ssh` brings, is under the Eclipse
Public License 2.0, or the GPL 2 or later, as one likes.

Made by `make licences` from what is installed, including what those packages bring along.

| package | licence |
|---|---|
"""


def used(name: str, seen: dict[str, None], extras: Iterable[str] = ()) -> dict[str, None]:
    """Add to `seen` what `name` needs to run with these extras, and what that needs."""
    for line in requires(name) or ():
        needed = Requirement(line)
        wanted = needed.marker is None or any(
            needed.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        )
        if wanted:
            found = needed.name.lower().replace("_", "-")
            if found not in seen:
                seen[found] = None
                used(needed.name, seen)
    return seen


def page() -> str:
    """Return docs/licences.md as it should be."""
    listed = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--format=json", "--from=mixed", "--with-system"],
        capture_output=True,
        text=True,
        check=True,
    )
    names = used("turnabout", {}, metadata("turnabout").get_all("Provides-Extra") or ())
    rows = {
        one["Name"].lower().replace("_", "-"): one["License"] for one in json.loads(listed.stdout)
    }
    return HEAD + "".join(f"| {name} | {rows[name]} |\n" for name in sorted(names) if name in rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
