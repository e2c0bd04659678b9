"""Stops a run at any of its steps on the disk: with an error, an interrupt, or by killing it."""

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

Fault = Callable[[], None]


class Steps:
    """Counts the steps of a run, and makes one of them fail.

    A step is a call that changes the disk: a folder or a file is made, something is written,
    flushed, renamed, or gets other rights.
    """

    def __init__(self, failing: int | None = None, fault: Fault | None = None) -> None:
        self.count = 0
        self._failing, self._fault = failing, fault

    def step(self) -> None:
        """Is called before each step."""
        self.count += 1
        if self.count == self._failing and self._fault:
            self._fault()


class _File:
    """A file that is written, whose every write is a step."""

    def __init__(self, file: Any, steps: Steps) -> None:
        self._file, self._steps = file, steps

    def write(self, content: Any) -> int:
        self._steps.step()
        return int(self._file.write(content))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


@contextmanager
def stopping(steps: Steps) -> Iterator[Steps]:
    """Within, every step on the disk is counted, and one of them fails."""
    real_open = builtins.open

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            steps.step()
            return real(*args, **kwargs)

        return call

    def opening(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if not set(mode) & set("wax+"):
            return real_open(file, mode, *args, **kwargs)
        steps.step()
        return _File(real_open(file, mode, *args, **kwargs), steps)

    with ExitStack() as stack:
        for name in ("mkdir", "rename", "fsync", "chmod", "sendfile"):
            stack.enter_context(patch.object(os, name, counted(getattr(os, name))))
        stack.enter_context(patch.object(builtins, "open", opening))
        stack.enter_context(patch.object(io, "open", opening))
        yield steps


def full_disk() -> None:
    """As when there is no room left."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt() -> None:
    """As when Ctrl-C is pressed."""
    raise KeyboardInterrupt


def kill() -> None:
    """As when the power fails: nothing in this process gets to clean up."""
    os.kill(os.getpid(), signal.SIGKILL)
