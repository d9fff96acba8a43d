"""Find every sentence for the catalogues, and bring those up to date: `make messages`.

The code marks its sentences with `_`, `n_` and `N_`. The help of the command stands where it is
kept anyway: in the table of verbs, and in the docstrings that describe their options. Agenda files
are in English, too: all their fields are read, except those named here.
"""

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import docstring_parser
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
CATALOGUES: Final = Path(__file__).parent / "turnabout_language" / "catalogues"
COMMAND: Final = "turnabout"
PACKAGES: Final = (
    COMMAND,
    "protocol/turnabout_protocol",
    "server/turnabout_server",
    "client/turnabout_client",
)
KEYWORDS: Final[dict[str, Any]] = {"_": None, "N_": None, "n_": (1, 2)}
HEADER: Final = "# Turnabout, {}. The sentences come from the code: `make messages`."
NOT_READ: Final = frozenset({"activity", "first", "id", "measure", "sheet", "speakers", "whose"})
"""Fields of an agenda that hold no sentence."""
KEYWORDS_READ: Final = frozenset({"options"})
"""Fields that hold sentences in a list, and a keyword when they hold one text."""


def template() -> Catalog:
    """Return all sentences that there are, with the files they stand in."""
    found = Catalog(project="Turnabout", charset="utf-8", fuzzy=False)
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            where = file.relative_to(ROOT).as_posix()
            module = ast.parse(file.read_text("utf-8"))
            for said in _marked(module):
                found.add(said, locations=[(where, 0)])
            for said in _help(module) if package == COMMAND else ():
                found.add(said, locations=[(where, 0)])
        for file in sorted((ROOT / package).rglob("*.html")):
            where = file.relative_to(ROOT).as_posix()
            options = {"silent": "false"}
            method = "jinja2.ext:babel_extract"
            for _, message, comments, _ in extract_from_file(
                method, file, keywords=KEYWORDS, options=options
            ):
                found.add(message, locations=[(where, 0)], auto_comments=comments)
    for file in sorted((ROOT / "scenarios" / "agendas").glob("*.yaml")):
        where = file.relative_to(ROOT).as_posix()
        for sentence in _sentences(yaml.safe_load(file.read_text("utf-8")), ""):
            found.add(sentence, locations=[(where, 0)])
    return found


def _marked(module: ast.Module) -> Iterator[str | tuple[str, str]]:
    """Yield the marked sentences of a module, also those inside f-strings, which Babel may miss."""
    for node in ast.walk(module):
        match node:
            case ast.Call(
                func=ast.Name(id="n_"),
                args=[ast.Constant(value=str(one)), ast.Constant(value=str(many)), *_],
            ):
                yield one, many
            case ast.Call(func=ast.Name(id="_" | "N_"), args=[ast.Constant(value=str(said)), *_]):
                yield said


def _help(module: ast.Module) -> Iterator[str]:
    """Yield what the help says: what each verb does, and what its options mean."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id="Verb"), args=[_, ast.Constant(value=str(does)), *_]):
                yield does
            case ast.FunctionDef() | ast.ClassDef():
                for option in docstring_parser.parse(ast.get_docstring(node) or "").params:
                    yield " ".join((option.description or "").split())


def _sentences(value: Any, field: str) -> Iterator[str]:
    match value:
        case dict():
            for key, inner in value.items():
                if key not in KEYWORDS_READ or not isinstance(inner, str):
                    yield from _sentences(inner, key)
        case list():
            for inner in value:
                yield from _sentences(inner, field)
        case str() if field not in NOT_READ and any(c.isalpha() for c in value):
            yield value


def translated(tag: str, source: Catalog) -> Catalog:
    """Return the catalogue of `tag` with exactly the sentences of `source`."""
    file = CATALOGUES / f"{tag}.po"
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=tag)
    catalogue.update(source, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """Return the sentences that have no translation."""
    return [_first(m.id) for m in catalogue if m.id and not _complete(m.string)]


def _complete(string: Any) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _first(id_: Any) -> str:
    return str(id_[0] if isinstance(id_, tuple | list) else id_)


def main() -> int:
    """Write the catalogues, and say what is missing in them."""
    source = template()
    for file in sorted(CATALOGUES.glob("*.po")):
        catalogue = translated(file.stem, source)
        stamp = datetime(2026, 1, 1, tzinfo=UTC)
        catalogue.header_comment = HEADER.format(file.stem)
        catalogue.creation_date = catalogue.revision_date = stamp
        with file.open("wb") as stream:
            write_po(stream, catalogue, width=100, sort_output=True, include_lineno=False)
        left = missing(catalogue)
        sys.stdout.write(f"{file.stem}: {len(source)} sentences, {len(left)} to translate\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
