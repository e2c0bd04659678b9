"""Shells complete commands, options, layouts and schemas."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT

pytestmark = pytest.mark.exhaustive

PROGRAM = Path(sys.executable).with_name("reportgen")


def ask(**settings: str) -> str:
    """What the program answers to a shell."""
    done = subprocess.run(
        [PROGRAM],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["va"], ["validate"]),
        (["archive", "re"], ["rebuild"]),
        (["build", "--layout", ""], ["city-profile", "district-youth"]),
        (["template", "x.xlsx", "--domain", "di"], ["district-youth"]),
        (["layout", "copy", "ci"], ["city-profile"]),
        (["schema", "ev"], ["events-1"]),
        (["build", "--bo"], ["--booklet"]),
    ],
)
def test_a_shell_gets_the_words_that_may_follow(words: list[str], found: list[str]) -> None:
    line = " ".join(["reportgen", *words])
    bash = ask(_REPORTGEN_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words)))
    zsh = ask(_REPORTGEN_COMPLETE="zsh_complete", COMP_WORDS=line, COMP_CWORD=str(len(words)))
    fish = ask(_REPORTGEN_COMPLETE="fish_complete", COMP_WORDS=line, COMP_CWORD=words[-1])

    assert bash.splitlines() == [f"plain,{word}" for word in found]
    assert zsh.splitlines()[1::3] == found
    assert re.findall(r"plain[,\n]([\w-]+)", fish) == found


def test_the_path_of_a_layout_is_completed_by_the_shell() -> None:
    settings = {"COMP_WORDS": "reportgen build --layout my", "COMP_CWORD": "3"}

    assert ask(_REPORTGEN_COMPLETE="bash_complete", **settings) == "dir,my\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_a_script_for_each_shell(shell: str) -> None:
    assert "_REPORTGEN_COMPLETE=" in ask(_REPORTGEN_COMPLETE=f"{shell}_source")


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_completes_with_the_script_that_it_is_given() -> None:
    script = """
eval "$(_REPORTGEN_COMPLETE=bash_source reportgen)"
COMP_WORDS=(reportgen build --layout d) COMP_CWORD=3
_reportgen_completion reportgen
echo "${COMPREPLY[@]}"
"""
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, "PATH": path},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )

    assert done.stdout.strip() == "district-youth"


def test_settings_that_are_broken_do_not_hinder_a_shell(tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").write_text("broken", encoding="utf-8")
    settings = {
        "_REPORTGEN_COMPLETE": "bash_complete",
        "COMP_WORDS": "reportgen va",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [PROGRAM], cwd=tmp_path, env={**os.environ, **settings}, capture_output=True, check=False
    )

    assert done.stdout == b"plain,validate\n"
