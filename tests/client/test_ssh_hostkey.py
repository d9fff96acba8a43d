"""The key by which ssh knows its door again."""

from pathlib import Path

import pytest

from turnabout_client.ssh import hostkey


def test_the_host_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = hostkey.found_or_made(tmp_path)
    file = tmp_path / hostkey.FILE
    assert file.stat().st_mode & 0o077 == 0
    again = hostkey.found_or_made(tmp_path)
    assert again.get_fingerprint() == first.get_fingerprint()


def test_a_host_key_that_others_read_is_not_used(tmp_path: Path) -> None:
    hostkey.found_or_made(tmp_path)
    (tmp_path / hostkey.FILE).chmod(0o644)
    with pytest.raises(hostkey.BadHostKey, match="Others can read"):
        hostkey.found_or_made(tmp_path)
    (tmp_path / hostkey.FILE).chmod(0o600)
    (tmp_path / hostkey.FILE).write_text("no key")
    with pytest.raises(hostkey.BadHostKey, match="no key of ssh"):
        hostkey.found_or_made(tmp_path)
