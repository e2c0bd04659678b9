"""Records a run while it goes on, so that whatever ends it leaves files and record together.

Files are stored, and records written, while a lock of the folder is held: several builds at once
never record what another one has replaced meanwhile. Stores elsewhere have no locks; builds at once
are shards there. Writing the record takes longer the more reports it has, so it is written after a
city only when the last time was long enough ago that it costs a small share of the run, and at
every way out of the run. What a killed run did not record any more is told by `reportgen archive`,
and recorded when it is built again.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec.structs import replace

from reportgen.errors import DocumentError, Problem, faults_as
from reportgen.input_file import InputKind, read_input
from reportgen.remote import Place
from reportgen.store import State, sizes_in, state_of, store
from reportgen.workflows.part import Part
from reportgen.workflows.record import (
    RECORD,
    BuildSettings,
    ReportRecord,
    earlier_record,
    record_of,
    to_json,
)

#: Held while files and their record are written; how many seconds another build waits for that.
LOCK, PATIENCE = ".build.lock", 60

#: Of the time of a run, the most that goes into writing its record before the end.
SHARE = 0.03


class Recorder:
    """Adds the reports of a run to the record of their folder.

    Attributes:
        problems: why the record could not be written the last time that was tried.
    """

    def __init__(
        self,
        folder: Place,
        year: int,
        settings: BuildSettings,
        clock: Callable[[], float] = time.monotonic,
        part: Part | None = None,
    ) -> None:
        """Begins a run.

        Args:
            folder: of the year.
            year: of the reports.
            settings: what the reports of the run have in common.
            clock: seconds.
            part: which part of all reports the run is.
        """
        self.problems: tuple[Problem, ...] = ()
        self._folder, self._year, self._settings, self._clock = folder, year, settings, clock
        self._part, self._name = part, part.record if part else RECORD
        self._waiting: dict[str, tuple[ReportRecord, State | None]] = {}
        self._without_state: set[str] = set()
        self._due = 0.0
        # One object, so that a run that is stopped while it holds the lock can still record.
        self._lock = None
        if isinstance(folder, Path):
            self._lock = FileLock(folder / LOCK, timeout=PATIENCE, poll_interval=0.01)

    @contextmanager
    def storing(self) -> Iterator[Callable[[ReportRecord], None]]:
        """Within, the files of a city are stored.

        Yields:
            What is to be called for each report before it is stored, so that one is known whose
            run is stopped right after.

        Raises:
            DocumentError: another build does not let the folder go.
        """
        self._lock_folder()
        try:
            yield self._add
            self._note_states()
            if self._clock() >= self._due:
                self._save()
        finally:
            self._unlock_folder()

    def close(self) -> None:
        """Records what is not recorded yet.

        Raises:
            DocumentError: it cannot be written.
        """
        try:
            self._save_waiting()
        except KeyboardInterrupt:
            # It came while the last of the run was recorded, which takes no time worth saving.
            self._save_waiting()
            raise
        if self.problems:
            raise DocumentError(*self.problems)

    def _save_waiting(self) -> None:
        if self._waiting:
            self._lock_folder()
            try:
                self._save()
            finally:
                self._unlock_folder()

    def _lock_folder(self) -> None:
        """Waits for other builds; where no lock can be made, storing will say why if it matters."""
        if self._lock is None:
            return
        try:
            Path(self._lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as fault:
            raise DocumentError(
                Problem(
                    code="output-busy",
                    message="another build has been writing into the folder for a minute",
                    where=str(self._folder),
                    hint="wait until it is done and run the same command again",
                )
            ) from fault
        except OSError:
            pass

    def _unlock_folder(self) -> None:
        if self._lock and self._lock.is_locked:
            self._lock.release()

    def _add(self, report: ReportRecord) -> None:
        self._waiting[report.file] = (report, None)
        self._without_state.add(report.file)

    def _note_states(self) -> None:
        for file in tuple(self._without_state):
            with suppress(FileNotFoundError):
                self._waiting[file] = (self._waiting[file][0], state_of(self._folder / file))
                self._without_state.remove(file)

    def _save(self) -> None:
        """Reads and writes the record, under the lock; a fault is cured by a later success."""
        begun = self._clock()
        path = self._folder / self._name
        try:
            with faults_as(DocumentError, _unwritable(path)):
                store(self._with_waiting(), path)
        except DocumentError as fault:
            self.problems = fault.problems
        else:
            self.problems = ()
            self._waiting.clear()
            self._without_state.clear()
        ended = self._clock()
        self._due = ended + (ended - begun) / SHARE

    def _with_waiting(self) -> bytes:
        before, part = earlier_record(self._folder, self._name), self._part
        if part and before and before.part:
            # Of other languages and editions, too.
            part = replace(part, files=tuple(sorted({*part.files, *before.part.files})))
        known = before.files() if before else {}
        known |= {copy.file: (self._settings, copy) for copy in (before.copies if before else ())}
        names = sizes_in(self._folder).keys()
        known |= self._ours(names)
        there = (known[file] for file in known if file in names)
        return to_json(record_of(self._year, there, part))

    def _ours(self, names: Collection[str]) -> Mapping[str, tuple[BuildSettings, ReportRecord]]:
        """What waits, without what another build has replaced, which it records itself."""
        return {
            file: (self._settings, report)
            for file, (report, state) in self._waiting.items()
            if file in names and self._is_ours(report, state)
        }

    def _is_ours(self, report: ReportRecord, state: State | None) -> bool:
        file = self._folder / report.file
        if state is not None:
            return state_of(file) == state
        # The run was stopped, or refused, while it stored this one.
        content = read_input(file, InputKind.PDF)[: report.size]
        return sha256(content).hexdigest() == report.sha256


def _unwritable(path: Place) -> Problem:
    return Problem(
        code="record-unwritable",
        message=f"what was built cannot be recorded in {RECORD}",
        where=str(path),
        hint="run the same command again; finished files stay",
    )
