"""Shells complete verbs and options: asked of the shells themselves, where they are."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from tests.support.patience import LIMIT
from tests.turnabout.command import COMMAND
from turnabout.completion import Shell, reachable, script
from turnabout.verbs import VERBS

BASH = (
    'source "$1"; COMP_WORDS=({words}); COMP_CWORD={last}; _turnabout; '
    'printf "%s\\n" "${{COMPREPLY[@]}}"'
)


def asked(*command: str) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=True)
    return done.stdout.split()


def bash(file: Path, typed: str) -> list[str]:
    words = typed.split(" ")
    code = BASH.format(words=" ".join(f"'{word}'" for word in words), last=len(words) - 1)
    return asked("bash", "-c", code, "bash", str(file))


def fish(file: Path, typed: str) -> list[str]:
    return asked("fish", "-c", f"source {file}; complete -C '{typed}' | string split -f1 \\t")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("ZSH", "ZSH_CUSTOM", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("shell", get_args(Shell))
def test_every_shell_has_a_script_in_plain_characters(shell: Shell) -> None:
    written = script(shell)
    assert written.isascii()
    for verb in VERBS:
        assert verb in written


@pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="no bash here")
def test_bash_completes(tmp_path: Path) -> None:
    file = tmp_path / "turnabout"
    file.write_text(script("bash"), encoding="ascii")
    assert bash(file, "turnabout jo") == ["join"]
    assert bash(file, "turnabout scenario ch") == ["check"]
    assert "--scenario" in bash(file, "turnabout demo --s")
    assert bash(file, "turnabout demo --home b") == ["business"]


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
def test_fish_completes(tmp_path: Path) -> None:
    file = tmp_path / "turnabout.fish"
    file.write_text(script("fish"), encoding="ascii")
    assert fish(file, "turnabout jo") == ["join"]
    assert "--scenario" in fish(file, "turnabout demo --s")


@pytest.mark.skipif(shutil.which("zsh") is None, reason="no zsh here")
def test_zsh_takes_it(tmp_path: Path) -> None:
    file = tmp_path / "_turnabout"
    file.write_text(script("zsh"), encoding="ascii")
    asked("zsh", "-n", str(file))
    code = f"fpath=({tmp_path} $fpath); autoload -Uz compinit; compinit -u -d {tmp_path}/dump; "
    assert asked("zsh", "-fc", code + "echo $_comps[turnabout]") == ["_turnabout"]


@pytest.mark.skipif(sys.platform == "win32", reason="another place there")
def test_it_is_put_where_bash_looks_once(home: Path) -> None:
    for _time in range(2):
        asked(*COMMAND, "completion", "bash", "--install")
    start = (home / ".bashrc").read_text(encoding="utf-8")
    (line,) = [line for line in start.splitlines() if not line.startswith("#")]
    assert bash(home / ".bashrc", "turnabout wat") == ["watch"], line


def test_a_copy_without_an_extra_completes_what_it_can() -> None:
    code = (
        "import sys; sys.modules['yaml'] = None\n"
        "from turnabout.completion import reachable; print(*reachable())"
    )
    names = set(asked(sys.executable, "-c", code))
    assert "scenario" not in names
    assert {"join", "watch", "report"} <= names


def test_a_fault_of_our_own_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "turnabout.join", None)
    with pytest.raises(ImportError):
        reachable()
