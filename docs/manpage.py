"""Write docs/turnabout.1, the page that `man turnabout` shows, from the help: `make docs`."""

import re
from pathlib import Path
from typing import Final

from docutils.core import publish_string

from turnabout.command import build

PAGE: Final = Path(__file__).with_name("turnabout.1")
_TAGLINE: Final = "argue the other side's case"
_CONTENTS: Final = re.compile(r"^\.\. contents::.*\n(?:   .*\n)*\n", re.MULTILINE)
_LABEL: Final = re.compile(r"^\.\. _cyclopts-.*:\n\n", re.MULTILINE)
_HEAD: Final = f"""\
=========
turnabout
=========

{"-" * len(_TAGLINE)}
{_TAGLINE}
{"-" * len(_TAGLINE)}

:Manual section: 1
:Manual group: Games

SYNOPSIS
========

"""
_TITLE: Final = re.compile(r"\A=+\nturnabout\n=+\n\n")
_SECTION: Final = re.compile(r"^(\S.*)\n([-~^])\2+\n", re.MULTILINE)
_EXAMPLE: Final = re.compile(r"^Example: (.*)$", re.MULTILINE)
_FILES: Final = """
ENVIRONMENT
===========

``TURNABOUT_LANGUAGE``
    The language of the screens: en, de or fr.
``TURNABOUT_LINK``
    The link to go to, where no list of processes shows it.
``TURNABOUT_PLAIN``
    1: lines of text instead of screens.
``TURNABOUT_GET_IT``
    Where people get the command, as invitations say it.
``TEXTUAL_THEME``
    The colours to begin with, such as turnabout-contrast.
``NO_COLOR``
    1: no colours.
"""


def page() -> str:
    """Return docs/turnabout.1 as it should be."""
    told = build().generate_docs(output_format="rst", recursive=True)
    told = _LABEL.sub("", _CONTENTS.sub("", told))
    told = _TITLE.sub("", told)
    told = "\n".join(line.rstrip() for line in told.splitlines())
    told = _EXAMPLE.sub(r"Example::\n\n    \1", _flat(told))
    made: bytes = publish_string(
        f"{_HEAD}{told}\n{_FILES}",
        writer="manpage",
        settings_overrides={"report_level": 2, "halt_level": 2, "output_encoding": "utf-8"},
    )
    # A comment says which version of the converter made it: that is nobody's concern.
    lines = made.decode().splitlines()
    return "\n".join(line for line in lines if "docutils" not in line.lower()) + "\n"


def _flat(told: str) -> str:
    """Return it with all verbs on one level; a verb of a verb has its whole name."""
    above = ""

    def section(found: re.Match[str]) -> str:
        nonlocal above
        name, under = found[1], found[2]
        if under == "-":
            above = name
        title = name if under == "-" else f"{above} {name}"
        return f"{title}\n{'=' * len(title)}\n"

    return _SECTION.sub(section, told)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
