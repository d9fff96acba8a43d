"""`turnabout scenario`: show, new and check."""

from pathlib import Path

from turnabout.languages import known
from turnabout.paper import plan_sheet, sheet
from turnabout.problems import FAILED, USAGE, Problem
from turnabout.terminal import has_terminal, say
from turnabout_language import language as spoken
from turnabout_machine.system import quoted
from turnabout_protocol.text import clean
from turnabout_server.authoring import template
from turnabout_server.authoring.advice import Advice, advice
from turnabout_server.authoring.errors import ScenarioError
from turnabout_server.authoring.scenarios import (
    find_agenda,
    find_scenario,
    library,
    load_agenda,
    load_scenario,
)
from turnabout_server.authoring.yamlfile import SourceFile, read

QUESTIONS = {
    "title": "A title, as for a newspaper article",
    "business": "What is one side called",
    "it": "And the other side",
    "tension": "What is between them, in a sentence that both would sign",
    "id": "A short name for it, with dashes",
}
"""Fields of Start, in the order in which they are asked."""


def show(name: str, /, *, language: str = "") -> None:
    """Print a scenario, or an agenda with the sentences to say, for whoever prepares it.

    A scenario is shown with its cards, which players do not see before they hold them.

    Example: turnabout scenario show asset-valve

    Parameters
    ----------
    name
        A scenario or an agenda of the library, or a file.
    language
        The language of the library's scenario, where it is written in it: en, de or fr. Without it,
        that of this terminal.
    """
    wanted = known(language) or spoken()
    file = Path(name)
    agendas = {one.stem for one in _yaml_files(library() / "agendas")}
    if name in agendas or (file.is_file() and _is_agenda(read(file))):
        lines = plan_sheet(find_agenda(name))
    else:
        lines = sheet(find_scenario(name, wanted))
    for line in lines:
        say(line)


def new(
    file: Path | None = None,
    /,
    *,
    title: str | None = None,
    business: str | None = None,
    it: str | None = None,
    tension: str | None = None,
    id: str | None = None,
) -> None:
    """Write a scenario file to start from, with notes; at a terminal it asks what it needs.

    Example: turnabout scenario new depot.yaml --title "Keys of the depot" --business Depot --it IT

    Parameters
    ----------
    file
        The file to write; it must not exist. Without one it is named after the scenario.
    title
        Its title, at most 60 characters.
    business
        What one side is called.
    it
        What the other side is called.
    tension
        What is between the two, in a sentence.
    id
        Its short name; without one it is made from the title.
    """
    given = {"title": title, "business": business, "it": it, "tension": tension, "id": id}
    start = _start({field: clean(text, 1000) for field, text in given.items() if text is not None})
    target = file or Path(f"{start.id}.yaml")
    if target.suffix not in (".yaml", ".yml"):
        raise Problem(f"{target}: a scenario's file name ends in .yaml. Name it so.", USAGE)
    try:
        with target.open("x", encoding="utf-8") as stream:
            stream.write(template.written(start, target.name))
    except FileExistsError:
        raise Problem(f"{target} is there already. Name another file.", USAGE) from None
    except FileNotFoundError:
        raise Problem(f"There is no folder {target.parent}. Make it first.", USAGE) from None
    say(f"{target} is written: it can be played, and its notes say what to put where.")
    say(f"Edit it, then:  turnabout scenario check {quoted(target)}")


def _start(answers: dict[str, str]) -> template.NewScenario:
    """Return the contents the file starts with. Raises Problem for an answer that does not fit."""
    for field, answer in answers.items():
        if sentence := template.wrong(field, answer):
            raise Problem(f"--{field}: {sentence}", USAGE)
    for field, question in QUESTIONS.items():
        if field in answers:
            continue
        usual = template.slug(answers["title"]) if field == "id" else ""
        if has_terminal():
            answers[field] = _asked(field, question, usual)
        elif usual:
            answers[field] = usual
        else:
            raise Problem(
                f"There is no terminal here to ask at. Give --{field} as an option.", USAGE
            )
    if answers["business"].casefold() == answers["it"].casefold():
        raise Problem("Both sides have the same name. Call them by different names.", USAGE)
    return template.NewScenario(**answers)


def _asked(field: str, question: str, usual: str) -> str:
    while True:
        try:
            answer = input(f"{question}{f' [{usual}]' if usual else ''}: ")
        except EOFError:
            raise Problem("Nothing was written: the questions were not answered.") from None
        answer = clean(answer, 1000) or usual
        if not (sentence := template.wrong(field, answer)):
            return answer
        say(f"  {sentence}")


def check(file: Path, /, *more: Path) -> int:
    """Check scenario and agenda files: the first mistake in each is told with its place.

    Hints on what would make a scenario better are told too; they forbid nothing.

    Example: turnabout scenario check my-scenario.yaml

    Parameters
    ----------
    file
        A YAML file, or a folder of them. A file with steps counts as an agenda.
    more
        More files and folders.

    Returns
    -------
    0 when all can be played, else 1.
    """
    mistakes: list[str] = []
    found = [one for each in (file, *more) for one in _files(each)]
    for one in found:
        try:
            _check(one)
        except ScenarioError as error:
            mistakes.append(str(error))
    if len(found) == 1 and not mistakes:
        _next_step(found[0])
    elif len(found) > 1:
        say(f"{len(found) - len(mistakes)} of {len(found)} files can be played.")
    if mistakes:
        raise Problem("\nturnabout: ".join(mistakes), FAILED)
    return 0


def _files(file: Path) -> list[Path]:
    if not file.is_dir():
        return [file]
    if found := _yaml_files(file):
        return found
    raise Problem(f"{file}: There is no .yaml file in this folder.", FAILED)


def _yaml_files(folder: Path) -> list[Path]:
    found = folder.rglob("*")
    return sorted(file for file in found if file.suffix in (".yaml", ".yml") and file.is_file())


def _check(file: Path) -> None:
    source = read(file)
    if _is_agenda(source):
        agenda = load_agenda(file)
        say(f"{file}: “{agenda.title}” is complete: {agenda.minutes:g} minutes.")
        return
    scenario = load_scenario(file)
    points = len(scenario.sides.business.key_points)
    say(f"{file}: “{scenario.title}” is complete, with {points} key points a side.")
    for hint in advice(scenario):
        say(_hint(source, hint))


def _is_agenda(source: SourceFile) -> bool:
    return (
        isinstance(source.plain, dict) and "steps" in source.plain and "sides" not in source.plain
    )


def _hint(source: SourceFile, hint: Advice) -> str:
    place = source.error(*hint)
    where = f"line {place.line}, column {place.column}, " if hint.path in source.places else ""
    return f"  To make it better: {where}{place.field or 'all of it'}: {hint.sentence}"


def _next_step(file: Path) -> None:
    if _is_agenda(read(file)):
        say(f"Use it:  turnabout host missed-target --agenda {quoted(file)}")
    else:
        # A bare word would be looked up in the library.
        here = "" if file.suffix else "./"
        say(f"Play it with bots:  turnabout demo --scenario {here}{quoted(file)}")
