"""Reports and parts of them, of sessions that never were."""

from hashlib import sha256
from typing import Any

from turnabout_protocol.activities.plan import Idea, Promise, Upstairs
from turnabout_protocol.activities.poll import Tally
from turnabout_protocol.figures import Figure
from turnabout_protocol.report import AskedTally, Followed, Gloss, Report, StepTime
from turnabout_protocol.results import (
    Accuracy,
    Alignment,
    Arrow,
    Attitude,
    BlindSpot,
    CardFate,
    Results,
    Retention,
    Understood,
)
from turnabout_protocol.room import Aha
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.scoring import AlignmentWeights
from turnabout_server.authoring.scenarios import find_scenario


def report(name: str = "a", **fields: Any) -> Report:
    """Return the report of the session called `name`; `fields` are what it should say."""
    plain: dict[str, Any] = {
        "session": sha256(name.encode()).hexdigest()[:12],
        "closed": True,
        "title": "The valve nobody can find",
        "scenario": "asset-valve",
        "team": "Team",
        "date": "2030-01-01",
        "language": "en",
        "shared_goal": "Water for everybody.",
        "labels": {"business": "Field crews", "it": "IT"},
        "people": {"business": 3, "it": 3},
        "observers": 1,
        "steps": (),
        "results": None,
        "feelings": (),
        "promises": (),
        "other_ideas": (),
    }
    return Report(**{**plain, **fields})


def promise(when: str, **fields: Any) -> Promise:
    """Return a promise with that trigger."""
    plain: dict[str, Any] = {
        "idea": 1,
        "when": when,
        "then": "we call each other",
        "owner": "Dana",
        "partner": "Alex",
        "by": "2030-02-01",
        "sign": "Calls happen.",
    }
    return Promise(**{**plain, **fields})


def followed(number: int, **fields: Any) -> Followed:
    """Return what became of the promise of that number."""
    plain: dict[str, Any] = {
        "number": number,
        "made_on": "2030-01-01",
        "when": "a deal is quiet",
        "then": "we call each other",
        "owner": "Dana",
        "partner": "Alex",
        "by": "2030-02-01",
        "mark": "open",
    }
    return Followed(**{**plain, **fields})


def full(name: str = "full", **fields: Any) -> Report:
    """Return the report of a session in which everything was measured and told."""
    story = find_scenario("asset-valve")
    everything: dict[str, Any] = {
        "title": story.title,
        "team": "Field crews and IT",
        "date": "2030-03-05",
        "shared_goal": story.shared_goal,
        "labels": {side: story.sides[side].label for side in SIDES},
        "steps": tuple(
            StepTime(title=title, planned=planned, real=planned + 0.4)
            for title, planned in (("Agree", 3.0), ("Scene", 16.0), ("Now what", 4.0))
        ),
        "results": results(retention=stayed()),
        "feelings": (
            asked("While in the role I felt ...", {"frustrated": 4, "curious": 3, "exposed": 2}),
            asked("Now I feel ...", {"hopeful": 4, "relieved": 3, "curious": 1}),
        ),
        "ahas": (
            Aha(text="I used to think they ignored us. Now I think they never saw it.", by="Dana"),
            Aha(text="A missing photo costs them a second trip."),
        ),
        "promises": (
            promise("a crew meets a valve that is not on the map", by="2030-03-26"),
            promise("a release touches the field app", owner="Alex", partner="Kim"),
        ),
        "other_ideas": (
            Idea(number=3, when="a new starter comes", then="day 2 is spent with the others"),
        ),
        "upstairs": (
            Upstairs(idea=4, when="the budget is made", then="tablets are in it", carrier="Kim"),
        ),
        "glossary": (
            Gloss(term="Isolation", means="closing the valves around a pipe", side="business"),
            Gloss(term="Ticket", means="a request with a number that nobody loses"),
        ),
        "earlier": (
            followed(1, mark="done"),
            followed(2, when="a call is missed", mark="partly", obstacle="Holidays."),
        ),
        "follow_through": 75.0,
        "due": 2,
        "next_date": "2030-04-16",
        "check_from": "2030-03-19",
        "flagged": 1,
    }
    return report(name, **{**everything, **fields})


def asked(text: str, counts: dict[str, int]) -> AskedTally:
    """Return a question with the answers of six people."""
    return AskedTally(text=text, tally=Tally(question="q", counts=counts, n=6, need=5))


def results(**fields: Any) -> Results:
    """Return results in which everything was measured."""
    story = find_scenario("asset-valve")
    board: dict[Side, tuple[CardFate, ...]] = {
        side: tuple(
            CardFate(card=card, played=(2, 1, 0)[i % 3], place=i + 1, guessed=(3, 1, 2, 6, 5, 4)[i])
            for i, card in enumerate(story.sides[side].key_points[:6])
        )
        for side in SIDES
    }
    first = story.sides["business"].key_points[3]
    plain: dict[str, Any] = {
        "rings_true": shown(70),
        "board": board,
        "turns": 12,
        "blind_spots": {
            "business": BlindSpot(card=first, place=4, guessed=6, n=3, need=2),
            "it": BlindSpot(card=None, n=0, need=2),
        },
        "accuracy": Accuracy(
            sides={"business": moved(56, 81), "it": moved(64, 69, clear=False)},
            room=moved(60, 75),
            agreement={"business": shown(87, 3), "it": shown(73, 3)},
        ),
        "understood": Understood(
            felt=Attitude(
                sides={"business": moved(33, 58), "it": moved(44, 64)}, room=moved(38.5, 61)
            ),
            claimed=Attitude(
                sides={"business": moved(61, 72), "it": moved(67, 61, clear=False)},
                room=moved(64, 66.5, clear=False),
            ),
            then=Attitude(room=Arrow(after=shown(39))),
            gap={"business": moved(34, 3), "it": moved(17, 8, clear=False)},
            looking_back=Attitude(room=Arrow(after=shown(25))),
        ),
        "alignment": Alignment(
            figure=shown(70.4),
            accuracy=shown(75),
            felt=shown(61),
            rings_true=shown(70),
            weights=AlignmentWeights(),
        ),
    }
    return Results(**{**plain, **fields})


def stayed(name: str = "before", change: float = -10, **fields: Any) -> Retention:
    """Return what stayed of the session called `name`: accuracy and felt moved by `change`."""
    arrow = Arrow(before=shown(70), after=shown(70 + change), change=change, band=20, n=6)
    plain: dict[str, Any] = {
        "session": sha256(name.encode()).hexdigest()[:12],
        "date": "2030-01-22",
        "title": "The late order",
        "labels": {"business": "Field crews", "it": "IT"},
        "accuracy": dict.fromkeys(SIDES, arrow),
        "room": arrow,
        "felt": Attitude(room=arrow),
    }
    return Retention(**{**plain, **fields})


def shown(value: float, n: int = 6) -> Figure:
    """Return a figure that enough people stand behind."""
    return Figure(value=value, n=n, need=2)


def withheld(need: int = 3) -> Figure:
    """Return a figure that too few people stand behind."""
    return Figure(value=None, n=0, need=need)


def moved(before: float, after: float, *, clear: bool = True) -> Arrow:
    """Return a figure before and after the play."""
    return Arrow(
        before=shown(before), after=shown(after), change=after - before, clear=clear, band=14, n=6
    )
