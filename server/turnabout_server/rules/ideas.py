"""What happens to ideas before one is promised: written, put together, voted on, counted."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import astuple

from turnabout_language import N_
from turnabout_protocol.activities.ideas import (
    BallotKept,
    BallotSealed,
    IdeaKept,
    IdeaMoved,
    IdeaWritten,
    Propose,
    PutUnder,
    SettleTie,
    TieSettled,
    Vote,
    VotesCounted,
    WordShared,
)
from turnabout_protocol.activities.plan import (
    VOTERS,
    WRITE,
    Plan,
    PlanOwn,
    PlanState,
    PlanVault,
    WrittenIdea,
)
from turnabout_protocol.activities.promises import IdeaChosen, SendUpstairs, SentUpstairs
from turnabout_protocol.room import Seat, in_panel
from turnabout_server.rules import readiness
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal
from turnabout_server.rules.reserving import check_free

MOST_IDEAS = 99
"""Most ideas of a step: their numbers have two digits."""


def propose(d: Decision, step: Plan, seat: Seat, command: Propose) -> None:
    """Keep an idea for its writer until the time to write is over. Raises Refusal."""
    wrote = d.room.vault.state(PlanVault, step.id).wrote.get(seat.id, 0)
    wrote += len(d.room.of(seat.id).state(PlanOwn, step.id).written)
    number = len(d.public.state(PlanState, step.id).ideas) + len(written(d, step)) + 1
    if wrote >= step.ideas_each or number > MOST_IDEAS:
        raise Refusal("enough", N_("You have written {n} ideas. Let others go on."), n=wrote)
    idea = WrittenIdea(
        when=command.when,
        then=command.then,
        starter=command.starter,
        term=command.term,
        means=command.means,
    )
    d.emit(IdeaKept(seat=seat.id, step=step.id, idea=idea))


def lay_out(d: Decision, step: Plan) -> None:
    """Put all ideas on the table, unsigned, as the time to write is over.

    By their letters: any order in which they were written could tell whose they are. Without a
    stage to put equal ones together those in the same words are put together here. Once.
    """
    state = d.public.state(PlanState, step.id)
    if state.stage != WRITE or (state.again and state.ideas):
        return
    seen: dict[tuple[str, str], int] = {}
    first = len(d.public.state(PlanState, step.id).ideas) + 1
    for number, idea in enumerate(sorted(written(d, step), key=_letters), first):
        d.emit(
            IdeaWritten(
                step=step.id,
                idea=number,
                when=idea.when,
                then=idea.then,
                starter=idea.starter,
            )
        )
        if idea.term and idea.means:
            d.emit(WordShared(step=step.id, term=idea.term, means=idea.means))
        same = seen.setdefault((idea.when.casefold(), idea.then.casefold()), number)
        if same != number and not step.merge:
            d.emit(IdeaMoved(step=step.id, idea=number, under=same))


def written(d: Decision, step: Plan) -> list[WrittenIdea]:
    """Return the ideas of everybody, of those who have left, too."""
    owns = d.room.own.values()
    return [idea for own in owns for idea in own.state(PlanOwn, step.id).written]


def _letters(idea: WrittenIdea) -> tuple[str, ...]:
    return (idea.when.casefold(), idea.then.casefold(), *astuple(idea))


def put_under(d: Decision, step: Plan, command: PutUnder) -> None:
    """Put an idea under another that says the same, or take it out again. Raises Refusal."""
    state = d.public.state(PlanState, step.id)
    idea = state.idea(command.idea)
    if idea is None or state.keeper(idea.number) is None:
        raise no_such_idea()
    if command.under == 0:
        if not idea.under:
            raise Refusal("already", N_("That idea stands by itself."))
        d.emit(IdeaMoved(step=step.id, idea=idea.number, under=0))
        return
    keeper = state.keeper(command.under)
    if keeper is None:
        raise no_such_idea()
    if keeper.number in (idea.number, idea.under):
        raise Refusal("already", N_("Those two are together already."))
    d.emit(IdeaMoved(step=step.id, idea=idea.number, under=keeper.number))


def no_such_idea() -> Refusal:
    """Return the refusal of an idea that is not there, or not this room's to decide."""
    return Refusal("no_such_idea", N_("That idea is not on the table."))


def vote(d: Decision, step: Plan, seat: Seat, command: Vote) -> None:
    """Seal a ballot. Dots on an idea that lies under another are dots for that one.

    Raises Refusal.
    """
    state = d.public.state(PlanState, step.id)
    dots: Counter[int] = Counter()
    for number, n in command.dots.items():
        keeper = state.keeper(number)
        if keeper is None:
            raise no_such_idea()
        dots[keeper.number] += n
    if dots.total() > step.dots:
        raise Refusal("too_many", N_("You have {n} dots."), n=step.dots)
    if any(n > step.most_on_one for n in dots.values()):
        raise Refusal("too_many", N_("At most {n} dots on one idea."), n=step.most_on_one)
    d.emit(BallotSealed(step=step.id, seat=seat.id, dots=dict(dots)))
    d.emit(BallotKept(seat=seat.id, step=step.id, dots=dict(dots)))
    readiness.note(d, step, seat)


