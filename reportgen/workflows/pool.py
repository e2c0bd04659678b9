"""Does the same thing many times in several processes, and gives the results in order.

So few calls are under way at once that results do not pile up. A process that dies costs the call
that killed it, and no other one. Whoever stops early leaves no process behind.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: So many calls for each process are under way or have a result that waits for its turn.
_AHEAD = 4

#: What a process of ours calls.
_call: Callable[[Any], Any] | None = None


def in_pool(
    call: Callable[[Item], Result],
    items: Iterable[Item],
    jobs: int,
    lost: Callable[[Item], Result],
    method: str,
) -> Generator[Result, None, None]:
    """The result of a call for each item, in order; see `in_processes`.

    Args:
        call: what is to be done.
        items: what it is done with.
        jobs: number of processes.
        lost: the result of a call whose process died.
        method: how processes are started, ``fork`` or ``spawn``.
    """
    waiting = iter(items)
    while True:
        # After a process died the calls that were under way are made one by one, so that the one
        # that kills its process is known, and then the others go on as before.
        suspects = yield from _run(call, waiting, jobs, jobs * _AHEAD, method)
        for item in suspects:
            if (yield from _run(call, iter([item]), 1, 1, method)):
                yield lost(item)
        if not suspects:
            return


def _run(
    call: Callable[[Item], Result], waiting: Iterator[Item], jobs: int, ahead: int, method: str
) -> Generator[Result, None, list[Item]]:
    """Gives results until none is waiting or a process has died.

    Returns:
        The items of the calls that were under way then, in order; they are not waiting any more.
    """
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        jobs, multiprocessing.get_context(method), initializer=_begin, initargs=(call,)
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
