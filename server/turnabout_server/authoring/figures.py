"""Which sentences bring a figure: a number in digits or words, a share, a sum, a span of time.

Figures are heard as proof, whoever is right; so both sides should have them.
"""

import re
from collections.abc import Mapping
from typing import Final

_DIGITS: Final = r"\d|[%‰€£$½⅓⅔¼¾]"
_ENGLISH: Final = (
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven"
    r"|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|hundreds?|thousands?"
    r"|[mb]illions?|half|halves|a third|thirds|a quarter of|quarters|twice|doubled?|per ?cent)\b"
    r"|\b(?:each|every) (?:second|third|fourth|fifth|tenth|other)\b"
    r"|\b(?:a|an|one) (?:minute|hour|day|night|weekend|week|fortnight|month|year)\b"
)
_GERMAN: Final = (
    r"\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dutzend\w*|hälfte|halbe?[rsnm]?"
    r"|drittel|viertel|prozent|\w*(?:hundert|tausend)\w*|million\w*|\w*dreißig"
    r"|(?:drei|vier|fünf|sech|sieb|acht|neun)zehn|\w*(?:zwan|vier|fünf|sech|sieb|acht|neun)zig"
    r"|(?:zwei|drei|vier) ?mal|(?:ver)?doppel\w*)\b"
    r"|\bjede[rsmn]? (?:zweite|dritte|vierte|fünfte|zehnte)[rsmn]?\b"
    r"|\beine[rmn]? (?:minute|stunde|nacht|woche)\b|\beine[mn]? (?:tag|monat|wochenende|jahr)\b"
)
_FRENCH: Final = (
    r"\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|vingts?|trente|quarante|cinquante|soixante|cents?|mille|millions?|milliers?|moitié|tiers|quart"
    r"|doubl(?:e|é)e?s?"
    r"|(?:diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines?)\b"
    r"|\bune (?:minute|heure|journée|nuit|semaine|année)\b|\bun (?:jour|mois|an|week-end)\b"
)
_BY_LANGUAGE: Final[Mapping[str, re.Pattern[str]]] = {
    language: re.compile(f"{_DIGITS}|{words}", re.IGNORECASE)
    for language, words in (("en", _ENGLISH), ("de", _GERMAN), ("fr", _FRENCH))
}
_OTHERWISE: Final = re.compile(_DIGITS)


def has_figure(text: str, language: str = "en") -> bool:
    """Return whether `text` says a number, in digits or in words of `language`.

    One counts with a span of time alone: an hour is a figure, one person is none.
    """
    return _BY_LANGUAGE.get(language[:2], _OTHERWISE).search(text) is not None
