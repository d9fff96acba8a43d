"""What stayed of a session: of enough people, on the same deck, and nothing of a single one."""

from collections.abc import Mapping, Sequence
from itertools import permutations
from math import sqrt

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support import scored
from tests.support.past import guessed, ids, past
from tests.support.reports import full
from turnabout_protocol.activities.rank import RankOwn, RankState
from turnabout_protocol.activities.recall import Past, Recall, RecallVault
from turnabout_protocol.figures import Figure
from turnabout_protocol.results import Arrow, Attitude, Results, Retention
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES, Side, other
from turnabout_server.after import publish
from turnabout_server.after.past import past_of, worth
from turnabout_server.after.publish.retention import felt_again, retention
from turnabout_server.after.scoring import accuracy

RECALL = Recall(id="recall", title="Still known?", minutes=1)
Guesses = Mapping[int, tuple[str, ...]]
"""Orders of the other side's old cards, by seat; odd seats are business people."""


def recalling(guesses: Guesses, recalled: Past | None = None) -> Room:
    """Return a room of ten in which these seats have guessed."""
    base = scored.room()
    public = replace(base.public, agenda=(RECALL, *base.public.agenda))
    public = replace(public, steps={**public.steps, "recall": RankState()})
    own = {
        seat: base.of(seat).with_state("recall", RankOwn(order=order))
        for seat, order in guesses.items()
    }
    vault = base.vault.with_state("recall", RecallVault(past=recalled or past()))
    return replace(base, public=public, own={**base.own, **own}, vault=vault)


def stayed(guesses: Guesses, recalled: Past | None = None) -> Retention:
    found = retention(recalling(guesses, recalled), None)
    assert found is not None
    return found


def theirs(seat: int) -> tuple[str, ...]:
    """Return the old cards that `seat` guesses, in their true order."""
    return ids(other(scored.home(seat)))


def shuffled(seat: int, order: Sequence[int]) -> tuple[str, ...]:
    return tuple(theirs(seat)[n] for n in order)


ORDER = st.permutations(range(6))
GUESSES = st.dictionaries(st.integers(1, 10), ORDER).map(
    lambda found: {seat: shuffled(seat, order) for seat, order in found.items()}
)


@given(GUESSES)
def test_no_figure_is_shown_of_fewer_people_than_it_takes(guesses: Guesses) -> None:
    found = stayed(guesses)
    for side in SIDES:
        people = [seat for seat in guesses if scored.home(seat) != side]
        now = found.accuracy[side].after
        assert now is not None
        if len(people) < 2:
            assert (now.value, now.n, found.accuracy[side].change) == (None, 0, None)
        else:
            assert now.n == len(people)
            truth = past().worth[side]
            each = [accuracy.accuracy(guesses[seat], truth) or 0 for seat in people]
            assert now.value == round(round(sum(each) / len(each), 6))
    sides = [found.accuracy[side].after for side in SIDES]
    both = all(figure is not None and figure.value is not None for figure in sides)
    assert found.room.after is not None
    assert (found.room.after.value is not None) == both


@given(GUESSES)
def test_a_figure_is_the_same_whoever_of_a_side_gave_which_guess(guesses: Guesses) -> None:
    swapped = dict(guesses)
    for side in SIDES:
        seats = [seat for seat in guesses if scored.home(seat) == side]
        turned = [*seats[1:], *seats[:1]]
        swapped |= {seat: guesses[of] for seat, of in zip(seats, turned, strict=True)}
    assert stayed(swapped) == stayed(guesses)


@given(GUESSES, GUESSES)
def test_only_orders_of_that_very_deck_count(guesses: Guesses, others: Guesses) -> None:
    foreign = {
        seat: tuple(f"{card}-new" for card in order)
        for seat, order in others.items()
        if seat not in guesses
    }
    assert stayed({**guesses, **foreign}) == stayed(guesses)


def test_who_is_not_in_the_panel_does_not_count() -> None:
    guesses = {seat: theirs(seat) for seat in (1, 3, 5)}
    room = recalling(guesses)
    panel = tuple(seat for seat in room.public.panel if seat != 5)
    found = retention(replace(room, public=replace(room.public, panel=panel)), None)
    assert found is not None
    now = found.accuracy["it"].after
    assert now is not None
    assert now.n == 2


