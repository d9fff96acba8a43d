"""What a new room is made of: scenario, agenda and house rules, from the options of a verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cyclopts import Parameter
from msgspec.structs import replace

from turnabout.languages import known
from turnabout.problems import USAGE, Problem
from turnabout.terminal import Say, say
from turnabout_client.view.tongues import two_tongues
from turnabout_language import LANGUAGES, _, closest, language
from turnabout_language.formats import tongue
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.agenda import AnyStep
from turnabout_protocol.messages import VERSION, OpenRoom
from turnabout_protocol.room import HouseRules
from turnabout_protocol.text import clean
from turnabout_server.authoring.scenarios import find_agenda, find_scenario, prepare

LONGEST_TEAM: Final = 60
"""Longest name of a team, in characters."""
LONGEST_KEEPER: Final = 60
"""Longest name of whoever keeps a server, in characters."""
NO_KEY: Final = "0" * 16
"""What is shown to a server that asks for no opening key."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class RoomOptions:
    """How the room is played. `turnabout scenario list` shows the agendas there are.

    Parameters
    ----------
    agenda
        taster takes 25 minutes; 45, 60 and 90 are full sessions of that length. Or a file of your
        own. turnabout scenario show 60 prints one.
    minutes
        Other minutes for a step, as in straight=4. Can be given several times.
    team
        Who meets here. Its next session opens with what it promises in this one.
    series
        The key of the team's series, as it was told with its first session. This machine keeps
        those of the rooms it opens.
    spoken
        People sit in one room or in a call and talk: nobody needs to type.
    language
        The language of the room and of this terminal: en, de or fr. A scenario of the library is
        played in it where it is written in it. Without it, that is the language of this terminal,
        and the room has that of the scenario.
    tiny_room
        Private slips need only two raters, for two people a side. Only if all of them agree.
    alignment
        Add accuracy, felt understood and rings true to one number. Otherwise there are three dials.
    seed
        A number that makes the draws of cards and personas repeat.
    own_side
        The facilitator may seat people on their own side.
    approve
        Whoever comes waits at the door until the facilitator lets them in.
    no_ratings
        Nobody is asked how true a turn rang, or whether an echo was right. The facilitator can
        switch that on again before the results.
    """

    agenda: str = "taster"
    minutes: tuple[str, ...] = ()
    team: str = ""
    series: str = ""
    spoken: bool = False
    language: str = ""
    tiny_room: bool = False
    alignment: bool = False
    seed: int | None = None
    own_side: bool = False
    approve: bool = False
    no_ratings: bool = False


def order(scenario: str, options: RoomOptions, *, key: str) -> OpenRoom:
    """Return the order for a room of `scenario`, with the server's opening `key`.

    Raises ScenarioError, and Problem for options that mean nothing.
    """
    asked = known(options.language)
    found = find_scenario(scenario, asked or language())
    agenda = prepare(find_agenda(options.agenda), _minutes(options.minutes))
    if options.no_ratings:
        agenda = replace(agenda, steps=tuple(map(_unrated, agenda.steps)))
    if options.seed is not None and not 0 <= options.seed < 2**63:
        raise Problem(_("A seed is a whole number from 0 up, such as --seed 7."), USAGE)
    return OpenRoom(
        version=VERSION,
        key=key,
        scenario=found,
        agenda=agenda,
        rules=HouseRules(
            team=clean(options.team, LONGEST_TEAM),
            own_side_allowed=options.own_side,
            approve=options.approve,
            spoken=options.spoken,
            tiny_room_ok=options.tiny_room,
            alignment=options.alignment,
            language=asked or closest(found.language, LANGUAGES),
            opened_on=today(),
        ),
        seed=options.seed,
        series=_series(options),
    )


def tell_tongues(wanted: OpenRoom, tell: Say = say) -> None:
    """Warn when the scenario of a room is written in another language than its screens are."""
    spoken = wanted.rules.language
    if said := two_tongues(wanted.scenario.language, spoken):
        tell(said)
        tell(
            _(
                "What there is in {language}:  turnabout scenario list --language {tag}",
                language=tongue(spoken),
                tag=spoken,
            )
        )


def _series(options: RoomOptions) -> str:
    key = options.series.strip().upper()
    if key and not options.team.strip():
        raise Problem(_("--series goes with --team."), USAGE)
    if key and not (8 <= len(key) <= 40 and key.isascii() and key.isalnum()):
        raise Problem(_("The key of a series has letters and digits only. Copy it again."), USAGE)
    return key


def _unrated(step: AnyStep) -> AnyStep:
    return replace(step, ratings=False) if isinstance(step, Scene) else step


def today() -> str:
    """Return the date here, YYYY-MM-DD."""
    return datetime.now().astimezone().date().isoformat()


def _minutes(texts: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in texts:
        step, __, number = text.partition("=")
        try:
            found[step.strip()] = float(number)
        except ValueError:
            raise Problem(
                _(
                    "“{text}” is not a step and its minutes. Write --minutes straight=4.",
                    text=clean(text, 40),
                ),
                USAGE,
            ) from None
    return found