def hand_back(d: Decision, step: Plan) -> None:
    """Tell those who do not know it, in rooms of 0.3, where they had put their dots."""
    for seat, dots in d.room.vault.state(PlanVault, step.id).ballots.items():
        if d.room.of(seat).state(PlanOwn, step.id).dots != dots:
            d.emit(BallotKept(seat=seat, step=step.id, dots=dots))


def count(d: Decision, step: Plan) -> None:
    """Count all dots at once; without a dot no idea is chosen.

    Unless nobody put any: a vote that was ended early loses no promise. Then the ideas stand in the
    order they came, and the first of them go on.

    With few voters the numbers would tell single ballots: then only the order is told. Where not
    all ideas with equally many dots can be chosen a facilitator settles it. Among equals the
    smaller number goes first where that cannot be, or must not be told.
    """
    dots = dots_of(d, step)
    ranked = sorted(dots, key=lambda number: (-dots[number], number))
    any_votes = bool(voters(d, step))
    voted = [n for n in ranked if dots[n] or not any_votes]
    chosen, told = voted[: step.promises], voters(d, step) >= VOTERS
    level = _level(dots, voted, step.promises) if told and _steered(d) else []
    sure = [number for number in chosen if number not in level]
    d.emit(
        VotesCounted(
            step=step.id,
            dots=dots if told else {},
            chosen=tuple(sure),
            order=tuple(ranked),
            level=tuple(level),
            places=len(chosen) - len(sure),
        )
    )


def _level(dots: Mapping[int, int], voted: Sequence[int], most: int) -> list[int]:
    """Return the ideas with equally many dots of which some would be chosen, and some would not."""
    if len(voted) <= most or dots[voted[most - 1]] != dots[voted[most]]:
        return []
    return [number for number in voted if dots[number] == dots[voted[most]]]


def _steered(d: Decision) -> bool:
    return any(s.role == "facilitator" and s.present for s in d.public.seats.values())


def settle_tie(d: Decision, step: Plan, command: SettleTie) -> None:
    """Choose one of the ideas that are level, as a facilitator says. Raises Refusal."""
    if command.idea not in d.public.state(PlanState, step.id).level:
        raise Refusal("not_chosen", N_("That idea is not level with another one."))
    d.emit(TieSettled(step=step.id, idea=command.idea))


def settle_by_letters(d: Decision, step: Plan) -> None:
    """Choose from the ideas that are level by their numbers: they came by their letters."""
    while level := d.public.state(PlanState, step.id).level:
        d.emit(TieSettled(step=step.id, idea=level[0]))


def dots_of(d: Decision, step: Plan) -> dict[int, int]:
    """Return how many dots each idea has that stands by itself."""
    kept = d.public.state(PlanState, step.id).kept
    ballots = _ballots(d, step)
    return {i.number: sum(b.get(i.number, 0) for b in ballots) for i in kept}


def voters(d: Decision, step: Plan) -> int:
    """Return how many people have put dots."""
    return sum(map(bool, _ballots(d, step)))


def _ballots(d: Decision, step: Plan) -> list[Mapping[int, int]]:
    """Return the ballots of the panel."""
    sealed = d.room.vault.state(PlanVault, step.id).ballots
    return [dots for seat, dots in sealed.items() if in_panel(d.public, seat)]


def send_upstairs(d: Decision, step: Plan, seat: Seat, command: SendUpstairs) -> None:
    """Let `seat` carry an idea to those who can decide it. Raises Refusal.

    If it had been chosen, the next one by its dots takes its place.
    """
    state = d.public.state(PlanState, step.id)
    idea = state.keeper(command.idea)
    if idea is None:
        raise no_such_idea()
    if any(promise.idea == idea.number for promise in state.promises):
        raise Refusal("already", N_("Somebody has promised this already."))
    check_free(d, step, seat, idea.number)
    d.emit(SentUpstairs(step=step.id, idea=idea.number, carrier=seat.name))
    if idea.number in state.chosen:
        choose_next(d, step)


def choose_next(d: Decision, step: Plan) -> None:
    """Choose the idea with most dots of those that were not chosen, if one has any.

    Where nobody voted, the next in their order.
    """
    state = d.public.state(PlanState, step.id)
    dots = dots_of(d, step)
    voted = bool(voters(d, step))
    rest = [n for n in dots if (dots[n] or not voted) and n not in state.chosen]
    if rest:
        d.emit(IdeaChosen(step=step.id, idea=min(rest, key=state.place)))
