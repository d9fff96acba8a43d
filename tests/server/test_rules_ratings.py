"""The scene: what people answer to a turn, take back, and how they react to it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.scenes import scene, speak, state, two_more_turns
from tests.support.table import Table
from turnabout_protocol.activities.observing import SceneOwn
from turnabout_protocol.activities.ratings import (
    RatingNoted,
    RatingsCounted,
    RatingSealed,
    RatingUncounted,
)
from turnabout_protocol.activities.scene import (
    Pass,
    Rate,
    React,
    Scene,
    SceneVault,
    TagMissing,
    TakeBack,
)
from turnabout_protocol.activities.scene import Rating as RatingGiven
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import SECOND, Public
from turnabout_server.rules.listening import LATE, TAG


def test_owners_rate_once_in_their_time_and_nobody_sees_what() -> None:
    table = scene(6, watchers=2)
    side = table.turn.side
    assert table.refused(table.owners(table.turn)[0], Rate(step="scene", turn=1)) == "moved_on"
    number = speak(table, say="We worry.")
    turn = state(table).turns[0]
    owners = table.owners(turn)
    assert len(owners) == 4  # a watcher of that home side among them
    for seat in table.public.seats.values():
        if seat.home != side:
            rate = Rate(step="scene", turn=number, ring=4)
            assert table.refused(seat.id, rate) == "not_owner"
    events = table.do(owners[0], Rate(step="scene", turn=1, ring=2))
    sealed, noted, told = events
    assert isinstance(sealed, RatingSealed)
    assert not any(may_know(seat, sealed) for seat in table.public.seats.values())
    assert noted == RatingNoted(seat=owners[0], step="scene", turn=1)
    assert told == RatingsCounted(step="scene", turn=1, n=1)
    (tag,) = table.do(owners[0], TagMissing(step="scene", turn=1, missing="tone"))
    assert not any(may_know(seat, tag) for seat in table.public.seats.values())
    again = TagMissing(step="scene", turn=1, missing="fact")
    assert table.refused(owners[0], again) == "already"
    assert table.refused(owners[0], Rate(step="scene", turn=1, ring=4)) == "already"
    skipped = table.do(owners[1], Rate(step="scene", turn=1))
    assert [type(event) for event in skipped] == [type(event) for event in events]
    two_more_turns(table)
    table.wait(LATE)  # on its way when its time ended
    table.do(owners[2], Rate(step="scene", turn=1, ring=3))
    tag_high = TagMissing(step="scene", turn=1, missing="tone")
    assert table.refused(owners[2], tag_high) == "not_low"
    table.wait(1)
    assert table.refused(owners[3], Rate(step="scene", turn=1, ring=4)) == "moved_on"
    assert table.refused(owners[0], TakeBack(step="scene", turn=1)) == "moved_on"
    ratings = table.room.vault.state(SceneVault, "scene").ratings[1]
    assert (ratings[owners[0]].ring, ratings[owners[0]].missing) == (2, "tone")
    assert ratings[owners[1]].ring is None
    assert ratings[owners[2]].missing is None  # what is missing is asked of 1 and 2 alone


def rated(table: Table) -> tuple[Public, SceneVault, dict[int, SceneOwn]]:
    """Return what a room holds of ratings, and all that everybody knows."""
    room = table.room
    mine = {seat: room.of(seat).state(SceneOwn, "scene") for seat in table.public.seats}
    return table.public, room.vault.state(SceneVault, "scene"), mine


def test_who_speaks_next_is_asked_after_their_own_turn_until_the_one_after_is_over() -> None:
    table = scene(6)
    step = table.public.step
    assert isinstance(step, Scene)
    speak(table, say="We worry.")
    turn = state(table).turns[0]
    speaks_next = table.turn.seat
    one, two = (seat for seat in table.owners(turn) if seat != speaks_next)
    asked = {seat: state(table).asked_until(step, turn, seat) for seat in (one, speaks_next)}
    assert asked == {one: None, speaks_next: None}
    table.wait(70 * SECOND)
    speak(table, say="So do we.")
    over = state(table).turns[1].ends
    assert state(table).asked_until(step, turn, one) == over
    assert state(table).asked_until(step, turn, speaks_next) is None
    # For all the time is the same to the server: a late count tells of nobody.
    table.do(speaks_next, Rate(step="scene", turn=1, ring=3))
    table.do(two, Rate(step="scene", turn=1, ring=3))
    if state(table).phase == "twist":
        table.wait(20 * SECOND)
    speak(table, say="And we.")
    assert state(table).asked_until(step, turn, speaks_next) == state(table).turns[2].ends


def test_a_rating_taken_back_is_as_if_never_given_and_can_be_given_anew() -> None:
    table = scene(6)
    number = speak(table, say="We worry.")
    owner, other, *_ = table.owners(state(table).turns[0])
    rate = Rate(step="scene", turn=number, ring=2)
    back = TakeBack(step="scene", turn=number)
    assert table.refused(owner, back) == "not_rated"
    before = rated(table)
    table.do(owner, rate)
    table.do(owner, TagMissing(step="scene", turn=number, missing="tone"))
    assert table.refused(other, back) == "not_rated"
    sealed, mine, told = table.do(owner, back)
    assert not any(may_know(seat, sealed) for seat in table.public.seats.values())
    assert [s.id for s in table.public.seats.values() if may_know(s, mine)] == [owner]
    assert isinstance(told, RatingUncounted)
    assert rated(table) == before
    assert table.refused(owner, back) == "not_rated"
    table.do(owner, Rate(step="scene", turn=number, ring=4))
    given = table.room.vault.state(SceneVault, "scene").ratings[number]
    assert given == {owner: RatingGiven(ring=4, missing=None)}


def test_a_skip_can_be_taken_back_too() -> None:
    table = scene()
    number = speak(table, say="We worry.")
    owner = table.owners(state(table).turns[0])[0]
    table.do(owner, Rate(step="scene", turn=number))
    assert state(table).turns[0].answers == 1
    table.do(owner, TakeBack(step="scene", turn=number))
    assert state(table).turns[0].answers == 0
    assert table.room.vault.state(SceneVault, "scene").ratings == {}


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([None, 1, 2, 3, 4]), st.booleans()),
        max_size=12,
    )
)
@settings(max_examples=40, deadline=None)
def test_ratings_taken_back_leave_what_never_given_ones_leave(
    doings: list[tuple[int, int | None, bool]],
) -> None:
    """People rate, tag and take back as they like: only what they gave last is there."""
    table, plain = scene(6), scene(6)
    number = speak(table, say="We worry.")
    speak(plain, say="We worry.")
    owners = table.owners(state(table).turns[0])
    stands: dict[int, int | None] = {}
    for who, ring, tags in doings:
        seat = owners[who]
        if seat in stands:
            table.do(seat, TakeBack(step="scene", turn=number))
            del stands[seat]
            continue
        table.do(seat, Rate(step="scene", turn=number, ring=ring))
        stands[seat] = ring
        if tags and ring in (1, 2):
            table.do(seat, TagMissing(step="scene", turn=number, missing="fact"))
            table.do(seat, TakeBack(step="scene", turn=number))
            table.do(seat, Rate(step="scene", turn=number, ring=ring))
    for seat, ring in stands.items():
        plain.do(seat, Rate(step="scene", turn=number, ring=ring))
    assert rated(table) == rated(plain)
    for one in (table, plain):
        two_more_turns(one)
    assert rated(table) == rated(plain)


def test_under_a_twist_a_rating_on_its_way_is_taken() -> None:
    table = scene()
    while state(table).phase != "twist":
        table.wait(60 * SECOND)
        speak(table, say="Yes.")
    last = state(table).last
    assert last is not None
    table.do(table.owners(last)[0], Rate(step="scene", turn=last.number, ring=4))


def test_a_quick_pass_takes_nobody_the_time_to_rate_the_turn_before() -> None:
    table = scene()
    speak(table, say="We worry.")
    table.do(table.turn.seat, Pass(step="scene", turn=2))
    table.wait(5 * SECOND)
    table.do(table.owners(state(table).turns[0])[0], Rate(step="scene", turn=1, ring=4))


def test_a_pass_is_not_rated() -> None:
    table = scene()
    owner = table.owners(table.turn)[0]
    speak(table)
    assert table.refused(owner, Rate(step="scene", turn=1, ring=1)) == "moved_on"


def test_the_last_turn_can_be_rated_and_the_step_ends_when_all_have() -> None:
    table = scene()
    while state(table).phase != "rating":
        if state(table).phase == "turn":
            table.draft(table.turn.seat, say="Yes.")
        table.bell()
    last = state(table).last
    assert last is not None
    one, two = table.owners(last)
    table.do(one, Rate(step="scene", turn=last.number, ring=4))
    assert table.step == "scene"
    table.do(two, Rate(step="scene", turn=last.number))
    # Who spoke last is asked only now of the turn before.
    assert table.left() > TAG
    table.do(last.seat, Rate(step="scene", turn=last.number - 1))
    # Whoever rated low may still say what was missing; it takes as long when nobody did.
    assert table.step == "scene"
    assert table.left() == TAG
    table.bell()
    assert table.step == "derole"


def test_one_reaction_of_a_kind_to_a_card() -> None:
    table = scene(watchers=1)
    seat = table.turn.seat
    speak(table, card=table.hand(seat)[0])
    listener = next(p for p in table.players if p != seat)
    ouch = React(step="scene", turn=1, kind="ouch")
    table.do(listener, ouch)
    assert table.refused(listener, ouch) == "already"
    table.do(listener, React(step="scene", turn=1, kind="new_to_me"))
    table.do(max(table.public.seats), ouch)
    assert state(table).turns[0].reactions == {"ouch": 2, "new_to_me": 1}
    assert table.refused(seat, ouch) == "not_yours"
    assert table.refused(table.boss[0], ouch) == "not_yours"
    speak(table, say="No card.")
    no_card = React(step="scene", turn=2, kind="ouch")
    assert table.refused(listener, no_card) == "no_card"
