"""Make the command a single file: `python -m deploy.single_file FILE`, or `make single-file`.

It holds what a plain install holds, compiled libraries included: so it is for the system and the
version of Python that it is made with. What is not Python cannot be loaded from inside a file,
which is why pex unpacks it once, into the cache of whoever runs it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]


def make(file: Path) -> None:
    """Write the command to `file`. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps")
        subprocess.run([*wheel, "--wheel-dir", folder, str(ROOT)], check=True)
        (made,) = Path(folder).glob("*.whl")
        _pack(made, file)


def _pack(wheel: Path, file: Path) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "pex", str(wheel)),
            *("--constraints", str(ROOT / "constraints.txt")),
            *("--use-pip-config", "--pip-version", "vendored"),
            *("--console-script", "turnabout"),
            *("--venv", "prepend"),  # unpacked like this, it starts as fast as an install
            *("--output-file", str(file)),
        ],
        check=True,
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]))
