"""Where people get the command, as an invitation says it."""

import pytest

from turnabout.getit import VARIABLE, get_it, origin, sending_along, wheel


def test_what_was_said_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    # This copy is a clone of the tests: no address of it is anybody else's.
    assert get_it() == wheel()
    monkeypatch.setenv(VARIABLE, "  From the software centre. ")
    assert get_it() == "From the software centre."
    assert get_it("git+https://git.example/t") == "git+https://git.example/t"


@pytest.mark.parametrize(
    ("noted", "found"),
    [
        ("", ""),
        ("{", ""),
        ("[]", ""),
        ('{"url": "file:///home/kim/turnabout", "dir_info": {"editable": true}}', ""),
        ('{"url": "file:///tmp/turnabout-0.3.0-py3-none-any.whl", "archive_info": {}}', ""),
        (
            '{"url": "https://git.example/t", "vcs_info": {"vcs": "git", "commit_id": "a1"}}',
            "git+https://git.example/t",
        ),
        (
            '{"url": "https://git.example/t.git", "vcs_info": '
            '{"vcs": "git", "requested_revision": "v1", "commit_id": "a1"}}',
            "git+https://git.example/t.git@v1",
        ),
        ('{"url": "https://files.example/t.whl"}', "https://files.example/t.whl"),
        ('{"url": "https://kim:secret@git.example/t", "vcs_info": {"vcs": "git"}}', ""),
        ('{"url": "ssh://git@git.example/t", "vcs_info": {"vcs": "git"}}', ""),
    ],
)
def test_the_place_that_this_copy_came_from_is_passed_on_if_others_reach_it(
    noted: str, found: str
) -> None:
    assert origin(noted) == found


def test_whoever_invites_is_told_what_to_send_along() -> None:
    assert wheel() in sending_along(wheel())
    assert sending_along("git+https://git.example/t") == ""
    assert sending_along("From the software centre.") == ""
