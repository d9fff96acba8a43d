"""What a card's words tell: its kind, and what should not be on a card. Guesses, all of it."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from turnabout_language import _, n_
from turnabout_protocol.scenario import Kind
from turnabout_server.authoring.advice import CARD_WORDS
from turnabout_server.authoring.realnames import people
from turnabout_server.authoring.tongues import blame

_CUES: Final[tuple[tuple[Kind, str], ...]] = (
    (
        "ask",
        r"\?\s*$"
        r"|^(please|could you|can you|would you|will you|bitte|könnt ihr|s'il vous plaît)\b"
        r"|^(agree|ask|bring|call|choose|come|count|give|help|include|invite|join|keep|leave|let"
        r"|look|mark|name|pick|put|read|ride|say|send|show|sit|spend|start|stop|take|talk|tell"
        r"|test|treat|try|use|visit|walk|warn|write)\b"
        r"|^(gebt|kommt|lasst|sagt|zeigt|dites|laissez|montrez|venez)\b"
        r"|^[a-zäöüß]+t (euch|uns|mir|bitte)\b|^(nehmt|fragt|haltet|probiert|schreibt|sprecht)\b"
        r"|^(?!chez\b|assez\b)[a-zéèêîôûç]+ez\b",
    ),
    (
        "worry",
        r"^(if|what if|one day|sooner or later|wenn|falls|si)\b"
        r"|\b(afraid|dread|fears?|nervous|risks?|scares?|worr(?:y|ies|ied))\b"
        r"|\b(may|might|could) (break|fail|leave|lose|stop)\b"
        r"|\b(angst|befürchten|fürchten|riskieren|sorge\w*|craign\w+|peur|risquons)\b",
    ),
    (
        "need",
        r"\b(needs?|requires?|wants?|wish|wishes|would help)\b"
        r"|\b(benötig(?:en|t)|brauch(?:en|t)|wünschen|besoin|souhaitons|voulons)\b"
        r"|\bmüssen\b.*\b(erfahren|hören|sehen|wissen)\b|\bil (nous |me )?faut\b",
    ),
    (
        "limit",
        r"\b(at most|can not|can't|cannot|could not|forbids?|has to|have to|impossible|limited"
        r"|may not|must|no budget|no time|not allowed|only|unable|until)\b"
        r"|\b(darf|dürfen) (?:\w+ )*(?:kaum|kein\w*|nicht|nichts)\b|\bverlangt\b"
        r"|\b(dürfen nicht|höchstens|kein budget|keine zeit|können nicht|müssen|nur)\b"
        r"|\b(pas le droit|le droit de rien|exigent?)\b"
        r"|\b(devons|ne peut pas|pas de budget|pouvons pas|seulement)\b",
    ),
)
"""Words that speak for a kind. The first kind with one of them is the guess."""
_KINDS: Final = tuple((kind, re.compile(cues, re.IGNORECASE)) for kind, cues in _CUES)

_MONTH: Final = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    "|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    "|Jänner|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_FIGURE: Final = re.compile(
    rf"\b\d{{1,2}}\.? (?:{_MONTH})\b|\b(?:{_MONTH}) \d{{1,2}}\b"
    r"|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b"
    r"|[€$£]\s?\d[\d.,]*(?:\s?(?:k|m|million|Mio)\b)?"
    r"|\b\d[\d.,]*\s?(?:€|\$|£|EUR\b|USD\b|CHF\b|GBP\b|million\b|Mio\b)"
    r"|\b[A-Z]{2,}[-_#]?\d{2,}\b|#\d{2,}\b"
    r"|\b\d[\d.,’']*\d{3,}\b"
)
_QUOTE: Final = re.compile(r"“[^”]+”|„[^“”]+[“”]|«[^»]+»|\"[^\"]+\"")
_SPEECH: Final = re.compile(
    r"\b(?:he|she|they|somebody|someone) (?:said|says|told)\b"
    r"|\b(?:er|sie|jemand|man) (?:sagte|meinte|hat gesagt)\b"
    r"|\b(?:il|elle|on|quelqu['’]un) (?:a dit|disait|nous a dit)\b",
    re.IGNORECASE,
)


def kind_of(text: str) -> Kind:
    """Return the kind that the words of `text` speak for; a fact when none does."""
    return next((kind for kind, cues in _KINDS if cues.search(text)), "fact")


def doubts(text: str, known: Collection[str], language: str = "en") -> Iterator[str]:
    """Yield a sentence for everything in `text` that should not be on a card.

    Words in `known` have a capital and are no names of people. `language` is that of the text.
    """
    for found in dict.fromkeys(people(text, known, language)):
        yield _("“{found}” may be a real person. Name a job instead.", found=found)
    for found in dict.fromkeys(match[0].strip() for match in _FIGURE.finditer(text)):
        yield _("“{found}” may tell who or when it was. Round it, or leave it out.", found=found)
    for match in [*_QUOTE.finditer(text), *_SPEECH.finditer(text)]:
        if len(match[0].split()) > 1:
            yield _(
                "“{found}” is told as it was said. Use other words.", found=match[0].strip('“”"')
            )
    if found_blame := blame(text, language):
        yield _("“{found}” blames. Say what happened, or what is needed.", found=found_blame)
    if (count := len(text.split())) > CARD_WORDS:
        yield n_(
            "{n} word; a card of at most {most} can be said in one breath.",
            "{n} words; a card of at most {most} can be said in one breath.",
            count,
            most=CARD_WORDS,
        )
