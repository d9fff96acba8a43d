"""What stayed of an earlier session: its deck guessed again, and how understood people feel."""

from collections.abc import Mapping

from turnabout_protocol.activities.recall import Past, Recall, RecallVault
from turnabout_protocol.activities.reveal import Arrow, Attitude, Retention
from turnabout_protocol.room import Figure, Room
from turnabout_protocol.scenario import SIDES, Side
from turnabout_server.after import bands
from turnabout_server.after.publish.figures import Exact, apart, exact_of, mean_of, middle
from turnabout_server.after.scoring import accuracy, orders

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
    need, least = room.public.scoring.needs.guessers, room.public.scoring.clear_change
    now = {side: _guessed(room, step.id, past, side, need) for side in SIDES}
    then = {side: _exact(past.accuracy[side]) for side in SIDES}
    return Retention(
        session=past.session,
        date=past.date,
        title=past.title,
        labels=dict(past.labels),
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


def _guessed(room: Room, step: str, past: Past, side: Side, need: int) -> Exact:
    """Return how well the order that `side` had then is guessed now."""
    cards = [card.id for card in past.decks[side]]
    return mean_of(accuracy.accuracies(orders.locked(room, step, cards), past.worth[side]), need)


def _whole(sides: BySide) -> Exact:
    return middle(*(sides[side] for side in SIDES))


def _exact(figure: Figure) -> Exact:
    if figure.value is None:
        return Exact(None, figure.n, figure.need, 0, figure.why)
    return exact_of(figure.value, figure.n, figure.need)
