"""What a browser sends is what it likes: only what fits the question is an answer. Pure."""

from turnabout_client.dialogue.shapes import Answers, Ask, Text


def fitting(ask: Ask, answers: Answers) -> Answers:
    """Return what of `answers` has the shape that the fields of `ask` have."""
    found: dict[str, str | tuple[str, ...]] = {}
    for field in ask.fields:
        given = answers.get(field.key)
        if given is not None and isinstance(given, str) == isinstance(field, Text):
            found[field.key] = given
    return found
