"""The whole command, as the library that reads command lines has it.

It is needed where a line is not plain (`reading`), where a shell completes, and where the manual is
made. To be quick nothing else imports it: the library takes longer to load than most verbs to run.
"""

from collections.abc import Collection
from importlib.metadata import version
from typing import Final

from cyclopts import App, Parameter

from turnabout.helping import ABOUT, AFTER, TOOLS
from turnabout.verbs import SCENARIO_VERBS, VERBS, Verb

PARAMETER: Final = Parameter(negative=(), show_default=lambda value: value or None)
"""How all options are read and told: no `--no-`, and no default that says nothing."""


def build(without: Collection[str] = ()) -> App:
    """Return the command with its verbs, except those named."""
    app = App(
        name="turnabout",
        help=ABOUT,
        help_epilogue=AFTER,
        help_format="markdown",
        version=lambda: version("turnabout"),
        default_parameter=PARAMETER,
        suppress_keyboard_interrupt=False,
    )
    scenario = App(
        name="scenario",
        help=f"{TOOLS}\n\nExample: `turnabout scenario list`",
        help_epilogue="",
        default_parameter=PARAMETER,
    )
    for name, verb in VERBS.items():
        if name not in without:
            add(app, name, verb)
    for name, verb in SCENARIO_VERBS.items():
        add(scenario, name, verb)
    if "scenario" not in without:
        app.command(scenario)
    return app


def add(app: App, name: str, verb: Verb) -> None:
    """Make `verb` the command `name` of `app`."""
    if verb.group:
        # Not even an empty epilogue is passed: an imported App has its own.
        app.command(verb.where, name=name, help=verb.help)
    else:
        app.command(verb.where, name=name, help=verb.help, help_epilogue="")
