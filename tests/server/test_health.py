"""What `/healthz` says, from the numbers."""

from http import HTTPStatus
from typing import NamedTuple

import pytest

from turnabout_server.net.health import FRESH, health


class Numbers(NamedTuple):
    ago: float | None
    live: int = 0
    resting: int = 0
    aside: int = 0

    def wrote_ago(self) -> float | None:
        return self.ago


@pytest.mark.parametrize(
    ("numbers", "status", "text"),
    [
        (
            Numbers(0.2, live=3, resting=2),
            HTTPStatus.OK,
            "ok: the log wrote within 10 s, 3 rooms live, 2 resting, 0 rooms set aside",
        ),
        (
            Numbers(FRESH, live=1, aside=1),
            HTTPStatus.OK,
            "ok: the log wrote within 10 s, 1 room live, 0 resting, 1 room set aside",
        ),
        (
            Numbers(12.4),
            HTTPStatus.SERVICE_UNAVAILABLE,
            "not ok: the log has not written for 12 s, 0 rooms live, 0 resting, 0 rooms set aside",
        ),
        (
            Numbers(None, live=2),
            HTTPStatus.SERVICE_UNAVAILABLE,
            "not ok: the log cannot write, 2 rooms live, 0 resting, 0 rooms set aside",
        ),
    ],
)
def test_the_server_is_well_while_its_log_writes(
    numbers: Numbers, status: HTTPStatus, text: str
) -> None:
    assert health(numbers) == (status, f"{text}\n")
