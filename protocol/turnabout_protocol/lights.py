"""Check lights of a promise: advice on whether an if-then plan is likely to be kept. Pure.

They forbid nothing. The words they look for are those of the room's language, where it is one of
the three below; they are hints, and a good plan may well fail one of them.
"""

import re
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from turnabout_language import N_
from turnabout_protocol.activities.plan import HORIZON_DAYS
from turnabout_protocol.scenario import Side


class IdeaLights(Struct, frozen=True, kw_only=True):
    """What can be said of an idea while it is written. None: nothing is written yet."""

    event: bool | None
    """The trigger is something that happens, and not "more often"."""
    film: bool | None
    """The first step is something one could film."""
    ours: bool | None
    """It is in our own power."""


class PromiseLights(Struct, frozen=True, kw_only=True):
    """What can be said of a promise while it is completed. None: not filled in yet."""

    both: bool | None
    """An owner from one side and a partner from the other."""
    date: bool | None
    """A date within six weeks."""


class Vague(Struct, frozen=True, kw_only=True):
    """Words of one language that make a plan weak, all in small letters."""

    often: tuple[str, ...]
    """In a trigger: no moment at which one would notice it."""
    verbs: tuple[str, ...]
    """First verbs of a step that nobody can film."""
    more: tuple[str, ...]
    """Anywhere in a step: a wish, not an action."""
    others: tuple[str, ...]
    """Anywhere: it is for somebody else to decide."""


WORDS: Final[dict[str, Vague]] = {
    "en": Vague(
        often=(
            "more often", "always", "never", "better", "in general", "generally", "from now on",
            "in future", "in the future", "regularly", "usually", "sometimes", "whenever possible",
            "if possible", "as soon as possible", "more", "less",
        ),
        verbs=(
            "improve", "communicate", "be", "become", "try", "understand", "respect", "align",
            "care", "think", "consider", "support", "collaborate", "cooperate", "ensure", "focus",
            "foster", "strengthen", "want", "feel", "remember", "optimise", "optimize", "enable",
            "appreciate", "value", "strive", "aim", "work",
        ),
        more=(
            "more often", "better", "more open", "more transparent", "make sure", "as needed",
            "in general", "where possible", "if possible",
        ),
        others=(
            "management should", "management must", "management has to", "management needs to",
            "they should", "they must", "they have to", "they need to", "the company should",
            "the board", "the budget", "a budget", "more budget", "headcount", "hire", "more staff",
            "more people", "head office", "the government",
        ),
    ),
    "de": Vague(
        often=(
            "öfter", "häufiger", "immer", "nie", "besser", "generell", "grundsätzlich",
            "in zukunft", "künftig", "ab jetzt", "regelmäßig", "meistens", "manchmal",
            "wenn möglich", "so bald wie möglich", "mehr", "weniger",
        ),
        verbs=(
            "verbessern", "kommunizieren", "versuchen", "verstehen", "respektieren", "sind",
            "seien", "bemühen", "achten", "denken", "unterstützen", "sorgen", "stärken", "fördern",
            "optimieren", "wollen", "berücksichtigen", "wertschätzen", "zusammenarbeiten",
        ),
        more=("öfter", "häufiger", "besser", "offener", "transparenter", "nach möglichkeit"),
        others=(
            "das management", "die geschäftsführung", "die leitung", "der vorstand", "die müssen",
            "die sollen", "die sollten", "sie müssen", "sie sollten", "budget",
            "personal einstellen", "mehr personal", "mehr leute", "neue stellen",
        ),
    ),
    "fr": Vague(
        often=(
            "plus souvent", "toujours", "jamais", "mieux", "en général", "généralement",
            "à l'avenir", "désormais", "régulièrement", "d'habitude", "parfois", "si possible",
            "dès que possible", "davantage",
        ),
        verbs=(
            "améliorer", "améliorons", "communiquer", "communiquons", "être", "sommes", "essayer",
            "essayons", "comprendre", "comprenons", "respecter", "respectons", "soutenir",
            "soutenons", "veiller", "veillons", "renforcer", "renforçons", "favoriser",
            "favorisons", "penser", "pensons", "collaborer", "collaborons",
        ),
        more=("plus souvent", "mieux", "plus ouvert", "plus transparent", "si possible"),
        others=(
            "la direction doit", "la direction devrait", "ils doivent", "ils devraient",
            "elles doivent", "elles devraient", "budget", "embaucher", "recruter",
            "plus de personnel", "plus de monde", "le conseil d'administration",
        ),
    ),
}  # fmt: skip

FIRST_WORDS: Final = 5
"""The verb of a step comes within this many words, after "we" or "one of us"."""

YEARS: Final = range(1900, 2200)
"""Years that somebody may mean. Calendars of other programs end not much later."""
NO_DAY: Final = N_("Write the date as year-month-day, for example 2030-01-31.")
"""What is said of a text that `is_day` refuses."""


def idea_lights(when: str, then: str, language: str) -> IdeaLights:
    """Return the lights of an idea written in `language`, a tag such as `de-CH`."""
    vague = WORDS.get(language[:2].lower(), WORDS["en"])
    both = f"{when} / {then}"
    return IdeaLights(
        event=not _any(when, vague.often) if when.strip() else None,
        film=not (_any(_start(then), vague.verbs) or _any(then, vague.more))
        if then.strip()
        else None,
        ours=not _any(both, vague.others) if when.strip() and then.strip() else None,
    )


def promise_lights(owner: Side | None, partner: Side | None, by: str, today: str) -> PromiseLights:
    """Return the lights of a promise: the home sides of its two people, and its date."""
    return PromiseLights(
        both=None if owner is None or partner is None else owner != partner,
        date=in_reach(by, today) if by.strip() else None,
    )


def is_day(text: str) -> bool:
    """Return whether `text` is a date of the calendar as YYYY-MM-DD, of a year within reason."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and day.year in YEARS


def in_reach(by: str, today: str) -> bool:
    """Return whether `by` is a date from `today` on, at most six weeks away.

    Any date is when `today` is unknown.
    """
    if not is_day(by):
        return False
    day = date.fromisoformat(by)
    first = date.fromisoformat(today) if is_day(today) else day
    return timedelta() <= day - first <= timedelta(days=HORIZON_DAYS)


def _start(then: str) -> str:
    return " ".join(then.split()[:FIRST_WORDS])


def _any(text: str, words: tuple[str, ...]) -> bool:
    """Return whether one of `words` stands in `text` as whole words."""
    small = " ".join(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", small) for word in words)
