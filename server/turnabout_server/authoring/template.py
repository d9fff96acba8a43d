"""A scenario to start from: a commented file that can be played, with examples to replace."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from string import Template
from typing import Annotated, Final

import yaml
from msgspec import Meta, Struct

from turnabout_protocol.codec import Malformed, convert
from turnabout_protocol.scenario import Label, Slug
from turnabout_server.authoring.mismatch import explain

_FILE: Final = Path(__file__).with_name("template.yaml")


class NewScenario(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has to be known about a scenario to begin its file."""

    id: Slug = "mine"
    title: Annotated[str, Meta(min_length=1, max_length=60)] = "Mine"
    business: Label = "Business"
    it: Label = "IT"
    tension: Annotated[str, Meta(min_length=1, max_length=240)] = "Two sides disagree."
    """What is between the two sides, in a sentence."""


def wrong(field: str, answer: str) -> str:
    """Return why `answer` does not fit `field` of NewScenario, as a sentence; empty: it does."""
    plain = {field: answer}
    try:
        convert(plain, NewScenario)
    except Malformed as problem:
        return explain(problem, NewScenario, plain, answer)[1]
    return ""


def slug(title: str) -> str:
    """Return an id that resembles `title`; empty when it has no letter that an id may have."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


def written(start: NewScenario, file: str) -> str:
    """Return the text of a new scenario file, which will be called `file`."""
    tension = start.tension if start.tension.endswith((".", "!", "?")) else f"{start.tension}."
    return Template(_FILE.read_text(encoding="utf-8")).substitute(
        file=file,
        id=_quoted(start.id),
        title=_quoted(start.title),
        business=start.business,
        it=start.it,
        business_label=_quoted(start.business),
        it_label=_quoted(start.it),
        tension=tension,
    )


@cache
def cards() -> frozenset[str]:
    """Return the texts of the example cards."""
    plain = yaml.safe_load(written(NewScenario(), "mine.yaml"))
    return frozenset(
        point["text"] for case in plain["sides"].values() for point in case["key_points"]
    )


def _quoted(text: str) -> str:
    # Quotes of JSON are quotes of YAML.
    return json.dumps(text, ensure_ascii=False)
