"""What the operating system says a process has used."""

import os
from pathlib import Path
from typing import Final, NamedTuple

_TICK: Final = os.sysconf("SC_CLK_TCK")
SERVER_CORE: Final = 0
LOAD_CORE: Final = 1


class Used(NamedTuple):
    """What a process has used since it began."""

    processor: float
    """Seconds of a core, of all its threads, the kernel's work for it included."""
    written: int
    """Bytes that were sent to the disk for it."""


def used(pid: int) -> Used:
    """Return what a process has used so far."""
    schedule = sum(
        int(Path(f"/proc/{pid}/task/{thread}/schedstat").read_text().split()[0])
        for thread in os.listdir(f"/proc/{pid}/task")
    )
    disk = dict(
        line.split(": ") for line in Path(f"/proc/{pid}/io").read_text().splitlines() if line
    )
    return Used(schedule / 1e9, int(disk["write_bytes"]))


def resident(pid: int) -> int:
    """Return the memory of a process, in bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def busy(core: int) -> float:
    """Return for how many seconds a core was busy since the machine started, whoever it was."""
    for line in Path("/proc/stat").read_text().splitlines():
        if line.startswith(f"cpu{core} "):
            user, nice, system, _, _, irq, softirq, *_ = map(int, line.split()[1:])
            return (user + nice + system + irq + softirq) / _TICK
    return 0.0


def pin(core: int, pid: int = 0) -> None:
    """Keep a process, or this one, on one core, if there are as many."""
    if core < (os.cpu_count() or 1):
        os.sched_setaffinity(pid, {core})
