"""A wish to stop is heard at once, whoever of the process is told of it."""

import signal
import threading

from tests.support.patience import patience
from turnabout.signals import stop_signal


async def test_a_loop_that_sleeps_hears_what_another_thread_was_told() -> None:
    with stop_signal() as asked:
        # The system may give a signal to any thread; the loop's own one is asleep meanwhile.
        threading.Timer(
            0.05, lambda: signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        ).start()
        async with patience():
            await asked.wait()
