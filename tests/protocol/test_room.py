"""A seat that folds what it was sent has exactly its own parts of the room."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.chaos import Chaos
from turnabout_protocol.fold import fold, may_know
from turnabout_protocol.room import Console, Room


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_folding_what_a_seat_was_sent_gives_its_parts_of_the_room(seed: int) -> None:
    chaos = Chaos(seed)
    chaos.willing()
    for _ in range(200):
        chaos.act()
    table = chaos.table
    assert fold(table.log) == table.room
    for seat in table.public.seats.values():
        homes = () if seat.role == "facilitator" else (seat.home,)
        known = fold(entry for entry in table.log if may_know(seat, entry.event))
        assert known == Room(
            public=table.public,
            console=table.room.console if seat.role == "facilitator" else Console(),
            homes={side: home for side, home in table.room.homes.items() if side in homes},
            own={seat.id: table.room.own[seat.id]} if seat.id in table.room.own else {},
        )
