"""Calls for several processes. Started anew, each loads this module, so that it loads little."""

import os
import signal
from pathlib import Path


def square(place: int) -> int:
    return place * place


def dying(at: tuple[int, ...], place: int) -> int:
    if place in at:
        os.kill(os.getpid(), signal.SIGKILL)
    return place * place


def counting(folder: Path, place: int) -> int:
    (folder / str(place)).touch()
    return place


def lost(place: int) -> int:
    return -place
