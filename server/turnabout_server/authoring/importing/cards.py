"""Points become cards of a side, and what should not be on a card is told."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from turnabout_language import _
from turnabout_protocol.scenario import SIDES, KeyPoint, Source
from turnabout_protocol.text import LINE, clean
from turnabout_server.authoring.importing.filling import deck, label, within
from turnabout_server.authoring.importing.found import Left, Point, Span
from turnabout_server.authoring.wording import doubts, kind_of
from turnabout_server.authoring.yamlfile import Plain
from turnabout_server.authoring.yamlfile import SourceFile as File

_GERMAN: Final = re.compile(
    r"\b(?:aber|alle|auf|auch|bei|bleibt|das|dem|den|der|des|die|ein|eine|einen|einer|er|für|haben|hat|ihr|im|ist"
    r"|kann|kein|keine|mit|muss|müssen|nicht|niemand|nur|oder|sich|sie|sind|und|uns|von|vor|wenn|wer|werden|wir"
    r"|wird|zu|zum|zur)\b",
    re.IGNORECASE,
)
_ONE_IN: Final = 6
"""In a German text, of this many words one at least is among them."""
_LOOKED_AT: Final = 40
"""Most points by whose words the language is guessed."""
_NAME: Final = 3
"""Fewest letters of a part of a name that is looked for on cards."""


class Made(NamedTuple):
    """What became of the points."""

    cards: tuple[KeyPoint, ...]
    doubts: tuple[tuple[str, ...], ...]
    """For each card, sentences about what should not be on it."""
    used: tuple[Span, ...]
    """For each card, the lines it was made of."""
    left: tuple[Left, ...]
    """The points that became no card."""
    guessed: bool
    """Whether the kind of a card is a guess."""


def make_cards(
    found: Sequence[Point],
    origin: Source,
    file: File | None,
    out: Collection[str] = (),
    people: Collection[str] = (),
) -> Made:
    """Return cards for `found`, none of which `file` has already, not counting those in `out`.

    `people` are named in the notes beside the points: none of them belongs on a card.
    """
    there = [card for side in SIDES for card in deck(file, side) if within(card, "id") not in out]
    seen = {str(within(card, "text")).casefold() for card in there}
    known, language = _capitals(file), _language(file, found)
    names = _parts(people) - known
    cards, wondered, used, left, guessed = [], [], [], [], False
    for point in found:
        if why := _left_out(point, seen):
            left.append(Left(point.at, why, point.text))
            continue
        seen.add(point.text.casefold())
        guessed = guessed or point.kind is None
        kind, reason = point.kind or kind_of(point.text), clean(point.why, LINE)
        cards.append(KeyPoint(id="new", kind=kind, text=point.text, why=reason, source=origin))
        told = [one for text in (point.text, reason) for one in doubts(text, known, language)]
        told += _named(f"{point.text} {reason}", names, told)
        if rest := point.why[len(reason) :].strip():
            told.append(_("Its reason is too long. This was left out: “{text}”.", text=rest))
        wondered.append(tuple(dict.fromkeys(told)))
        used.append(point.at)
    return Made(tuple(cards), tuple(wondered), tuple(used), tuple(left), guessed)


def _language(file: File | None, found: Sequence[Point]) -> str:
    """Return the language of the cards: what `file` says, or a guess."""
    if file is not None:
        return str(within(file.plain, "language"))
    text = " ".join(point.text for point in found[:_LOOKED_AT])
    return "de" if len(_GERMAN.findall(text)) * _ONE_IN > len(text.split()) else "en"


def _left_out(point: Point, seen: Collection[str]) -> str:
    """Return why `point` becomes no card; empty when it does."""
    if point.text.casefold() in seen:
        return _("that card is there already")
    if len(point.text) > LINE:
        return _(
            "{n} characters, and a card has at most {most}; say it shorter",
            n=len(point.text),
            most=LINE,
        )
    return ""


def _parts(people: Collection[str]) -> set[str]:
    """Return the words of names that are worth looking for."""
    words = {word for name in people for word in re.findall(r"[^\W\d_]+", name)}
    return {word for word in words if len(word) >= _NAME and word[:1].isupper()}


def _named(text: str, names: Collection[str], told: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each of `names` in `text` about which nothing is in `told` yet."""
    for word in dict.fromkeys(re.findall(r"[^\W\d_]+", text)):
        if word in names and not any(word in sentence for sentence in told):
            yield _("“{found}” may be a real person. Name a job instead.", found=word)


def _capitals(file: File | None) -> frozenset[str]:
    """Return words that may begin with a capital and name nobody: those of the scenario itself."""
    return frozenset(
        word for text in _own_words(file) if isinstance(text, str) for word in text.split()
    )


def _own_words(file: File | None) -> Iterator[Plain]:
    plain = file.plain if file else None
    yield within(plain, "title")
    for side in SIDES:
        yield label(file, side)
        lingo = within(plain, "sides", side, "lingo")
        for term in lingo if isinstance(lingo, list) else ():
            yield within(term, "term")
