"""The command `turnabout`: finds the verb, runs it, and turns every failure into one sentence."""

import os
import sys
from collections.abc import Collection, Sequence
from importlib.metadata import version
from typing import Final

from cyclopts import App, CycloptsError

from turnabout import first
from turnabout.helping import Told
from turnabout.languages import speak
from turnabout.problems import USAGE, Ending, ending
from turnabout.verbs import PARAMETER, PROMISES, Verb
from turnabout_language import N_, _
from turnabout_machine.encodings import forgiving
from turnabout_machine.logs import watch_process
from turnabout_machine.system import reader_gone

VERBS: Final = {
    "demo": Verb(
        "turnabout.demo:demo",
        "Practise: a table with bots, you play one seat. In a pipe bots play alone and the "
        "debrief is printed.",
        "turnabout demo --scenario asset-valve --players 6",
    ),
    "host": Verb(
        "turnabout.host:host",
        "Open a room here and steer it; prints the links to share.",
        "turnabout host missed-target --minutes straight=4",
    ),
    "serve": Verb(
        "turnabout.serve:serve",
        "Run the server alone, for many rooms.",
        "turnabout serve --listen 0.0.0.0:8765 --cert chain.pem --key key.pem",
    ),
    "ssh": Verb(
        "turnabout.ssh:ssh",
        "Let people in who have nothing but ssh, beside a server that runs.",
        "turnabout ssh wss://play.example:8765 --listen :8022",
    ),
    "open": Verb(
        "turnabout.open:open_",
        "Open a room on a running server.",
        "turnabout open missed-target --server https://play.example:8765",
    ),
    "join": Verb(
        "turnabout.join:join",
        "Take a seat at a table.",
        "turnabout join https://play.example:8765/join/7F3K2QMX9TRVH4WZ",
    ),
    "steer": Verb(
        "turnabout.join:steer",
        "Facilitate: the console of a room.",
        "turnabout steer https://play.example:8765/steer/7F3K2QMX9TRVH4WZ.8QX0MM4ZB1T7C2PD",
    ),
    "watch": Verb(
        "turnabout.join:watch",
        "Observe a room, without any secrets.",
        "turnabout watch https://play.example:8765/watch/7F3K2QMX9TRVH4WZ",
    ),
    "door": Verb(
        "turnabout.door:door",
        "See to the door of a room: who waits, let in, lock, take out, a new link.",
        "turnabout door https://play.example:8765/steer/7F3K2QMX9TRVH4WZ.8QX0MM4ZB1T7C2PD "
        '--let-in "Ivo" --lock',
    ),
    "rooms": Verb(
        "turnabout.rooms:rooms",
        "List what is open on this machine, and what is set aside and why.",
        "turnabout rooms",
    ),
    "report": Verb(
        "turnabout.report:report",
        "Write the report of a session: a page, text, a sheet, a calendar, JSON.",
        "turnabout report https://play.example:8765/steer/7F3K2QMX9TRVH4WZ.8QX0MM4ZB1T7C2PD "
        "--output report.html",
    ),
    "promises": PROMISES,
    "history": Verb(
        "turnabout.history:history",
        "Draw the trend of a team over its sessions, or export it.",
        'turnabout history "Field crews and IT" --format csv',
    ),
    "privacy": Verb(
        "turnabout.privacy:privacy",
        "Print what is known of people, who sees it, where it lies and when it is gone.",
        'turnabout privacy --language de --kept-by "Jo Meier, IT" --output privacy.html',
    ),
    "forget": Verb(
        "turnabout.forget:forget",
        "Delete everything of a session, for good.",
        "turnabout forget a18b869b2e81",
    ),
    "completion": Verb(
        "turnabout.completion:completion",
        "Let the shell complete verbs and options: bash, zsh, fish, powershell.",
        "turnabout completion --install",
    ),
}
SCENARIO_VERBS: Final = {
    "list": Verb(
        "turnabout.scenario:list_",
        "The scenarios and agendas that come with the game.",
        "turnabout scenario list",
    ),
    "show": Verb(
        "turnabout.scenario:show",
        "Print a scenario with all that its sides keep to themselves, or an agenda to run by.",
        "turnabout scenario show asset-valve",
    ),
    "new": Verb(
        "turnabout.scenario:new",
        "Write a file of your own to start from, with notes; asks a few questions.",
        'turnabout scenario new depot.yaml --title "Keys of the depot" --business Depot --it IT',
    ),
    "check": Verb(
        "turnabout.scenario:check",
        "Check scenario and agenda files of your own: mistakes with their place, and hints.",
        "turnabout scenario check my-scenario.yaml",
    ),
    "import": Verb(
        "turnabout.importing:import_",
        "Turn a list of points, as from a past discussion, into cards of one side.",
        "turnabout scenario import notes.md --side it --into depot.yaml",
    ),
}


def build(without: Collection[str] = ()) -> App:
    """Return the command with its verbs, except those named."""
    app = App(
        name="turnabout",
        help=N_(
            "A role-reversal game for the terminal: argue the other side's case, hear how true it "
            "rang, leave with a promise."
        ),
        help_epilogue=_(
            "Start with `turnabout demo`. `turnabout VERB --help` has an example for every verb."
        ),
        help_format="markdown",
        help_formatter=Told(),
        version=lambda: version("turnabout"),
        default_parameter=PARAMETER,
        suppress_keyboard_interrupt=False,
    )
    tools = N_("The library of scenarios and its tools.")
    scenario = App(
        name="scenario",
        help=f"{tools}\n\nExample: `turnabout scenario list`",
        help_epilogue="",
        default_parameter=PARAMETER,
    )
    for name, verb in VERBS.items():
        if name not in without:
            verb.add_to(app, name)
    for name, verb in SCENARIO_VERBS.items():
        verb.add_to(scenario, name)
    if "scenario" not in without:
        app.command(scenario)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (default: those of the process); return its exit status."""
    _open_streams()
    if arguments is None:
        # The process is ours, and no thread of it may print the values of a failure.
        watch_process()
    try:
        status = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except OSError as error:
        if not reader_gone(error):
            raise
        # Whoever read our output has gone; nothing more can be said, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _open_streams() -> None:
    """Let no stream end a command over a character, and a closed one lead nowhere.

    No file may get the number of a stream that was closed before we began.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    forgiving((sys.stdin, sys.stdout, sys.stderr))


def _run(arguments: list[str]) -> int:
    try:
        speak()
        completed = first.completed(arguments)
        if completed is None:
            return 0
        result = build()(
            completed, exit_on_error=False, print_error=False, result_action="return_value"
        )
        return result if isinstance(result, int) else 0
    except SystemExit as error:
        if isinstance(error.__context__, OSError) and reader_gone(error.__context__):
            # This is how printing the help ends when its reader has gone.
            return 0
        return error.code if isinstance(error.code, int) else 1
    except CycloptsError as error:
        from turnabout import usage  # only what was mistyped needs it

        return _tell(Ending(usage.sentence(error), USAGE))
    except (Exception, KeyboardInterrupt) as error:
        if isinstance(error, OSError) and reader_gone(error):
            raise
        return _tell(ending(error))


def _tell(end: Ending) -> int:
    if end.sentence:
        sys.stderr.write(f"turnabout: {end.sentence}\n")
    return end.status


if __name__ == "__main__":
    sys.exit(main())
