"""The library of scenarios and agendas: find, load, check and explain the files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any, Final, TypeVar

import msgspec
from msgspec.structs import replace

from turnabout_language import SOURCE
from turnabout_protocol.activities.brief import Brief
from turnabout_protocol.activities.poll import FITS, LAST_WORD, STEPS, Poll, Question
from turnabout_protocol.activities.talk import Talk
from turnabout_protocol.agenda import Agenda, faults
from turnabout_protocol.codec import Malformed, convert, encode
from turnabout_protocol.room import Step
from turnabout_protocol.scenario import SIDES, Case, Scenario
from turnabout_server.authoring.errors import ScenarioError
from turnabout_server.authoring.mismatch import explain, nearest
from turnabout_server.authoring.shelves import agenda_file, library, scenario_file
from turnabout_server.authoring.yamlfile import SourceFile, read

__all__ = [
    "ScenarioError",
    "find_agenda",
    "find_scenario",
    "library",
    "load_agenda",
    "load_scenario",
    "prepare",
]

SCENARIO_BYTES: Final = 16 * 1024
AGENDA_BYTES: Final = 24 * 1024
"""Largest sizes on the wire: both travel in one frame."""

REAL_DAYS: Final = 14
"""How old a real discussion has to be before it is played, in days."""

Finding = tuple[str, str]
"""Path of the field, and the sentence."""

T = TypeVar("T", bound=msgspec.Struct)


def find_scenario(name: str, language: str = SOURCE) -> Scenario:
    """Return the scenario called `name`, of the library or a file. Raises ScenarioError.

    Of the library's it is the one in `language`, or where there is none the one there is.
    """
    return load_scenario(scenario_file(name, language))


def find_agenda(name: str) -> Agenda:
    """Return the agenda of the library, or of the file, called `name`. Raises ScenarioError."""
    return load_agenda(agenda_file(name))


def load_scenario(file: Path) -> Scenario:
    """Return the scenario in `file`. Raises ScenarioError with file, line and field."""
    return _load(file, Scenario, lambda scenario: _scenario_problems(scenario))


def load_agenda(file: Path) -> Agenda:
    """Return the agenda in `file`. Raises ScenarioError with file, line and field."""
    return _load(file, Agenda, lambda agenda: _agenda_problems(agenda))


def prepare(agenda: Agenda, minutes: Mapping[str, float]) -> Agenda:
    """Return `agenda` with other minutes for the steps named by their ids. Raises ScenarioError."""
    ids = [step.id for step in agenda.steps]
    file = Path(agenda.id)
    for step, length in minutes.items():
        if step not in ids:
            hint = nearest(step, ids) or f" Its steps: {', '.join(ids)}."
            raise ScenarioError(file, 0, "", f"The agenda has no step “{step}”.{hint}")
        if not 0 < length <= 120:
            raise ScenarioError(file, 0, step, "Minutes are a number above 0, at most 120.")
    steps = tuple(
        replace(step, minutes=minutes.get(step.id, step.minutes)) for step in agenda.steps
    )
    changed = replace(agenda, steps=steps)
    for _, sentence in _agenda_problems(changed):
        raise ScenarioError(file, 0, "", sentence)
    return changed


def _load(file: Path, kind: type[T], problems: Any) -> T:
    source = read(file)
    try:
        loaded: T = convert(source.plain, kind)
    except Malformed as problem:
        raise _explained(source, problem, kind) from None
    for path, sentence in problems(loaded):
        raise source.error(path, sentence)
    return loaded


def _explained(source: SourceFile, problem: Malformed, kind: type) -> ScenarioError:
    place = source.places.get(problem.path)
    path, sentence = explain(problem, kind, source.plain, place.written if place else "")
    return source.error(path, sentence)


def _scenario_problems(scenario: Scenario) -> Iterator[Finding]:
    sides = scenario.sides
    yield from _twice(
        ((f"$.sides.{s}.key_points[{i}].id", point.id)
         for s in SIDES for i, point in enumerate(sides[s].key_points)),
        "Two key points are called “{}”. Ids must differ, over both sides.",
    )  # fmt: skip
    yield from _twice(
        ((f"$.sides.{s}.personas[{i}].name", persona.name.casefold())
         for s in SIDES for i, persona in enumerate(sides[s].personas)),
        "Two personas share this name. Names must differ, over both sides.",
    )  # fmt: skip
    yield from _twice(
        ((f"$.twists[{i}].id", twist.id) for i, twist in enumerate(scenario.twists)),
        "Two twists are called “{}”. Ids must differ.",
    )
    yield from _twice(
        ((f"$.sides.{s}.label", sides[s].label.casefold()) for s in SIDES),
        "Both sides have the same label. Call them by different names.",
    )
    one, two = (len(sides[side].key_points) for side in SIDES)
    if one != two:
        yield (
            "$.sides.it.key_points",
            f"{sides.business.label} has {one} key points and {sides.it.label} has {two}. "
            "Both sides need the same number.",
        )
    for side in SIDES:
        yield from _rank_problems(f"$.sides.{side}.rank", sides[side])
    yield from _import_problems(scenario)
    yield from _too_long(scenario, SCENARIO_BYTES)


def _rank_problems(path: str, case: Case) -> Iterator[Finding]:
    """Yield what is wrong with the order that an author gave."""
    if not case.rank:
        return
    ids = [point.id for point in case.key_points]
    yield from _twice(
        ((f"{path}[{i}]", name) for i, name in enumerate(case.rank)),
        "“{}” is there twice. An order names each key point once.",
    )
    for i, name in enumerate(case.rank):
        if name not in ids:
            yield f"{path}[{i}]", f"{case.label} has no key point called “{name}”."
    if left := [name for name in ids if name not in case.rank]:
        yield path, f"An order names each key point once. Missing: {', '.join(left)}."


def _import_problems(scenario: Scenario) -> Iterator[Finding]:
    """Yield why a retold discussion may not be played yet."""
    said = scenario.imported
    if said is None or not said.from_real:
        return
    if not said.consented:
        yield "$.import.consented", "Ask those who were there first. Write true when they agreed."
    if not said.scrubbed:
        yield (
            "$.import.scrubbed",
            "Retell it: no names, no quotes, no figures by which somebody can be found.",
        )
    if said.age_days < REAL_DAYS:
        yield (
            "$.import.age_days",
            f"Wait until the discussion is {REAL_DAYS} days old; until then it is a quarrel.",
        )


def _agenda_problems(agenda: Agenda) -> Iterator[Finding]:
    for i, step in enumerate(agenda.steps):
        yield from _step_problems(f"$.steps[{i}]", step)
    for fault in faults(agenda.steps):
        field = f".{fault.field}" if fault.field else ""
        yield f"$.steps[{fault.at}]{field}", str(fault.phrase)
    yield from _too_long(agenda, AGENDA_BYTES)


def _step_problems(path: str, step: Step) -> Iterator[Finding]:
    """Yield what is wrong with the texts of `step`."""
    match step:
        case Brief():
            yield from _blanks(f"{path}.warm_up", step.warm_up, {"persona"})
        case Poll():
            yield from _poll_problems(path, step)
        case Talk():
            for i, part in enumerate(step.rounds):
                yield from _blanks(
                    f"{path}.rounds[{i}].starter", part.starter, {"name", "home", "persona"}
                )


def _poll_problems(path: str, poll: Poll) -> Iterator[Finding]:
    yield from _twice(
        ((f"{path}.questions[{i}].id", question.id) for i, question in enumerate(poll.questions)),
        "Two questions are called “{}”. Ids must differ.",
    )
    for i, question in enumerate(poll.questions):
        at = f"{path}.questions[{i}].options"
        yield from _twice(((at, choice) for choice in question.choices), "“{}” is there twice.")
        if not isinstance(question.options, str):
            for option in question.options:
                yield from _blanks(at, option, {"business", "it"})
        if question.id == LAST_WORD and len(question.choices) != len(SIDES):
            yield at, "Who has the last word: one of two answers, first business, then it."
        if any(not 1 <= len(choice) <= 40 for choice in question.choices):
            yield at, "An option has 1 to 40 characters."
        yield from _scale_problems(f"{path}.questions[{i}]", question)
    yield from _twice(
        ((f"{path}.questions[{i}].measure", question.measure)
         for i, question in enumerate(poll.questions) if question.measure),
        "Two questions measure “{}”. Ask for a measure once in a poll.",
    )  # fmt: skip


def _scale_problems(path: str, question: Question) -> Iterator[Finding]:
    fitting = () if question.measure is None else FITS[question.measure]
    if fitting and question.options not in fitting:
        meant = " or ".join(fitting)
        yield (
            f"{path}.options",
            f"These answers do not fit the measure “{question.measure}”. Write `options: {meant}`.",
        )
    if question.up_to > 1 and (question.steps or question.measure):
        yield f"{path}.up_to", "On a scale people choose one step. Leave `up_to` out."
    for end in ("low", "high"):
        if getattr(question, end) and not question.steps:
            yield f"{path}.{end}", f"Only scales have ends: {', '.join(STEPS)}. Leave it out."


def _twice(named: Iterable[Finding], sentence: str) -> Iterator[Finding]:
    """Yield a problem at the second place of every name that comes more than once."""
    seen: Counter[str] = Counter()
    for path, name in named:
        seen[name] += 1
        if seen[name] == 2:
            yield path, sentence.format(name)


def _blanks(path: str, text: str, known: set[str]) -> Iterator[Finding]:
    allowed = ", ".join(f"{{{name}}}" for name in sorted(known))
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        yield path, f"A curly bracket is not closed. What is filled in: {allowed}."
        return
    for name in sorted(names - known):
        yield path, f"Nothing is filled in for {{{name}}}. What is: {allowed}."


def _too_long(what: msgspec.Struct, most: int) -> Iterator[Finding]:
    size = len(encode(what))
    if size > most:
        yield "$", f"All its text together has {size} bytes; {most} can travel. Shorten it."
