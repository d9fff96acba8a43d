"""`turnabout scenario` as a real process: list, show, new and check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import LIMIT
from tests.turnabout.command import COMMAND, folders, turnabout
from turnabout_server.authoring.scenarios import library, load_agenda, load_scenario

ANSWERS = ("--business", "Depot", "--it", "IT", "--tension", "The doors open with cards now.")


def test_list_names_what_comes_with_the_game() -> None:
    listed = turnabout("scenario", "list")
    assert listed.returncode == 0
    for file in library().glob("*.yaml"):
        assert file.stem in listed.stdout
    assert max(map(len, listed.stdout.splitlines())) <= 80
    assert "Agenda taster: 25 minutes in 9 steps, 8.5 of them play and 12 debrief" in listed.stdout
    assert "Agenda 90:     90 minutes" in listed.stdout


def test_show_prints_all_of_it_in_eighty_columns() -> None:
    shown = turnabout("scenario", "show", "first-name-basis")
    assert shown.returncode == 0
    assert max(map(len, shown.stdout.splitlines())) <= 80
    scenario = load_scenario(library() / "first-name-basis.yaml")
    words = " ".join(shown.stdout.split())
    for side in (scenario.sides.business, scenario.sides.it):
        assert side.label.upper() in words
        for text in (*(p.text for p in side.key_points), *(t.means for t in side.lingo)):
            assert text in words
    for text in (scenario.situation, scenario.care, scenario.twists[1].ask, *scenario.off_limits):
        assert text in words


def test_show_prints_an_agenda_with_the_sentences_to_say(tmp_path: Path) -> None:
    shown = turnabout("scenario", "show", "taster")
    assert shown.returncode == 0
    agenda = load_agenda(library() / "agendas" / "taster.yaml")
    assert max(map(len, shown.stdout.splitlines())) <= 80
    words = " ".join(shown.stdout.split())
    for step in agenda.steps:
        assert f"{step.title}, {step.minutes:g} min" in words
        assert step.script in words
    mine = tmp_path / "mine.yaml"
    mine.write_bytes((library() / "agendas" / "taster.yaml").read_bytes())
    assert turnabout("scenario", "show", str(mine)).stdout == shown.stdout


def test_new_writes_a_file_that_passes_its_own_check_and_nothing_over_another(
    tmp_path: Path,
) -> None:
    file = tmp_path / "keys.yaml"
    made = turnabout("scenario", "new", str(file), "--title", "Keys of the depot", *ANSWERS)
    assert made.returncode == 0, made.stderr
    assert load_scenario(file).id == "keys-of-the-depot"
    checked = turnabout("scenario", "check", str(file))
    assert checked.returncode == 0
    assert "“Keys of the depot” is complete" in checked.stdout
    assert "sides.it.key_points: 7 of the cards are still the examples" in checked.stdout
    before = file.read_bytes()
    again = turnabout("scenario", "new", str(file), "--title", "Keys of the depot", *ANSWERS)
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("mine.yaml",), "Give --title as an option"),
        (("mine.txt", "--title", "T", *ANSWERS), "ends in .yaml"),
        (("none/mine.yaml", "--title", "T", *ANSWERS), "no folder none"),
        (
            ("mine.yaml", "--title", "T", *ANSWERS[:2], "--it", "depot", *ANSWERS[4:]),
            "the same name",
        ),
        (("mine.yaml", "--title", "x" * 61, *ANSWERS), "--title: The text has 61"),
        (("mine.yaml", "--title", "鍵", *ANSWERS), "Give --id as an option"),
    ],
)
def test_new_says_what_it_cannot_use(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    done = subprocess.run(
        [*COMMAND, "scenario", "new", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
        cwd=tmp_path,
        env=folders(tmp_path),
    )
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.rglob("mine*"))


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_new_asks_at_a_terminal_and_asks_again(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "scenario", "new"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env=folders(tmp_path),
    ) as process:
        os.write(ours, "\nDie Schlüssel\nDepot\nIT\nDoors open with cards now\n\n".encode())
        assert process.wait(LIMIT) == 0
    os.close(theirs)
    printed = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "The text is empty" in printed
    assert "[die-schlussel]" in printed
    scenario = load_scenario(tmp_path / "die-schlussel.yaml")
    assert (scenario.title, scenario.sides.it.label) == ("Die Schlüssel", "IT")
    assert scenario.situation.startswith("Doors open with cards now. ")


def test_check_reads_folders_and_tells_every_broken_file_with_its_place(tmp_path: Path) -> None:
    text = (library() / "asset-valve.yaml").read_text(encoding="utf-8")
    bad, good = tmp_path / "bad.yaml", tmp_path / "good.yaml"
    bad.write_text(text.replace("level: 2", "levle: 2"), encoding="utf-8")
    good.write_text(text.replace("kind: worry", "kind: fact"), encoding="utf-8")
    done = turnabout("scenario", "check", str(tmp_path), str(library() / "agendas"), "none.yaml")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"turnabout: {bad}, line 5, column 1, levle: There is no field “levle” here. "
        "Did you mean “level”?",
        "turnabout: none.yaml: There is no such file. Check the path.",
    ]
    assert f"{good}: “The valve nobody can find” is complete" in done.stdout
    assert "line 20, column 5, sides.business.key_points: Field operations has no" in done.stdout
    assert "taster.yaml: “Taster, 25 minutes” is complete" in done.stdout
    assert "5 of 7 files can be played." in done.stdout


def test_check_of_the_whole_library_has_no_hint() -> None:
    done = turnabout("scenario", "check", str(library()))
    assert done.returncode == 0
    assert "better" not in done.stdout


def test_check_of_an_empty_folder_and_of_nothing(tmp_path: Path) -> None:
    empty = turnabout("scenario", "check", str(tmp_path))
    assert (empty.returncode, "no .yaml file" in empty.stderr) == (1, True)
    assert turnabout("scenario", "check").returncode == 2
