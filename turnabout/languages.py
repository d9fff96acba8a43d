"""Which language this process speaks: the one that was chosen, else the system's."""

import os
from typing import Final

from turnabout.problems import USAGE, Problem
from turnabout_language import LANGUAGES, _, use
from turnabout_machine.system import locale_name

VARIABLE: Final = "TURNABOUT_LANGUAGE"
_SYSTEM: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def known(language: str) -> str:
    """Return `language` as it is spelt here; empty stays empty. Raises Problem."""
    tag = language.strip().lower().partition("-")[0].partition("_")[0]
    if tag and tag not in LANGUAGES:
        from turnabout_protocol.text import clean  # only a mistake pays for it

        raise Problem(
            _(
                "Turnabout does not speak “{language}”. It speaks {languages}.",
                language=clean(language, 20),
                languages=", ".join(LANGUAGES),
            ),
            USAGE,
        )
    return tag


def chosen(option: str = "") -> str:
    """Return the language that somebody chose; empty if nobody did. Raises Problem."""
    return known(option or os.environ.get(VARIABLE, ""))


def speak(option: str = "") -> str:
    """Speak the chosen language from here on, else the system's. Return the chosen one."""
    tag = chosen(option)
    use(tag or system())
    return tag


def system() -> str:
    """Return the language of this system, such as `de_DE.UTF-8`, or `de-DE` on Windows."""
    return next((value for name in _SYSTEM if (value := os.environ.get(name))), "") or locale_name()
