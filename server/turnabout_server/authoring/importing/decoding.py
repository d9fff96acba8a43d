"""Bytes of a file as text: which encoding it is in, and which files are none. Pure."""

import codecs
import re
from typing import Final, NamedTuple

from turnabout_language import N_, _
from turnabout_server.authoring.importing.found import NoPoints

LARGEST: Final = 256 * 1024
"""Most bytes of notes that are read."""
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Encodings by their first bytes; those that begin with another's stand before it."""
_OLD: Final = {"cp1252": N_("Windows"), "mac_roman": N_("an old Mac"), "cp850": N_("DOS")}
"""One-byte encodings, by whose they are; of equally good ones the first."""
_USUAL: Final = frozenset("äöüßÄÖÜéèêëàâçîïôùûœÉÈÀÇ–—„“”‘’«»…•€°·§áíóúñåøæãõ\u00a0")
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LINE_END: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_FEW: Final = 0.1
"""Share of broken characters with which a text still counts as UTF-8."""

_WORD: Final = N_("This is a Word file. In Word choose Save as, Plain text, and import that.")
_EXCEL: Final = N_("This is an Excel file. In Excel choose Save as, CSV UTF-8, and import that.")
_SLIDES: Final = N_(
    "This is a presentation. Copy its points into a text file, one a line, and import that."
)
_WRITER: Final = N_("This is a text document. Choose Save as, Text, and import that.")
_SHEET: Final = N_("This is a spreadsheet. Choose Save as, CSV, and import that.")
_PDF: Final = N_(
    "This is a PDF. Open it, copy its points into a text file, one a line, and import that."
)
_PICTURE: Final = N_("This is a picture. Type its points into a text file, one a line.")
_ARCHIVE: Final = N_("This is an archive. Unpack it, and import one file of it.")
_SOUND: Final = N_("This is sound or video. Write down its points, one a line, and import that.")
_OTHER: Final = N_("This is not a text. Save the points as a text or CSV file, and import that.")

_INSIDE: Final = (
    (b"word/", _WORD),
    (b"xl/", _EXCEL),
    (b"ppt/", _SLIDES),
    (b"application/vnd.oasis.opendocument.text", _WRITER),
    (b"application/vnd.oasis.opendocument.spreadsheet", _SHEET),
    (b"application/vnd.oasis.opendocument.presentation", _SLIDES),
    (b"Index/Tables", _SHEET),
    (b"Index/Document.iwa", _WRITER),
)
"""What an archive is, by what is in it."""
_OLD_OFFICE: Final = {".xls": _EXCEL, ".ppt": _SLIDES}
_FIRST_BYTES: Final = (
    (rb"%PDF", _PDF),
    (rb"\{\\rtf", _WORD),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP", _PICTURE),
    (rb".{4}ftyp(?:heic|heix|mif1|avif)|8BPS", _PICTURE),
    (rb".{4}ftyp|ID3|RIFF.{4}(?:WAVE|AVI )|OggS|fLaC|\x1aE\xdf\xa3|\xff[\xfb\xf3\xf2]", _SOUND),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd", _ARCHIVE),
    (rb"SQLite format|\x7fELF|MZ.\0|\xca\xfe\xba\xbe|bplist", _OTHER),
)
_TEXTS: Final = (
    (
        r"\s*(?:<!doctype html|<html|<head|<body|<table|<meta)\b",
        N_(
            "This is a web page. Open it in a browser, select and copy its points, and paste them "
            "into a text file."
        ),
    ),
    (r"\s*<\?xml|\s*<!DOCTYPE", N_("This is XML. Export it as CSV or text, and import that.")),
    (
        r"\s*(?:\{\s*[\"}]|\[\s*[{\"\]])",
        N_("This is JSON, for programs. Export it as CSV instead, and import that."),
    ),
    (
        r"BEGIN:V(?:CALENDAR|CARD)",
        N_("This is a calendar or an address book, and holds no points."),
    ),
)


class Text(NamedTuple):
    """A text, and whose old encoding it was in; empty for one of Unicode's."""

    text: str
    """Its lines end in a line feed each, whatever they ended in."""
    was: str = ""


def text_in(data: bytes, ending: str) -> Text:
    """Return the text in `data`, from a file whose name ends in `ending`.

    Raises NoPoints when it is none, with what to do.
    """
    if sentence := _no_text(data, ending):
        raise NoPoints(_(sentence))
    if len(data) > LARGEST:
        raise NoPoints(
            _(
                "It has more than {most} KiB, which is a book. Keep the part with the points.",
                most=LARGEST // 1024,
            )
        )
    text, was = _decoded(data)
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    if len(_NOT_TEXT.findall(text)) > len(text) / 100:
        raise NoPoints(_(_OTHER))
    for pattern, sentence in _TEXTS:
        if re.match(pattern, text, re.IGNORECASE):
            raise NoPoints(_(sentence))
    return Text(_NOT_TEXT.sub("", text), was)


def _no_text(data: bytes, ending: str) -> str:
    """Return what to say of a file that is no text; empty for one that may be."""
    if data.startswith(b"PK\x03\x04"):
        return next((sentence for mark, sentence in _INSIDE if mark in data), _ARCHIVE)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _OLD_OFFICE.get(ending, _WORD)
    if data.startswith(tuple(mark for mark, _name in _MARKED)):
        return ""
    for pattern, sentence in _FIRST_BYTES:
        if re.match(pattern, data[:64], re.DOTALL):
            return sentence
    return ""


def _decoded(data: bytes) -> Text:
    for mark, name in _MARKED:
        if data.startswith(mark):
            return Text(data[len(mark) :].decode(name, "replace"))
    if name := _wide(data):
        return Text(data.decode(name, "replace"))
    try:
        return Text(data.decode("utf-8"))
    except UnicodeDecodeError:
        broken = data.decode("utf-8", "replace")
    letters = sum(not one.isascii() for one in broken)
    if broken.count("\ufffd") <= letters * _FEW:
        return Text(broken)
    name = max(_OLD, key=lambda one: _likely(data, one))
    return Text(data.decode(name, "replace"), _(_OLD[name]))


def _wide(data: bytes) -> str:
    """Return the encoding of two bytes a letter that `data` is in without saying so."""
    half = max(len(data) // 2, 1)
    even, odd = data[::2].count(0) / half, data[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else ""


def _likely(data: bytes, name: str) -> int:
    text = data.decode(name, "replace")
    return sum(1 if one in _USUAL else -1 for one in text if not one.isascii())
