"""Lines break at spaces, but not before a French question mark."""

from textual.content import Content

from turnabout_client.tui.breaking import hold_together


def broken(text: str, width: int) -> list[str]:
    hold_together()
    return [line.plain for line in Content(text).wrap(width)]


def test_a_question_mark_stays_with_its_word() -> None:
    said = "Que serait une bonne journée\u00a0?"
    assert broken(said, 28) == ["Que serait une bonne", "journée\u00a0?"]


def test_quotes_stay_with_what_they_quote() -> None:
    assert broken("Il a dit «\u00a0oui\u00a0»", 10) == ["Il a dit", "«\u00a0oui\u00a0»"]


def test_other_spaces_break_lines_as_ever() -> None:
    assert broken("one two  three", 8) == ["one two", "three"]
