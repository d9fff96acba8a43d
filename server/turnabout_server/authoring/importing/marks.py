"""Marks that stand before and in a line: bullets, numbers, boxes, bold, links. Pure."""

import re
from typing import Final, NamedTuple

from markdown_it import MarkdownIt

from turnabout_protocol.scenario import Kind
from turnabout_protocol.text import clean
from turnabout_server.authoring.importing.words import KINDS, MONTHS, kind_named

LONGEST: Final = 1000
"""Most characters of a line in which marks are looked for: no card is nearly as long."""
_BULLET: Final = (
    r"[-*+•◦‣⁃∙●○◌■□▪▫▬◆◇◊▶►▸▷➔➢➤➜→⇒»›·¤–—✓✔✗✘✕☐☑☒✅❌\ue000-\uf8ff](?=[^\S\n])"
    r"|[•◦‣●○■□▪▫◆◇➢➤►☐☑☒](?=\S)"
    r"|§(?=[^\S\n]+(?!\d))"
    r"|o(?=[^\S\n])"
)
_NUMBER: Final = (
    rf"\(?\d{{1,3}}[.)](?=[^\S\n]+(?!(?i:{MONTHS})\b))"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=[^\S\n]+[^\W\d_a-zß-ÿ])"
    r"|#(?=[^\S\n])"
)
# Abbreviations such as “z. B.” begin like a letter of a list.
_LETTER: Final = (
    r"\([a-zA-Z]\)(?=\s)|[a-zA-Z]\)(?=\s)|[a-z]\.(?=[^\S\n](?!\s*\w{1,2}\.))|[ivx]{2,4}[.)](?=\s)"
)
_MARK: Final = re.compile(rf"(?P<bullet>{_BULLET})|(?P<number>{_NUMBER})|(?P<letter>{_LETTER})")
_PARTS: Final = re.compile(r"\.\d")
"""What makes a number one of a part: 1.2 is below 1."""
_BOX: Final = re.compile(r"\[[ xX✓-]?\]\s+")
_QUOTE: Final = re.compile(r"(?:>[^\S\n]?)+")
_STARS: Final = re.compile(
    r"(?P<bullet>\*{2,6}|-{2,3})(?=[^\S\n]+\S)|(?P<number>#{2,6})(?=[^\S\n])"
)
_SIGNS: Final = re.compile(
    r"\A(?:[\U0001f000-\U0001faff\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff]\ufe0f?\s*)+"
)
_PREFIX: Final = re.compile(
    rf"\A[\[(]?({'|'.join(sorted(KINDS, key=len, reverse=True))})"
    r"(?:[\])]\s*[:–—-]?|\s*[:–—]|\s-)\s+(?=\S)",
    re.IGNORECASE,
)
_WIKI: Final = (
    (re.compile(r"!\S[^!\s]*\.(?:png|jpe?g|gif|svg|webp)(?:\|[^!]*)?!", re.IGNORECASE), ""),
    (re.compile(r"\{color(?::[^}]{0,40})?\}|\{/?(?:quote|noformat|code)(?::[^}]{0,40})?\}"), ""),
    (re.compile(r"\{\{([^{}]*)\}\}"), r"\1"),
    (re.compile(r"\[\[(?:[^\][|]*\|)?([^\][|]*)\]\]"), r"\1"),
    (re.compile(r"\[([^\][|~]+)\|[^\][\s]+\]"), r"\1"),
    (re.compile(r"(?<!\w)\+(\w[^+]*)\+(?!\w)"), r"\1"),
    (re.compile(r"\?\?([^?]+)\?\?"), r"\1"),
    (re.compile(r"\\\\"), " "),
    (re.compile(r"%%[^%]*%%"), ""),
)
_INLINE: Final = MarkdownIt("commonmark").enable("strikethrough")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


class Marked(NamedTuple):
    """A line without what stands before its text."""

    indent: int
    """Columns before the mark or the text; a tab goes to the next four."""
    mark: str
    """`bullet`, `number`, `letter`, or empty."""
    text: str


def marked(line: str, *, wiki: bool = False) -> Marked:
    """Return the parts of `line`. In a `wiki`, the number of marks is the depth."""
    if quote := _QUOTE.match(line):
        line = line[quote.end() :]
    body = line.lstrip()
    before = line[: len(line) - len(body)].replace("\u00a0", " ").expandtabs(4)
    indent, mark = len(before), ""
    if wiki and (stars := _STARS.match(body)):
        indent += 2 * (len(stars[0]) - 1)
        mark, body = stars.lastgroup or "", body[stars.end() :].lstrip()
    # Pasting puts the mark of one program behind that of another.
    for _again in range(3):
        found = _MARK.match(body)
        if found is None:
            break
        indent += 2 * len(_PARTS.findall(found[0]))
        mark, body = mark or found.lastgroup or "", body[found.end() :].lstrip()
    if mark and (box := _BOX.match(body)):
        body = body[box.end() :]
    return Marked(indent, mark, body.rstrip())


def plain(text: str) -> str:
    """Return `text` without marks of Markdown, HTML or a wiki, as one clean line."""
    if len(text) <= LONGEST:
        for pattern, instead in _WIKI:
            text = pattern.sub(instead, text)
        tokens = _INLINE.parseInline(text)[0].children or []
        parts = []
        for token in tokens:
            if token.type == "html_inline" or "break" in token.type:
                parts.append(" ")
            elif token.type != "image":
                parts.append(token.content)
        text = "".join(parts)
    return clean(_SIGNS.sub("", _TAG.sub(" ", text).strip()), max(len(text), 1))


def kind_before(text: str) -> tuple[Kind | None, str]:
    """Return the kind that `text` begins with, and the rest of it."""
    found = _PREFIX.match(text)
    return (kind_named(found[1]), text[found.end() :]) if found else (None, text)


def sentence(text: str) -> str:
    """Return `text` with a capital."""
    return text[:1].upper() + text[1:]
