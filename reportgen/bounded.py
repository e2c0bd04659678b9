"""Runs what reads files from outside in a process of its own, with limits of time and memory.

Whatever is in such a file, and whatever the libraries do with it: the program gets an answer, or
hears which limit was reached. The process is started once and serves until it has grown or failed.

Time is that of the processor where the system counts it; the clock has a limit, too, which is a
multiple of that. Memory is only limited where `/proc` tells how much is taken (Linux); elsewhere
the limits of the libraries themselves are all there is.
"""

import atexit
import contextlib
import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

#: Limits of the system; Windows has none.
_resource: Any = import_module("resource") if find_spec("resource") else None

_MB = 1_000_000

#: What one file may take: seconds, and megabytes beyond what the process has anyway.
SECONDS, MEGABYTES = 3.0, 350

#: Megabytes by which a process may have grown before another one takes its place.
_GROWN = 100

#: By how much the clock may be ahead of the processor, which may have other work. Where the system
#: itself counts the time of the processor, a busy machine must not look like a hostile file.
_PATIENCE = 10 if hasattr(_resource, "prlimit") else 2

#: Signals that end a process which has used up the time of its processor.
_TOO_LONG = {getattr(signal, name, None) for name in ("SIGXCPU", "SIGKILL")} - {None}

#: Seconds that a process, and the modules of some work, may take to start; nor must a slow disk.
_START = 60.0

_SERVE = "from reportgen.bounded import serve; serve()"

Result = TypeVar("Result")


class LimitExceededError(Exception):
    """Work was broken off; the text says at which limit, e.g. ``it takes more than 4 seconds``."""


def limit_of(fault: BaseException) -> LimitExceededError:
    """At which limit Python or a library broke off."""
    if isinstance(fault, LimitExceededError):
        return fault
    if isinstance(fault, RecursionError):
        return LimitExceededError("it is nested deeper than can be followed")
    return LimitExceededError("it takes too much memory")


