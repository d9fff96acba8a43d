"""A whole session in German, or in French, has no English sentence in it: neither in what bots say
and write, nor in the report. What the screens add to that is in test_tui_languages.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from babel.messages.pofile import read_po

from tests.support.minds import Minds
from tests.support.table import SESSION, Table
from turnabout_language import speaking
from turnabout_protocol.room import HouseRules
from turnabout_server.after.report import build, markdown
from turnabout_server.authoring.scenarios import find_agenda, find_scenario

WORDS = 3
"""A sentence has so many words at least; shorter ones are the same in other languages."""
BLANK = re.compile(r"\{[a-z0-9_]+\}")


@cache
def english(language: str) -> frozenset[str]:
    """Return every stretch of an English sentence that `language` says in another way."""
    file = files("turnabout_language") / "catalogues" / f"{language}.po"
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    found = set()
    for message in catalogue:
        both = [message.id] if isinstance(message.id, str) else [*message.id]
        for text in both:
            stretches = (part.strip(" .,:;“”") for part in BLANK.split(text))
            found |= {part for part in stretches if len(part.split()) >= WORDS}
    return frozenset(found)


def strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from strings(inner)
        case list() | tuple():
            for inner in value:
                yield from strings(inner)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_a_whole_session_of_bots_says_and_keeps_no_english_sentence(language: str) -> None:
    house = HouseRules(opened_on="2026-03-02", demo=True, language=language)
    table = Table(
        players=6,
        facilitators=1,
        house=house,
        agenda=find_agenda("45"),
        scenario=find_scenario("missed-target", language),
    )
    minds = Minds(table, expect=6)
    minds.play()
    assert minds.refused == []
    said = [text for *_, did in minds.did for text in strings(msgspec.to_builtins(did))]
    with speaking(language):
        said.append(markdown(build(table.room, SESSION)))
    whole = "\n".join(said)
    assert len(whole) > 10_000
    assert [sentence for sentence in english(language) if sentence in whole] == []


@pytest.mark.parametrize("language", ["de", "fr"])
def test_it_would_be_found(language: str) -> None:
    assert "Make yourself at home" in english(language)
    assert len(english(language)) > 800
