"""lingo: terms are dealt, guesses come back with the truth, and at the end the words to explain."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.lingo import (
    GlossaryShown,
    Lingo,
    LingoOwn,
    LingoState,
    MatchTerms,
    TermsDealt,
    TermsMatched,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.course import StageOpened
from turnabout_protocol.room import SECOND, Room, Seat
from turnabout_protocol.scenario import SIDES, Side, Term
from turnabout_server.after import publish
from turnabout_server.rules import readiness
from turnabout_server.rules.activities.base import Rules, player
from turnabout_server.rules.cast import scenario_of
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, moved_on

LOOK: Final = 1


class LingoRules(Rules[Lingo]):
    """Stage 0: match. Stage 1: look at the answers and at the words to explain."""

    def open(self, d: Decision, step: Lingo) -> None:
        look = min(step.look * SECOND, step.length // 2)
        d.emit(StageOpened(step=step.id, stage=0, ends=d.play + step.length - look))
        deal(d, step)

    def settle(self, d: Decision, step: Lingo) -> None:
        if d.public.state(LingoState, step.id).stage < LOOK:
            deal(d, step)

    def act(self, d: Decision, step: Lingo, seat: Seat, command: Command) -> None:
        if not isinstance(command, MatchTerms):
            super().act(d, step, seat, command)
            return
        match(d, step, player(seat), command)

    def ready(self, d: Decision, step: Lingo, seat: Seat) -> None:
        # Even somebody who left everything out is told the truth.
        if d.public.state(LingoState, step.id).stage < LOOK:
            explain(d, step, player(seat).id)
        super().ready(d, step, seat)

    def advance(self, d: Decision, step: Lingo) -> bool:
        state = d.public.state(LingoState, step.id)
        if state.stage == LOOK or d.public.current is None:
            return False
        finish(d, step)
        if not any(terms_of(d, step, side) for side in SIDES):
            return False
        ends = max(d.public.current.ends, d.play + min(step.look * SECOND, step.length // 2))
        d.emit(StageOpened(step=step.id, stage=LOOK, ends=ends))
        return True

    def unsent(self, room: Room, step: Lingo) -> bool:
        return room.public.state(LingoState, step.id).glossary is None

    def reopen(self, d: Decision, step: Lingo) -> None:
        state = d.public.state(LingoState, step.id)
        if state.glossary is not None and state.stage < LOOK and d.public.current is not None:
            d.emit(StageOpened(step=step.id, stage=LOOK, ends=d.public.current.ends))

    def close(self, d: Decision, step: Lingo) -> None:
        finish(d, step)


def terms_of(d: Decision, step: Lingo, side: Side) -> tuple[Term, ...]:
    """Return the terms of `side` that are asked for."""
    return scenario_of(d).sides[side].lingo[: step.terms]


def deal(d: Decision, step: Lingo) -> None:
    """Give every player without a sheet the terms of the side it plays."""
    for seat in d.public.players():
        dealt = d.room.of(seat.id).state(LingoOwn, step.id).side
        if seat.played is None or dealt == seat.played:
            continue
        terms = terms_of(d, step, seat.played)
        meanings = d.shuffled([term.means for term in terms], step.id, "meanings", seat.id)
        d.emit(
            TermsDealt(
                seat=seat.id,
                step=step.id,
                side=seat.played,
                terms=tuple(term.term for term in terms),
                meanings=tuple(meanings),
            )
        )
        if not terms:
            readiness.note(d, step, seat)


def match(d: Decision, step: Lingo, seat: Seat, command: MatchTerms) -> None:
    """Take what a seat matched, once, and tell it the truth. Raises Refusal."""
    state, sheet = d.public.state(LingoState, step.id), d.room.of(seat.id).state(LingoOwn, step.id)
    if state.stage == LOOK:
        raise moved_on()
    if sheet.answers:
        raise Refusal("answered", N_("The answers are on your screen already."))
    known = range(len(sheet.terms))
    if any(term not in known or meaning not in known for term, meaning in command.pairs.items()):
        raise Refusal("no_such_term", N_("That is not on your list."))
    if len(set(command.pairs.values())) < len(command.pairs):
        raise Refusal("twice", N_("Each meaning belongs to one term."))
    told(d, step, seat.id, command.pairs)
    readiness.note(d, step, seat)


def explain(d: Decision, step: Lingo, seat: int) -> None:
    """Tell the truth to a seat that has not sent anything."""
    sheet = d.room.of(seat).state(LingoOwn, step.id)
    if sheet.terms and not sheet.answers:
        told(d, step, seat, None)


def told(d: Decision, step: Lingo, seat: int, pairs: dict[int, int] | None) -> None:
    """Tell a seat what each of its terms means."""
    sheet = d.room.of(seat).state(LingoOwn, step.id)
    if sheet.side is None:
        return
    means = {term.term: term.means for term in terms_of(d, step, sheet.side)}
    answers = tuple(sheet.meanings.index(means[term]) for term in sheet.terms)
    d.emit(TermsMatched(seat=seat, step=step.id, pairs=pairs, answers=answers))


def finish(d: Decision, step: Lingo) -> None:
    """Tell everybody the truth, and the room which words to explain; once."""
    if d.public.state(LingoState, step.id).glossary is not None:
        return
    for seat in d.public.players():
        explain(d, step, seat.id)
    d.emit(GlossaryShown(step=step.id, entries=publish.glossary(d.room, step)))


RULES: Final = LingoRules()
