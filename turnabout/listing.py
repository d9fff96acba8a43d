"""`turnabout scenario list`: what comes with the game, without reading all of it."""

from turnabout.languages import known
from turnabout.terminal import say
from turnabout_language import language as spoken
from turnabout_server.authoring.index import agenda_line, agendas, scenario_line
from turnabout_server.authoring.shelves import scenario_file, versions


def list_(*, language: str = "") -> None:
    """List the scenarios and agendas that come with the game.

    Example: turnabout scenario list --language de

    Parameters
    ----------
    language
        Only scenarios that are written in it: en, de or fr. Without it, all of them, each with the
        languages it is there in; host, open and demo take it in that of --language.
    """
    wanted = known(language)
    found = {name: files for name, files in versions().items() if not wanted or wanted in files}
    width = max(map(len, found), default=0)
    for name, files in found.items():
        scenario = scenario_line(scenario_file(name, wanted or spoken()))
        sides = " / ".join(scenario.sides)
        more = " ".join(tag for tag in files if tag != scenario.language)
        tags = f" · {more}" if more else ""
        say(f"{name:{width}}  {scenario.title} ({sides}){tags}")
    say()
    for agenda in sorted(map(agenda_line, agendas()), key=lambda one: one.minutes):
        say(
            f"Agenda {agenda.id + ':':7} {agenda.minutes:g} minutes in {agenda.steps} steps,"
            f" {agenda.play} of them play and {agenda.debrief} debrief"
        )
    say()
    first = next(iter(found))
    speaks = f" --language {wanted}" if wanted else ""
    say(f"Look into one:       turnabout scenario show {first}{speaks}")
    say("  an agenda, too:    turnabout scenario show 60")
    say(f"Play one with bots:  turnabout demo --scenario {first}{speaks}")
    if not wanted:
        say("In one language:     turnabout scenario list --language de")
    say("Write your own:      turnabout scenario new")
