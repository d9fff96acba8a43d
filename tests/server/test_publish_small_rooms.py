"""Small rooms, by brute force: nobody can work out what one other person answered.

Every room of a kind is published, and then looked at by each person in it, who knows the own
answers and the own slip. An answer is worked out when all the rooms that look the same to that
person agree on it. That may happen at the extremes alone: where all unknown ones are the same.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import chain, combinations, permutations, product
from typing import Any, NamedTuple

import msgspec
import pytest

from tests.support.scored import IT, home, ordered, room, turn
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.scoring import Needs
from turnabout_server.after import publish
from turnabout_server.after.publish.figures import Spread, spread
from turnabout_server.after.scoring.pool import Pool

NEEDS = Needs()


class Seen(NamedTuple):
    """A room: what was answered there, and what each looker sees beside the own answers."""

    answers: Mapping[Any, Any]
    """By seat, or by a tuple that begins with the seat."""
    room: Hashable
    """What everybody sees."""
    own: Mapping[int, Hashable] = {}
    """What a looker alone sees, by seat."""


def seat_of(item: Any) -> int:
    """Return whose answer an item of a room is."""
    return int(item[0] if isinstance(item, tuple) else item)


def worked_out(rooms: Iterable[Seen], lookers: Iterable[int]) -> Iterator[tuple[Seen, int, Any]]:
    """Yield every room, looker and item whose answer the looker can work out there."""
    alike: dict[Hashable, list[Seen]] = defaultdict(list)
    lookers = tuple(lookers)
    for seen in rooms:
        for looker in lookers:
            known = tuple(a for item, a in seen.answers.items() if seat_of(item) == looker)
            alike[looker, known, seen.room, seen.own.get(looker)].append(seen)
    for key, group in alike.items():
        looker = key[0]  # type: ignore[index]
        for item in group[0].answers:
            if seat_of(item) != looker and len({seen.answers[item] for seen in group}) == 1:
                yield from ((seen, looker, item) for seen in group)


def patterns(most: int) -> Iterator[tuple[int, ...]]:
    """Yield who answered, for every room of two to `most` people on any sides."""
    for size in range(2, most + 1):
        for it in range(size + 1):
            people = (*IT[:it], *(1, 3, 5, 7, 9, 11)[: size - it])
            yield from chain.from_iterable(combinations(people, n) for n in range(size + 1))


# Answers on a scale -------------------------------------------------------------------------------


def shown(answers: Mapping[int, int]) -> Spread:
    pools = {side: Pool({s: a for s, a in answers.items() if home(s) == side}) for side in SIDES}
    return spread(pools, NEEDS)


def behind(who: Iterable[int]) -> list[frozenset[int]]:
    """Return the people behind each figure that is shown when `who` answered."""
    seats = tuple(who)
    found = shown(dict.fromkeys(seats, 4))
    groups = [frozenset(s for s in seats if home(s) == side) for side in found.sides]
    if not groups and not found.room.hidden:
        groups = [frozenset(seats)]
    return groups


@pytest.mark.parametrize("size", range(2, 7))
def test_no_two_groups_behind_a_question_differ_by_a_few(size: int) -> None:
    for who in patterns(size):
        groups = behind(who)
        assert all(len(group) >= NEEDS.side for group in groups)
        assert all(len(a ^ b) >= NEEDS.side for a, b in combinations(groups, 2))
        # The own answer can be taken off: two others are left.
        assert all(len(group - {looker}) >= 2 for group in groups for looker in group)
        found = shown(dict.fromkeys(who, 4))
        assert not found.sides or set(found.sides) == set(SIDES)
        if len(who) < NEEDS.pooled:
            assert found.room.hidden


def test_no_answer_on_a_scale_can_be_worked_out() -> None:
    scale = (1, 2, 3)
    some = 0
    for who in {tuple(sorted(who)) for who in patterns(6) if len(who) >= 5}:
        rooms = []
        for given in product(scale, repeat=len(who)):
            answers = dict(zip(who, given, strict=True))
            found = shown(answers)
            sides = tuple(found.sides[side].figure.value for side in found.sides)
            rooms.append(Seen(answers, (found.room.figure.value, sides)))
        for seen, looker, person in worked_out(rooms, (*who, 99)):
            group = next(group for group in behind(who) if person in group) - {looker}
            assert {seen.answers[one] for one in group} <= {scale[0], scale[-1]}
            assert len({seen.answers[one] for one in group}) == 1
            some += 1
    assert some  # the extremes, as is said above


# Orders -------------------------------------------------------------------------------------------


def board(of: Room, side: Side) -> Hashable:
    """Return everything that a reveal tells of one side's cards."""
    results = publish.results(of)
    guessed = results.accuracy
    return msgspec.json.encode(
        (
            results.board[side],
            results.blind_spots.get(side),
            None if guessed is None else (guessed.sides[side], guessed.agreement[side]),
        )
    )


