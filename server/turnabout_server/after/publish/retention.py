"""What stayed of an earlier session: its deck guessed again, and how understood people feel."""

from collections.abc import Mapping, Sequence
from typing import Literal

from turnabout_protocol.activities.recall import Past, Recall, RecallVault
from turnabout_protocol.check import Reply
from turnabout_protocol.figures import Figure
from turnabout_protocol.report import Report
from turnabout_protocol.results import Arrow, Attitude, Retention
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.scoring import Scoring
from turnabout_server.after import bands
from turnabout_server.after.past import past_of
from turnabout_server.after.publish.figures import (
    Exact,
    apart,
    exact_of,
    mean_of,
    middle,
    spread,
)
from turnabout_server.after.scoring import accuracy, measures, orders
from turnabout_server.after.scoring.orders import Orders
from turnabout_server.after.scoring.pool import Pool

Asked = Literal["opening", "check"]
BySide = Mapping[Side, Exact]


def retention(room: Room, felt: Attitude | None) -> Retention | None:
    """Return what stayed of the session that was recalled; None: nobody was asked.

    `felt` is what is shown of how understood people feel in this session, and nothing else of it
    is told here: a second figure of other people could be taken off the first.
    """
    steps = (s for s in room.public.agenda if isinstance(s, Recall) and s.id in room.public.steps)
    step = next(steps, None)
    past = None if step is None else room.vault.state(RecallVault, step.id).past
    if step is None or past is None:
        return None
    guesses = {
        side: orders.locked(room, step.id, [card.id for card in past.decks[side]]) for side in SIDES
    }
    return _kept(past, guesses, felt, "opening", room.public.scoring)


def checked(report: Report, replies: Sequence[tuple[Side, Reply]]) -> Retention | None:
    """Return what stayed of a session until its check; None: there is nothing to set it against.

    `replies` are those of its panel, each with the home side of who gave it.
    """
    past = past_of(report)
    if past is None:
        return None
    given = list(enumerate(replies))
    guesses = {
        side: {n: one.order for n, (home, one) in given if home != side and one.order}
        for side in SIDES
    }
    felt = {
        side: Pool({n: measures.in_points(r.felt) for n, (h, r) in given if h == side and r.felt})
        for side in SIDES
    }
    shown = spread(felt, report.scoring.needs)
    now = Attitude(
        sides={side: Arrow(before=found.figure) for side, found in shown.sides.items()},
        room=Arrow(before=shown.room.figure),
    )
    return _kept(past, guesses, now, "check", report.scoring)


def _kept(
    past: Past, guesses: Mapping[Side, Orders], felt: Attitude | None, when: Asked, scoring: Scoring
) -> Retention:
    need, least = scoring.needs.guessers, scoring.clear_change
    now = {
        side: mean_of(accuracy.accuracies(guesses[side], past.worth[side]), need) for side in SIDES
    }
    then = {side: _exact(past.accuracy[side]) for side in SIDES}
    return Retention(
        session=past.session,
        date=past.date,
        title=past.title,
        labels=dict(past.labels),
        when=when,
        accuracy={side: apart(then[side], now[side], bands.guesses, least) for side in SIDES},
        room=apart(_whole(then), _whole(now), bands.guesses, least),
        felt=felt_again(past.felt, felt, least),
    )


def felt_again(then: Attitude | None, now: Attitude | None, least: float) -> Attitude | None:
    """Return how understood people felt at the end of an earlier session, and before this play.

    None: not asked both times. By side where both are; a side is set against nothing else.
    """
    if then is None or now is None or then.room.after is None or now.room.before is None:
        return None
    both = [side for side in SIDES if side in then.sides and side in now.sides]
    return Attitude(
        sides={side: _felt(then.sides[side], now.sides[side], least) for side in both},
        room=_felt(then.room, now.room, least),
    )


def _felt(then: Arrow, now: Arrow, least: float) -> Arrow:
    if then.after is None or now.before is None:
        return Arrow()
    return apart(_exact(then.after), _exact(now.before), bands.answers, least)


def _whole(sides: BySide) -> Exact:
    return middle(*(sides[side] for side in SIDES))


def _exact(figure: Figure) -> Exact:
    if figure.value is None:
        return Exact(None, figure.n, figure.need, 0, figure.why)
    return exact_of(figure.value, figure.n, figure.need)
