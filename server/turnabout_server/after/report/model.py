"""The report of a room: while it is open, what the room has been shown; in the end, all of it."""

from bisect import bisect_left
from functools import partial
from typing import Final, TypeVar

from msgspec.structs import replace

from turnabout_protocol.activities.close import CloseState
from turnabout_protocol.activities.lingo import LingoState
from turnabout_protocol.activities.plan import Idea, PlanState, Promise
from turnabout_protocol.activities.poll import Poll, PollState
from turnabout_protocol.activities.reveal import RevealState
from turnabout_protocol.activities.review import ReviewState
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.codec import encode, fits
from turnabout_protocol.messages import ReportSent
from turnabout_protocol.report import AskedTally, Followed, Gloss, Report, StepTime
from turnabout_protocol.results import Results
from turnabout_protocol.room import MINUTE, Public, Room, Seat, State, in_panel
from turnabout_protocol.scenario import SIDES
from turnabout_server.after import publish

S = TypeVar("S", bound=State)

CUT: Final = ("other_ideas", "ahas", "upstairs", "glossary")
"""The lists of a report that may grow long: what does not fit into a frame is left out in this
order, from their ends."""


def build(room: Room, session: str) -> Report:
    """Return the report of a room, whose story must be known. `session` is its public id."""
    public = room.public
    if public.story is None:
        raise ValueError("the room has no story")
    review = next(iter(_of(public, ReviewState)), ReviewState())
    return Report(
        session=session,
        closed=public.phase == "closed",
        title=public.story.title,
        demo=public.rules.demo,
        scenario=public.story.id,
        team=public.rules.team,
        date=public.rules.opened_on,
        language=public.rules.language,
        shared_goal=public.story.shared_goal,
        labels=public.story.labels,
        people={s: sum(p.home == s and not p.bot for p in public.players()) for s in SIDES},
        observers=sum(map(_watches, public.seats.values())),
        voices=sum(_watches(s) and in_panel(public, s.id) for s in public.seats.values()),
        counted=len(set(public.panel) - set(public.bots)),
        bots=_bots(public),
        shared=public.shared,
        pairs=_pairs(public),
        steps=_times(public),
        results=_results(room),
        feelings=_feelings(public),
        promises=_promises(public),
        other_ideas=_other_ideas(public),
        upstairs=tuple(up for plan in _of(public, PlanState) for up in plan.upstairs),
        # By their letters: their order at the table would tell when each was shared.
        ahas=tuple(sorted(public.ahas, key=lambda aha: (aha.text.casefold(), aha.text, aha.by))),
        glossary=_glossary(public),
        earlier=_earlier(public),
        follow_through=review.follow_through,
        due=review.due,
        next_date=next((c.next_date for c in _of(public, CloseState)), ""),
        scoring=public.scoring,
    )


def sendable(report: Report) -> ReportSent:
    """Return the message with the report, without the ends of its long lists if they do not fit."""
    message = ReportSent(report=report)
    for name in CUT:
        if fits(encode(message)):
            break
        sizes = range(len(getattr(report, name)) + 1)
        too_many = bisect_left(sizes, True, key=partial(_too_long, message, name))
        message = _cut(message, name, max(0, too_many - 1))
    return message


def _too_long(message: ReportSent, name: str, kept: int) -> bool:
    return not fits(encode(_cut(message, name, kept)))


def _cut(message: ReportSent, name: str, kept: int) -> ReportSent:
    """Return `message` with the first `kept` of one of the lists in its report."""
    whole = getattr(message.report, name)
    report = replace(message.report, **{name: whole[:kept]})
    return replace(message, report=report, left_out=message.left_out + len(whole) - kept)


def _watches(seat: Seat) -> bool:
    return seat.watches and not seat.bot


def _bots(public: Public) -> int:
    """Return how many bots filled seats: those that play, and those that played and are gone.

    Those that played for somebody who was away are among them.
    """
    turns = [turn for state in _of(public, SceneState) for turn in state.turns]
    covered = {turn.seat for turn in turns if turn.covered}
    spoke = {seat for turn in turns for seat in turn.speakers}
    seats = (spoke | {seat.id for seat in public.players()}).intersection(public.bots)
    return len(seats | covered)


def _pairs(public: Public) -> tuple[tuple[str, ...], ...]:
    """Return the names of those who took turns together, as far as they are at the table still."""
    named = (
        tuple(public.seats[seat].name for seat in pair if seat in public.seats)
        for pair in public.pairs
    )
    return tuple(pair for pair in named if len(pair) > 1)


def _times(public: Public) -> tuple[StepTime, ...]:
    spent = dict(public.spent)
    return tuple(
        StepTime(title=s.title, planned=s.minutes, real=round(spent[s.id] / MINUTE, 1))
        for s in public.agenda
        if spent.get(s.id)
    )


def _results(room: Room) -> Results | None:
    """Return what was revealed last. A session that ended before its reveal is revealed here."""
    shown = [s.results for s in _of(room.public, RevealState) if s.results is not None]
    if shown:
        # Only one set of results: from two, a single answer might be worked out.
        return shown[-1]
    if room.public.phase != "closed":
        return None
    results = publish.results(room)
    return results if results.turns else None


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


def _of(public: Public, kind: type[S]) -> list[S]:
    """Return the states of that kind, in the order of the agenda."""
    states = (public.steps.get(step.id) for step in public.agenda)
    return [state for state in states if isinstance(state, kind)]


def _promises(public: Public) -> tuple[Promise, ...]:
    return tuple(promise for plan in _of(public, PlanState) for promise in plan.promises)


def _other_ideas(public: Public) -> tuple[Idea, ...]:
    """Return the ideas that did not become a promise, those with most dots first."""
    left = [
        (plan.place(idea.number), idea)
        for plan in _of(public, PlanState)
        for idea in plan.kept
        if idea.number not in {promise.idea for promise in plan.promises}
    ]
    return tuple(idea for _, idea in sorted(left, key=lambda placed: placed[0]))


def _glossary(public: Public) -> tuple[Gloss, ...]:
    """Return the words that somebody did not know, and those that the room shared by itself."""
    played = [entry for state in _of(public, LingoState) for entry in state.glossary or ()]
    shared = [word for plan in _of(public, PlanState) for word in plan.words]
    glosses = (
        *(Gloss(term=e.term, means=e.means, side=e.side) for e in played),
        *(Gloss(term=word.term, means=word.means) for word in shared),
    )
    # The first explanation of a word is the one that is kept.
    return tuple({gloss.term.casefold(): gloss for gloss in reversed(glosses)}.values())[::-1]


def _earlier(public: Public) -> tuple[Followed, ...]:
    outcomes = {n: o for state in _of(public, ReviewState) for n, o in state.outcomes.items()}
    found = []
    for promise in public.earlier:
        outcome = outcomes.get(promise.number)
        found.append(
            Followed(
                number=promise.number,
                made_on=promise.opened_on,
                when=promise.when,
                then=promise.then,
                owner=promise.owner,
                partner=promise.partner,
                by=promise.by,
                mark=outcome.mark if outcome else "open",
                confirmed=outcome.confirmed if outcome else False,
                obstacle=outcome.obstacle if outcome else "",
            )
        )
    return tuple(found)
