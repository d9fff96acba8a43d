"""What a copy came without, and the line that gets it."""

import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from turnabout.extras import MODULES, install, missing, source
from turnabout.getit import wheel
from turnabout.problems import FAILED, ending

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_every_library_of_an_extra_is_known_by_its_module() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    modules = packages_distributions()
    for extra, needs in project["optional-dependencies"].items():
        for need in needs:
            name = Requirement(need).name.lower()
            found = [m for m, dists in modules.items() if name in [d.lower() for d in dists]]
            assert any(MODULES.get(module) == extra for module in found), need


@pytest.mark.parametrize(
    ("module", "told"),
    [("apsw", True), ("cryptography.x509", True), ("textual", False), ("turnabout.none", False)],
)
def test_a_library_that_is_not_here_is_named_by_its_extra(module: str, told: bool) -> None:
    error = ImportError("cannot import")
    error.__cause__ = ModuleNotFoundError(module, name=module)
    assert ("“server”" in missing(error)) is told
    if told:
        assert ending(error) == (missing(error), FAILED)


def test_another_error_is_none_of_its_business() -> None:
    assert missing(ValueError("apsw")) == ""
    assert missing(ImportError("apsw")) == ""


@pytest.mark.parametrize(
    ("noted", "line"),
    [
        ("uv-receipt.toml", "uv tool install --force "),
        ("pipx_metadata.json", "pipx install --force "),
        ("", f"{sys.executable} -m pip install "),
    ],
)
def test_the_line_is_for_what_installed_this_copy(tmp_path: Path, noted: str, line: str) -> None:
    if noted:
        (tmp_path / noted).touch()
    assert install("server", tmp_path).startswith(line)
    assert "turnabout[server] @ file:///" in install("server", tmp_path)
    assert distribution("turnabout").read_text("direct_url.json")


def test_it_is_taken_from_where_this_copy_came_from(tmp_path: Path) -> None:
    git = '{"url": "https://git.example/t", "vcs_info": {"vcs": "git", "commit_id": "a1"}}'
    assert source("server", git) == "turnabout[server] @ git+https://git.example/t"
    here = tmp_path / "a file.whl"
    noted = f'{{"url": "{here.as_uri()}"}}'
    # A file that is gone, as on the machine of whoever got a single file.
    assert source("server", noted) == f"./{wheel()}[server]"
    here.touch()
    assert source("server", noted) == f"turnabout[server] @ {here.as_uri()}"
