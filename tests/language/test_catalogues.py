"""Every sentence is in every catalogue, whole, and with the blanks it must have."""

import importlib.util
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from turnabout_language import LANGUAGES, SOURCE, _, language, n_, speaking, use
from turnabout_language.catalogue import closest
from turnabout_language.formats import day, number, weekday
from turnabout_protocol.activities.talk import Talk
from turnabout_server.authoring.scenarios import find_agenda

ROOT = Path(__file__).parents[2]
AGENDAS = sorted(file.stem for file in (ROOT / "scenarios" / "agendas").glob("*.yaml"))
TRANSLATED = [tag for tag in LANGUAGES if tag != SOURCE]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use(SOURCE)


def tool(name: str) -> ModuleType:
    """Return one of the programs beside the package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "language" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def extract() -> ModuleType:
    return tool("extract")


def catalogue(tag: str) -> Catalog:
    file = ROOT / "language" / "turnabout_language" / "catalogues" / f"{tag}.po"
    with file.open("rb") as stream:
        return read_po(stream, locale=tag)


def texts(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, tuple | list) else [str(value)]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def sentences(tag: str) -> list[Message]:
    return [message for message in catalogue(tag) if message.id]


@pytest.mark.parametrize("tag", TRANSLATED)
def test_catalogue_has_the_sentences_of_the_code(extract: ModuleType, tag: str) -> None:
    there = {texts(m.id)[0] for m in sentences(tag)}
    wanted = {texts(m.id)[0] for m in extract.template() if m.id}
    assert not wanted - there, "run: make messages, and translate"
    assert not there - wanted, "run: make messages"


@pytest.mark.parametrize("tag", TRANSLATED)
def test_what_programs_read_is_compiled_from_the_catalogue(tag: str) -> None:
    source = ROOT / "language" / "turnabout_language" / "catalogues" / f"{tag}.po"
    kept = source.with_suffix(".mo")
    assert kept.exists(), "run: make setup"
    wanted = BytesIO(tool("compiled").compiled(source))
    # Their heads name the version of the tool, which may be another where the package was built.
    assert said(BytesIO(kept.read_bytes())) == said(wanted), "run: make messages"


def said(compiled: BytesIO) -> dict[str, list[str]]:
    return {texts(m.id)[0]: texts(m.string) for m in read_mo(compiled) if m.id}


def test_nobody_who_speaks_a_language_pays_for_reading_catalogues_of_translators() -> None:
    code = (
        "import sys; from turnabout_language import use; use('de'); "
        "sys.exit('babel.messages' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_sentence_is_translated(extract: ModuleType, tag: str) -> None:
    assert not extract.missing(catalogue(tag))


@pytest.mark.parametrize("tag", TRANSLATED)
def test_translations_have_the_same_blanks(tag: str) -> None:
    wrong = []
    for message in sentences(tag):
        if not message.python_brace_format and "{" not in texts(message.id)[-1]:
            continue
        wanted = blanks(texts(message.id)[-1])
        # A singular may say "one" instead of its number.
        wrong += [t for t in texts(message.string) if not wanted - {"n"} <= blanks(t) <= wanted]
    assert not wrong


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_sentence_that_ends_or_begins_with_a_space_keeps_it(tag: str) -> None:
    for message in sentences(tag):
        first = texts(message.id)[0]
        for said in texts(message.string):
            assert first.startswith(" ") == said.startswith(" "), first
            assert first.endswith(" ") == said.endswith(" "), first


def test_the_language_is_spoken_for_a_while() -> None:
    with speaking("de-CH"):
        assert language() == "de"
        assert _("This session is over.") != "This session is over."
    assert language() == "en"
    assert _("This session is over.") == "This session is over."


def test_an_unknown_sentence_or_language_is_said_in_english() -> None:
    with speaking("xx"):
        assert _("Nobody has ever said {what}.", what="this") == "Nobody has ever said this."
    assert closest("fr_FR", LANGUAGES) == "fr"
    assert _("") == ""


def test_text_of_people_is_never_read_as_a_template() -> None:
    assert _("{name} left.", name="{0} {evil}") == "{0} {evil} left."
    assert n_("{n} of {who}", "{n} of {who}", 2, who="{n}") == "2 of {n}"


@pytest.mark.parametrize(
    ("tag", "long", "short", "many"),
    [
        ("en", "7 December 2026", "Monday, 7 December", "1,234.5"),
        ("de", "7. Dezember 2026", "Montag, 7. Dezember", "1.234,5"),
        ("fr", "7 décembre 2026", "lundi 7 décembre", "1\u202f234,5"),
    ],
)
def test_dates_and_numbers(tag: str, long: str, short: str, many: str) -> None:
    with speaking(tag):
        assert day(date(2026, 12, 7)) == long
        assert weekday(date(2026, 12, 7)) == short
        assert number(1234.5, 1) == many


@pytest.mark.parametrize("tag", TRANSLATED)
@pytest.mark.parametrize("name", AGENDAS)
def test_what_an_agenda_says_is_found_as_it_is_sent(tag: str, name: str) -> None:
    """Text is trimmed on its way: a starter that ended in a blank stayed English for everybody."""
    there = {texts(message.id)[0] for message in sentences(tag)}
    starters = [
        round_.starter
        for step in find_agenda(name).steps
        if isinstance(step, Talk)
        for round_ in step.rounds
        if round_.starter
    ]
    assert starters
    assert not set(starters) - there


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("C'est l'heure.", "C’est l’heure."),
        ("Prêts ? Oui ; ou non !", "Prêts\u00a0? Oui\u00a0; ou non\u00a0!"),
        ("« {name} » : {n}", "«\u00a0{name}\u00a0»\u00a0: {n}"),
        ("ws://127.0.0.1:8765 --because 'x'", "ws://127.0.0.1:8765 --because 'x'"),
    ],
)
def test_french_is_read_as_it_is_printed(typed: str, read: str) -> None:
    typeset = tool("compiled").typeset
    assert typeset("fr", typed) == read
    assert typeset("fr", read) == read
    assert typeset("de", typed) == typed
    assert typeset("de", "Bei mir ist ...") == "Bei mir ist …"


NAMED = "|".join(("name", "names", "owner", "partner", "real", "side", "mine", "theirs", "others"))
"""Blanks for what people or sides are called."""


def test_no_french_word_before_a_name_would_have_to_lose_its_vowel() -> None:
    loses = re.compile(
        rf"\b(?:de|que|le|la|je|ne|se|jusque|lorsque|puisque|si) \{{(?:{NAMED})\}}", re.I
    )
    said = (text for message in catalogue("fr") if message.id for text in texts(message.string))
    assert [text for text in said if loses.search(text)] == []
