"""Points of a text: its lists, and the tables in it. Pure.

What is nested below a heading is a point; what is nested below a point is the reason behind it. A
heading may be one, or an item or a line that is only the name of what stands below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from turnabout_language import N_, _
from turnabout_protocol.scenario import Kind
from turnabout_protocol.text import LINE
from turnabout_server.authoring.importing import words
from turnabout_server.authoring.importing.found import Found, Point, Span
from turnabout_server.authoring.importing.marks import kind_before, plain, sentence
from turnabout_server.authoring.importing.outline import Block, blocks, is_page, nested
from turnabout_server.authoring.importing.table import Row, take_table

_WHY_LEFT: Final[dict[words.Left, str]] = {
    "tasks": N_("something to be done"),
    "timeline": N_("part of a time line"),
    "thanks": N_("thanks"),
    "people": N_("who was there"),
    "links": N_("a link"),
    "details": N_("a detail of the meeting"),
}
_BY_NAME: Final = 7
"""Level of a heading that only its words tell: below those that are marked."""
_FEW: Final = 2
"""Most items below a point that are its reason; more of them are points."""
_LABEL: Final = 3
"""Most words of an item that only names what is nested below it."""
_TITLE: Final = 6
"""Most words of a line above a list that is its heading."""
_POINT: Final = 4
"""Fewest words of a line without a mark that is a point where others have marks."""
_ASKS: Final = (
    "what",
    "how",
    "where",
    "was ",
    "wie ",
    "wo ",
    "qu'",
    "qu’",
    "que ",
    "comment ",
    "où ",
)


@dataclass
class _Node:
    block: Block
    below: list["_Node"] = field(default_factory=list)

    @property
    def at(self) -> Span:
        last = self.block.last
        return Span(self.block.first, max([last, *(node.at.last for node in self.below)]))

    @property
    def text(self) -> str:
        return plain(self.block.text)

    @property
    def all(self) -> str:
        """Everything said here and below, for showing."""
        own = [self.block.text, *self.block.more]
        return " ".join([*own, *(node.all for node in self.below)])

    @property
    def reasons(self) -> list[str]:
        """Everything below the first paragraph, each a text."""
        own = [plain(text) for text in self.block.more]
        return own + [text for n in self.below for text in (plain(n.block.text), *n.reasons)]


@dataclass
class _Section:
    level: int
    kind: Kind | None
    left: words.Left | None


def take_page(found: Found, text: str, ending: str) -> None:
    """Put the points of `text`, from a file whose name ends in `ending`, into `found`."""
    lines = text.split("\n")
    page = is_page(text, ending)
    _Page(found, blocks(lines, page=page)).take()
    why = _("text between the lists") if page else _("no point of a list")
    found.settle(
        _("There are no points but what is to be done and plain text, so those were taken."),
        enumerate(lines, 1),
        why,
    )


class _Page:
    def __init__(self, found: Found, there: Sequence[Block]) -> None:
        self._found = found
        self._sections: list[_Section] = []
        self._ended = False
        """Whether the mail had its closing words."""
        self._marks = any(block.mark for block in there)
        self._nodes = _tree(there)

    def take(self) -> None:
        self._take(self._nodes)

    def _take(self, nodes: Sequence[_Node]) -> None:
        for index, node in enumerate(nodes):
            block = node.block
            following = nodes[index + 1].block if index + 1 < len(nodes) else None
            before = nodes[index - 1].block if index else None
            match block.what:
                case "rest":
                    self._found.leave(block.at, _(block.text), "")
                case "heading":
                    self._open(plain(block.text), block.level)
                    self._found.leave(block.at, _("a heading"), block.text)
                case "table":
                    for at in block.dividers:
                        self._found.leave(at, _("a line that divides"), "")
                    rows = [Row(at, [plain(cell) for cell in cells]) for at, cells in block.rows]
                    left = self._left
                    if left is not None or not take_table(self._found, rows, self._kind):
                        why = _(_WHY_LEFT[left or "details"])
                        for row in rows:
                            self._found.leave(row.at, why, " | ".join(row.cells), people=True)
                case _:
                    self._said(node, before, following)

    @property
    def _kind(self) -> Kind | None:
        return next((one.kind for one in reversed(self._sections) if one.kind), None)

    @property
    def _left(self) -> words.Left | None:
        return next((one.left for one in reversed(self._sections) if one.left), None)

    def _open(self, name: str, level: int) -> None:
        """Begin the section called `name`."""
        while self._sections and self._sections[-1].level >= level:
            self._sections.pop()
        name = name.strip(" :")
        self._sections.append(_Section(level, words.kind_named(name), words.section(name)))

    def _said(self, node: _Node, before: Block | None, following: Block | None) -> None:
        text = node.text
        if not text:
            self._take(node.below)
        if not text or self._aside(node, text):
            return
        if node is self._nodes[0] and self._is_title(node, following):
            self._found.leave(node.block.at, _("the title"), text)
            self._take(node.below)
        elif self._is_heading(node, text, before, following):
            self._found.leave(node.block.at, _("a heading"), text)
            around = list(self._sections)
            self._open(text, _BY_NAME)
            if node.below:
                self._take(node.below)
                self._sections = around
        else:
            self._point(node, text)

    def _aside(self, node: _Node, text: str) -> bool:
        """Leave out what is about the meeting, the page or the mail; return whether it was."""
        key, colon, value = text.partition(":")
        loose = not node.block.mark
        if colon and (words.is_detail(key) or self._is_short(key, value)):
            people = words.section(key) == "people"
            if loose and not value.strip() and not node.below:
                self._open(key, _BY_NAME)
                self._found.leave(node.block.at, _("a heading"), text)
                return True
            if loose or people or words.is_date(value) or self._is_short(key, value):
                why = _WHY_LEFT["people" if people else "details"]
                self._found.leave(node.at, _(why), node.all, people=True)
                return True
        if words.is_date(text) and not node.below:
            self._found.leave(node.at, _("a date"), text)
        elif loose and words.is_greeting(text):
            self._found.leave(node.at, _("a greeting"), node.all, people=True)
        elif loose and (self._ended or words.is_closing(text)):
            self._found.leave(node.at, _("the end of a mail"), node.all, people=self._ended)
            self._ended = True
        else:
            return False
        return True

    @staticmethod
    def _is_short(key: str, value: str) -> bool:
        """Return whether an item says who, when or how many, and nothing else."""
        says = words.is_column(words.PEOPLE, key) or words.is_column(words.OTHER, key)
        return says and 0 < len(value.split()) <= _LABEL

    def _is_title(self, node: _Node, following: Block | None) -> bool:
        block = node.block
        if block.mark or block.what != "item" or node.text[-1:] in ".!?":
            return False
        key, colon, _value = following.text.partition(":") if following else ("", "", "")
        return bool(colon and words.is_detail(key)) or (
            self._marks and following is not None and not following.mark
        )

    def _is_heading(
        self, node: _Node, text: str, before: Block | None, following: Block | None
    ) -> bool:
        """Return whether `text` only names what stands below it."""
        block = node.block
        if block.what == "text" and not text.endswith(":"):
            return False
        name = text.rstrip(" :")
        has_name = words.is_heading(name) and (not block.mark or bool(node.below))
        if node.below:
            count, below = len(text.split()), len(node.below[0].text.split())
            short = count <= _LABEL and text[-1:] not in ".!"
            short = short and (len(node.below) > 1 or below > count)
            asks = text.endswith("?") and text.casefold().startswith(_ASKS)
            return has_name or text.endswith(":") or short or asks
        if following is None:
            return False
        if text.endswith(":"):
            return True
        if not block.mark:
            above = bool(following.mark) and len(text.split()) <= _TITLE and text[-1:] not in ".!"
            return has_name or above
        if before is not None and before.mark == "number":
            return False
        # “1. Doors”, and its points with other marks at the same indentation.
        other = following.what == "item" and following.mark not in ("", block.mark)
        return (
            block.mark == "number"
            and other
            and (words.is_heading(name) or len(text.split()) <= _LABEL)
        )

    def _point(self, node: _Node, text: str) -> None:
        left, block = self._left, node.block
        if left is not None and left != "tasks":
            people = left in ("people", "thanks")
            self._found.leave(node.at, _(_WHY_LEFT[left]), node.all, people=people)
            return
        loose = block.what == "item" and not block.mark and self._marks
        if loose and not node.below and len(text.split()) < _POINT:
            self._found.leave(node.at, _("no point of a list"), text)
            return
        kind, text = kind_before(text)
        why = " ".join(node.reasons)
        apart = len(node.below) > _FEW or len(why) > LINE
        if apart:
            why = " ".join(plain(one) for one in block.more)
        at = block.at if apart else node.at
        point = Point(at, sentence(text), kind or self._kind, why)
        if left == "tasks":
            self._spare(point, _(_WHY_LEFT[left]))
        elif block.what == "text":
            self._spare(point, _("text between the lists"))
        else:
            self._found.points.append(point)
        if apart:
            self._take(node.below)

    def _spare(self, point: Point, why: str) -> None:
        left = Found()
        left.leave(point.at, why, f"{point.text} {point.why}")
        if len(point.text) > LINE:
            self._found.left += left.left
        else:
            self._found.spare.append((point, left.left[0]))


def _tree(there: Sequence[Block]) -> list[_Node]:
    roots: list[_Node] = []
    above: list[_Node] = []
    for depth, block in nested(there):
        node = _Node(block)
        del above[depth:]
        (above[-1].below if above else roots).append(node)
        above.append(node)
    return roots
