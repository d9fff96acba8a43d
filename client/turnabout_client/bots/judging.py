"""How a bot judges a turn in a demo: by plain visible signs, and never by chance. Pure.

It does not understand a sentence. It sees whether there is one, whether it was read off the card,
which words it shares with the card, and whether it blames people.
"""

import re
import unicodedata
from typing import Final, NamedTuple

from turnabout_client.bots.lexicon import BLAME, SMALL
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
_WORD: Final = re.compile(r"[^\W\d_]+")


class Verdict(NamedTuple):
    """A rating, and what was missing."""

    ring: Ring
    missing: Missing | None = None


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
        sense = near and len(said) >= SENSE
        return _between(2 if sense else 1, strict, "fact")
    own = _words(turn.say) - _words(turn.card.text)
    if not said:
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
    """Return whether `text` has a word that blames people and is not one of `unless`."""
    return any(word.startswith(BLAME) for word in _words(text) - _words(unless))


def content(text: str) -> frozenset[str]:
    """Return the words of `text` that say what it is about, as far as their forms are alike."""
    return frozenset(w[:STEM] for w in _words(text) if len(w) >= SHORT and w not in SMALL)


def _between(lower: Ring, strict: bool, missing: Missing) -> Verdict:
    """Return the rating `lower` of a strict rater, and the next one of another."""
    if strict:
        return Verdict(lower, missing)
    return Verdict(2, missing) if lower == 1 else Verdict(3)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    """Return `text` in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.replace("ß", "ss").casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
