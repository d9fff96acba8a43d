"""What the room sees of itself: the results, and its score."""

from collections import Counter

from turnabout_protocol.activities.reveal import RevealVault
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.results import Alignment, Results
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES
from turnabout_server.after.publish.attitudes import regard, spreads, understood
from turnabout_server.after.publish.directions import accuracy_of, both, dealt_of, direction
from turnabout_server.after.publish.figures import Exact, exact_of, withheld
from turnabout_server.after.publish.retention import retention
from turnabout_server.after.publish.ringing import rated, rings_true_of_all, room_rings_true
from turnabout_server.after.scoring import measures, orders


def results(room: Room) -> Results:
    """Return what the whole room may see.

    What a reveal began to show stays as it was: a second publication with one answer more would
    tell that answer.
    """
    for state in room.vault.steps.values():
        if isinstance(state, RevealVault) and state.results is not None:
            return state.results
    states = [s for s in room.public.steps.values() if isinstance(s, SceneState)]
    turns = [turn for state in states for turn in state.turns if turn.over and not turn.passed]
    counts = Counter(turn.card.id for turn in turns if turn.card is not None)
    bots = [turn for turn in turns if turn.covered or turn.seat in room.public.bots]
    by_bots = Counter(turn.card.id for turn in bots if turn.card is not None)
    directions = {side: direction(room, side) for side in SIDES}
    guessed = accuracy_of(room, directions) if orders.guess_steps(room) else None
    asked = spreads(room)
    true = rings_true_of_all(room)
    understanding = understood(room, asked)
    return Results(
        rings_true=room_rings_true(room),
        regard=regard(room),
        dealt=dealt_of(room),
        rated=None if true.value is None else rated(room),
        board={side: directions[side].board(counts, by_bots) for side in SIDES},
        turns=len(turns),
        blind_spots={} if guessed is None else {s: directions[s].blind_spot for s in SIDES},
        accuracy=guessed,
        understood=understanding,
        retention=retention(room, understanding.felt if understanding else None),
        alignment=alignment(
            room,
            both(directions, "after"),
            felt.room if (felt := asked.get("felt", {}).get("after")) else None,
            true,
        ),
    )


def alignment(
    room: Room, guessed: Exact | None, felt: Exact | None, true: Exact
) -> Alignment | None:
    """Return the room's score; None when it is not wanted, or not all of its parts are measured."""
    if not room.public.rules.alignment or guessed is None or felt is None:
        return None
    parts = (guessed, felt, true)
    weights = room.public.scoring.alignment
    value = measures.alignment([part.value for part in parts], weights)
    n, need = min(part.n for part in parts), min(part.need for part in parts)
    whole = withheld("parts", need) if value is None else exact_of(value, n, need)
    return Alignment(
        figure=whole.figure,
        accuracy=guessed.figure,
        felt=felt.figure,
        rings_true=true.figure,
        weights=weights,
    )
