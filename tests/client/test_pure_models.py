"""What a screen says is decided without widgets; of Textual a model takes its text alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CLIENT = Path(__file__).parents[2] / "client" / "turnabout_client"
PURE = sorted(
    [
        *CLIENT.glob("activities/*/model.py"),
        *CLIENT.glob("activities/*/mind.py"),
        *CLIENT.glob("activities/*/dialogue.py"),
        CLIENT / "activities" / "plan" / "taking.py",
        CLIENT / "activities" / "scene" / "judging.py",
        CLIENT / "activities" / "scene" / "my_turn.py",
        *CLIENT.glob("console/*.py"),
        *(path for path in CLIENT.glob("dialogue/*.py") if path.name != "sitting.py"),
        CLIENT / "dialogue" / "lines" / "hearing.py",
        CLIENT / "dialogue" / "lines" / "telling.py",
        *CLIENT.glob("entrance/*model.py"),
        *CLIENT.glob("stage/*.py"),
        *CLIENT.glob("view/*.py"),
    ]
)


def modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module)):
                yield module
            case ast.Import(names=names):
                yield from (alias.name for alias in names)


def test_there_are_models() -> None:
    assert len(PURE) > 20


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.relative_to(CLIENT).as_posix())
def test_a_model_imports_no_widget(path: Path) -> None:
    textual = {m for m in modules(path) if m.split(".")[0] == "textual"}
    assert textual <= {"textual.content"}
    assert not [m for m in modules(path) if m.startswith(("turnabout_client.tui.kit", "asyncio"))]
