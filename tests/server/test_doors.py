"""What strangers do at the door: floods, half-open connections, and clients that vanish."""

import logging
from pathlib import Path

import pytest

from tests.support.serving import farewell, serving
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import Accepted, CloseCode
from turnabout_server.settings import Limits

# Slow readers ------------------------------------------------------------------------------------


async def test_who_reads_too_slowly_is_told_to_come_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path, limits=Limits(outbox=5_000)) as here:
        _, _, ann, _ = await here.table()
        outbox = here.server.outboxes[ann.seat - 1]
        caplog.set_level(logging.WARNING, logger="turnabout_server")
        for _ in range(200):
            outbox.post(encode(Accepted(id="x" * 32)))
        goodbye = await farewell(ann)
        assert goodbye["code"] == CloseCode.TOO_SLOW
        assert CloseCode.TOO_SLOW.come_back
        await ann.socket.wait_closed()
        assert ann.socket.close_code == CloseCode.TOO_SLOW
        assert len([r for r in caplog.records if "too slowly" in r.message]) == 1
