"""Plain lines: read the same as by the library, and without it."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from inspect import signature
from typing import Any, Final

import pytest
from cyclopts import CycloptsError
from hypothesis import given
from hypothesis import strategies as st

from turnabout.command import build
from turnabout.manual import Page, Place, pages
from turnabout.reading import Call, plain

VERBS: Final = sorted(verb for verb, page in pages().items() if page.runs)
WORDS: Final = ("people", "7", "-", "x=1", "it", "de", "a b", "--", "md")


def by_the_library(words: Sequence[str]) -> Any:
    """Return the function and all that it is called with; None: the line is wrong."""
    try:
        run, bound, _ignored = build().parse_args(words, exit_on_error=False, print_error=False)
    except CycloptsError:
        return None
    bound.apply_defaults()
    return run, bound.arguments


def by_us(call: Call) -> Any:
    module, _colon, name = call.runs.partition(":")
    run = getattr(import_module(module), name)
    bound = signature(run).bind(*call.places, **call.options)
    bound.apply_defaults()
    return run, bound.arguments


def fitting(place: Place) -> st.SearchStrategy[str]:
    return st.sampled_from(place.choices or WORDS)


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Lines that are right, nearly right, and wrong."""
    verb = draw(st.sampled_from(VERBS))
    page: Page = pages()[verb]
    words = [draw(fitting(place)) for place in page.places[: draw(st.integers(0, 3))]]
    options = sorted(page.options.items())
    for name, place in draw(st.lists(st.sampled_from(options), max_size=3)) if options else ():
        value = [] if place.kind == "flag" else [draw(fitting(place))]
        at = draw(st.integers(0, len(words)))
        words[at:at] = [name, *value]
    words += draw(st.lists(st.sampled_from((*WORDS, "--foo", "--help")), max_size=1))
    return [*verb.split(), *words]


@given(lines())
def test_what_is_plain_means_the_same_to_the_library(words: list[str]) -> None:
    call = plain(words)
    if call is not None:
        assert by_us(call) == by_the_library(words)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_runs_what_the_library_runs(verb: str) -> None:
    module, _colon, name = pages()[verb].runs.partition(":")
    _names, apps, _rest = build().parse_commands(verb.split())
    assert getattr(import_module(module), name) is apps[-1].default_command


@pytest.mark.parametrize(
    "words",
    [
        ("scenario", "list"),
        ("scenario", "list", "--language", "de"),
        ("demo", "--players", "4", "--scenario", "asset-valve"),
        ("join", "wss://play.example/join/7F3K2QMX9TRVH4WZ", "--name", "Kim", "--plain"),
        ("report", "--format", "json", "a18b869b2e81"),
        ("promises", "--all"),
    ],
)
def test_what_people_type_most_is_plain(words: tuple[str, ...]) -> None:
    call = plain(words)
    assert call is not None
    assert by_us(call) == by_the_library(words)


def imported(*words: str) -> Iterator[str]:
    """Yield the packages that a line imports."""
    code = "import sys; from turnabout.main import main; main(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    yield from {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


HEAVY: Final = frozenset(
    {"asyncio", "attrs", "babel", "cyclopts", "importlib_metadata", "msgpack", "msgspec", "regex",
     "rich", "ssl", "textual", "turnabout_client", "turnabout_protocol", "websockets", "yaml"}
)  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("join", "--help"),
        ("scenario",),
        ("scenario", "list"),
        ("scenario", "list", "--language", "de"),
        ("--version",),
    ],
)
def test_what_only_prints_imports_nothing_that_is_large(words: tuple[str, ...]) -> None:
    assert not HEAVY & {*imported(*words)}