@given(st.integers(2, 5), st.integers(2, 8), st.integers(0, 100))
def test_the_band_is_that_of_other_people_and_two_get_no_verdict(
    now: int, then: int, value: int
) -> None:
    guesses = {seat: theirs(seat) for seat in (1, 3, 5, 7, 9)[:now]}
    recalled = past(accuracy={side: guessed(value, then) for side in SIDES})
    arrow = stayed(guesses, recalled).accuracy["it"]
    assert (arrow.change, arrow.n) == (100 - value, min(now, then))
    if min(now, then) < 3:
        assert (arrow.band, arrow.clear) == (None, False)
    else:
        # Two independent means: chance moves each of them.
        assert arrow.band == max(10, round(34.5 * sqrt(1 / now + 1 / then)))
        assert arrow.clear == (100 - value > arrow.band)


def felt(after: float | None, before: float | None, n: int = 6) -> Attitude:
    def end(value: float | None) -> Figure | None:
        return None if value is None else Figure(value=value, n=n, need=5)

    return Attitude(room=Arrow(before=end(before), after=end(after)))


def test_what_is_felt_is_set_against_the_end_of_that_day() -> None:
    found = felt_again(felt(70, 40), felt(90, 60), 0)
    assert found is not None
    assert found.room.before == Figure(value=70, n=6, need=5)
    assert found.room.after == Figure(value=60, n=6, need=5)
    assert (found.room.change, found.sides) == (-10, {})
    assert felt_again(None, felt(90, 60), 0) is None
    assert felt_again(felt(70, 40), felt(90, None), 0) is None


# What a report leaves behind ----------------------------------------------------------------------

LETTERS = "ABCDEF"
RANKS: Mapping[Side, Mapping[int, str]] = {
    "business": {1: "ABCDEF", 3: "ACBDFE", 5: "BACDEF", 7: "ABCDEF"},
    "it": {2: "ABCDEF", 4: "ACBDFE", 6: "BACDEF", 8: "ABCDEF"},
}


def results_of(owners: int, guessers: int) -> Results:
    """Return what a room shows in which so many of each side ranked, and as many others guessed."""
    odd, even = (1, 3, 5, 7), (2, 4, 6, 8)
    ranks = {seat: RANKS[scored.home(seat)][seat] for seat in (*odd[:owners], *even[:owners])}
    guesses = dict.fromkeys((*odd[:guessers], *even[:guessers]), "BACDEF")
    return publish.results(scored.ordered(scored.room(), ranks=ranks, before=guesses))


def test_a_guess_is_judged_by_the_order_as_it_was_shown() -> None:
    for owners in (2, 3, 4):
        found = results_of(owners, 4)
        recalled = past_of(full(results=found))
        for side in SIDES:
            shown = worth(found.board[side])
            if not shown:
                assert recalled is None
                continue
            assert found.accuracy is not None
            assert recalled is not None
            assert recalled.worth[side] == shown
            assert recalled.accuracy[side] == found.accuracy.as_shown[side]
            if owners == 3:
                assert {*shown.values()} == {-1, -2, -3}, "three owners: thirds, and no more"


def test_with_too_few_there_is_nothing_to_recall() -> None:
    for owners, guessers in ((1, 4), (4, 1), (0, 0)):
        assert past_of(full(results=results_of(owners, guessers))) is None
    assert past_of(full(results=None)) is None


def test_an_older_report_is_recalled_where_its_order_was_exact() -> None:
    found = results_of(4, 4)
    assert found.accuracy is not None
    old = replace(found, accuracy=replace(found.accuracy, as_shown={}))
    recalled = past_of(full(results=old))
    assert recalled is not None
    assert recalled.accuracy["it"] == found.accuracy.sides["it"].before
    thirds = results_of(3, 4)
    assert thirds.accuracy is not None
    assert past_of(full(results=replace(thirds, accuracy=old.accuracy))) is None


def test_the_same_guess_on_the_same_deck_has_stayed_exactly() -> None:
    """Whatever the number of owners: both ends are judged by one truth, so nothing rises by it."""
    for owners, order in zip((3, 4) * 3, permutations(LETTERS), strict=False):
        guess = "".join(order)
        ranks = {seat: RANKS[scored.home(seat)][seat] for seat in range(1, 2 * owners + 1)}
        room = scored.ordered(scored.room(), ranks=ranks, before=dict.fromkeys(range(1, 9), guess))
        recalled = past_of(full(results=publish.results(room)))
        assert recalled is not None
        again = {
            seat: tuple(f"{other(scored.home(seat))[0]}-{letter.lower()}" for letter in guess)
            for seat in range(1, 9)
        }
        found = stayed(again, recalled)
        assert found.room.change == 0
