"""The documentation says what the code does."""

import importlib.util
from pathlib import Path
from typing import get_args

from docs import manpage, manual, privacy
from turnabout.manual import FILE, written
from turnabout_protocol.events import AnyEvent
from turnabout_protocol.room import snake
from turnabout_server.authoring import index
from turnabout_server.authoring.shelves import library

DOCS = Path(__file__).parents[1] / "docs"


def test_protocol_reference_is_what_the_types_say() -> None:
    spec = importlib.util.spec_from_file_location("reference", DOCS / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    assert reference.page() == reference.PAGE.read_text(encoding="utf-8"), "run: make docs"


def test_protocol_tells_what_every_event_changes() -> None:
    fold = (DOCS / "protocol.md").read_text(encoding="utf-8").partition("## The fold")[2]
    table = fold.partition("## Who may know what")[0]
    sent = [e for e in get_args(AnyEvent) if e.audience != "server"]
    assert not [e.__name__ for e in sent if f"`{snake(e.__name__)}`" not in table]


def test_the_notice_of_privacy_is_what_the_classes_say() -> None:
    assert privacy.page() == privacy.PAGE.read_text(encoding="utf-8"), "run: make docs"


def test_the_manual_and_the_list_of_the_library_are_what_the_code_and_the_files_say() -> None:
    made = manual.pages()
    assert written(made) == Path(FILE).read_text(encoding="utf-8"), "run: make docs"
    listed = (library() / index.NAME).read_text(encoding="utf-8")
    assert index.written() == listed, "run: make docs"


def test_the_manual_page_is_what_the_help_says() -> None:
    assert manpage.page() == manpage.PAGE.read_text(encoding="utf-8"), "run: make docs"
