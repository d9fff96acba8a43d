"""Lines of a text as what they are: items, headings, paragraphs, tables, the rest. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from turnabout_language import N_
from turnabout_server.authoring.importing.found import Span
from turnabout_server.authoring.importing.marks import marked

What = Literal["item", "heading", "text", "table", "rest"]

_HEADING: Final = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*)\Z|\s{0,3}h([1-6])\.\s+(\S.*)\Z")
_WIKIPEDIA: Final = re.compile(r"(={2,6}) ?([^=]+)\1\s*\Z")
_BOLD: Final = re.compile(r"\s*(\*\*|__)([^*_]{1,80}?)(\*\*|__)\s*:?\s*\Z")
_RULE: Final = re.compile(r"\s*([-*_=~–—])(?:\s*\1){2,}\s*\Z")
_FENCE: Final = re.compile(r"\s*(```|~~~|\{code\b[^}]*\}\s*\Z|\{noformat\}\s*\Z)")
_TAGS: Final = re.compile(
    r"\s*(?:</?[a-zA-Z][^<>]{0,200}>\s*)+\Z|\s*\{/?[a-z][a-z-]*(?::[^{}]*)?\}\s*\Z"
)
_MEDIA: Final = re.compile(
    r"\s*(?:!?\[[^\]]{0,200}\]\([^)]*\)|!\S+!|<?(?:https?|mailto|file):\S+>?|\[\[[^\]]*\]\])\s*\Z"
)
_REST: Final = ((_TAGS, N_("a mark of the page")), (_MEDIA, N_("a link or a picture")))
_ROW: Final = re.compile(r"\s*\|.*\|")
_DELIMITER: Final = re.compile(r"\s*\|?(?:\s*:?-{1,}:?\s*\|)+\s*(?::?-{1,}:?)?\s*\Z")
_WIKI: Final = re.compile(r"(?m)^(?:h[1-6]\.\s|\*{2,}\s|\{[a-z]+[:}])")
_LONGEST: Final = 1000
"""Most characters of a line that can be a heading and the like."""
_BACK: Final = 100
"""Most items among which the one is looked for that a paragraph belongs to."""
_DEEPEST: Final = 12
"""Deepest nesting of items; what is deeper counts as this deep."""
_FRONT: Final = 60
"""Most lines of a page's front matter."""
_WRAPPED: Final = 60
"""Characters of a line after which the next one may be the rest of it."""


@dataclass
class Block:
    """A piece of the text."""

    what: What
    first: int
    last: int
    text: str = ""
    """Of an item or a text its first paragraph; of the rest, why it is left out."""
    more: list[str] = field(default_factory=list)
    """Its other paragraphs."""
    indent: int = 0
    mark: str = ""
    level: int = 0
    """Of a heading, from 1."""
    rows: list[tuple[Span, list[str]]] = field(default_factory=list)
    """Of a table."""
    dividers: list[Span] = field(default_factory=list)
    """The lines between the rows of a table."""

    @property
    def at(self) -> Span:
        """Its lines."""
        return Span(self.first, self.last)


def is_page(text: str, ending: str) -> bool:
    """Return whether `text` is a page: prose is prose there; else a line is as good as an item."""
    if ending in (".md", ".markdown", ".mdx") or text.startswith("---\n"):
        return True
    short = (line for line in text.split("\n") if len(line) <= _LONGEST)
    return any(_HEADING.match(line) or _WIKIPEDIA.match(line) or _ROW.match(line) for line in short)


def blocks(lines: Sequence[str], *, page: bool) -> list[Block]:
    """Return the blocks of `lines`, in their order. Blank lines are in none of them."""
    return _Outline(lines, page=page).read()


