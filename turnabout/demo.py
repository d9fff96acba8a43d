"""`turnabout demo`: practise with bots at a terminal; in a pipe bots play and print the debrief."""

import asyncio
from itertools import cycle, islice
from typing import Annotated, Final

from cyclopts import Parameter
from msgspec.structs import replace

from turnabout.languages import speak
from turnabout.opening import NO_KEY, RoomOptions, order
from turnabout.practice import rehearse, seat_bots, table
from turnabout.problems import USAGE, Problem
from turnabout.slips import slip_text
from turnabout.terminal import (
    has_terminal,
    is_dumb,
    no_screens_here,
    say,
    say_beside,
    silence_logs,
    wants_lines,
)
from turnabout_language import _, speaking
from turnabout_machine.clock import SystemClock
from turnabout_protocol.messages import OpenRoom
from turnabout_protocol.scenario import SIDES, Side
from turnabout_server.after.report import markdown

SEED: Final = 1
MOST: Final = 24
"""Players at a table where two share a turn."""


def demo(
    *,
    scenario: str = "missed-target",
    players: int = 6,
    seed: int = SEED,
    agenda: str = "taster",
    minutes: tuple[str, ...] = (),
    spoken: bool = False,
    language: str = "",
    name: str = "Sam",
    home: Annotated[Side, Parameter(show_choices=True)] = "business",
    plain: bool = False,
) -> None:
    """Practise: a table with bots, you play one seat.

    Parameters
    ----------
    scenario
        A scenario of the library, or a file.
    players
        How many play, you included: 2 to 24; from 13 on two share a turn. With 6 or more, every
        score is shown.
    seed
        The same number gives the same cards, bots and, in a pipe, the same report.
    agenda
        taster takes 25 minutes; 45, 60 and 90 are full sessions of that length. Or a file of your
        own. turnabout scenario show 60 prints one.
    minutes
        Other minutes for a step, as in straight=4. Can be given several times.
    spoken
        As in one room or a call: nobody needs to type.
    language
        The language of the screens, and of the scenario where it is written in it: en, de or fr.
    name
        What you are called.
    home
        The side you belong to. You will play the other one.
    plain
        Lines of text instead of screens: for a screen reader, a braille display, a pipe. With it,
        or with TURNABOUT_PLAIN=1, a pipe can play, too.
    """
    if not 2 <= players <= MOST:
        raise Problem(
            _("A table seats 2 to 24 players, not {players}. Try --players 6.", players=players),
            USAGE,
        )
    silence_logs()
    options = RoomOptions(
        agenda=agenda,
        minutes=minutes,
        seed=seed,
        spoken=spoken,
        language=speak(language),
    )
    room = order(scenario, options, key=NO_KEY)
    room = replace(room, rules=replace(room.rules, demo=True))
    homes = list(islice(cycle((home, *(side for side in SIDES if side != home))), players))
    # In a pipe somebody who wants to play has to say so: bots play there, quickly, for its report.
    lines = wants_lines(plain) or (has_terminal() and is_dumb())
    if lines or has_terminal():
        asyncio.run(_play(room, homes, seed, name, lines=lines))
        # The room of people is to speak as this one did.
        speaks = f" --language {language}" if language else ""
        again = f"{room.scenario.id}{speaks}"
        say(_("That was the demo. With people:  turnabout host {scenario}", scenario=again))
    else:
        if hint := no_screens_here():
            say_beside(hint)
        rehearsed = asyncio.run(rehearse(room, homes, seed=seed))
        with speaking(room.rules.language):
            say(markdown(rehearsed.report).rstrip())
            if rehearsed.slip is not None:
                say()
                say(slip_text(rehearsed.name, rehearsed.slip))


async def _play(room: OpenRoom, homes: list[Side], seed: int, name: str, *, lines: bool) -> None:
    # Imported here: in a pipe nobody needs a screen.
    if lines:
        from turnabout.plainly import talk as show
    else:
        from turnabout.screens import show
    from turnabout_client.entrance.model import Wish

    async with table(room, seed=seed, players=len(homes), clock=SystemClock()) as set_:
        wish = Wish(where=set_.where, name=name, home=homes[0])
        # In one group: when the bots are refused, or the one that steers fails, nobody should wait
        # at a table where nothing can happen.
        async with asyncio.TaskGroup() as group:
            others = [group.create_task(seat_bots(set_, homes[1:]))]
            others.append(group.create_task(set_.steered()))
            visit = await show(wish, keys=set_.folder / "seats.json")
            for task in others:
                task.cancel()
    if visit.sentence:
        say(visit.sentence)
