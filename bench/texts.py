"""What hostile texts cost, beside plain text in the same run: `make bench-texts`.

Ratios of the time a byte, so that the machine does not matter. Ends with status 1 above MOST.
"""

import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any, Final

import msgpack

from tests.support.hostile import HOSTILE
from turnabout_protocol.codec import TEXT, decode
from turnabout_protocol.messages import ClientMessage
from turnabout_protocol.text import SPEECH, clean

MOST: Final = 20.0
"""Times what a byte of plain text costs."""
ROUNDS: Final = 30
PLAIN: Final = "What I heard you say is that typing costs you customers. " * 100


def cost(do: Callable[[], Any], size: int) -> float:
    """Return the seconds a byte that `do` takes at best."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = perf_counter()
        do()
        best = min(best, perf_counter() - started)
    return best / size


def cleaning(text: str) -> float:
    """Return what a byte costs where a text is as long as `clean` ever looks at."""
    text = text[: 4 * TEXT]
    return cost(lambda: clean(text, TEXT), len(text.encode()))


def decoding(text: str) -> float:
    """Return what a byte costs in a frame in which all texts are as long as they may be."""
    text = text[:SPEECH]
    said = {"echo": text[:240], "say": text, "ask": text[:240]}
    command = {"do": "speak", "step": "scene", "turn": 1, "said": said}
    frame = msgpack.packb({"msg": "do", "id": "1", "command": command})
    return cost(lambda: decode(frame, ClientMessage), len(frame))


def main() -> int:
    """Print the table and return the status."""
    plain = cleaning(PLAIN), decoding(PLAIN)
    rows = {
        name: (cleaning(text) / plain[0], decoding(text) / plain[1])
        for name, text in HOSTILE.items()
    }
    print(f"{'a byte costs, times one of plain text':40}{'cleaned':>10}{'decoded':>10}")
    for name, ratios in rows.items():
        print(f"{name:40}{ratios[0]:>10.1f}{ratios[1]:>10.1f}")
    return int(max(map(max, rows.values())) > MOST)


if __name__ == "__main__":
    sys.exit(main())
