"""The version is written once."""

import tomllib
from pathlib import Path

from tests.turnabout.command import turnabout

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_the_command_tells_the_version_of_the_project() -> None:
    version = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    done = turnabout("--version")
    assert done.returncode == 0
    assert done.stdout.strip() == version


def test_the_newest_release_in_the_changelog_is_it() -> None:
    version = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    changes = (PROJECT.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = [part.partition("]")[0] for part in changes.split("\n## [")[1:]]
    assert next(part for part in parts if part != "Unreleased") == version
