"""Makes reports on the workers of a Dask cluster, and gives them in order.

What all reports have in common goes to a worker once, with its files; so few orders are under way
at once that results do not pile up here or there. Dask gives the orders of a worker that dies to
others. Whoever stops early leaves nothing to do behind.
"""

import asyncio
import errno
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, wait
from concurrent.futures import Future as Answer
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from math import inf
from typing import Any
from warnings import catch_warnings, simplefilter

from reportgen.errors import DocumentError, Problem, UsageError, reason_of
from reportgen.workflows.city_reports import MadeCity, Maker, Order
from reportgen.workflows.packing import packed
from reportgen.workflows.software import software

try:
    import dask
    from distributed import Client, Future, KilledWorker
    from distributed.versions import get_versions

    from reportgen.workflows.cluster_worker import Refused, Unfit, make_city, versions
except ModuleNotFoundError as fault:
    raise UsageError(
        Problem(
            code="cluster-extra-missing",
            message="a cluster needs Dask's `distributed`, which is not installed",
            hint="pip install stadtprofil[cluster]",
        )
    ) from fault

#: Seconds that a scheduler may take to answer, and that a cluster may be without any worker.
PATIENCE, EMPTY_PATIENCE = 10, 60

#: Orders under way: for each worker, and at least.
_PER_WORKER, _LEAST = 4, 8

#: Seconds between two looks at the workers, and at orders of which nothing is heard.
_LOOK, _BREATH = 2, 0.1

#: What Dask says by itself would stand between the messages of the program.
_LOGGERS = ("distributed", "distributed.client", "distributed.core", "distributed.comm", "tornado")


class _Client(Client):  # type: ignore[misc]
    """A client that is closed by who opened it; one that never got a connection waits for none."""

    def __del__(self) -> None:
        pass


def in_cluster(
    make: Maker, orders: Iterable[Order], address: str
) -> Generator[MadeCity, None, None]:
    """What becomes of each order, in order.

    Args:
        make: what makes them; it is sent to the workers.
        orders: each is taken when its turn is near.
        address: of the scheduler.

    Raises:
        DocumentError: the scheduler does not answer, or no more; there are no workers, or ones
            that would not make the same reports.
    """
    client = _connect(address)
    try:
        yield from _Crew(client, make, address).made(iter(orders))
    finally:
        # The scheduler forgets what is not done when the one who wanted it has gone.
        with suppress(Exception):  # It may have gone itself.
            client.close(timeout=_BREATH)


def _connect(address: str) -> _Client:
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # Photos are large, and meant to be.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"})
    try:
        return _client(address)
    except Exception as fault:  # Addresses and certificates may be wrong in many ways.
        raise DocumentError(
            Problem(
                code="cluster-unreachable",
                message=f"the scheduler of the cluster does not answer: {reason_of(fault)}",
                where=address,
                hint="check the address and that `dask scheduler` runs there",
            )
        ) from fault


def _client(address: str) -> _Client:
    """A client that is connected.

    Dask itself waits for ever for a scheduler that takes the connection and says nothing.
    """
    got: list[_Client | Exception] = []

    def connect() -> None:
        try:
            got.append(_Client(address, timeout=PATIENCE, set_as_default=False))
        except Exception as fault:  # It is raised by who waits.
            got.append(fault)

    with catch_warnings():
        simplefilter("ignore")  # Versions are compared before anything is made.
        connecting = threading.Thread(target=connect, daemon=True)
        connecting.start()
        # It may say what is wrong when its own time is over.
        connecting.join(1.2 * PATIENCE)
    if not got:
        raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
    if isinstance(got[0], Exception):
        raise got[0]
    return got[0]


def _packages(versions: Mapping[str, Any]) -> Mapping[str, str]:
    found: Mapping[str, str] = versions["packages"]
    return found


