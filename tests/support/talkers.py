"""Bots that play through a dialogue: what they want to do is done by answering what it asks."""

from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Answers, Ask, Dialogue
from turnabout_client.dialogue.ways import Way, way
from turnabout_protocol.activities.scene import AnswerEcho, Rate, React, TagMissing
from turnabout_protocol.bases import Command

BESIDE = (Rate, React, TagMissing, AnswerEcho)
"""What is asked of a turn, one thing at a time: a bot waits until it is, or no longer wants to."""


class Talkers(Minds):
    """Plays a table to its end by nothing but answers and words."""

    def __init__(self, table: Table, seed: int = 7, expect: int = 0) -> None:
        super().__init__(table, seed, expect)
        self.given: dict[int, dict[str, Answers]] = {}
        """What was answered at each seat, by the id of the ask."""
        self.ways: list[tuple[int, Command, Way]] = []
        """What was done, and how."""
        self.stuck: list[tuple[int, Command, Dialogue]] = []
        """What no dialogue had a way for."""

    def seen(self, seat: int) -> Seen:
        """Return the room as the person at `seat` has it in front of them."""
        given = self.given.setdefault(seat, {})
        return Seen(room=self.view(seat), seat=seat, now=self.table.now, given=given)

    def means(self, seat: int, command: Command) -> Command | None:
        shown = dialogue(self.seen(seat))
        found = way(shown, command)
        if found is None and isinstance(command, BESIDE):
            return None
        if found is None:
            self.stuck.append((seat, command, shown))
            return command
        self.ways.append((seat, command, found))
        if not found.word and shown.ask is not None and found.answers is not None:
            self.given[seat][shown.ask.id] = found.answers
        return answered(shown, found)


def answered(shown: Dialogue, found: Way) -> Command:
    """Return what comes of answering, as a skin would have it."""
    word = shown.word(found.word) if found.word else None
    then = shown.ask if word is None else word.then
    if isinstance(then, Ask):
        assert found.answers is not None
        made = then.makes.make(found.answers)
        assert isinstance(made, Command), made
        return made
    assert isinstance(then, Command)
    return then
