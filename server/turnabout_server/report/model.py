"""The report of a session: the only thing that is kept after it closes."""

from msgspec import Struct

from turnabout_protocol.activities.plan import Idea, PlanState, Promise
from turnabout_protocol.activities.poll import Poll, PollState, Tally
from turnabout_protocol.activities.reveal import Results
from turnabout_protocol.parts import MINUTE, Public, Room, Seat
from turnabout_protocol.scenario import SIDES, Side
from turnabout_server import scoring


class StepTime(Struct, frozen=True, kw_only=True):
    """Planned and real minutes of a step."""

    title: str
    planned: float
    real: float


class AskedTally(Struct, frozen=True, kw_only=True):
    """A question with its pooled answers."""

    text: str
    tally: Tally


class Report(Struct, frozen=True, kw_only=True):
    """What a session gave. `results` is None when no scene was played."""

    title: str
    scenario: str
    team: str
    date: str
    """YYYY-MM-DD."""
    shared_goal: str
    labels: dict[Side, str]
    people: dict[Side, int]
    """How many people of each home side played."""
    observers: int
    steps: tuple[StepTime, ...]
    results: Results | None
    feelings: tuple[AskedTally, ...]
    promises: tuple[Promise, ...]
    other_ideas: tuple[Idea, ...]
    flagged: int
    """Turns that were taken out of the scoring."""


def build(room: Room) -> Report:
    """Return the report of a room. The story must be known."""
    public = room.public
    if public.story is None:
        raise ValueError("the room has no story")
    plans = [s for s in public.steps.values() if isinstance(s, PlanState)]
    promises = tuple(p for plan in plans for p in plan.promises)
    # An idea that became a promise is told as the promise.
    others = tuple(
        idea
        for plan in plans
        for idea in plan.ideas
        if idea.number not in {p.idea for p in plan.promises}
    )
    results = scoring.results(room)
    return Report(
        title=public.story.title,
        scenario=public.story.id,
        team=public.rules.team,
        date=public.rules.opened_on,
        shared_goal=public.story.shared_goal,
        labels=public.story.labels,
        people={s: sum(p.home == s for p in public.players() if _counts(public, p)) for s in SIDES},
        observers=sum(s.role == "observer" and _counts(public, s) for s in public.seats.values()),
        steps=_times(public),
        results=results if results.turns else None,
        feelings=_feelings(public),
        promises=promises,
        other_ideas=others,
        flagged=len(room.console.flags),
    )


def _counts(public: Public, seat: Seat) -> bool:
    """Return whether `seat` is counted as one of the people: a bot only in a demo."""
    return public.rules.bots_count or not seat.bot


def _times(public: Public) -> tuple[StepTime, ...]:
    spent = dict(public.spent)
    return tuple(
        StepTime(title=s.title, planned=s.minutes, real=round(spent[s.id] / MINUTE, 1))
        for s in public.agenda
        if s.id in spent
    )


def _feelings(public: Public) -> tuple[AskedTally, ...]:
    found = []
    for step in public.agenda:
        state = public.steps.get(step.id)
        if not isinstance(step, Poll) or not isinstance(state, PollState):
            continue
        texts = {q.id: q.text for q in step.questions}
        tallies = state.tallies or ()
        found += [AskedTally(text=texts[t.question], tally=t) for t in tallies]
    return tuple(found)
