"""A whole session full of hostile texts, in lines: what comes to a terminal is clean, and short."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.support.table import Table
from tests.support.transcripts import PEOPLE, Readers
from turnabout_client.dialogue.lines import telling
from turnabout_protocol.bases import Command
from turnabout_protocol.codec import decode, encode
from turnabout_protocol.messages import Join
from turnabout_protocol.room import SECOND, HouseRules
from turnabout_server.authoring.scenarios import find_agenda

HOSTILE = "\x1b[2J\x1b]0;mine\x07\r\n\x9b31m\u202e\u2066 [@click=app.quit]x[/] <b>&\u200b "
PASTED = HOSTILE + "9 many words \t" * 800
NAMES = ("\x1b[31mAnn\x07", "\u202eneB", "[/C]at\r\n", "<b>Dan\u2028")
LINE = 900
"""Most characters of a line that holds one text of a person: they have 600 in a turn."""


def spoiled(command: Command) -> Command:
    """Return `command` with hostile texts in it, as the wire takes them."""
    made: Command = decode(encode(_spoiled(command)), type(command))
    return made


def _spoiled(told: Any) -> Any:
    if not isinstance(told, msgspec.Struct):
        return told
    changed = dict(_free(told))
    changed |= {
        name: _spoiled(value)
        for name in told.__struct_fields__
        if isinstance(value := getattr(told, name), msgspec.Struct)
    }
    return msgspec.structs.replace(told, **changed)


def _free(told: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Yield the fields of free text that say something, as long as they may be."""
    for field in msgspec.inspect.type_info(type(told)).fields:  # type: ignore[attr-defined]
        kind = field.type
        if isinstance(kind, msgspec.inspect.StrType) and kind.pattern is None:
            limit = kind.max_length or 0
            if limit >= 24 and getattr(told, field.encode_name):
                yield field.encode_name, (HOSTILE + "words " * 200)[:limit]


def is_clean(line: str) -> bool:
    """Return whether a line is nothing but text: no sign that a terminal obeys, or that hides."""
    kinds = {unicodedata.category(sign) for sign in line}
    return not kinds & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.fixture(scope="module")
def readers() -> Readers:
    table = Table(agenda=find_agenda("taster"), house=HouseRules(opened_on="2026-11-28"))
    readers = Readers(table, expect=99)
    readers.spoil, readers.looks = spoiled, 60 * SECOND
    readers.reads(readers.sit(wired("\x1b]0;I\x07vo"), None, "facilitator"))
    readers.reads(readers.sit("Ann", "business"))
    readers.reads(readers.sit(wired("Ot\u202eto"), "it", "observer"))
    readers.reads(readers.sit("Stage", None, "observer", stage=True))
    for name, (_name, home) in zip(NAMES, PEOPLE, strict=True):
        readers.sit(wired(name), home)
    readers.expect = 5
    readers.play()
    return readers


def wired(name: str) -> str:
    """Return a name as a server is sent it."""
    join: Join = decode(encode(Join(name=name, home="it")), Join)
    return join.name


def test_what_is_read_is_clean_and_short(readers: Readers) -> None:
    assert readers.did, "somebody has said something"
    for reader in readers.at.values():
        assert sum("[@click=app.quit]x[/]" in line for line in reader.read) > 5
        assert not [line for line in reader.read if not is_clean(line)]
        assert not [line for line in reader.read if len(line) > LINE]


def test_what_one_types_oneself_comes_back_clean_and_short(readers: Readers) -> None:
    reader = next(iter(readers.at.values()))
    for line in (PASTED, HOSTILE, f"aha {PASTED}", f".{PASTED}", "9" * 10_000):
        before = len(reader.read)
        reader.types(line)
        said = reader.read[before:]
        assert said
        assert all(is_clean(one) and len(one) < LINE for one in said)


def test_nothing_that_comes_uncleaned_gets_through() -> None:
    assert is_clean(telling.spoken(PASTED))
    assert len(telling.spoken(PASTED)) <= telling.LONGEST
