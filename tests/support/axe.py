"""axe-core, which knows what makes a page hard to use: fetched once, kept out of git."""

import shutil
import subprocess
import tarfile
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

VERSION: Final = "4.14.1"
FOLDER: Final = Path(__file__).parents[2] / ".cache" / f"axe-core-{VERSION}"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@cache
def source() -> str:
    """Return the script; skip the test where it can be had neither here nor from the registry."""
    script = FOLDER / "package" / "axe.min.js"
    if not script.exists():
        _fetch()
    return script.read_text("utf-8")


def _fetch() -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("axe-core comes by npm, which is not installed")
    FOLDER.mkdir(parents=True, exist_ok=True)
    told = subprocess.run(
        [npm, "pack", f"axe-core@{VERSION}", "--silent"],
        cwd=FOLDER, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode:
        pytest.skip(f"npm could not fetch axe-core: {told.stderr.strip()[-200:]}")
    with tarfile.open(FOLDER / told.stdout.split()[-1]) as packed:
        packed.extract("package/axe.min.js", FOLDER, filter="data")


def found(page: Page) -> list[str]:
    """Return what is wrong with `page` and serious: the rule, and where."""
    page.evaluate(source())
    told: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", [*RULES]
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in told["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
