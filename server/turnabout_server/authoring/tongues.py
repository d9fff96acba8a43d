"""Words of each language that advice on a scenario looks for. A language that is not here has none.

The keys are the first two letters of a scenario's language: de for de-CH.
"""

import re
from collections.abc import Mapping
from typing import Final

_BLAME: Final[Mapping[str, str]] = {
    "en": r"lazy|laziness|incompetent|incompetence|stupid|idiots?|ignorant|useless|clueless"
    r"|careless|arrogant|stubborn|hopeless|sloppy|at fault|your fault|their fault|to blame"
    r"|can't be bothered|never listen|don't care|do not care",
    "de": r"faul(?:e[nmrs]?|heit)?|dumm(?:e[nmrs]?|heit)?|unfähig(?:e[nmrs]?|keit)?|idioten?"
    r"|inkompeten(?:t(?:e[nmrs]?)?|z)|ahnungslos(?:e[nmrs]?)?|nutzlos(?:e[nmrs]?)?"
    r"|schlampig(?:e[nmrs]?)?|schlamperei|arrogan(?:t(?:e[nmrs]?)?|z)|stur(?:e[nmrs]?|heit)?"
    r"|nachlässig(?:e[nmrs]?|keit)?|schuld (?:ist|sind|daran)|(?:selbst|selber) schuld"
    r"|(?:eure|deren|ihre) schuld|hören nie zu|ist (?:euch|ihnen) egal",
    "fr": r"paresseu(?:x|ses?)|paresse|fainéants?|incompétente?s?|incompétence|incapables?"
    r"|stupides?|idiote?s?|ignorante?s?|négligente?s?|négligence|arrogante?s?|arrogance|têtue?s?"
    r"|bâclée?s?|(?:votre|leur) faute|la faute (?:à|aux?|des?)|n'écoutent jamais"
    r"|n'écoutez jamais|s'en fichent|s'en moquent|vous en fichez|vous en moquez",
}
_WHEN_THEN: Final[Mapping[str, str]] = {
    "en": r"(?:when|if|as soon as)\b.*\b(?:then|we)",
    "de": r"(?:wenn|falls|sobald)\b.*\b(?:dann|wir)",
    "fr": r"(?:quand|si|lorsqu(?:e|')|dès qu(?:e|')).*\b(?:alors|nous)",
}


def _words(lists: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return {
        language: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
        for language, words in lists.items()
    }


_BLAMES: Final = _words(_BLAME)
_PROMISES: Final = _words(_WHEN_THEN)


def blame(text: str, language: str = "en") -> str:
    """Return the first words in `text` that blame somebody; empty when there are none."""
    words = _BLAMES.get(language[:2])
    found = words and words.search(_straight(text))
    return found[0] if found else ""


def promises(seed: str, language: str) -> bool:
    """Return whether `seed` says when something is done; always in a language not known here."""
    form = _PROMISES.get(language[:2])
    return form is None or form.search(_straight(seed)) is not None


def _straight(text: str) -> str:
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
