"""The looks of everything, in their order: the kit first, then what builds on it, and what little
room changes last.

Those of a room come with the first one: the door does not wait for them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from textual.css.stylesheet import Stylesheet

HERE: Final = Path(__file__).parent
KIT: Final = HERE / "turnabout.tcss"
ENTRANCE: Final = HERE / "entrance" / "entrance.tcss"
SMALL: Final = HERE / "small.tcss"
DOOR: Final = (KIT, ENTRANCE, SMALL)
"""The looks of what is there before any room is known."""


def put_on(sheet: Stylesheet, styles: Sequence[Path]) -> None:
    """Give `sheet` these styles, as if it had had all of them from the beginning."""
    before = dict(sheet.source)
    sheet.source.clear()
    sheet.read_all(styles)
    # What widgets bring by themselves.
    sheet.source.update({place: css for place, css in before.items() if place not in sheet.source})
    sheet.parse()
