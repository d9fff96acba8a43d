"""Exports, pages, minutes and pastes become cards, and nothing is lost in silence."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_server.authoring.importing.account import account
from turnabout_server.authoring.importing.cards import make_cards
from turnabout_server.authoring.importing.decoding import LARGEST
from turnabout_server.authoring.importing.found import NoPoints
from turnabout_server.authoring.importing.reading import MOST, Reading, read
from turnabout_server.authoring.realnames import people

NOTES = Path(__file__).with_name("notes")


def texts(notes: str | bytes, ending: str = ".txt") -> list[str]:
    """Return the points of `notes`, of which no line is lost."""
    return [point.text for point in reading(notes, ending).points]


def reading(notes: str | bytes, ending: str = ".txt") -> Reading:
    """Return what is read in `notes`, of which no line is lost."""
    done = read(notes.encode() if isinstance(notes, str) else notes, ending)
    told = {
        line
        for at in [*(p.at for p in done.points), *(left.at for left in done.left)]
        for line in range(at.first, at.last + 1)
    }
    assert done.lines <= told
    return done


# --- the files ------------------------------------------------------------------------------------

STOP = "Card readers stop when the network stops"
NIGHT = "Nobody answers at night"
TELL = "Tell the depot a week before"
SWAP = "Tell the depot a week before a reader is swapped"
LIST = "One list for all gates"
WELL = "One list for all gates works well"
SPARE = "Spare cards at the desk helped"
CHANGE = "The change came without a word"
FILES = {
    "01-parabol.csv": [
        "Card readers at the gate stop when the network stops",
        "Night shift has nobody to call and waits until six",
        SWAP,
    ],
    "04-azure-retro.csv": [WELL, f"{STOP}, and the gate stays shut"],
    "05-miro.csv": [
        *("Went well", WELL, SPARE, "To improve", STOP),
        "Nobody answers at night, so the shift waits",
    ],
    "08-confluence.md": [
        *(SWAP, "Changing readers on a Friday", LIST, "Write down who is on call"),
        "Spare cards at the desk",
    ],
    "12-excel-de.csv": [
        "Die Kartenleser stehen, sobald das Netz steht",
        "Wir müssen eine Woche vorher Bescheid wissen",
        "Für den Umbau gibt es kein Budget – höchstens 3 Türen im Monat",
    ],
    "13-excel-cp1252.csv": [
        "Die Kartenleser stehen, sobald das Netz steht – “immer”",
        "Wir müssen eine Woche vorher Bescheid wissen",
    ],
    "17-minutes.txt": [STOP, NIGHT, CHANGE],
    "18-notion.md": [WELL, SPARE, STOP, CHANGE],
    "20-postmortem.md": [
        "A change of the naming of keys stopped the readers.",
        "Agree with the depot on who is told before a change, especially at night",
        "Document how a reader is set up. The contract is here.",
    ],
    "21-word-paste.txt": [
        *(STOP, NIGHT, "The gate stays shut", CHANGE, SPARE, TELL, "Write down who is on call"),
        *(LIST, "Two lists were worse", "No cards on Sundays"),
        "‘Tis the reader’s fault … said “nobody” ever",
    ],
    "25-jira-wiki.txt": [WELL, STOP, SWAP],
    "28-sep-line.csv": [STOP, "Tell us a week before"],
    "33-multi-para.md": [f"{STOP}.", "Nobody answers at night. And nobody is on the list.", TELL],
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_as_people_have_it(name: str) -> None:
    file = NOTES / name
    assert texts(file.read_bytes(), file.suffix) == FILES[name]


def left(name: str) -> dict[int, str]:
    """Return why lines of a file were left out, by their number."""
    file = NOTES / name
    done = reading(file.read_bytes(), file.suffix)
    return {line: one.why for one in done.left for line in range(one.at.first, one.at.last + 1)}


def test_what_is_left_out_has_its_reason() -> None:
    assert left("01-parabol.csv") == {1: "the names of the columns", 5: "something to be done"}
    assert left("04-azure-retro.csv") == {
        **dict.fromkeys((1, 2, 3), "above the names of the columns"),
        5: "the names of the columns",
    }
    assert left("17-minutes.txt") == {
        1: "the title", 2: "a detail of the meeting", 3: "who was there", 5: "a heading",
        8: "a heading", 11: "a detail of the meeting",
    }  # fmt: skip
    assert left("33-multi-para.md") == {8: "text between the lists", 10: "a line that divides"}
    post = left("20-postmortem.md")
    assert {post[line] for line in range(1, 5)} == {"the page's front matter"}
    assert (post[13], post[23]) == ("part of a time line", "thanks")


def test_kinds_and_reasons_come_from_german_columns() -> None:
    done = reading((NOTES / "12-excel-de.csv").read_bytes(), ".csv")
    assert [(p.kind, p.why) for p in done.points] == [
        ("worry", "Nachts ist niemand da"), ("need", ""), ("limit", ""),
    ]  # fmt: skip
    assert done.said == ("Columns that were used: Text, Art, Warum.",)
    done = reading((NOTES / "13-excel-cp1252.csv").read_bytes(), ".csv")
    assert "a text of Windows" in done.said[0]


def test_people_are_told_where_they_stand() -> None:
    def named(name: str) -> Sequence[str]:
        file = NOTES / name
        return reading(file.read_bytes(), file.suffix).people

    assert named("17-minutes.txt") == ("M. Beck", "T. Alder")
    assert named("08-confluence.md") == ("Mia Beck", "Tom Alder", "@Mia", "@Tom")
    assert named("01-parabol.csv") == ("Mia Beck",)
    assert named("20-postmortem.md") == ("Brian Stackman", "Chris Cooperly", "Kendall Libbet")


def test_whoever_was_there_is_found_on_a_card_by_a_part_of_the_name() -> None:
    done = reading("Present: Mia Beck\n\n- Beck has the only key\n- We need a list\n")
    made = make_cards(done.points, "session", None, people=done.people)
    assert made.doubts == (("“Beck” may be a real person. Name a job instead.",), ())


# --- more of each kind ----------------------------------------------------------------------------

SHEETS = {
    "Trello": (
        "Card ID,Card Name,Card URL,Card Description,Labels,Members,List Name\n"
        "1,The gate stays shut,https://x,Nobody has a key at night,,mia,Went well\n"
        "2,We need a list,https://x,,,,To improve\n",
        ["The gate stays shut", "We need a list"],
    ),
    "EasyRetro": (
        "Went well,To improve,Action items\nOne list for all gates,The gate stays shut,"
        "Write a list\n,We wait until six,\n",
        ["One list for all gates", "The gate stays shut", "We wait until six"],
    ),
    "Jira": (
        "Issue key,Summary,Status,Description\nA-1,The gate stays shut,Open,At night\n",
        ["The gate stays shut"],
    ),
    "Mural": (
        "ID,Text,Author,Color\n1,The gate stays shut,Mia Beck,#fff\n2,,Tom,#fff\n",
        ["The gate stays shut"],
    ),
    "semicolons": ("Punkt;Grund\nDas Tor bleibt zu;Nachts\n", ["Das Tor bleibt zu"]),
    "tabs": (
        "texte\tcatégorie\tpourquoi\nLa porte reste fermée\tsouci\tla nuit\n",
        ["La porte reste fermée"],
    ),
    "bars": ("Text|Kind\nThe gate stays shut|worry\n", ["The gate stays shut"]),
    "French": ("Remarque;Type;Raison\nLa porte reste fermée;Besoin;x\n", ["La porte reste fermée"]),
    "no head, commas": (
        "The gate stays shut, at night\nWe need a list\nWe wait, and wait\n",
        ["The gate stays shut, at night", "We need a list", "We wait, and wait"],
    ),
    "nobody's name": (
        "Nr;Was uns auffiel;Stimmen\n1;Das Tor bleibt immer zu;3\n2;Wir warten bis sechs;1\n",
        ["Das Tor bleibt immer zu", "Wir warten bis sechs"],
    ),
    "a title above": (
        "Retro of spring\n\nText,Votes\nThe gate stays shut,3\n",
        ["The gate stays shut"],
    ),
    "sep in quotes": ('"sep=,"\ntext,kind\nA gate,need\n', ["A gate"]),
    "a form": (
        "Timestamp,What went well?,What should we change?,Your name\n"
        "2025-03-04 10:00,One list for all gates,Tell the depot a week before,Mia\n",
        ["One list for all gates", "Tell the depot a week before"],
    ),
    "a list in a cell": (
        'Text,Why\n"- The gate stays shut\n- Nobody answers",\n• We wait,\n',
        ["The gate stays shut", "Nobody answers", "We wait"],
    ),
    "a lost quotation mark": ('text,why\n"The gate\n' + "We need a list,\n" * 30, None),
}


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_of_other_tools(name: str) -> None:
    notes, expected = SHEETS[name]
    found = texts(notes, ".csv")
    assert expected is None or found == expected


def test_a_description_is_the_reason_behind_a_title() -> None:
    points = reading(SHEETS["Trello"][0], ".csv").points
    assert [point.why for point in points] == ["Nobody has a key at night", ""]


def test_a_kind_that_is_none_is_told_and_guessed() -> None:
    done = reading("text,kind\nA gate,need\nA key,hope\n", ".csv")
    assert [point.kind for point in done.points] == ["need", None]
    assert "Line 3: “hope” is not a kind." in done.said


BULLETS = (
    *("- ", "* ", "+ ", "• ", "•\t", "o\t", "o ", "§ ", "·\u00a0\u00a0 ", "– ", "— ", "▪\t", "‣ "),
    *("→ ", "☐ ", "☑ ", "✓ ", "✅ ", "➢ ", "● ", "\uf0b7\t", "1) ", "1. ", "(1) ", "a) ", "a. "),
    *("(a) ", "ii. ", "1.1 ", "1.\t", "  - ", "\t• ", "\u00a0\u00a0– ", "- [ ] ", "* [x] ", "- • "),
    *("> - ", "•", "» ", "# "),
)


@pytest.mark.parametrize("bullet", BULLETS)
def test_bullets_of_every_program(bullet: str) -> None:
    notes = f"{bullet}The gate\u00a0stays shut\n{bullet}We need a\u00ad list\n"
    ending = ".txt"
    if bullet == "# ":
        notes = f"h2. Doors\n{notes}"
    assert texts(notes, ending) == ["The gate stays shut", "We need a list"]


@pytest.mark.parametrize(
    "line",
    [
        "§ 5 of the contract binds us", "1. März war der Umbau", "z. B. die Karten fehlen",
        "3.5 hours are too long", "2024 was a bad year", "A. Meier war da",
        "-5 degrees in the hall", "i. d. R. kommt niemand",
    ],
)  # fmt: skip
def test_what_is_no_bullet_stays(line: str) -> None:
    assert texts(f"{line}\nThe gate stays shut\n") == [
        line[:1].upper() + line[1:],
        "The gate stays shut",
    ]


PAGES = {
    "Google Docs": (
        "# Retro\n\n## **What went well**\n\n* One list for all gates\n\n## To do\n\n* Do it\n",
        [LIST],
    ),
    "Obsidian": (
        "---\ntags: [retro]\n---\n# Retro\n- The [[Depot|depot]] waits ^a1\n- ==Nobody== answers\n",
        ["The depot waits ^a1", "==Nobody== answers"],
    ),
    "Confluence wiki": (
        "h1. Retro\n||Start||Stop||\n|Tell the depot|Swap readers on Fridays|\n",
        ["Tell the depot", "Swap readers on Fridays"],
    ),
    "wiki marks": (
        "h2. Worries\n* *The gate* stays {color:red}shut{color}, says [~mbeck]\n* {{key}} of [all|http://x]\n",
        ["The gate stays shut, says [~mbeck]", "Key of all"],
    ),
    "Loop": (
        "# Loop\n\n- [ ] The gate stays shut\n\n| Who | What |\n| --- | --- |\n| Mia | Gate |\n",
        ["The gate stays shut"],
    ),
    "a table of points": (
        "| Point | Kind | Why |\n|---|---|---|\n| The gate stays shut | worry | at night |\n",
        ["The gate stays shut"],
    ),
    "headings with lines": (
        "Retro\n=====\n\nWorries\n-------\n\n- The gate stays shut\n",
        ["The gate stays shut"],
    ),
    "bold headings": (
        "**Went well**\n- One list for all gates\n\n**Actions**\n- Do it now\n",
        [LIST],
    ),
    "paragraphs": (
        "# Retro\n\n## Worries\n\nThe gate stays shut.\n\nNobody answers at night.\n",
        ["The gate stays shut.", "Nobody answers at night."],
    ),
    "code and comments": (
        "# A\n```\n- x = 1\n```\n<!-- - hidden -->\n- The gate stays shut\n",
        ["The gate stays shut"],
    ),
    "three below one": (
        "- The readers are not good\n  - They stop\n  - They are slow\n  - Nobody has one\n",
        ["The readers are not good", "They stop", "They are slow", "Nobody has one"],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_other_tools(name: str) -> None:
    notes, expected = PAGES[name]
    assert texts(notes, ".md") == expected


MINUTES = {
    "German": (
        "Protokoll vom 4. März 2025\nDatum: 4.3.2025\nAnwesend: M. Beck, Frau Alt\nOrt: Halle\n\n"
        "TOP 1: Leser\n- Die Leser stehen, sobald das Netz steht\n- Nachts antwortet niemand\n\n"
        "Maßnahmen\n- Liste schreiben (Mia)\n\nNächster Termin: 18.3.\n",
        ["Die Leser stehen, sobald das Netz steht", "Nachts antwortet niemand"],
    ),
    "French": (
        "Compte rendu\nDate : 4 mars 2025\nPrésents : M. Dubois, L. Petit\n\nPoints négatifs :\n"
        "– Les lecteurs s’arrêtent avec le réseau\n– Personne ne répond la nuit\n\n"
        "Prochaines étapes :\n– Écrire la liste\n",
        ["Les lecteurs s’arrêtent avec le réseau", "Personne ne répond la nuit"],
    ),
    "numbers without indentation": (
        "1. Readers\na) Card readers stop at night\nb) Nobody answers the phone\n2. Changes\n"
        "a) The change came without a word\n",
        ["Card readers stop at night", "Nobody answers the phone", CHANGE],
    ),
    "numbers and dashes": (
        "1. Readers\n- Card readers stop at night\n2. Changes\n- The change came without a word\n",
        ["Card readers stop at night", CHANGE],
    ),
    "indentation alone": (
        "Readers\n\tCard readers stop at night\n\tNobody answers the phone\n",
        ["Card readers stop at night", "Nobody answers the phone"],
    ),
    "a mail": (
        "From: Mia Beck\nTo: all\nSubject: Retro\n\nHi all,\n\nthis is what we found:\n\n"
        "> - Card readers stop at night\n> - Nobody answers the phone\n\nBest regards\nMia\n",
        ["Card readers stop at night", "Nobody answers the phone"],
    ),
    "numbers in numbers": (
        "1. Lecteurs\n1.1 Les lecteurs s’arrêtent avec le réseau\n1.2 Personne ne répond\n"
        "2. Changements\n2.1 Le changement est venu sans un mot\n",
        [
            "Les lecteurs s’arrêtent avec le réseau",
            "Personne ne répond",
            "Le changement est venu sans un mot",
        ],
    ),
    "OneNote": (
        "Runde\nDienstag, 4. März 2025\n14:03\n\nWas lief gut\n\t• Eine Liste für alle Tore\n"
        "\t• Ersatzkarten am Tresen\n\t\t○ seit Januar\nMaßnahmen\n\t☐ Liste schreiben\n",
        ["Eine Liste für alle Tore", "Ersatzkarten am Tresen"],
    ),
    "Outlook": (
        "Von: Beck, Mia\nBetreff: Punkte\n\nHallo Tom,\n\nhier die Punkte:\n\n"
        "1.\tDie Leser stehen mit dem Netz\n2.\tNachts antwortet niemand\n"
        "o\tund niemand steht auf der Liste\n§\tDas Tor bleibt zu\n\nViele Grüße\nMia\n",
        [
            "Die Leser stehen mit dem Netz",
            "Nachts antwortet niemand",
            "Und niemand steht auf der Liste",
            "Das Tor bleibt zu",
        ],
    ),
    "who and when": (
        "- The gate stays shut\n- Owner: Mia\n- Due: 18 March\n- Votes: 3\n",
        ["The gate stays shut"],
    ),
    "a pasted sheet": ("Board\tText\nOne\tThe gate stays shut\n", ["The gate stays shut"]),
    "lines": ("Card readers stop\nNobody answers\n", ["Card readers stop", "Nobody answers"]),
    "kinds in three languages": (
        "Sorge: Das Tor bleibt zu\nBesoin : une liste\n[fact] It is shut\nNeed - a key\n",
        ["Das Tor bleibt zu", "Une liste", "It is shut", "A key"],
    ),
    "wrapped": (
        "- Card readers stop when the network stops, which happens each Monday and\n"
        "then nobody can get in\n- Nobody answers\n",
        [
            "Card readers stop when the network stops, which happens each Monday and then nobody "
            "can "
            "get in",
            "Nobody answers",
        ],
    ),
}


@pytest.mark.parametrize("name", MINUTES)
def test_minutes_and_pastes(name: str) -> None:
    notes, expected = MINUTES[name]
    assert texts(notes) == expected


# --- bytes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_are_told_by_the_bytes(encoding: str, end: str) -> None:
    notes = end.join(
        ["Text;Art", "Wir müssen früher Bescheid wissen;Bedarf", "Größere Türen;Bedarf"]
    )
    found = texts(notes.encode(encoding), ".csv")
    assert found == ["Wir müssen früher Bescheid wissen", "Größere Türen"]


NO_TEXT = {
    "Word": (b"PK\x03\x04\x14\0[Content_Types].xml word/document.xml", ".docx", "Word file"),
    "Excel": (b"PK\x03\x04\x14\0[Content_Types].xml xl/workbook.xml", ".csv", "Excel file"),
    "slides": (b"PK\x03\x04\x14\0ppt/slides", ".pptx", "presentation"),
    "Writer": (b"PK\x03\x04\0mimetypeapplication/vnd.oasis.opendocument.text", ".odt", "document"),
    "archive": (b"PK\x03\x04\x14\0a.txt", ".zip", "Unpack"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc", "Word file"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls", "Excel file"),
    "rich text": (rb"{\rtf1\ansi hello}", ".rtf", "Word file"),
    "PDF": (b"%PDF-1.7\n", ".pdf", "PDF"),
    "PNG": (b"\x89PNG\r\n\x1a\n", ".png", "picture"),
    "JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF", ".md", "picture"),
    "gzip": (b"\x1f\x8b\x08", ".gz", "archive"),
    "sound": (b"ID3\x04", ".mp3", "sound"),
    "program": (b"\x7fELF\x02", "", "not a text"),
    "noise": (bytes(range(256)) * 4, ".txt", "not a text"),
    "web page": (b"<!DOCTYPE html>\n<html><li>x</li></html>", ".html", "web page"),
    "JSON": (b'{"cards": [{"name": "x"}]}', ".json", "JSON"),
    "calendar": (b"BEGIN:VCALENDAR\r\n", ".ics", "calendar"),
    "subtitles": (
        b"1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:02,000 --> 00:00:03,000\nYou\n",
        ".srt",
        "transcript",
    ),
    "a chat": (
        b"[10:02] Mia: it stops\n[10:03] Tom: yes\n[10:04] Mia: always\n",
        ".txt",
        "transcript",
    ),
    "a call": (b"Mia Beck  0:03\nIt stops.\n\nTom Alder  0:07\nYes.\n", ".txt", "transcript"),
    "nothing": (b"", ".txt", "no points"),
    "blank": (b"\n \n\t\n", ".md", "no points"),
    "too large": (b"- a point\n" * 30000, ".md", "more than 256 KiB"),
    "too long": (b"- a point\n" * 6000, ".md", "6000 lines"),
    "too many": (b"- a point of many\n" * (MOST + 1), ".md", "501 points"),
}


@pytest.mark.parametrize("name", NO_TEXT)
def test_what_is_no_text_says_what_to_do(name: str) -> None:
    data, ending, says = NO_TEXT[name]
    with pytest.raises(NoPoints, match=says) as caught:
        read(data, ending)
    assert str(caught.value).endswith(".")


ENDINGS = st.sampled_from([".md", ".csv", ".txt", ".tsv", ""])
PIECES = st.sampled_from(
    [
        "\n", "\n\n", "- ", "* ", "  ", "\t", "1. ", "a) ", "# ", "h2. ", "|", "|---|---|\n",
        "```\n", "---\n", "<!--", "-->", "> ", '"', ",", ";", "text,kind\n", "sep=;\n", "Date: ",
        "Actions\n", "Hi all,\n", "Best regards\n", "**", "[x](y)", "{panel}\n",
        "The gate stays shut", "worry: ",
        "Mia Beck", "ü", "\u00a0", "\u200b", "\r", "\x0b", "===\n", "word " * 60,
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join), ENDINGS)
def test_every_line_is_used_or_left_out_and_told(notes: str, ending: str) -> None:
    try:
        done = reading(notes, ending)
    except NoPoints:
        return
    made = make_cards(done.points, "session", None, people=done.people)
    assert len(made.cards) + len(made.left) == len(done.points)
    assert all(card.text for card in made.cards)
    everything = sorted((*done.left, *made.left), key=lambda one: one.at)
    rows = list(account(done.lines, made.used, everything, done.people))
    assert rows
    assert len(rows) < 60


@given(st.binary(max_size=600), ENDINGS)
def test_any_bytes_are_points_or_a_sentence(data: bytes, ending: str) -> None:
    said = "."
    try:
        read(data, ending)
    except NoPoints as problem:
        said = str(problem)
    assert said.endswith((".", "?"))


STARTS = st.sampled_from(
    [
        "", "  ", "    ", "\t", "- ", "* ", "  - ", "    - ", "\t- ", "1. ", "a) ", "1.1 ", "# ",
        "> ", "  > - ", "** ", "o\t", "- [ ] ", "- worry: ", "Date: ", "- Owner: ", "|",
        "||", "Hi ", "h2. ",
    ]
)  # fmt: skip
ENDS = st.sampled_from(["", "", ".", ":", "?", "|", ",", "\n", "\n\n", "\n---", "\n===", "\n```"])


@given(
    st.lists(st.tuples(STARTS, st.integers(1, 8), ENDS), max_size=12),
    st.sampled_from([".md", ".txt"]),
)
def test_every_word_of_a_page_is_on_a_card_or_its_line_is_left_out(
    lines: list[tuple[str, int, str]], ending: str
) -> None:
    notes = "\n".join(
        f"{start}{' '.join(f'w{line}x{n}' for n in range(many))}{end}"
        for line, (start, many, end) in enumerate(lines)
    )
    try:
        done = reading(notes, ending)
    except NoPoints:
        return
    gone = {line for one in done.left for line in range(one.at.first, one.at.last + 1)}
    said = " ".join(f"{point.text} {point.why}" for point in done.points).casefold()
    for number, line in enumerate(notes.split("\n"), 1):
        for word in re.findall(r"w\d+x\d+", line):
            assert number in gone or re.search(rf"\b{word}\b", said), (notes, word)


COSTLY = {
    "blank lines": "\n" * LARGEST,
    "short lines": "a\n" * (LARGEST // 2),
    "bullets": "- " * (LARGEST // 2),
    "deep": "".join(f"{' ' * n}- a\n" for n in range(700)),
    "quotations": ">" * LARGEST,
    "brackets": "[" * LARGEST,
    "lines of brackets": ("[" * 3999 + "\n") * (LARGEST // 4000),
    "lines of stars": ("*a " * 1333 + "\n") * (LARGEST // 4000),
    "lines of ticks": ("`" * 1999 + " \n") * (LARGEST // 2000),
    "comments": "<!--\n" * (LARGEST // 5),
    "fences": "```\n~~~\n" * (LARGEST // 8),
    "bars": "|" * LARGEST,
    "rows": "||||\n" * (LARGEST // 5),
    "signs": "# " * (LARGEST // 2),
    "equals": "== " + " " * (LARGEST - 10),
    "separators": "text" + "," * (LARGEST - 10),
    "rows of nothing": "text,kind\n" + ",\n" * (LARGEST // 2 - 10),
    "quotes": '"' * LARGEST,
    "one word": "a" * LARGEST,
    "marks": "- a" + "\u0301" * (LARGEST // 2 - 10),
    "paragraphs": "- a\n\nb\n\n" * (LARGEST // 8),
    "capitals": "Aa " * (LARGEST // 3),
    "tags": "<a" * (LARGEST // 2),
}


@pytest.mark.parametrize("name", COSTLY)
@pytest.mark.parametrize("ending", [".md", ".csv", ".txt"])
def test_hostile_notes_end(name: str, ending: str) -> None:
    notes = COSTLY[name].encode()[:LARGEST]
    with suppress(NoPoints):
        done = read(notes, ending)
        made = make_cards(done.points, "session", None, people=done.people)
        everything = sorted((*done.left, *made.left), key=lambda one: one.at)
        assert list(account(done.lines, made.used, everything, done.people))


# --- the account ----------------------------------------------------------------------------------


def test_the_account_is_short_when_much_is_left_out() -> None:
    notes = "".join(
        f"## Part {n}\n\n- The gate number {n} stays shut\n\nProse. {n}\n\n" for n in range(40)
    )
    done = reading(notes, ".md")
    made = make_cards(done.points, "session", None)
    rows = list(account(done.lines, made.used, done.left, ()))
    assert rows[0] == "Used 40 of 120 lines. Left out:"
    assert rows[1].startswith(
        "  lines 1, 7, 13, 19, 25, 31, 37, 43 and 32 more: a heading: “Part 0”"
    )
    assert len(rows) == 3


# --- people ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask @Mia about it", ["@Mia"]),
        ("Ask @mia.beck, she knows", ["@mia.beck"]),
        ("Says [~mbeck] of us", ["[~mbeck]"]),
        ("M. Beck has the key", ["M. Beck"]),
        ("J.-P. Dubois has the key", ["J.-P. Dubois"]),
        ("Mia B. has the key", ["Mia B."]),
        ("Beck, Mia has the key", ["Beck, Mia"]),
        ("Łukasz Żak has the key", ["Łukasz Żak"]),
        ("Ludwig van Beethoven has it", ["Ludwig van Beethoven"]),
        ("Siobhán O'Brien has it", ["Siobhán O'Brien"]),
        ("Then Ronald McDonald came", ["Ronald McDonald"]),
        ("Иван Петров has the key", ["Иван Петров"]),
        ("Ask 山田太郎 about it", ["山田太郎"]),
        ("山田さんに聞いてください", ["山田さん"]),
        ("Ask 김민수 about it", ["김민수"]),
        ("Γιώργος Παπαδόπουλος έχει το κλειδί", ["Γιώργος Παπαδόπουλος"]),
        ("Mme Petit a la clé", ["Mme Petit"]),
        ("Frau Dr. Özdemir has it", ["Frau Dr. Özdemir"]),
        ("Prof. Dr. Klein has it", ["Prof. Dr. Klein"]),
        ("M.B. has the key, so has J. K.", ["M.B.", "J. K."]),
        ("In the U.S. nobody asks I.T. before 6 P.M.", []),
        ("The μ of 3 Ω is fine", []),
        ("We have plan B. Cards are ready, however", []),
        ("In June, Nobody came", []),
    ],
)
def test_names_in_every_form(text: str, found: list[str]) -> None:
    assert list(people(text, ())) == found


def test_german_without_a_scenario_is_known_by_its_words() -> None:
    points = reading("- Das Tor bleibt zu\n- Die Anfrage kam über Systeme Daten\n").points
    assert make_cards(points, "session", None).doubts == ((), ())


def test_abbreviations_before_german_nouns_are_no_initials() -> None:
    assert not list(people("Viele fehlen, z. B. Karten und u. a. Leser", (), "de"))
    assert list(people("M. Beck hat z. B. Karten", (), "de")) == ["M. Beck"]