class _Crew:
    """The workers of a cluster, for one run."""

    def __init__(self, client: Client, make: Maker, address: str) -> None:
        inputs = packed(make)
        self._client, self._make, self._address = client, make, address
        self._run = sha256(inputs).hexdigest()
        # The result of a task is made anew when all workers that have it die.
        self._inputs = client.submit(bytes, inputs, pure=False)
        self._packages = ["stadtprofil", *software()]
        self._wanted = _packages(get_versions(packages=self._packages))
        self._workers: frozenset[str] = frozenset()
        #: Workers that were asked for their packages; one that is silent may be so for long.
        self._asked: dict[str, Answer[Mapping[str, Any]]] = {}
        self._fit: set[str] = set()
        self._looked, self._last_seen = -inf, time.monotonic()

    def made(self, orders: Iterator[Order]) -> Generator[MadeCity, None, None]:
        """What becomes of each order, in order."""
        under_way: deque[tuple[Order, Future | None]] = deque()
        while True:
            self._look()
            ahead = max(_LEAST, _PER_WORKER * len(self._workers))
            for order in islice(orders, max(0, ahead - len(under_way))):
                under_way.append((order, self._begun(order)))
            if not under_way:
                return
            order, future = under_way.popleft()
            try:
                # What cannot be sent is made here, and says why.
                made = self._result(order, future) if future else self._make(order)
            except KilledWorker:
                made = self._made_alone(order, [other for _, other in under_way if other])
            yield made

    def _begun(self, order: Order) -> "Future | None":
        """An order under way; None when a file of it cannot be read."""
        try:
            data = packed(order)
        except OSError:
            return None
        try:
            return self._client.submit(
                make_city, versions(), self._run, self._inputs, data, pure=False
            )
        except Exception as fault:  # The connection may be broken in many ways.
            raise self._gone(fault) from fault

    def _made_alone(self, order: Order, others: list[Future]) -> MadeCity:
        """What becomes of an order whose workers died again and again.

        It may have been in the company of the one that is to blame, so it gets a last turn when
        no other is under way.
        """
        for other in others:
            while not other.done():
                self._look()
                time.sleep(_BREATH)
        future = self._begun(order)
        try:
            return self._result(order, future) if future else self._make(order)
        except KilledWorker:
            return self._make.lost(order)

    def _result(self, order: Order, future: Future) -> MadeCity:
        while True:
            try:
                made = future.result(timeout=_LOOK)
                break
            except TimeoutError as fault:
                if future.done():
                    raise self._unfit(f"{type(fault).__name__}: {fault}") from fault
                self._look()
            except KilledWorker:
                raise
            except CancelledError as fault:
                raise self._gone(fault) from fault
            except Exception as fault:  # It may be of any library that a worker has or lacks.
                raise self._unfit(f"{type(fault).__name__}: {fault}") from fault
        if isinstance(made, Unfit):
            raise self._unfit(", ".join(made.differing), made.worker)
        if isinstance(made, Refused):
            return self._make.refused(order, made.worker, made.reason)
        assert isinstance(made, MadeCity)
        return made

    def _look(self) -> None:
        """Looks from time to time which workers there are, and at new ones more closely.

        Raises:
            DocumentError: the scheduler has gone, for long there has been no worker, or one would
                not make the same reports.
        """
        now = time.monotonic()
        if now < self._looked + _LOOK:
            return
        client = self._client
        try:
            there = client.sync(client.scheduler.ncores, callback_timeout=PATIENCE)
        except Exception as fault:  # The connection may be broken in many ways.
            raise self._gone(fault) from fault
        self._compare(frozenset(there))
        self._workers, self._looked = frozenset(there), time.monotonic()
        if there:
            self._last_seen = now
        elif now > self._last_seen + EMPTY_PATIENCE:
            raise DocumentError(
                Problem(
                    code="cluster-empty",
                    message=f"the cluster has had no worker for {EMPTY_PATIENCE} seconds",
                    where=self._address,
                    hint=f"start some: `dask worker {self._address}`; finished files stay",
                )
            )

    def _compare(self, there: frozenset[str]) -> None:
        """Makes sure that workers have the same packages; orders would end one that lacks them.

        One that does not answer is asked on: with every order it looks for itself.
        """
        self._fit &= there
        self._asked = {worker: self._asked[worker] for worker in self._asked if worker in there}
        new = [self._ask(worker) for worker in sorted(there - self._fit - self._asked.keys())]
        wait(new, _LOOK)
        for worker, answer in [*self._asked.items()]:
            if not answer.done():
                continue
            del self._asked[worker]
            # A connection that broke says nothing of a worker.
            found = {} if answer.exception() else answer.result()
            if worker not in found:
                continue
            has, wanted = _packages(found[worker]), self._wanted
            names = [name for name in ("python", *self._packages) if has.get(name) != wanted[name]]
            if names:
                raise self._unfit(", ".join(names), worker)
            self._fit.add(worker)

    def _ask(self, worker: str) -> "Answer[Mapping[str, Any]]":
        """Asks a worker for its packages, by way of the scheduler; nobody waits for the answer."""
        message = {"op": "versions", "packages": self._packages}
        asked = self._client.scheduler.broadcast(msg=message, workers=[worker], on_error="ignore")
        answer = asyncio.run_coroutine_threadsafe(asked, self._client.loop.asyncio_loop)
        self._asked[worker] = answer
        return answer

    def _gone(self, fault: BaseException) -> DocumentError:
        return DocumentError(
            Problem(
                code="cluster-gone",
                message=f"the scheduler of the cluster has gone: {type(fault).__name__}",
                where=self._address,
                hint="run the same command again when it is there; finished files stay",
            )
        )

    def _unfit(self, reason: str, worker: str = "") -> DocumentError:
        return DocumentError(
            Problem(
                code="cluster-unfit",
                message=f"a worker would not make the same reports: {reason}",
                where=worker or self._address,
                hint="install the same version of reportgen and of its libraries on all machines",
            )
        )
