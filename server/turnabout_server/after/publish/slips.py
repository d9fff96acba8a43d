"""What a player sees of their own play, and nobody else does."""

from msgspec.structs import replace

from turnabout_protocol.activities.consent import agreed
from turnabout_protocol.figures import Figure, Slip
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.scoring import OTHERS, TINY
from turnabout_server.after import bands
from turnabout_server.after.publish.directions import guesses_shown
from turnabout_server.after.publish.figures import figure_of, rounded
from turnabout_server.after.scoring import accuracy, orders, portrayal
from turnabout_server.after.scoring.accuracy import Borda
from turnabout_server.after.scoring.orders import When
from turnabout_server.after.scoring.rated import RatedTurn, all_off, rated_turns, raters


def slip(room: Room, seat: int) -> Slip:
    """Return the private result of a player."""
    turns = rated_turns(room, seat)
    value = portrayal.rings_true(t.rings for t in turns)
    figure = figure_of(value, len(raters(turns)), raters_needed(room, turns))
    figure = replace(figure, off=all_off(turns))
    before, after = own_guess(room, seat, "before"), own_guess(room, seat, "after")
    if figure.value is None:
        return Slip(
            rings_true=figure,
            heard=None,
            their_words=None,
            portrayal=None,
            guess_before=before,
            guess_after=after,
            turns=len(turns),
        )
    rated = [len(turn.rings) for turn in turns if turn.rings]
    parts = portrayal.Parts(
        rings_true=value,
        heard=portrayal.heard(t.turn.heard for t in turns if t.turn.heard and t.echo_counts),
        picks=picks(room, seat, turns),
        their_words=portrayal.words_of(room, turns),
    )
    return Slip(
        rings_true=figure,
        heard=rounded(parts.heard),
        picks=rounded(parts.picks),
        their_words=rounded(parts.their_words),
        portrayal=rounded(portrayal.portrayal(parts, room.public.scoring.portrayal)),
        guess_before=before,
        guess_after=after,
        missing=portrayal.missing(turns),
        turns=len(turns),
        rated=len(rated),
        band=bands.ratings([rated]),
    )


def raters_needed(room: Room, turns: tuple[RatedTurn, ...]) -> int:
    """Return how many must have rated `turns` before their player is told.

    In a tiny room fewer do, when each of them has agreed to that: observers were not asked.
    """
    tiny = room.public.rules.tiny_room_ok and set(raters(turns)) <= agreed(room.public)
    return TINY if tiny else room.public.scoring.needs.slip


def picks(room: Room, seat: int, turns: tuple[RatedTurn, ...]) -> float | None:
    """Return how much the played cards matter to their owners; None: too few of them ranked."""
    worth = {side: others_points(room, seat, side) for side in SIDES}
    plays = [(t.turn.side, t.turn.card.id, t.hand) for t in turns if t.turn.card is not None]
    choices = [
        [(card, hand) for of, card, hand in plays if of == side and worth[side]] for side in SIDES
    ]
    points = {card: n for side in SIDES for card, n in worth[side].items()}
    return portrayal.picks([choice for of in choices for choice in of], points)


def others_points(room: Room, seat: int, side: Side) -> Borda:
    """Return what the cards of `side` are worth to its owners.

    Nothing when fewer than needed have ranked them beside `seat`, who may be one of them.
    """
    ranks = orders.ranks(room, side)
    enough = len(ranks.keys() - {seat}) >= room.public.scoring.needs.owners
    return accuracy.points(ranks.values()) if enough else {}


def own_guess(room: Room, seat: int, when: When) -> Figure | None:
    """Return how well `seat` guessed the other side's order; None: it did not guess.

    With two guessers behind the room's figure, that one less this one would be the other's.
    """
    step = orders.guess_steps(room).get(when)
    for side in SIDES:
        guesses = {} if step is None else orders.guesses(room, side, step)
        if seat in guesses:
            ranks = orders.ranks(room, side)
            enough = len(ranks) >= room.public.scoring.needs.owners
            truth = accuracy.points(ranks.values()) if enough else {}
            value = accuracy.accuracy(guesses[seat], truth) if truth else None
            behind = len(guesses_shown(room, side).get(when, {})) or len(guesses)
            return figure_of(value, behind if enough else 0, OTHERS)
    return None
