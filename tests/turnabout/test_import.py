"""`turnabout scenario import` as a real process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import LIMIT
from tests.turnabout.command import COMMAND, folders, turnabout
from turnabout_server.authoring.scenarios import load_scenario

POINTS = (
    "We need one key for all gates",
    "If a reader is down, the night shift stands outside",
    "We cannot leave the gate while a lorry is on it",
    "Tell us a week before a reader is changed",
    "Every gate has two locks",
    "The old cards open half of the doors",
    "We ask who is in the building, and nobody can say",
)
REAL = ("--consented", "--paraphrased", "--age-days", "20")


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    file = tmp_path / "depot.yaml"
    answers = ("--title", "Keys", "--business", "Depot", "--it", "IT", "--tension", "Doors.")
    assert turnabout("scenario", "new", str(file), *answers).returncode == 0
    return file


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    file = tmp_path / "notes.md"
    file.write_text("".join(f"- {point}\n" for point in POINTS), encoding="utf-8")
    return file


def imported(notes: Path, into: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return turnabout("scenario", "import", str(notes), "--into", str(into), *options)


def test_notes_replace_the_examples_and_the_file_can_be_played(depot: Path, notes: Path) -> None:
    done = turnabout(
        "scenario", "import", str(notes), "--side", "depot", "--into", str(depot), *REAL
    )
    assert done.returncode == 0, done.stderr
    assert "7 cards were taken out." in done.stdout
    scenario = load_scenario(depot)
    assert tuple(card.text for card in scenario.sides.business.key_points) == POINTS
    assert {card.source for card in scenario.sides.business.key_points} == {"real"}
    assert scenario.imported is not None
    assert scenario.imported.age_days == 20
    again = imported(notes, depot, "--side", "depot")
    assert again.returncode == 1
    assert "that card is there already" in again.stderr


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--from-real",), "--age-days"),
        (("--from-real", "--age-days", "13"), "13 days old"),
        (("--from-real", "--age-days", "14"), "--consented"),
        (("--consented", "--age-days", "14"), "--paraphrased"),
    ],
)
def test_a_real_discussion_is_refused_without_consent_other_words_and_two_weeks(
    depot: Path, notes: Path, options: tuple[str, ...], sentence: str
) -> None:
    before = depot.read_bytes()
    done = turnabout(
        "scenario", "import", str(notes), "--side", "it", "--into", str(depot), *options
    )
    assert done.returncode == 1
    assert sentence in done.stderr
    assert depot.read_bytes() == before
    assert sorted(file.name for file in depot.parent.iterdir()) == ["depot.yaml", "notes.md"]


def test_without_a_file_to_fill_the_cards_are_printed_for_pasting() -> None:
    done = subprocess.run(
        [*COMMAND, "scenario", "import", "-", "--side", "it"],
        input="one\nWe need two: a key and a card\n",
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
        env=folders(None),
    )
    assert done.stdout.splitlines() == [
        '- {id: t1, kind: fact, text: "One", source: session}',
        '- {id: t2, kind: need, text: "We need two: a key and a card", source: session}',
    ]
    assert "The kinds are guessed" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_at_a_terminal_it_asks(depot: Path, notes: Path) -> None:
    told = answered(
        (str(notes), "--into", str(depot)), ("it", "perhaps", "y", "twenty", "20", "yes", "n")
    )
    assert "Whose points are these: business (Depot), it?" in told
    assert "Retell it first" in told
    told = answered((str(notes), "--into", str(depot)), ("IT", "yes", "20", "yes", "yes"))
    assert "IT has 7 cards" in told
    assert load_scenario(depot).sides.it.key_points[0].source == "real"


def test_a_side_or_notes_that_are_not_there(depot: Path, notes: Path) -> None:
    done = imported(notes, depot, "--side", "hr")
    assert done.returncode == 2
    assert "There is no side “hr”, only business (Depot), it." in done.stderr
    done = imported(notes, depot)
    assert done.returncode == 2
    assert "--side" in done.stderr
    done = turnabout("scenario", "import", "nothing.md", "--side", "it")
    assert done.returncode == 2
    assert "There is no such file" in done.stderr


def answered(arguments: tuple[str, ...], answers: tuple[str, ...]) -> str:
    """Run it at a terminal, give these answers, and return all that was on the screen."""
    import pty

    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "scenario", "import", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=folders(None),
    )
    os.close(terminal)
    os.write(controller, "".join(f"{answer}\n" for answer in answers).encode())
    told = b""
    while True:
        try:
            part = os.read(controller, 4096)
        except OSError:
            break
        if not part:
            break
        told += part
    os.close(controller)
    process.wait(LIMIT)
    return " ".join(told.decode().split())
