"""A verb of the command: where its function is, and what its help says."""

from typing import Final, NamedTuple

from cyclopts import App, Parameter

PARAMETER: Final = Parameter(negative=(), show_default=lambda value: value or None)
"""How all options are read and told: no `--no-`, and no default that says nothing."""


class Verb(NamedTuple):
    """A verb: where its function is (imported only when it runs), its help and an example."""

    where: str
    does: str
    example: str
    group: bool = False
    """It has verbs of its own; what is imported is an App."""

    @property
    def help(self) -> str:
        """What it does, and an example."""
        # The example is a paragraph of its own: the list of verbs shows only the first.
        return f"{self.does}\n\nExample: `{self.example}`"

    def add_to(self, app: App, name: str) -> None:
        """Make this the command `name` of `app`."""
        if self.group:
            # Not even an empty epilogue is passed: an imported App has its own.
            app.command(self.where, name=name, help=self.help)
        else:
            app.command(self.where, name=name, help=self.help, help_epilogue="")


PROMISES: Final = Verb(
    "turnabout.promises:app",
    "What is due for whom; done, partly, not-yet and drop say how it went.",
    'turnabout promises "Field crews and IT"',
    group=True,
)
PROMISE_VERBS: Final = {
    "list": Verb(
        "turnabout.promises:promises",
        "List what is due for whom, overdue first.",
        'turnabout promises list "Field crews and IT"',
    ),
    "done": Verb("turnabout.promises:done", "Mark a promise as done.", "turnabout promises done 3"),
    "partly": Verb(
        "turnabout.promises:partly",
        "Mark a promise as partly done.",
        'turnabout promises partly 3 --because "The printer was down."',
    ),
    "not-yet": Verb(
        "turnabout.promises:not_yet",
        "Mark a promise as not done yet.",
        'turnabout promises not-yet 3 --because "Nobody had asked."',
    ),
    "drop": Verb(
        "turnabout.promises:drop",
        "Drop a promise.",
        'turnabout promises drop 3 --because "The form is gone."',
    ),
}
