"""docs/scenarios.md shows what its commands print. `make docs` writes it anew."""

from docs.console import PAGE, page


def test_the_page_shows_what_its_commands_print() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make docs"
