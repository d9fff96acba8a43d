"""What a dialogue says holds wherever it is read: it names no key of a screen."""

import re
from collections.abc import Iterator

import pytest

from tests.support.table import Table
from tests.support.talkers import Talkers
from tests.support.walking import Walk
from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.shapes import Ask, Block, Choice, Dialogue
from turnabout_client.view.absence import NUDGES
from turnabout_language import speaking
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import Start
from turnabout_protocol.nudging import NudgeSeat
from turnabout_protocol.room import HouseRules
from turnabout_server.authoring.scenarios import find_agenda

KEYS = {
    "en": re.compile(r"[Pp]ress ([a-z0-9]\b|any)|\bEnter\b|\bEscape\b|[⏎␣⌫]|with [b-z]\b"),
    "de": re.compile(r"[Dd]rück[et]? |\bEnter\b|\bEsc(ape)?\b|[⏎␣⌫]|[Tt]aste\b|mit [a-z]\b"),
    "fr": re.compile(r"[Aa]ppuyez|\bEntrée\b|\bÉchap\b|[⏎␣⌫]|\btouche\b|avec [b-z]\b"),
}
"""How a sentence sounds that is about the keys of a screen."""


def texts(shown: Dialogue) -> Iterator[str]:
    """Yield all that is said in a dialogue, and in what its words open."""
    yield from (shown.title, shown.now, shown.above)
    yield from of_blocks(shown.blocks)
    if shown.ask is not None:
        yield from of_ask(shown.ask)
    for word in shown.also:
        yield from (word.name, word.label)
        if isinstance(word.then, Ask):
            yield from of_ask(word.then)
        elif isinstance(word.then, tuple):
            yield from of_blocks(word.then)


def of_blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from (block.head, *block.lines)


def of_ask(ask: Ask) -> Iterator[str]:
    yield from (ask.prompt, ask.send)
    for field in ask.fields:
        yield field.label
        if isinstance(field, Choice):
            yield from (text for one in field.options for text in (one.label, one.hint))
        else:
            yield field.hint


class Readers(Talkers):
    """Note all that anybody reads."""

    said: set[str]

    def means(self, seat: int, command: Command) -> Command | None:
        self.read()
        return super().means(seat, command)

    def read(self) -> None:
        self._look()
        for seat in self.table.public.seats:
            self.said.update(texts(dialogue(self.seen(seat))))


@pytest.mark.parametrize("tag", ["en", "de", "fr"])
def test_no_text_names_a_key(tag: str) -> None:
    said = set[str]()
    with speaking(tag):
        house = HouseRules(opened_on="2026-03-02", demo=True)
        table = Table(players=4, facilitators=1, agenda=find_agenda("60"), house=house)
        table.sit("Obs", "it", "observer")
        minds = Readers(table)
        minds.said = said
        minds.read()
        table.do(table.boss[0], Start())
        for seat, kind in zip(table.players, NUDGES, strict=False):
            table.do(table.boss[0], NudgeSeat(seat=seat, say=kind))
        minds.read()
        minds.play()
        for seed in range(3):
            walk = Walk(seed)
            walk.begin()
            walk.willing()
            for number in range(120):
                walk.act()
                if number % 10 == 0:
                    for seat in walk.table.public.seats:
                        said.update(texts(dialogue(walk.seen(seat))))
    assert len(said) > 300
    assert not [text for text in said if KEYS[tag].search(text)]
