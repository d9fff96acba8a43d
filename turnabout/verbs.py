"""The verbs of the command: where the function of each is, and what its help says."""

from typing import Final, NamedTuple


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
        "turnabout.listing:list_",
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
