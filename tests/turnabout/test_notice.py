"""`turnabout privacy`, as people run it, and the options of a server that it tells of."""

from pathlib import Path

import pytest

from tests.turnabout.command import turnabout


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "# What Turnabout knows of you"),
        ("de", "# Was Turnabout von dir weiß"),
        ("fr", "# Ce que Turnabout sait de vous"),
    ],
)
def test_the_notice_is_printed_in_a_language(tmp_path: Path, language: str, title: str) -> None:
    done = turnabout("privacy", "--language", language, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(title + "\n")
    assert max(len(line) for line in done.stdout.splitlines() if " `/" not in f" {line}") <= 110


def test_it_is_written_as_a_page(tmp_path: Path) -> None:
    file = tmp_path / "notice.html"
    options = ("--kept-by", "Jo Meier, IT", "--keep-months", "12", "--data", str(tmp_path / "d"))
    done = turnabout("privacy", "--output", str(file), *options, home=tmp_path)
    assert done.returncode == 0, done.stderr
    page = file.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "Jo Meier, IT keeps this server" in page
    assert "after 12 months" in page
    assert f"{tmp_path}/d/archive.db" in page
    # It only reads.
    assert not (tmp_path / "d").exists()


def test_who_only_hosts_is_told_of_the_folder_of_host(tmp_path: Path) -> None:
    (tmp_path / "turnabout" / "host").mkdir(parents=True)
    done = turnabout("privacy", home=tmp_path)
    assert "/turnabout/host/archive.db" in done.stdout
    assert list((tmp_path / "turnabout" / "host").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--output", "notice.doc"), "none of the endings"),
        (("--keep-months", "0"), "1 to 120 months"),
        (("--language", "xx"), "does not speak"),
    ],
)
def test_what_means_nothing_is_said_in_one_sentence(
    tmp_path: Path, arguments: tuple[str, str], said: str
) -> None:
    done = turnabout("privacy", *arguments, home=tmp_path)
    assert (done.returncode, said in done.stderr) == (2, True)


@pytest.mark.parametrize("verb", ["serve", "host"])
@pytest.mark.parametrize("months", ["0", "121"])
def test_a_server_takes_no_months_out_of_bounds(tmp_path: Path, verb: str, months: str) -> None:
    done = turnabout(verb, "--keep-months", months, home=tmp_path)
    assert (done.returncode, "1 to 120 months" in done.stderr) == (2, True)
