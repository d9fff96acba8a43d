"""Settings of the whole suite: properties without a clock, on a build machine always alike."""

import os

import pytest
from hypothesis import settings

settings.register_profile("turnabout", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("turnabout")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=3, help="how often the server is killed")
