"""The pages of docs/ show what their commands print. `make docs` writes them anew."""

from pathlib import Path

import pytest

from docs.console import PAGES, page


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_the_page_shows_what_its_commands_print(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == page(file), "run: make docs"