class _Outline:
    def __init__(self, lines: Sequence[str], *, page: bool) -> None:
        self._lines = lines
        self._page = page
        self._wiki = _WIKI.search("\n".join(lines)) is not None
        self._found: list[Block] = []
        self._gap = True
        self._endless = set[str]()
        """Marks whose end does not come any more."""

    def read(self) -> list[Block]:
        number = self._front_matter()
        while number < len(self._lines):
            line = self._lines[number]
            if not line.strip():
                self._gap = True
                number += 1
                continue
            long = len(line) > _LONGEST
            number = self._text(number, line) if long else self._whole(number) or self._line(number)
            self._gap = False
        return self._found

    def _add(self, what: What, first: int, last: int, text: str = "", *, level: int = 0) -> int:
        """Add a block of the lines from index `first` up to and without `last`, and return that."""
        self._found.append(Block(what, first + 1, last, text, level=level))
        return last

    def _front_matter(self) -> int:
        if not self._lines or self._lines[0].strip() != "---":
            return 0
        for number, line in enumerate(self._lines[1 : _FRONT + 1], 1):
            if line.strip() in ("---", "..."):
                return self._add("rest", 0, number + 1, N_("the page's front matter"))
        return 0

    def _whole(self, number: int) -> int:
        """Read what is more than one line, or no text; return where it ends, 0 for none of it."""
        line = self._lines[number]
        if fence := _FENCE.match(line):
            return self._add("rest", number, self._end(number, fence[1][:3]), N_("code"))
        if line.lstrip().startswith("<!--"):
            return self._add("rest", number, self._end(number, "-->", here=True), N_("a comment"))
        if _ROW.match(line) or self._is_bare_table(number):
            return self._table(number)
        return 0

    def _end(self, number: int, mark: str, *, here: bool = False) -> int:
        """Return the index behind the line with `mark` that ends what begins in line `number`."""
        if mark not in self._endless:
            for end in range(number if here else number + 1, len(self._lines)):
                if mark in self._lines[end]:
                    return end + 1
            self._endless.add(mark)
        return number + 1

    def _is_bare_table(self, number: int) -> bool:
        following = self._lines[number + 1][:_LONGEST] if number + 1 < len(self._lines) else ""
        return "|" in self._lines[number] and "|" in following and bool(_DELIMITER.match(following))

    def _table(self, number: int) -> int:
        block = Block("table", number + 1, number)
        while number < len(self._lines) and "|" in (line := self._lines[number]):
            if len(line) <= _LONGEST and _DELIMITER.match(line):
                block.dividers.append(Span(number + 1, number + 1))
            else:
                block.rows.append((Span(number + 1, number + 1), _cells(line)))
            number += 1
        block.last = number
        self._found.append(block)
        return number

    def _line(self, number: int) -> int:
        line = self._lines[number]
        before = self._found[-1] if self._found else None
        if _RULE.match(line):
            if before is not None and self._is_under(before, line):
                before.what, before.level, before.last = "heading", 2, number + 1
                return number + 1
            return self._add("rest", number, number + 1, N_("a line that divides"))
        for pattern, why in _REST:
            if pattern.match(line):
                return self._add("rest", number, number + 1, why)
        heading = _HEADING.match(line)
        if heading and not (heading[1] and self._wiki):
            level = len(heading[1]) if heading[1] else int(heading[3])
            text = heading[2] if heading[1] else heading[4]
            return self._add("heading", number, number + 1, text.rstrip("# "), level=level)
        if heading := _WIKIPEDIA.match(line):
            return self._add("heading", number, number + 1, heading[2], level=len(heading[1]))
        if heading := _BOLD.match(line):
            return self._add("heading", number, number + 1, heading[2], level=6)
        return self._text(number, line)

    def _is_under(self, before: Block, line: str) -> bool:
        """Return whether `line` makes a heading of the line above it."""
        said = before.what in ("item", "text") and not before.mark
        return said and before.first == before.last and not self._gap and line.strip()[0] in "-="

    def _text(self, number: int, line: str) -> int:
        indent, mark, text = marked(line, wiki=self._wiki)
        before = self._found[-1] if self._found else None
        if not text:
            return self._add("rest", number, number + 1, N_("nothing behind its bullet"))
        if not mark and before is not None and self._goes_on(before, indent, text):
            owner = self._owner(indent) if self._gap else before
            if self._gap and owner is not None:
                owner.more.append(text)
            elif before.more:
                before.more[-1] += f" {text}"
            else:
                before.text += f" {text}"
            (owner or before).last = before.last = number + 1
            return number + 1
        what: What = "item" if mark or not self._page else "text"
        self._found.append(Block(what, number + 1, number + 1, text, indent=indent, mark=mark))
        return number + 1

    def _owner(self, indent: int) -> Block | None:
        """Return the item to which a paragraph at `indent` belongs."""
        for block in reversed(self._found[-_BACK:] if indent else ()):
            if block.what != "item":
                return None
            if block.mark and block.indent < indent:
                return block
        return None

    def _goes_on(self, before: Block, indent: int, text: str) -> bool:
        """Return whether a line without a mark belongs to what stands before it."""
        if before.what not in ("item", "text"):
            return False
        if self._gap:
            return bool(before.mark) and self._owner(indent) is not None
        if before.what == "text" or (before.mark and (self._page or indent > before.indent)):
            return True
        last = self._lines[before.last - 1].strip()
        return len(last) >= _WRAPPED and text[:1].islower()


def _cells(line: str) -> list[str]:
    inner = line.strip().replace("||", "|")
    cells = re.split(r"(?<!\\)\|", inner.removeprefix("|").removesuffix("|"))
    return [cell.replace("\\|", "|").strip() for cell in cells]


def nested(found: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    """Yield each block with its depth below the items above it.

    A single column is no depth: pasting leaves one here and there.
    """
    above: list[Block] = []
    for block in found:
        if block.what != "item":
            above = []
            yield 0, block
            continue
        while above and (above[-1].indent + 1 >= block.indent or len(above) >= _DEEPEST):
            above.pop()
        yield len(above), block
        above.append(block)
