"""`turnabout scenario list` and `turnabout scenario check`."""

from pathlib import Path

from turnabout.terminal import say
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.scenario import SIDES, Scenario
from turnabout_server.scenarios import advice, library, load_agenda, load_scenario
from turnabout_server.yamlfile import read


def list_() -> None:
    """List the scenarios and agendas that come with the game.

    Example: turnabout scenario list
    """
    scenarios = [load_scenario(file) for file in sorted(library().glob("*.yaml"))]
    width = max(len(scenario.id) for scenario in scenarios)
    for scenario in scenarios:
        sides = " and ".join(scenario.sides[side].label for side in SIDES)
        say(f"{scenario.id:{width}}  {scenario.title} ({sides})")
    say()
    for file in sorted((library() / "agendas").glob("*.yaml")):
        agenda = load_agenda(file)
        steps = ", ".join(step.title for step in agenda.steps)
        say(f"Agenda {agenda.id}: {agenda.minutes:g} minutes. {steps}.")
    say()
    say("Play one with bots:  turnabout demo --scenario " + scenarios[0].id)
    say(f"Write your own:      copy a file from {library()}")


def check(file: Path, /) -> None:
    """Check a scenario or agenda file: the first mistake is told with its line and field.

    Example: turnabout scenario check my-scenario.yaml

    Parameters
    ----------
    file
        The YAML file. A file with steps is taken for an agenda.
    """
    plain = read(file).plain
    if isinstance(plain, dict) and "steps" in plain and "sides" not in plain:
        _good_agenda(file, load_agenda(file))
    else:
        _good_scenario(file, load_scenario(file))


def _good_scenario(file: Path, scenario: Scenario) -> None:
    points = len(scenario.sides.business.key_points)
    say(f"{file}: “{scenario.title}” is complete, with {points} key points a side.")
    for sentence in advice(scenario):
        say(f"  To make it better: {sentence}")
    name = str(file) if file.suffix in (".yaml", ".yml") else f"{file}.yaml"
    say(f"Play it with bots:  turnabout demo --scenario {name}")


def _good_agenda(file: Path, agenda: Agenda) -> None:
    say(f"{file}: “{agenda.title}” is complete: {agenda.minutes:g} minutes.")
    say(f"Use it:  turnabout host missed-target --agenda {file}")
