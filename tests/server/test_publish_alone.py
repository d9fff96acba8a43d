"""Only `publish` publishes: nobody else makes what it makes, or reads single answers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVER = Path(__file__).parents[2] / "server" / "turnabout_server"
MODULES = sorted(SERVER.rglob("*.py"))

PUBLISHED = {
    "Accuracy", "Alignment", "Arrow", "Attitude", "BlindSpot", "CardFate", "Figure", "Results",
    "Slip", "Tally", "Understood",
}  # fmt: skip
"""What only `publish` may make."""

SECRETS = {
    "PollVault": {"after/answers", "after/publish", "rules/activities/poll"},
    "RankOwn": {"after/scoring", "rules/activities/rank"},
    "SceneVault": {"after/scoring", "rules/flags", "rules/listening", "rules/undoing"},
}
"""Who may read what single people answered: the rules that keep it, and the scores."""


def name(path: Path) -> str:
    return path.relative_to(SERVER).with_suffix("").as_posix()


def names_in(path: Path) -> Iterator[str]:
    """Yield every name that a module calls, imports from, or takes from another one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=called)) | ast.Call(func=ast.Attribute(attr=called)):
                yield called


def imports_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.Import(names=names):
                yield from (alias.name for alias in names)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_other_module_makes_what_is_published(path: Path) -> None:
    if not name(path).startswith("after/publish/"):
        made = PUBLISHED & set(names_in(path))
        assert not made, f"{name(path)} makes {made}: let turnabout_server.after.publish do that"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_other_module_reads_scores_or_single_answers(path: Path) -> None:
    imported = set(imports_in(path))
    if not name(path).startswith(("after/publish/", "after/scoring/")):
        single = ("turnabout_server.after.scoring", "turnabout_server.after.answers")
        assert not [i for i in imported if i.startswith(single)]
    for secret, readers in SECRETS.items():
        if any(i.endswith(f".{secret}") for i in imported):
            assert name(path).startswith(tuple(readers)), f"{name(path)} reads {secret}"


def test_the_test_would_see_it() -> None:
    assert {
        called for path in (SERVER / "after" / "publish").glob("*.py") for called in names_in(path)
    } >= PUBLISHED
    for secret in SECRETS:
        assert any(i.endswith(f".{secret}") for path in MODULES for i in imports_in(path))
