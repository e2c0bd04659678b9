"""Tries an attempt in processes of their own, with limits, and says which rule it breaks.

A child is forked and not started anew: what takes a second to load is loaded once.
"""

import faulthandler
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from reportgen import cli
from reportgen.errors import INTERRUPTED
from tests.documents.exits import exit_codes
from tests.running import Result, every_command
from tests.torture.attempt import Attempt

#: Seconds that one command may take, and bytes of memory beyond those of the loaded program.
MOST_SECONDS, MOST_BYTES = 10, 850_000_000
#: A child ends here whatever it does; the limit of `MOST_BYTES` is of what it really uses.
_ADDRESS_SPACE = 6_000_000_000
#: No input may end a run so.
_EXIT_CODES = exit_codes().keys() - {1, INTERRUPTED}


class Highest(Struct):
    """What the most demanding commands so far took: processor seconds, and bytes of memory."""

    seconds: float = 0.0
    used: int = 0

    def note(self, usage: resource.struct_rusage, used: int) -> None:
        """Takes the usage of another command into account."""
        self.seconds = max(self.seconds, usage.ru_utime + usage.ru_stime)
        self.used = max(self.used, used)


def broken_rule(attempt: Attempt, highest: Highest | None = None) -> str:
    """Runs the commands of an attempt in a new folder.

    Args:
        attempt: the input and its commands.
        highest: takes note of what they need.

    Returns:
        What is wrong, with the output of the command, or nothing.
    """
    every_command()  # loads their modules, once
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "in")
        folder.mkdir()
        attempt.lay_out(folder)
        results, before = [], _parts_of_files(folder)
        with attempt.around():
            for arguments in attempt.commands:
                result, wrong = _run(arguments, folder, Path(place), highest or Highest())
                if wrong := wrong or _wrong_with(result):
                    return f"{wrong}\n{_excerpt(result)}"
                results.append(result)
        if left := _parts_of_files(folder) - before:
            return f"left over: {', '.join(sorted(left))}"
        return attempt.judge(folder, results)


def _parts_of_files(folder: Path) -> set[str]:
    """Names of files that were not finished."""
    return {path.name for path in folder.rglob("*.part")}


def _run(
    arguments: tuple[str, ...], folder: Path, place: Path, highest: Highest
) -> tuple[Result, str]:
    """The result of a command, and which limit it breaks."""
    out, err = place / "out", place / "err"
    loaded = _resident()
    pid = os.fork()
    if pid == 0:
        _be_the_command(arguments, folder, out, err)
    started = time.monotonic()
    while True:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            break
        if time.monotonic() - started > MOST_SECONDS * _slowness():
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return _result(-signal.SIGKILL, out, err), f"takes more than {MOST_SECONDS} s"
        time.sleep(0.002)
    result = _result(os.waitstatus_to_exitcode(status), out, err)
    used = usage.ru_maxrss * 1024 - loaded
    highest.note(usage, used)
    return result, f"takes {used / 1e6:.0f} MB" if used > MOST_BYTES else ""


def _be_the_command(arguments: tuple[str, ...], folder: Path, out: Path, err: Path) -> NoReturn:
    """In the child: the command, with its outputs in files."""
    code = 1
    try:
        os.setsid()
        faulthandler.disable()
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
        os.chdir(folder)
        for number, file in ((1, out), (2, err)):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        sys.argv = ["reportgen", *arguments]
        cli.main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # whatever it is, the parent reads of it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _slowness() -> float:
    """By how much others who want the processors at the same time draw a run out."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _resident() -> int:
    """Bytes of memory that this process has, and a child begins with."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _result(code: int, out: Path, err: Path) -> Result:
    texts = (
        file.read_bytes().decode("utf-8", "replace") if file.exists() else "" for file in (out, err)
    )
    return Result(code, *texts)


def _wrong_with(result: Result) -> str:
    """Which rule a result breaks that holds for every input."""
    said = result.out + result.err
    if result.code < 0:
        return f"ended by the signal {signal.Signals(-result.code).name}"
    if "Traceback (most recent call last)" in said:
        return "a traceback"
    if "error[bug]" in said:
        return "a bug"
    if result.code not in _EXIT_CODES:
        return f"the exit code {result.code}"
    if result.code and not result.err.strip():
        return f"the exit code {result.code} without a word"
    return ""


def _excerpt(result: Result) -> str:
    """The end of what a command said."""
    return "\n".join((result.out + result.err).splitlines()[-12:])
