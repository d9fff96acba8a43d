"""How a bot judges a turn in a demo: by plain visible signs, and never by chance. Pure.

It does not understand a sentence. It sees whether there is one, whether it was read off the card,
which words it shares with the card, and whether it blames people. Four rules, in this order:

- Words of blame and contempt outweigh everything else, unless the card has them too, or a word
  that denies stands before them in the same clause: nobody is lazy.
- Letters that are no word count for nothing: none of them is a vowel, all are the same, or they
  lie side by side on a keyboard.
- Words without any of the small ones that hold a sentence together (the, we, of), or among as
  many letters that are no word, are no sentence, and none of them counts as one's own.
- What is said in one's own words and shares words with the card is close to what it means.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from turnabout_client.bots.lexicon import (
    ALONG_A_ROW,
    BLAME,
    NO,
    ROWS,
    SMALL,
    TIME,
    TINY,
    WHEN,
    WHO,
    YES,
)
from turnabout_protocol.activities.scene import EchoAnswer, Missing, Ring, Turn

STEM: Final = 5
"""Letters by which two forms of a word are the same."""
SHORT: Final = 4
"""A word with fewer letters says little."""
OWN: Final = 5
"""So many words that are not on the card are more than reading aloud."""
SENSE: Final = 3
"""So many words that say something make a sentence without a card."""
NEAR: Final = 2
"""So many shared words are near what a card means."""
DENIED: Final = 6
"""So many words before a word of blame are looked at for one that denies it."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_NOT: Final = re.compile(r"n['’]t\b")
_CLAUSE: Final = re.compile(r"[.!?;:…\n]|,(?!\s*(?:that|dass|das|que|qu)\b)")
"""Where a clause ends; a comma before "that" ends none."""
_BLAME: Final = re.compile(
    r"\b(?:{})\b".format(
        "|".join(r"\W+".join(phrase.split()).replace("*", r"\w*") for phrase in BLAME)
    )
)
_ADDRESS: Final = re.compile(r"\b(?:you|euch)\W*$")
"""Whoever is called something right after such a word is called it: you idiots."""
_VOWEL: Final = re.compile(r"[aeiouyœæø]")
_LATIN: Final = re.compile(r"[a-z]+")
_SIDE_BY_SIDE: Final = frozenset(
    row[at : at + 3] for along in ROWS for row in (along, along[::-1]) for at in range(len(row) - 2)
)
"""Three letters that lie side by side on a keyboard."""


RECENT: Final = 512
"""Texts whose words are remembered: bots look at the newest turns and cards again and again."""


class Verdict(NamedTuple):
    """A rating, and what was missing."""

    ring: Ring
    missing: Missing | None = None


def forget() -> None:
    """Forget what was remembered: of what people typed nothing outlives their session here."""
    for remembered in (_words, _is_word, _plain):
        remembered.cache_clear()


def judge(turn: Turn, case: str, *, strict: bool) -> Verdict:
    """Return how true `turn` rings to one whose case it is, and what it missed.

    `case`: what else is known of that case. Between two ratings a strict rater gives the lower one.
    """
    meant = "" if turn.card is None else f"{turn.card.text} {turn.card.why}"
    if blames(f"{turn.echo} {turn.say} {turn.ask}", unless=meant):
        return Verdict(1, "tone")
    said = content(turn.say)
    read = content(meant)
    if turn.card is None:
        near = len(said & content(case)) >= NEAR
        sense = near and len(said) >= SENSE and is_sentence(turn.say)
        return _between(2 if sense else 1, strict, "fact")
    own = own_words(turn)
    if not said or not is_sentence(turn.say):
        return _between(1, strict, "reason")
    if len(own) < OWN:
        # Read aloud, or so few words that nobody's reason is in them.
        return _between(2 if said & read else 1, strict, "reason")
    if _plain(turn.card.text).rstrip(".!? ") in _plain(turn.say):
        return Verdict(3)
    return Verdict(4 if len(said & read) >= NEAR else 3) if said & read else Verdict(2, "fact")


def answer(echo: str, heard: Turn) -> EchoAnswer:
    """Return how right `echo` gives back the turn `heard`: by the words that both have."""
    spoken = "" if heard.card is None else f"{heard.card.text} {heard.card.why}"
    said = content(f"{spoken} {heard.say} {heard.ask} {heard.echo}")
    echoed = content(echo)
    shared = echoed & said
    if not shared or blames(echo, unless=spoken):
        return "no"
    right = len(shared) >= min(NEAR, len(said)) and 2 * len(shared) >= len(echoed)
    return "yes" if right else "nearly"


def blames(text: str, unless: str = "") -> bool:
    """Return whether `text` blames people, or sends them away, in words that are not in `unless`.

    "Nobody is lazy" blames nobody; "nobody but the lazy" and "not only lazy" do.
    """
    known = _words(unless)
    return any(
        not _words(found[0]) <= known and not _denied(clause[: found.start()])
        for clause in _CLAUSE.split(_plain(text))
        for found in _BLAME.finditer(clause)
    )


def _denied(before: str) -> bool:
    """Return whether what comes right after the words `before` is denied by one of them."""
    if _ADDRESS.search(before):
        return False
    words = _WORD.findall(_NOT.sub(" not ", before))[-DENIED:]
    last = max((at for at, word in enumerate(words) if word in NO), default=None)
    return last is not None and not YES & {*words[last:]}


def own_words(turn: Turn) -> frozenset[str]:
    """Return the words of what was said that are not on the card."""
    card = "" if turn.card is None else turn.card.text
    return _words(turn.say) - _words(card)


def is_sentence(text: str) -> bool:
    """Return whether a small word that holds a sentence together is in `text`, and more words than
    letters that are none.
    """
    words = _words(text)
    mashed = len({*_WORD.findall(_plain(text))}) - len(words)
    return mashed < len(words) and bool(words & (SMALL | TINY))


def content(text: str) -> frozenset[str]:
    """Return the words of `text` that say what it is about, as far as their forms are alike."""
    return frozenset(w[:STEM] for w in _words(text) if len(w) >= SHORT and w not in SMALL)


def shares(one: str, other: str) -> int:
    """Return how many words that say something `one` and `other` share."""
    return len(content(one) & content(other))


def about_time(text: str) -> bool:
    """Return whether `text` has a word of time."""
    return bool(_words(text) & TIME)


def asks_for(question: str) -> Literal["who", "when", ""]:
    """Return whether `question` begins by asking for a person, or for a moment."""
    first = next(iter(_WORD.findall(_plain(question))), "")
    return "who" if first in WHO else "when" if first in WHEN else ""


def _between(lower: Ring, strict: bool, missing: Missing) -> Verdict:
    """Return the rating `lower` of a strict rater, and the next one of another."""
    if strict:
        return Verdict(lower, missing)
    return Verdict(2, missing) if lower == 1 else Verdict(3)


@lru_cache(maxsize=RECENT)
def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(_plain(text)) if _is_word(word))


@lru_cache(maxsize=8192)
def _is_word(letters: str) -> bool:
    """Return whether `letters` could be a word: not if somebody only let the fingers run."""
    if len(letters) < SHORT or not _LATIN.fullmatch(letters) or letters in ALONG_A_ROW:
        return True
    threes = [letters[at : at + 3] in _SIDE_BY_SIDE for at in range(len(letters) - 2)]
    along = all(any(threes[max(0, at - 2) : at + 1]) for at in range(len(letters)))
    return bool(_VOWEL.search(letters)) and len({*letters}) > 1 and not along


@lru_cache(maxsize=RECENT)
def _plain(text: str) -> str:
    """Return `text` in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.replace("ß", "ss").casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
