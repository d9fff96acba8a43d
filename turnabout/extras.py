"""What a copy of the command came without, and the line that gets it.

A plain install is what a seat at a table takes. What opens rooms, keeps reports and reads scenario
files takes the extra `server`: whoever asks for that without having it reads one sentence.
"""

import sys
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from turnabout.getit import noted, origin, wheel
from turnabout_language import _
from turnabout_machine.system import quoted

SERVER: Final = "server"
SSH: Final = "ssh"
MODULES: Final = {
    "apsw": SERVER,
    "asyncssh": SSH,
    "confusable_homoglyphs": SERVER,
    "cryptography": SERVER,
    "icalendar": SERVER,
    "jinja2": SERVER,
    "markdown_it": SERVER,
    "plotext": SERVER,
    "pygal": SERVER,
    "yaml": SERVER,
}
"""The modules that come with an extra, and which one it is."""


def missing(error: BaseException) -> str:
    """Return the sentence for an `error` that an extra which is not here caused; else empty."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ModuleNotFoundError):
            extra = MODULES.get((cause.name or "").partition(".")[0])
            return without(extra) if extra else ""
        cause = cause.__cause__
    return ""


def has(extra: str) -> bool:
    """Return whether all that comes with `extra` is here."""
    return all(find_spec(name) for name, of in MODULES.items() if of == extra)


def without(extra: str) -> str:
    """Return in one sentence that `extra` is missing, and how to get it."""
    return _(
        "This takes the extra “{extra}”, and this copy of turnabout came without it. Get it:  "
        "{line}",
        extra=extra,
        line=install(extra),
    )


def install(extra: str, prefix: Path | None = None) -> str:
    """Return the line that installs this copy again, with `extra`, by what it was installed with.

    `prefix` is where it is; None: where this runs.
    """
    prefix = Path(sys.prefix) if prefix is None else prefix
    what = f'"{source(extra, distribution("turnabout").read_text("direct_url.json") or "")}"'
    if (prefix / "uv-receipt.toml").exists():
        return f"uv tool install --force {what}"
    if (prefix / "pipx_metadata.json").exists() or _in_one_file():
        return f"pipx install --force {what}"
    return f"{quoted(Path(sys.executable))} -m pip install {what}"


def source(extra: str, direct_url: str) -> str:
    """Return what an installer takes for this copy with `extra`.

    `direct_url` is what the installer noted of where it came from. Where that is not within reach,
    it is the wheel that an invitation comes with, in the folder where the line is typed.
    """
    found = origin(direct_url) or _file(noted(direct_url))
    return f"turnabout[{extra}] @ {found}" if found else f"./{wheel()}[{extra}]"


def _file(url: str) -> str:
    """Return `url` if it is a file or folder that is still on this machine; else empty."""
    parts = urlsplit(url)
    here = parts.scheme == "file" and Path(url2pathname(parts.path)).exists()
    return url if here else ""


def _in_one_file() -> bool:
    """Return whether this runs from the single file, which cannot be added to."""
    return Path(sys.argv[0]).suffix == ".pyz"
