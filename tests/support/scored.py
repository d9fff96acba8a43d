"""Rooms in which people have played, ranked, guessed and answered, built without playing them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from turnabout_protocol.activities.consent import Consent, ConsentState
from turnabout_protocol.activities.poll import Measure, Poll, PollState, PollVault, Question
from turnabout_protocol.activities.rank import Rank, RankOwn, RankState
from turnabout_protocol.activities.scene import (
    EchoAnswer,
    Missing,
    Rating,
    Scene,
    SceneState,
    SceneVault,
    Turn,
)
from turnabout_protocol.room import HouseRules, Own, Public, Room, Seat, State, Step, Vault
from turnabout_protocol.scenario import KeyPoint, Scenario, Side, Term, other
from turnabout_protocol.scoring import Scoring
from turnabout_server.authoring.scenarios import find_scenario

SCENARIO: Final = find_scenario("missed-target")
Rings = Mapping[int, int | None]
"""Ratings of one turn, by seat."""
Orders = Mapping[int, str]
"""A letter a card, most important first, by seat."""

IT: Final[Sequence[int]] = (2, 4, 6, 8, 10, 12)
"""Seats of IT people in these rooms; odd ones are business people."""


def home(seat: int) -> Side:
    """Return the side that somebody in these rooms belongs to."""
    return "it" if seat in IT else "business"


def turn(
    number: int,
    seat: int,
    *,
    say: str = "Words.",
    heard: EchoAnswer | None = None,
    passed: bool = False,
    flagged: bool = False,
    card: KeyPoint | None = None,
) -> Turn:
    """Return a turn that is over. Every turn but the first echoes the one before it."""
    return Turn(
        number=number,
        seat=seat,
        side=other(home(seat)),
        acts_from=0,
        ends=0,
        over=True,
        echoes=number - 1 or None,
        say=say,
        heard=heard,
        passed=passed,
        flagged=flagged,
        card=card,
    )


def seat(number: int, *, bot: bool = False) -> Seat:
    """Return a player of these rooms."""
    of = home(number)
    return Seat(id=number, name=f"S{number}", role="player", home=of, played=other(of), bot=bot)


def room(
    *played: tuple[Turn, Rings],
    people: Iterable[int] = range(1, 11),
    bots: Sequence[int] = (),
    demo: bool = False,
    tiny: bool = False,
    agreed: Iterable[int] | None = None,
    panel: Iterable[int] | None = None,
    missing: Missing | None = None,
    lingo: Sequence[Term] | None = None,
    hands: Mapping[int, tuple[str, ...]] | None = None,
    strikes: Mapping[int, tuple[tuple[int, str], ...]] | None = None,
    scoring: Scoring | None = None,
) -> Room:
    """Return a room in which these turns were played and so rated."""
    ratings = {
        t.number: {
            rater: Rating(ring=ring, missing=missing if ring in (1, 2) else None)
            for rater, ring in rings.items()
        }
        for t, rings in played
    }
    sealed = SceneVault(ratings=ratings, hands=hands or {}, strikes=strikes or {})
    return Room(
        public=Public(
            seats={number: seat(number, bot=number in bots) for number in people},
            bots=tuple(bots),
            panel=tuple(
                s for s in (range(1, 13) if panel is None else panel) if demo or s not in bots
            ),
            rules=HouseRules(demo=demo, tiny_room_ok=tiny),
            agenda=(
                Consent(id="agree", title="Agree", minutes=1, promises=("Fairness.",)),
                Scene(id="scene", title="Scene", minutes=8),
            ),
            steps={
                "agree": ConsentState(agreed=tuple(people if agreed is None else agreed)),
                "scene": SceneState(turns=tuple(t for t, _ in played)),
            },
            scoring=scoring or Scoring(),
        ),
        vault=Vault(scenario=_scenario(lingo), steps={"scene": sealed}),
    )


def _scenario(lingo: Sequence[Term] | None) -> Scenario:
    if lingo is None:
        return SCENARIO
    business = msgspec.structs.replace(SCENARIO.sides.business, lingo=tuple(lingo))
    sides = msgspec.structs.replace(SCENARIO.sides, business=business)
    return msgspec.structs.replace(SCENARIO, sides=sides)


# Orders -------------------------------------------------------------------------------------------


def deck(side: Side, size: int = 6) -> tuple[KeyPoint, ...]:
    """Return cards called A, B, C ... of a side."""
    return tuple(
        KeyPoint(id=_card(side, letter), kind="need", text=f"{letter} of {side}.")
        for letter in "ABCDEFG"[:size]
    )


def _card(side: Side, letter: str) -> str:
    return f"{side[0]}-{letter.lower()}"


def ordered(
    base: Room,
    ranks: Orders,
    before: Orders | None = None,
    after: Orders | None = None,
    *,
    size: int = 6,
) -> Room:
    """Return `base` with these orders of the own cards, and of the other side's.

    None: that was not asked. The first guess comes before the scene, the second after it.
    """
    found = _with_step(base, Rank(id="own", title="Rank", minutes=1), RankState(), first=True)
    found = _locked(found, "own", {s: (home(s), order) for s, order in ranks.items()})
    for step, guesses in (("before", before), ("after", after)):
        if guesses is not None:
            asked = Rank(id=step, title="Guess", minutes=1, whose="other")
            found = _with_step(found, asked, RankState(), first=step == "before")
            of = {s: (other(home(s)), order) for s, order in guesses.items()}
            found = _locked(found, step, of)
    decks = {side: deck(side, size) for side in ("business", "it")}
    return msgspec.structs.replace(found, vault=msgspec.structs.replace(found.vault, decks=decks))


def _locked(base: Room, step: str, orders: Mapping[int, tuple[Side, str]]) -> Room:
    own = dict(base.own)
    for number, (side, letters) in orders.items():
        cards = tuple(_card(side, letter) for letter in letters)
        own[number] = own.get(number, Own()).with_state(step, RankOwn(order=cards))
    return msgspec.structs.replace(base, own=own)


# Answers ------------------------------------------------------------------------------------------

Answers = Mapping[Measure, Mapping[int, int]]
"""Steps of the scale, by measure and seat."""


def answered(base: Room, before: Answers | None = None, after: Answers | None = None) -> Room:
    """Return `base` with these answers. None: nothing was asked then."""
    found = base
    for step, answers in (("check", before), ("check-again", after)):
        if answers is None:
            continue
        questions = tuple(
            Question(id=name, text=name, options="scale7", measure=name) for name in answers
        )
        poll = Poll(id=step, title="Check", minutes=1, questions=questions)
        found = _with_step(found, poll, PollState(), first=step == "check")
        seats = {s for of in answers.values() for s in of}
        given: dict[int, dict[str, tuple[str, ...]]] = {
            s: {name: (str(of[s]),) for name, of in answers.items() if s in of} for s in seats
        }
        vault = found.vault.with_state(step, PollVault(answers=given))
        found = msgspec.structs.replace(found, vault=vault)
    return found


def _with_step(base: Room, step: Step, state: State, *, first: bool) -> Room:
    """Return `base` with a step before or after its scene."""
    agenda = list(base.public.agenda)
    at = next(i for i, one in enumerate(agenda) if isinstance(one, Scene))
    agenda.insert(at if first else len(agenda), step)
    public = msgspec.structs.replace(base.public, agenda=tuple(agenda))
    return msgspec.structs.replace(base, public=public.with_state(step.id, state))


def without(base: Room, *gone: int) -> Room:
    """Return `base` after these people left the table."""
    seats = {k: s for k, s in base.public.seats.items() if k not in gone}
    return msgspec.structs.replace(base, public=msgspec.structs.replace(base.public, seats=seats))


def changed(base: Room, **fields: Any) -> Room:
    """Return `base` with other public fields."""
    return msgspec.structs.replace(base, public=msgspec.structs.replace(base.public, **fields))
