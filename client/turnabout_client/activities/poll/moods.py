"""Feelings as the room named them: in four rows, and before and after beside each other. Pure."""

import textwrap
from collections.abc import Sequence
from typing import Final, NamedTuple

from textual.content import Content

from turnabout_client.view.bars import bar
from turnabout_language import _, n_
from turnabout_protocol.activities.poll import MOODS, Poll, PollState, Question, Tally
from turnabout_protocol.room import Public

HEAD: Final = 13
"""Cells for the name of a row."""
GAP: Final = 2


class Asked(NamedTuple):
    """A question for feelings, with what the room answered."""

    text: str
    tally: Tally


def feels(question: Question) -> bool:
    """Return whether a question asks for feelings."""
    return question.options == "feelings"


def felt(public: Public, step: Poll) -> tuple[Asked, ...]:
    """Return what was felt in the polls up to `step`, in their order."""
    found = []
    for poll in public.agenda:
        state = public.steps.get(poll.id)
        if isinstance(poll, Poll) and isinstance(state, PollState):
            tallies = {tally.question: tally for tally in state.tallies or ()}
            found += [
                Asked(q.text, tallies[q.id]) for q in poll.tallied if feels(q) and q.id in tallies
            ]
        if poll.id == step.id:
            break
    return tuple(found)


def table(asked: Sequence[Asked], width: int, height: int = 0) -> Content:
    """Return four rows, a column for each question: how often a row was named, and its feelings.

    With air between the rows where it fits into `height` lines.
    """
    cells = max(8, (width - HEAD) // len(asked) - GAP)
    most = max((_sum(one.tally, words) for one in asked for _mood, words in MOODS), default=0)
    # The questions are beginnings of sentences; in a head their dots only take room.
    heads = [_wrapped(_(one.text).rstrip(" .…"), cells) for one in asked]
    people = [_wrapped(_people(one.tally), cells) for one in asked]
    parts = [_beside("", heads, cells, "bold") + _beside("", people, cells, "$quiet")]
    for mood, words in MOODS:
        columns = [_cell(one.tally, words, most, cells) for one in asked]
        parts.append(_beside(_(mood), columns, cells, ""))
    airy = sum(map(len, parts)) + len(MOODS) <= height
    between = [Content("")] if airy else []
    lines = [line for part in parts for line in (*between, *part)]
    return Content("\n").join(lines[len(between) :])


def _people(tally: Tally) -> str:
    if tally.hidden:
        return _("too few answered")
    return n_("{n} person answered.", "{n} people answered.", tally.n)


def _sum(tally: Tally, words: Sequence[str]) -> int:
    return sum(tally.counts.get(word, 0) for word in words)


def _cell(tally: Tally, words: Sequence[str], most: int, cells: int) -> list[str]:
    if tally.hidden:
        return [""]
    named = [(word, tally.counts[word]) for word in words if tally.counts.get(word)]
    if not named:
        return ["–"]
    n = sum(count for _word, count in named)
    told = ", ".join(f"{_(word)} {count}" for word, count in sorted(named, key=lambda w: -w[1]))
    return [f"{bar(n, most, cells - 4)} {n}", *_wrapped(told, cells)]


def _wrapped(text: str, cells: int) -> list[str]:
    return textwrap.wrap(text, cells) or [""]


def _beside(head: str, columns: Sequence[list[str]], cells: int, style: str) -> list[Content]:
    """Return a row: its name, then the lines of each column."""
    names = _wrapped(head, HEAD - 1)
    height = max(len(names), *(len(lines) for lines in columns))
    rows = []
    for i in range(height):
        name = names[i] if i < len(names) else ""
        parts: list[tuple[str, str]] = [(f"{name:<{HEAD}}", "bold $accent")]
        for lines in columns:
            line = lines[i] if i < len(lines) else ""
            shown = style or ("$accent" if i == 0 and len(lines) > 1 else "")
            parts.append((f"{line:<{cells + GAP}}", shown))
        rows.append(Content.assemble(*parts))
    return rows
