"""What would make a valid scenario better: hints that teach, and forbid nothing."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from turnabout_protocol.scenario import SIDES, Case, Scenario
from turnabout_server.authoring import template
from turnabout_server.authoring.balance import uneven
from turnabout_server.authoring.everyday import everyday
from turnabout_server.authoring.realnames import people
from turnabout_server.authoring.tongues import blame, promises

SITUATION_WORDS: Final = range(60, 111)
CARD_WORDS: Final = 20
BRIEF_MINUTES: Final[dict[int, int]] = {20: 3, 25: 3, 45: 4, 60: 5, 90: 7}
"""Minutes for the brief, by the minutes of the session."""
READ_A_MINUTE: Final = 180
"""Words that people read and take in within a minute."""
HAND: Final = 3
"""Cards that a player holds."""


class Advice(NamedTuple):
    """A hint about one field."""

    path: str
    """Path of the field, such as `$.twists[0].text`."""
    sentence: str


Text = tuple[str, str]
"""Path of a text, and the text."""


def advice(scenario: Scenario) -> list[Advice]:
    """Return what would make a valid scenario better, a hint each."""
    return [hint for rule in _RULES for hint in rule(scenario)]


def _words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


def _story(scenario: Scenario) -> Iterator[Advice]:
    count = _words(scenario.situation)
    if count not in SITUATION_WORDS:
        yield Advice(
            "$.situation",
            f"{count} words; 60 to 110 tell both sides' claims and are still read by everyone.",
        )
    for field in ("shared_goal", "opening_question"):
        if side := _only_side(scenario, getattr(scenario, field)):
            yield Advice(f"$.{field}", f"This names {side} alone. Say it so that both can want it.")
    if not scenario.host_note:
        yield Advice(
            "$.host_note", "Missing: one sentence on the trap of blame, and what to ask instead."
        )


def _reading(scenario: Scenario) -> Iterator[Advice]:
    """Yield a hint when the brief cannot be read in the time that the shortest session has."""
    length = min(scenario.minutes, default=25)
    most = BRIEF_MINUTES[length] * READ_A_MINUTE
    count = max(_brief_words(scenario, scenario.sides[side]) for side in SIDES)
    if count > most:
        yield Advice(
            "$.minutes" if scenario.minutes else "$",
            f"A player has {count} words to read; {BRIEF_MINUTES[length]} minutes of briefing in a "
            f"session of {length} have room for {most}. Shorten, or name longer sessions only.",
        )


def _brief_words(scenario: Scenario, case: Case) -> int:
    hand = sorted((_words(point.text) for point in case.key_points), reverse=True)[:HAND]
    return (
        _words(scenario.situation, scenario.shared_goal, scenario.care)
        + max(_words(p.name, p.job, p.pressure, p.good_reason) for p in case.personas)
        + sum(hand)
        + sum(_words(term.term, term.means) for term in case.lingo)
    )


def _cases(scenario: Scenario) -> Iterator[Advice]:
    for side in SIDES:
        yield from _case(f"$.sides.{side}", scenario.sides[side])


def _case(path: str, case: Case) -> Iterator[Advice]:
    if len(case.personas) < 3:
        yield Advice(
            f"{path}.personas", "With three personas, six people at the table can all be different."
        )
    if len(case.key_points) < 6:
        yield Advice(f"{path}.key_points", "Six to eight key points make a livelier scene.")
    if not any(point.kind == "worry" for point in case.key_points):
        yield Advice(
            f"{path}.key_points",
            f"{case.label} has no worry. What this side is afraid of makes it easier to play.",
        )
    for i, point in enumerate(case.key_points):
        if (count := _words(point.text)) > CARD_WORDS:
            yield Advice(
                f"{path}.key_points[{i}].text",
                f"{count} words; a card of at most {CARD_WORDS} can be said in one breath.",
            )
    if left := sum(point.text in template.cards() for point in case.key_points):
        yield Advice(
            f"{path}.key_points",
            f"{left} of the cards are still the examples. What does {case.label} really say?",
        )
    if len(case.lingo) < 6:
        yield Advice(
            f"{path}.lingo", "Six terms in plain words help people into the role; here are fewer."
        )


def _balance(scenario: Scenario) -> Iterator[Advice]:
    for side, sentence in uneven(scenario):
        yield Advice(f"$.sides.{side}.key_points", sentence)


def _lingo(scenario: Scenario) -> Iterator[Advice]:
    for side in SIDES:
        for i, term in enumerate(scenario.sides[side].lingo):
            for form in everyday(term, scenario.language):
                yield Advice(
                    f"$.sides.{side}.lingo[{i}]",
                    f"“{form}” is said every day in another sense, and would count as this term "
                    "then, too. Write what people say only when they mean it, such as “month-end "
                    "close” for “close”.",
                )


def _twists(scenario: Scenario) -> Iterator[Advice]:
    if len(scenario.twists) < 2:
        yield Advice("$.twists", "Two twists keep a longer scene moving.")
    for i, twist in enumerate(scenario.twists):
        if side := _only_side(scenario, f"{twist.text} {twist.ask}"):
            yield Advice(
                f"$.twists[{i}].text",
                f"This names {side} alone. A twist hits both sides, and is nobody's fault.",
            )


def _only_side(scenario: Scenario, text: str) -> str:
    """Return the label of the one side that `text` names; nothing when it names both or none."""
    labels = [scenario.sides[side].label for side in SIDES]
    named = [label for label in labels if _names(text, label)]
    return named[0] if len(named) == 1 else ""


def _names(text: str, label: str) -> bool:
    # In capitals it is an abbreviation: IT is a department, it is not.
    flags = 0 if label.isupper() else re.IGNORECASE
    return re.search(rf"\b{re.escape(label)}\b", text, flags) is not None


def _seeds(scenario: Scenario) -> Iterator[Advice]:
    if len(scenario.action_seeds) < 2:
        yield Advice("$.action_seeds", "Two action seeds show what a good promise looks like.")
    for i, seed in enumerate(scenario.action_seeds):
        if not promises(seed, scenario.language):
            yield Advice(
                f"$.action_seeds[{i}]", "A promise that holds says: When this, then we do that."
            )


def _blame(scenario: Scenario) -> Iterator[Advice]:
    for path, text in _spoken(scenario):
        if found := blame(text, scenario.language):
            yield Advice(
                path,
                f"“{found}” blames. Say what happened, or what this side needs.",
            )


def _discussion(scenario: Scenario) -> Iterator[Advice]:
    cards = [point for side in SIDES for point in scenario.sides[side].key_points]
    if scenario.imported is None and any(card.source == "real" for card in cards):
        yield Advice(
            "$",
            "Cards retell a real discussion. A section “import” says that those who were there "
            "agreed; `turnabout scenario import` writes it.",
        )


def _people(scenario: Scenario) -> Iterator[Advice]:
    """Yield a hint for whatever looks like a real person. A guess: company names look alike."""
    known = {word for text in invented(scenario) for word in re.findall(r"\w+", text)}
    for path, text in _spoken(scenario):
        for found in people(text, known, scenario.language):
            yield Advice(
                path,
                f"“{found}” may be a real person. Nobody may be recognised: name a job instead.",
            )
            break


def invented(scenario: Scenario) -> Iterator[str]:
    """Yield the texts in which capitalised words are not names of people."""
    yield scenario.title
    for side in SIDES:
        case = scenario.sides[side]
        yield case.label
        for term in case.lingo:
            yield from (term.term, *term.aliases)


def _spoken(scenario: Scenario) -> Iterator[Text]:
    """Yield every text that players read, with its path."""
    yield from _fields("$", scenario, ("situation", "shared_goal", "opening_question"))
    for side in SIDES:
        at, case = f"$.sides.{side}", scenario.sides[side]
        for i, persona in enumerate(case.personas):
            fields = ("name", "job", "pressure", "good_reason")
            yield from _fields(f"{at}.personas[{i}]", persona, fields)
        for i, point in enumerate(case.key_points):
            yield from _fields(f"{at}.key_points[{i}]", point, ("text", "why"))
        for i, term in enumerate(case.lingo):
            yield from _fields(f"{at}.lingo[{i}]", term, ("means",))
    for i, twist in enumerate(scenario.twists):
        yield from _fields(f"$.twists[{i}]", twist, ("text", "ask"))
    yield from ((f"$.action_seeds[{i}]", seed) for i, seed in enumerate(scenario.action_seeds))


def _fields(path: str, part: object, names: Iterable[str]) -> Iterator[Text]:
    yield from ((f"{path}.{name}", getattr(part, name)) for name in names)


_RULES: Final[tuple[Callable[[Scenario], Iterator[Advice]], ...]] = (
    _story, _reading, _cases, _balance, _lingo, _twists, _seeds, _blame, _discussion, _people,
)  # fmt: skip