@pytest.mark.parametrize(("owners", "cards"), [(2, "ABC"), (2, "ABCD"), (3, "ABC")])
def test_no_owners_ranking_can_be_worked_out(owners: int, cards: str) -> None:
    rooms = []
    for given in product(["".join(p) for p in permutations(cards)], repeat=owners):
        ranks = dict(zip((1, 3, 5), given, strict=False))
        of = ordered(room(), ranks, size=len(cards))
        rooms.append(Seen(ranks, board(of, "business")))
    for seen, looker, _ in worked_out(rooms, (*rooms[0].answers, 2)):
        assert owners > 2  # of two, nobody's, whatever they ranked
        assert len({seen.answers[one] for one in seen.answers if one != looker}) == 1


def test_the_order_of_two_owners_is_shown_when_they_agree_by_and_large() -> None:
    for one, two in (("ABCDEF", "ABDCEF"), ("ABCDEF", "BACDFE"), ("ABCDEF", "ABCDEF")):
        fates = publish.results(ordered(room(), {1: one, 3: two})).board["business"]
        assert [fate.place for fate in fates] == [1, 2, 3, 4, 5, 6]
    opposite = publish.results(ordered(room(), {1: "ABCDEF", 3: "FEDCBA"})).board["business"]
    assert all(fate.place is None for fate in opposite)


@pytest.mark.parametrize("guessers", [2, 3])
def test_no_guess_can_be_worked_out(guessers: int) -> None:
    cards = "ABC"
    rooms = []
    for given in product(["".join(p) for p in permutations(cards)], repeat=guessers):
        guesses = dict(zip((2, 4, 6), given, strict=False))
        of = ordered(room(), {1: "ABC", 3: "ABC", 5: "ACB"}, {}, guesses, size=3)
        slips = {s: msgspec.json.encode(publish.slip(of, s)) for s in guesses}
        rooms.append(Seen(guesses, board(of, "business"), slips))
    for seen, looker, _ in worked_out(rooms, (*rooms[0].answers, 1)):
        unknown = {seen.answers[one] for one in seen.answers if one != looker}
        assert len(unknown) == 1
        # The other one of two: wholly right, or wholly the wrong way round.
        assert guessers > 2 or unknown <= {"ABC", "CBA"}


def test_with_two_guessers_nobody_sees_the_own_accuracy() -> None:
    ranks, two = {1: "ABC", 3: "ABC"}, {2: "ABC", 4: "ACB"}
    few = publish.slip(ordered(room(), ranks, None, two, size=3), 2).guess_after
    assert few is not None
    assert few.hidden
    enough = publish.slip(ordered(room(), ranks, None, {**two, 6: "CBA"}, size=3), 2).guess_after
    assert enough is not None
    assert (enough.value, enough.n) == (100, 3)


# Ratings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agreed", [(), (1, 2, 3), (1, 3), (1, 2, 3, 4)])
def test_in_a_tiny_room_both_raters_must_have_agreed(agreed: tuple[int, ...]) -> None:
    of = room((turn(1, 1), {2: 4, 4: 4}), people=(1, 2, 3, 4), tiny=True, agreed=agreed)
    slip = publish.slip(of, 1)
    assert slip.rings_true.hidden == (not {2, 4} <= set(agreed))


@pytest.mark.parametrize("tiny", [False, True])
def test_no_rating_can_be_worked_out(tiny: bool) -> None:
    """Two people a side, a turn each, rated by the two on the other side."""
    turns = {1: (2, 4), 3: (2, 4), 2: (1, 3), 4: (1, 3)}
    pairs = [(rater, speaker) for speaker, raters in turns.items() for rater in raters]
    rooms = []
    for rings in product((1, 2, 3), repeat=len(pairs)):
        given = dict(zip(pairs, rings, strict=True))
        played = [
            (turn(i, speaker), {rater: given[rater, speaker] for rater in raters})
            for i, (speaker, raters) in enumerate(turns.items(), 1)
        ]
        of = room(*played, people=turns, tiny=tiny)
        figure = publish.room_rings_true(of)
        slips = {seat: publish.slip(of, seat).rings_true.value for seat in turns}
        assert not figure.hidden
        assert tiny == (slips[1] is not None)
        rooms.append(Seen(given, figure.value, slips))
    for seen, looker, (rater, speaker) in worked_out(rooms, turns):
        # What is unknown stands behind the own slip, if that is shown, or behind all the rest.
        unknown = [pair for pair in pairs if pair[0] != looker]
        if tiny:
            own = speaker == looker
            unknown = [pair for pair in unknown if (pair[1] == looker) == own]
        assert (rater, speaker) in unknown
        assert len({seen.answers[pair] for pair in unknown}) == 1
