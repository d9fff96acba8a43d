"""What people typed, so that Markdown shows it as it is written."""

import re
from typing import Final

# Text that, at the beginning of a line, makes a list or turns the line above into a heading.
_LISTED: Final = re.compile(r"\A(\d*)([-+=.)])")
# Some programs make links by themselves: they look for these characters.
_LINKED: Final = re.compile(r":(?=//)|@(?=\w)|(?<=www)\.")


def plain(text: str) -> str:
    """Return `text` so that Markdown shows it as it is written, inside a line."""
    safe = "".join(f"\\{c}" if c in "\\`*_~[]<>|#&$" else c for c in text.strip())
    return _LINKED.sub(r"\\\g<0>", safe)


def beginning(text: str) -> str:
    """Return `text` so that Markdown shows it as it is written where it begins a line."""
    return _LISTED.sub(r"\1\\\2", plain(text))
