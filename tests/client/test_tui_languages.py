"""No screen says a word that is not in the catalogues.

Every sentence is disguised: its letters get accents. What is still plain on a screen was either
written by people, or has been forgotten.
"""

import re
from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any

import msgspec
import pytest

import turnabout_language
from tests.client.test_snapshots import hold_still
from tests.client.test_tui_hostile import painted
from tests.support.gallery import MOMENTS, app_at
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import use

ACCENTS = str.maketrans(
    "aceinoprsuwyzACEINOPRSUWYZ",
    "áćéíńóṕŕśúẃýźÁĆÉÍŃÓṔŔŚÚẂÝŹ",
)
BLANK = re.compile(r"(\{[^{}]*\})")
SAME = {"esc", "enter", "space", "pgup", "pgdn", "Turnabout", "February", "March", "English"}
"""Names of keys and of the game; months and languages, which come with the locale's data."""


class Disguised(NullTranslations):
    """Accents on everything but the blanks."""

    def gettext(self, message: str) -> str:
        parts = BLANK.split(message)
        return "".join(p if p.startswith("{") else p.translate(ACCENTS) for p in parts)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture(autouse=True)
def _disguised(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)
    # The app speaks the room's language as soon as it knows it.
    monkeypatch.setattr(turnabout_language, "catalogue", lambda tag: Disguised())
    use("en")
    yield
    monkeypatch.undo()
    use("en")


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{4,}", text))


def written(value: Any) -> Iterator[str]:
    """Yield all texts in a room but those of its agenda: the scenario's and the people's."""
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                if key != "agenda":
                    yield from written(inner)
        case list() | tuple():
            for inner in value:
                yield from written(inner)


def plain(app: TurnaboutApp) -> set[str]:
    """Return the words on the screen that are neither disguised nor written by people."""
    room = msgspec.to_builtins(app._table.room, str_keys=True)  # type: ignore[union-attr]
    theirs = words("\n".join(written(room))) | SAME
    return {w for w in words(painted(app)) if w not in theirs and not _part(w, theirs)}


def _part(word: str, known: set[str]) -> bool:
    """Whether a word is the beginning of a known one, cut off at an edge."""
    return any(whole.startswith(word) or whole.endswith(word) for whole in known)


@pytest.mark.each_moment
@pytest.mark.parametrize("seat", [1, 2], ids=["console", "player"])
@pytest.mark.parametrize("name", MOMENTS)
async def test_every_sentence_of_a_screen_is_translated(name: str, seat: int) -> None:
    app = app_at(name, seat)
    async with app.run_test(size=(120, 36)) as pilot:
        await hold_still(pilot)
        assert not plain(app)
        await pilot.press("question_mark")
        await pilot.pause()
        assert not plain(app)
