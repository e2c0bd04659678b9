"""What a run finds around it: signals that end it, and outputs that are closed or full."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import TextIO

#: End a run as Ctrl-C does: `kill` and systems that shut down, and a terminal that is closed.
_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
_USUAL = {signal.SIG_DFL, signal.default_int_handler}

#: Seconds until a signal that came within an import is heeded.
_SOON = 0.02


@contextlib.contextmanager
def ending_signals() -> Iterator[None]:
    """Within, a run that is told to end does so as after Ctrl-C, with its files and records.

    Who had a signal ignored, as ``nohup`` does, is heeded.
    """
    before = {}
    with contextlib.suppress(ValueError):  # Only the main thread has signals.
        for number in (getattr(signal, name, None) for name in _ENDING):
            if number is not None and signal.getsignal(number) in _USUAL:
                before[number] = signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Ends the run, but not within an import: libraries take that for a fault of their own.

    Those in C++ even end the process.

    Raises:
        KeyboardInterrupt: no import is under way.
    """
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            again = threading.Timer(_SOON, _send, (number,))
            again.daemon = True
            again.start()
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _send(number: int) -> None:
    """Gives the main thread a signal, also where it waits for something."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)
    else:
        signal.raise_signal(number)


def open_missing_streams() -> None:
    """Opens what was closed before the start, so that no file takes its place.

    What is said is lost then; a result is not: writing it fails, and that is reported.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            flags = os.O_WRONLY if name == "stderr" else os.O_RDONLY
            opened = os.open(os.devnull, flags)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def flush_outputs() -> OSError | None:
    """Writes what waits for the outputs; what they do not take is given up.

    Returns:
        Why the standard output did not take the rest of a result; None when all was read, or
        nobody reads it any more.
    """
    refused = _flush(sys.stdout)
    _flush(sys.stderr)
    return None if isinstance(refused, BrokenPipeError) else refused


def _flush(stream: TextIO) -> OSError | None:
    try:
        stream.flush()
    except OSError as fault:
        # The interpreter would try again at its end, and tell that as a traceback.
        with contextlib.suppress(OSError), open(os.devnull, "w", encoding="utf-8") as nothing:  # noqa: PTH123
            os.dup2(nothing.fileno(), stream.fileno())
        return fault
    return None
