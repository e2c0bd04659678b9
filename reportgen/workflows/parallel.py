"""Does the same thing many times, in several processes where that is worth it."""

import copyreg
import os
import sys
import threading
from collections.abc import Callable, Generator, Iterable
from types import MappingProxyType
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: With fewer calls, starting processes costs more than it gains: forked ones have all libraries and
#: all that was read, others load them anew.
FEWEST = {"fork": 8, "spawn": 24}


def jobs_for(calls: int, wanted: int | None) -> int:
    """How many processes are worth it.

    Args:
        calls: that are to be made.
        wanted: by the user; None for as many as there are cores that may be used.
    """
    if wanted is None:
        wanted = _cores() if calls >= FEWEST[_method()] else 1
    return max(1, min(wanted, calls))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_processes(
    call: Callable[[Item], Result],
    items: Iterable[Item],
    jobs: int,
    lost: Callable[[Item], Result],
) -> Generator[Result, None, None]:
    """The result of a call for each item, in order.

    Args:
        call: what is to be done; it raises nothing. Where processes cannot be forked it is pickled.
        items: what it is done with; each is taken when its turn is near.
        jobs: number of processes; one is this one.
        lost: the result of a call whose process died.
    """
    if jobs == 1:
        yield from map(call, items)
        return
    from reportgen.workflows.pool import in_pool  # noqa: PLC0415, one process does without it

    yield from in_pool(call, items, jobs, lost, _method())


def _method() -> str:
    """How processes are started: forked where that is safe, for they then have all at once."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _read_only(content: dict[Any, Any]) -> "MappingProxyType[Any, Any]":
    return MappingProxyType(content)


# Layouts have some, which pickle does not know.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))
