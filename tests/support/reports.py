"""Reports and parts of them, of sessions that never were."""

from hashlib import sha256
from typing import Any

from turnabout_protocol.activities.plan import Promise
from turnabout_protocol.report import Followed, Report


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