def run_bounded(
    work: Callable[..., Result],
    *arguments: object,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Result:
    """What `work` returns, or raises.

    Args:
        work: a function at the top of a module.
        arguments: of it; they, and the result, are pickled.
        seconds: that it may take.
        megabytes: of memory that it may take.

    Raises:
        LimitExceededError: it took more than that, went deeper than Python or the system can
            follow, or a library broke off.
    """
    if _Server.is_within:
        return work(*arguments)
    if _Server.current is None or not _Server.current.is_mine:
        _Server.current = _Server()
    return _Server.current.ask(work, arguments, seconds, megabytes)  # type: ignore[no-any-return]


def run_program(
    call: Sequence[str], environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Runs another program to its end.

    Args:
        call: the program and its arguments.
        environment: all variables of it.
        seconds: of a processor that it may take.

    Raises:
        OSError: it cannot be started.
        LimitExceededError: it took more than that.
    """
    with subprocess.Popen(
        call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        if hasattr(_resource, "prlimit"):  # Linux
            with contextlib.suppress(OSError):  # it may have ended by now
                limit = math.ceil(seconds)
                _resource.prlimit(process.pid, _resource.RLIMIT_CPU, (limit, limit + 1))
        try:
            out, err = process.communicate(timeout=_PATIENCE * seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise LimitExceededError(f"it takes more than {seconds:g} seconds") from None
        except BaseException:
            process.kill()
            raise
    if -process.returncode in _TOO_LONG:
        raise LimitExceededError(f"it takes more than {seconds:g} seconds")
    return subprocess.CompletedProcess(call, process.returncode, out, err)


class _Server:
    """A process that works, seen from the one that asks."""

    current: "_Server | None" = None

    #: This process is itself one that works.
    is_within = False

    def __init__(self) -> None:
        # -P: the folder in which somebody works may hold modules of any name.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        self._owner = os.getpid()
        self._is_late = False
        try:
            self._receive(_START)
        except (EOFError, OSError) as fault:
            self.close()
            raise RuntimeError("the process for files from outside does not start") from fault

    @property
    def is_mine(self) -> bool:
        """Whether this process started it; one that was forked off since must not use it."""
        return self._owner == os.getpid()

    def ask(
        self, work: Callable[..., Any], arguments: tuple[object, ...], seconds: float, memory: int
    ) -> Any:
        """Has work done.

        Raises:
            LimitExceededError: it was broken off.
        """
        is_sound = False
        try:
            self._send(work)
            self._receive(_START)  # its modules are there
            self._send((_folder(), arguments, seconds, memory))
            is_sound, result, fault = self._receive(_PATIENCE * seconds)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise LimitExceededError(self._end(seconds, memory)) from None
        finally:
            if not is_sound:  # also after Ctrl-C: the answer to come would be that of another file
                self.close()
        if fault is not None:
            raise fault
        return result

    def close(self) -> None:
        """Ends the process."""
        if _Server.current is self:
            _Server.current = None
        if self.is_mine:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # what was not sent yet is not wanted any more
                    pipe.close()

    def _send(self, what: object) -> None:
        assert self._process.stdin
        pickle.dump(what, self._process.stdin)
        self._process.stdin.flush()

    def _receive(self, seconds: float) -> Any:
        assert self._process.stdout
        deadline = threading.Timer(seconds, self._kill)
        deadline.daemon = True
        deadline.start()
        try:
            return pickle.load(self._process.stdout)
        finally:
            deadline.cancel()

    def _kill(self) -> None:
        self._is_late = True
        self._process.kill()

    def _end(self, seconds: float, megabytes: int) -> str:
        """Why the process has ended."""
        code = self._process.wait()
        if self._is_late or -code == getattr(signal, "SIGXCPU", None):
            return f"it takes more than {seconds:g} seconds"
        if code == -signal.SIGABRT:  # of libraries that cannot go on without memory
            return f"a library gave up on it, as when it takes more than {megabytes} MB of memory"
        return f"a library broke off on it (exit code {code})"


@atexit.register
def _close() -> None:
    if _Server.current is not None:
        with contextlib.suppress(KeyboardInterrupt):  # the run is over, and it is killed already
            _Server.current.close()


def _folder() -> str:
    """Where this process works, as names of files may begin there."""
    try:
        return str(Path.cwd())
    except OSError:  # it was deleted
        return os.curdir


# What follows runs in the process that works.


def serve() -> None:
    """Does work after work, until the input ends."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not get between the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks decides
    _Server.is_within = True
    if _resource is not None:
        _resource.setrlimit(_resource.RLIMIT_CORE, (0, 0))
    usual = _taken()
    answer: tuple[bool, object, Exception | None] = (True, None, None)

    def reply(what: object) -> None:
        pickle.dump(what, sink)
        sink.flush()

    while True:
        reply(answer)
        before = _taken()
        try:
            work = pickle.load(source)
            # The modules that it needs are imported once, and are larger than any file.
            usual += _taken() - before
            reply(None)
            folder, arguments, seconds, megabytes = pickle.load(source)
        except EOFError:
            return
        with contextlib.suppress(OSError):  # which is told when the file is opened
            os.chdir(folder)
        _limit(seconds, megabytes)
        result, fault = _done(work, arguments, megabytes)
        # Otherwise the answer itself might go too far.
        _limit(math.inf, None)
        answer = (_taken() - usual < _GROWN * _MB, result, fault)


def _done(
    work: Callable[..., object], arguments: tuple[object, ...], megabytes: int
) -> tuple[object, Exception | None]:
    try:
        return work(*arguments), None
    except MemoryError:
        return None, LimitExceededError(f"it takes more than {megabytes} MB of memory")
    except RecursionError as fault:
        return None, limit_of(fault)
    except Exception as fault:
        fault.add_note(traceback.format_exc())
        return None, fault


def _taken() -> int:
    """Bytes of addresses that this process has; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * 4096
    except OSError:
        return 0


def _limit(seconds: float, megabytes: int | None) -> None:
    """Limits what this process may take from now on; None and infinity lift the limits."""
    if _resource is None:
        return
    taken, used = _taken(), time.process_time()
    for kind, most in (
        (_resource.RLIMIT_AS, taken + megabytes * _MB if megabytes and taken else None),
        (_resource.RLIMIT_CPU, None if math.isinf(seconds) else math.ceil(used + seconds)),
    ):
        _, highest = _resource.getrlimit(kind)
        known = [limit for limit in (most, highest) if limit not in {None, _resource.RLIM_INFINITY}]
        _resource.setrlimit(kind, (min(known, default=_resource.RLIM_INFINITY), highest))
