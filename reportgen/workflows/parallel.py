"""Does the same thing many times in several processes, and gives the results in order.

So few calls are under way at once that results do not pile up. A process that dies costs the call
that killed it, and no other one. Whoever stops early leaves no process behind.
"""

import copyreg
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: With fewer calls, starting processes costs more than it gains: forked ones have all libraries and
#: all that was read, others load them anew.
FEWEST = {"fork": 8, "spawn": 24}

#: So many calls for each process are under way or have a result that waits for its turn.
_AHEAD = 4

#: What a process of ours calls.
_call: Callable[[Any], Any] | None = None


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
    waiting = iter(items)
    while True:
        # After a process died the calls that were under way are made one by one, so that the one
        # that kills its process is known, and then the others go on as before.
        suspects = yield from _run(call, waiting, jobs, jobs * _AHEAD)
        for item in suspects:
            if (yield from _run(call, iter([item]), 1, 1)):
                yield lost(item)
        if not suspects:
            return


def _run(
    call: Callable[[Item], Result], waiting: Iterator[Item], jobs: int, ahead: int
) -> Generator[Result, None, list[Item]]:
    """Gives results until none is waiting or a process has died.

    Returns:
        The items of the calls that were under way then, in order; they are not waiting any more.
    """
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        jobs, multiprocessing.get_context(_method()), initializer=_begin, initargs=(call,)
    )
    items: deque[Item] = deque()
    futures: deque[Future[Result]] = deque()
    try:
        try:
            while True:
                for item in islice(waiting, ahead - len(items)):
                    items.append(item)
                    futures.append(pool.submit(_called, item))
                if not items:
                    return []
                result = futures.popleft().result()
                items.popleft()
                yield result
        except BrokenProcessPool:
            return list(items)
    finally:
        # Without this, leaving would wait until all that was begun is done.
        if items:
            for process in set(multiprocessing.active_children()) - others:
                process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


def _method() -> str:
    """How processes are started: forked where that is safe, for they then have all at once."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _begin(call: Callable[[Any], Any]) -> None:
    """Prepares a process of ours."""
    global _call  # noqa: PLW0603
    _call = call
    # A terminal sends Ctrl-C to all; the first process ends the others.
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when the first one is killed, which would leave it waiting for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _called(item: Any) -> Any:
    assert _call is not None
    return _call(item)


def _read_only(content: dict[Any, Any]) -> "MappingProxyType[Any, Any]":
    return MappingProxyType(content)


# Layouts have some, which pickle does not know.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))
