"""Some of the hostile inputs that `make torture` tries; and the harness sees what breaks a rule."""

import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.torture import harness
from tests.torture.__main__ import torture
from tests.torture.attempt import Attempt
from tests.torture.harness import broken_rule
from tests.torture.kinds import KINDS

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the harness is for Linux"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_no_hostile_input_breaks_a_rule(kind: str) -> None:
    assert torture(kind, count=10, seed=2026) >= 10


def _crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _hang() -> None:
    time.sleep(60)


def _fill_memory() -> None:
    assert len(bytearray(400_000_000)) > 0


def _raise() -> None:
    raise RuntimeError("odd")


def _leave() -> None:
    raise SystemExit(77)


@pytest.mark.parametrize(
    ("action", "rule"),
    [
        (_crash, "signal SIGSEGV"),
        (_hang, "takes more than 2 s"),
        (_fill_memory, r"takes \d+ MB"),
        (_raise, "a traceback"),
        (_leave, "exit code 77"),
    ],
)
def test_the_harness_sees_a_broken_rule(
    action: object, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.cli.main", action)
    monkeypatch.setattr(harness, "MOST_SECONDS", 2)
    monkeypatch.setattr(harness, "MOST_BYTES", 300_000_000)
    wrong = broken_rule(Attempt(commands=(("validate", "a.xlsx"),)))
    assert re.search(rule, wrong), wrong


def _leave_a_part() -> None:
    Path(".a.part").touch()
    raise SystemExit(0)


def test_what_a_command_leaves_over_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.cli.main", _leave_a_part)
    assert "left over: .a.part" in broken_rule(Attempt(commands=(("validate", "a.xlsx"),)))


def test_a_judge_counts() -> None:
    run = (("validate", "a.xlsx"),)
    attempt = Attempt(commands=run, judge=lambda _, results: f"exit {results[0].code}")
    assert broken_rule(attempt) == "exit 3"
    assert not broken_rule(Attempt(files={"x/.a.part": b""}, commands=run))
    assert not broken_rule(Attempt(files={"a.xlsx": b"no workbook"}, commands=run))
