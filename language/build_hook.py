"""Compile the catalogues when the package is built, whether or not it is installed in place."""

from pathlib import Path
from runpy import run_path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[misc]  # hatchling is only there while building
    """Compiles the catalogues before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling."""
        run_path(str(Path(self.root) / "language" / "compiled.py"))["compile_all"]()
