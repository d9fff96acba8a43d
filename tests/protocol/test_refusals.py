"""Every refusal has its line in the table, and so in the page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import turnabout_server
from turnabout_protocol.refusals import REFUSALS

SERVER = Path(turnabout_server.__file__).parent


def refused(tree: ast.AST) -> Iterator[str]:
    """Yield the codes that a module refuses with."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="Refusal") | ast.Attribute(attr="Refusal"),
                args=[ast.Constant(value=str(code)), *_],
            ):
                yield code
            case ast.keyword(arg="code", value=ast.Constant(value=str(code))):
                yield code


def test_the_table_has_what_the_server_refuses_with_and_nothing_else() -> None:
    sources = (file.read_text(encoding="utf-8") for file in SERVER.rglob("*.py"))
    used = {code for source in sources for code in refused(ast.parse(source))}
    assert used == set(REFUSALS)
    assert [*REFUSALS] == sorted(REFUSALS)
