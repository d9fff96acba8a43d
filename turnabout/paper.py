"""A scenario or an agenda in full: all that its author wrote, in lines for a terminal."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from turnabout_protocol.agenda import Agenda
from turnabout_protocol.scenario import SIDES, Case, Scenario

WIDTH: Final = 80
"""Longest line, in characters."""


def sheet(scenario: Scenario) -> Iterator[str]:
    """Yield the lines of `scenario`, from what all may know to what each side keeps."""
    yield from _text(scenario.title)
    yield from _text(_facts(scenario))
    for heading, text in (
        ("Situation", scenario.situation),
        ("Shared goal", scenario.shared_goal),
        ("Opening question", scenario.opening_question),
        ("Care", scenario.care),
        ("Off limits", " ".join(scenario.off_limits)),
    ):
        if text:
            yield from _section(heading, _text(text, "  "))
    for side in SIDES:
        yield from _case(scenario.sides[side])
    twists = (line for twist in scenario.twists for line in _item(f"{twist.text} {twist.ask}"))
    yield from _section("Twists", twists)
    yield from _section(
        "Action seeds", (line for seed in scenario.action_seeds for line in _item(seed))
    )
    yield from _section("For the facilitator", _text(scenario.host_note, "  "))


def plan_sheet(agenda: Agenda) -> Iterator[str]:
    """Yield the lines of `agenda`: each step, when it begins, its minutes, the sentence to say."""
    yield from _text(f"{agenda.title}: {agenda.minutes:g} minutes")
    yield ""
    begins = 0.0
    for step in agenda.steps:
        mark = f"{int(begins):3}:{round(begins % 1 * 60):02}  {step.title}, {step.minutes:g} min"
        yield mark
        yield from _text(step.script, " " * 8)
        begins += step.minutes


def _facts(scenario: Scenario) -> str:
    facts = [scenario.id, f"level {scenario.level}", *scenario.tags]
    if scenario.minutes:
        facts.append(f"{', '.join(map(str, scenario.minutes))} minutes")
    if scenario.author:
        facts.append(f"by {scenario.author}")
    return " · ".join(facts)


def _case(case: Case) -> Iterator[str]:
    yield from ("", "", case.label.upper(), "─" * len(case.label))
    people = (
        line
        for one in case.personas
        for line in _item(f"{one.name}, {one.job}: {one.pressure}; {one.good_reason}.")
    )
    yield from _section("Personas", people)
    width = max(len(point.id) for point in case.key_points) + 7
    cards = (
        line
        for point in case.key_points
        for line in _item(
            point.text + (f" ({point.why})" if point.why else ""),
            f"{point.id} {point.kind}".ljust(width),
        )
    )
    yield from _section("Key points (secret until they are played)", cards)
    terms = (line for term in case.lingo for line in _item(f"{term.term}: {term.means}"))
    yield from _section("Lingo", terms)


def _section(heading: str, lines: Iterator[str]) -> Iterator[str]:
    body = list(lines)
    if body:
        yield from ("", heading, *body)


def _item(text: str, mark: str = "·") -> Iterator[str]:
    first = f"  {mark} "
    yield from _text(text, first, " " * len(first))


def _text(text: str, first: str = "", later: str | None = None) -> Iterator[str]:
    yield from wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=first if later is None else later
    )
