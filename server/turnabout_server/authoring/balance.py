"""Whether the two sides of a scenario bring the same weight, or one of them seems to be right."""

from collections.abc import Callable, Iterator
from typing import Final

from turnabout_protocol.scenario import SIDES, Case, Scenario, Side
from turnabout_server.authoring.figures import has_figure

NEAR: Final = 1
"""By how many cards the two sides may differ in figures, in limits and in needs."""
HEAVIER: Final = 1.4
"""How many times the words of one side the other may have on its cards."""

Lighter = tuple[Side, str]
"""The side that has less of something, and a sentence on what to do."""


def uneven(scenario: Scenario) -> Iterator[Lighter]:
    """Yield what one side of `scenario` has clearly more of than the other, each with advice."""
    language = scenario.language
    cards = _fewer(
        scenario,
        lambda case: sum(has_figure(point.text, language) for point in case.key_points),
        "{less} has {few} cards with a figure, {more} {many}. Figures sound like proof: give "
        "{less} one, or say one of {more} in words.",
    )
    facts = _fewer(
        scenario,
        lambda case: sum(
            has_figure(point.text, language) for point in case.key_points if point.kind == "fact"
        ),
        "{less} has {few} facts with a figure, {more} {many}. In a fact a figure sounds like "
        "proof, in a wish it does not: give {less} one, or say one of {more} in words.",
    )
    yield from list(cards) or facts
    yield from _fewer(
        scenario,
        lambda case: sum(point.kind == "limit" for point in case.key_points),
        "{less} has {few} cards of the kind limit, {more} {many}. Who has the limits seems to be "
        "the one who refuses: what can {less} not change?",
    )
    yield from _fewer(
        scenario,
        lambda case: sum(point.kind == "need" for point in case.key_points),
        "{less} has {few} cards of the kind need, {more} {many}. Who has the needs seems to be the "
        "only one who asks: what does {less} need?",
    )
    yield from _fewer(
        scenario,
        lambda case: sum(len(point.text.split()) for point in case.key_points),
        "{less} has {few} words on its cards, {more} {many}. Give both the same weight.",
        lambda few, many: many > HEAVIER * few,
    )


def _fewer(
    scenario: Scenario,
    count: Callable[[Case], int],
    sentence: str,
    too_far: Callable[[int, int], bool] = lambda few, many: many - few > NEAR,
) -> Iterator[Lighter]:
    """Yield the side of which `count` is too low, with `sentence` filled in."""
    less, more = sorted(SIDES, key=lambda side: count(scenario.sides[side]))
    few, many = count(scenario.sides[less]), count(scenario.sides[more])
    if too_far(few, many):
        labels = {"less": scenario.sides[less].label, "more": scenario.sides[more].label}
        yield less, sentence.format(few=few, many=many, **labels)
