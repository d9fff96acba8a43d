"""The help, and what is wrong with a command, in the reader's language."""

import re
from collections.abc import Iterator

import pytest
from cyclopts import App

from tests.turnabout.command import turnabout
from turnabout.command import build
from turnabout.helping import FOUND, asked, page
from turnabout.main import main
from turnabout.manual import pages
from turnabout_language import LANGUAGES, SOURCE, speaking, translated

OTHERS = [tag for tag in LANGUAGES if tag != SOURCE]
SAME = {"Arguments", "Options"}
"""What reads the same in a language that has it, too."""


def verbs(app: App) -> Iterator[App]:
    """Yield the command and all its verbs."""
    yield app
    for name in app:
        if not name.startswith("-"):
            yield from verbs(app[name])


def texts(app: App) -> Iterator[str]:
    """Yield what the help of `app` says in words: a paragraph each, without the example."""
    yield app.help.partition("\n\n")[0]
    if app.default_command is None:
        return
    for argument in app.assemble_argument_collection(parse_docstring=True):
        if argument.show:
            assert argument.parameter.help, argument.name
            yield from argument.parameter.help.split("\n\n")


@pytest.mark.parametrize("tag", OTHERS)
def test_every_word_of_the_help_is_there_in_every_language(tag: str) -> None:
    said = {text for app in verbs(build()) for text in texts(app)} | {*FOUND}
    with speaking(tag):
        missing = {text for text in said if translated(" ".join(text.split())) is None}
    assert missing <= SAME


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("de", ("Aufruf: turnabout join [OPTIONEN] [ARGUMENTE]", "Beispiel: turnabout join http")),
        ("fr", ("Usage : turnabout join [OPTIONS]", "Exemple : turnabout join http")),
    ],
)
def test_the_help_speaks_the_language_of_the_system_or_the_one_that_is_chosen(
    tag: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in (("LC_ALL", f"{tag}_XX.UTF-8"), ("TURNABOUT_LANGUAGE", tag)):
        monkeypatch.setenv(variable, value)
        told = turnabout("join", "--help").stdout.replace("\u00a0", " ")
        assert all(said in told for said in words)
        assert "The link you were given" not in told
        assert "Display this message" not in told


def test_what_an_option_takes_is_told_in_the_same_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNABOUT_LANGUAGE", "de")
    main(["scenario", "check", "--help"])
    told = capsys.readouterr().out
    assert "[nötig]" in told
    main(["report", "--help"])
    assert "[eins von: md, html" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("dmo",), "Einen Befehl „dmo“ gibt es nicht. Meintest du demo?"),
        (("host", "--minuts", "1"), "Eine Option --minuts gibt es nicht. Meintest du --minutes?"),
        (("scenario", "check"), "FILE fehlt."),
        (("join", "--name"), "--name braucht einen Wert."),
        (("demo", "--players", "viele"), "--players ist eine ganze Zahl, und „viele“ ist keine."),
        (("demo", "--home", "xy"), "--home kann nicht „xy“ sein. Es geht: business, it."),
        (("demo", "--seed", "1", "--seed", "2"), "--seed geht nur einmal."),
        (("join", "a", "b"), "„b“ bedeutet hier nichts."),
    ],
)
def test_what_is_wrong_with_a_command_is_one_sentence_in_that_language(
    arguments: tuple[str, ...],
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TURNABOUT_LANGUAGE", "de")
    assert main(list(arguments)) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"turnabout: {says} Mehr dazu: turnabout ")
    assert told.count("\n") == 1


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("width", [34, 80, 160])
def test_no_line_of_the_help_is_wider_than_the_terminal(tag: str, width: int) -> None:
    with speaking(tag):
        for verb in pages():
            wide = [line for line in page(verb, width).splitlines() if len(line) > width]
            # A link is never broken: it is there to be copied.
            assert not [line for line in wide if "://" not in line], verb


def test_colours_change_no_word_of_it() -> None:
    inked = page("scenario check", 80, colours=True)
    assert "\x1b[36mFILE" in inked
    assert re.sub(r"\x1b\[\d+m", "", inked) == page("scenario check", 80)


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ((), ""),
        (("--help",), ""),
        (("--help", "join"), "join"),
        (("join", "-h", "--name"), "join"),
        (("join", "--", "--help"), None),
        (("scenario",), "scenario"),
        (("scenario", "list"), None),
        (("scenario", "list", "--help"), "scenario list"),
        (("promises",), None),
        (("promises", "done", "-h"), "promises done"),
        (("dmo", "--help"), None),
        (("scenario", "chek", "--help"), None),
        (("--version",), None),
    ],
)
def test_who_asks_for_help_and_for_which(words: tuple[str, ...], verb: str | None) -> None:
    assert asked(words) == verb
