"""`turnabout` alone, at a terminal: asks what somebody came for, and says it as a command line."""

import asyncio
import os
import sys
from collections.abc import Sequence

from turnabout.extras import SERVER, has
from turnabout.given import LINK
from turnabout.terminal import has_terminal, say, speaks_plainly
from turnabout_client.dialogue.shapes import Choice, Option
from turnabout_language import _, language
from turnabout_protocol import links


def completed(arguments: Sequence[str]) -> list[str] | None:
    """Return the command line that `arguments` mean, having asked for what nobody said.

    A link alone is its own verb. In a pipe nobody is asked: nothing stays nothing. None: the
    person left. Raises BadLink.
    """
    if arguments and "://" in arguments[0]:
        return [links.parse(arguments[0]).door, *arguments]
    if arguments or not has_terminal():
        return list(arguments)
    if link := os.environ.get(LINK, "").strip():
        return [links.parse(link).door]
    return list(_ask()) or None


def question(chosen: Sequence[str]) -> Choice | None:
    """Return what is to be asked after these answers; None: nothing."""
    match chosen:
        case []:
            return _what_for()
        case ["host"] if has(SERVER):
            return _which_case()
    return None


def _what_for() -> Choice:
    lacks = "" if has(SERVER) else " " + _("It takes an extra: choose it to read how to get that.")
    return Choice(
        key="verb",
        label=_("What did you come for?"),
        options=(
            Option(
                key="demo",
                label=_("Practise"),
                hint=_("Play a seat at a table with bots.") + lacks,
            ),
            Option(key="join", label=_("Join"), hint=_("You were sent a link.")),
            Option(
                key="host", label=_("Host"), hint=_("Open a room here and invite people.") + lacks
            ),
        ),
    )


def _which_case() -> Choice:
    # Imported here: it reads files, and comes with the extra.
    from turnabout_server.authoring.index import scenario_line
    from turnabout_server.authoring.shelves import scenario_file, versions

    found = [(name, scenario_line(scenario_file(name, language()))) for name in versions()]
    # The one to begin with comes first.
    found.sort(key=lambda one: one[0] != "missed-target")
    return Choice(
        key="case",
        label=_("Which case will you play?"),
        options=tuple(
            Option(
                key=name,
                label=scenario.title,
                hint=" / ".join(scenario.sides),
            )
            for name, scenario in found
        ),
    )


def _ask() -> Sequence[str]:
    if speaks_plainly(asked=False):
        return _in_lines()
    # Imported here: it comes with the screens.
    from turnabout_client.tui.welcome import WelcomeApp

    return (asyncio.run(WelcomeApp(question).run_async()) or "").split()


def _in_lines() -> Sequence[str]:
    """Ask in lines; empty: the person left."""
    from turnabout_client.dialogue.lines import words
    from turnabout_client.dialogue.lines.hearing import heard
    from turnabout_client.dialogue.lines.telling import field_lines
    from turnabout_client.dialogue.shapes import Sorry

    say(_("Turnabout, in plain lines. Type leave to go."))
    chosen: list[str] = []
    while (field := question(chosen)) is not None:
        put = True
        while True:
            for line in field_lines(field) if put else ():
                say(line)
            typed = sys.stdin.readline()
            word = words.easy(typed.strip())
            if not typed or word in words.known("leave"):
                return ()
            put = word in (*words.known("help"), *words.known("repeat"))
            if put:
                say(_("Answer what is asked here. Type leave to go away again."))
                continue
            answer = heard(field, typed)
            if not isinstance(answer, Sorry):
                chosen.append(answer[0])
                break
            say(answer.sentence)
    return chosen
