"""What an insider hears, and how much the best guess from it is worth."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Final

from tests.support.table import Table
from turnabout_protocol.codec import encode
from turnabout_protocol.fold import Entry, may_know

MOST: Final = 0.02
"""How much more often than by chance an insider may be right. Where the plays of a case are
compared one by one, two that sound different already give more than this."""

Heard = tuple[tuple[int, bytes], ...]


def heard(table: Table, seats: Iterable[int], since: int = 0, until: int | None = None) -> Heard:
    """Return what the holders of `seats` were sent together: time and content, in their order.

    `since` and `until` are places in the log.
    """
    holders = [table.public.seats[seat] for seat in sorted(seats)]
    entries: Sequence[Entry] = table.log[since:until]
    told = (e for e in entries if any(may_know(seat, e.event) for seat in holders))
    return tuple((entry.at, encode(entry.event)) for entry in told)


def all_but(table: Table, *victims: int) -> frozenset[int]:
    """Return all seats but those that are attacked, the facilitator's among them."""
    return frozenset(table.public.seats) - set(victims)


def gain(plays: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Return how much better than chance the best guess of a secret is, 0 to 1.

    `plays` are pairs of a secret and what was heard. The best guess takes, for whatever was heard,
    the secret that went with it most often; chance takes the commonest secret each time.
    """
    by_heard: defaultdict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for secret, told in plays:
        by_heard[told][secret] += 1
    best = sum(max(counts.values()) for counts in by_heard.values())
    chance = max(Counter(secret for secret, _ in plays).values())
    return (best - chance) / len(plays)
