"""Whatever is sent fits into frames that the other end takes."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from turnabout_protocol.agenda import Slot
from turnabout_protocol.codec import FRAME, ITEMS, decode, encode, fits, values
from turnabout_protocol.course import AgendaChanged
from turnabout_protocol.fold import Entry
from turnabout_protocol.messages import ServerMessage
from turnabout_server.live.frames import updates


def entry(at: int, slots: int, letters: int = 1) -> bytes:
    ahead = tuple(Slot(step="s" * letters, minutes=1) for _ in range(slots))
    return encode(Entry(at=at, event=AgendaChanged(ahead=ahead)))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=300))
def test_many_entries_come_in_frames_that_are_taken(sizes: list[tuple[int, int]]) -> None:
    entries = [entry(at, *size) for at, size in enumerate(sizes, start=7)]
    frames = list(updates(entries, first=7, now=5))
    told = [decode(frame, ServerMessage) for frame in frames]
    numbered = [(u.first + i, e.at) for u in told for i, e in enumerate(u.entries)]
    assert numbered == [(at, at) for at in range(7, 7 + len(sizes))]
    # None of them could have gone along with the frame before.
    for one, two in pairwise(frames):
        assert len(one) + len(two) > FRAME or values(one) + values(two) > ITEMS


def test_a_value_takes_a_byte_at_least() -> None:
    data = entry(1, 40)
    assert values(data) <= len(data)
    assert fits(data)
    assert not fits(data, spare=ITEMS)
