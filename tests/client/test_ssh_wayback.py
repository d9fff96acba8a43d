"""The word and the key by which somebody is known again, and the files that hold their seats."""

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from turnabout_client.ssh.wayback import KEEP, WayBack, new_word, read_word


def test_a_word_is_read_however_it_is_typed() -> None:
    word = new_word()
    for typed in (word, word.lower(), word.replace("-", ""), f"  {word} ", word.replace("0", "o")):
        assert read_word(typed) == word
    assert len({new_word() for _ in range(1000)}) == 1000


@given(st.text(max_size=60))
def test_no_text_is_a_word_that_leads_out_of_the_folder(typed: str) -> None:
    word = read_word(typed)
    assert word == "" or (len(word) == 9 and word.replace("-", "").isalnum())


def test_each_has_a_file_whose_name_tells_nothing(tmp_path: Path) -> None:
    kept = WayBack(tmp_path, b"secret")
    files = {kept.by_word("7F3K-2QMX"), kept.by_word("7F3K-2QMZ"), kept.by_key(b"7F3K-2QMX")}
    assert len(files) == 3
    assert all(file.parent == tmp_path and "7F3K" not in file.name for file in files)
    assert WayBack(tmp_path, b"another").by_word("7F3K-2QMX") not in files


def test_old_seats_go(tmp_path: Path) -> None:
    kept = WayBack(tmp_path, b"secret")
    old, new = kept.by_word("A"), kept.by_word("B")
    for file in (old, new):
        file.write_text("[]")
        file.with_suffix(".lock").touch()
    now = new.stat().st_mtime
    os.utime(old, (0, now - KEEP.total_seconds() - 1))
    kept.tidy(now)
    assert sorted(tmp_path.iterdir()) == sorted([new, new.with_suffix(".lock")])
