"""What was sent to whom, in SQLite: written before a message leaves, so that nothing goes twice.

A row is one report for one recipient. It becomes `sending`, on the disk, before the message's first
byte is on the wire. Whatever is `sending` when the ledger is opened belongs to a run that died: it
is `unknown` from then on, and only a person may say what became of it.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from reportgen.errors import DeliveryError, Problem


class DeliveryState(StrEnum):
    """What became of a report for one recipient.

    Only `FAILED` (could not be handed over) and `REFUSED` (the server said no) mean that it was
    certainly not sent.
    """

    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"


#: States in which a recipient has the report, or may have it.
_GONE = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS delivery (
    sha256 TEXT NOT NULL,
    recipient TEXT NOT NULL,
    again INTEGER NOT NULL,
    city TEXT NOT NULL,
    year INTEGER NOT NULL,
    language TEXT NOT NULL,
    edition TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'refused', 'failed', 'unknown')),
    begun TEXT NOT NULL,
    ended TEXT,
    answer TEXT NOT NULL DEFAULT '',
    UNIQUE (sha256, recipient, again)
) STRICT
"""

#: Raised when a ledger of today could no longer be read rightly by the program of yesterday.
_VERSION = 1

#: A second row for the same report and recipient is impossible; one that failed may begin anew.
_BEGIN = """
INSERT INTO delivery
    (sha256, recipient, again, city, year, language, edition, message_id, begun, state, answer)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (sha256, recipient, again) DO UPDATE
SET message_id = excluded.message_id, begun = excluded.begun, ended = NULL,
    state = excluded.state, answer = excluded.answer
WHERE state IN ('failed', 'refused')
"""


class ReportVersion(Struct, frozen=True, kw_only=True):
    """The report that rows are about; `again` is how often it was wilfully sent before."""

    city: str
    year: int
    language: str
    edition: str
    sha256: str
    again: int = 0


class Entry(Struct, frozen=True, kw_only=True):
    """A row; `again` as in `ReportVersion`."""

    city: str
    sha256: str
    recipient: str
    again: int
    message_id: str
    state: DeliveryState
    begun: datetime
    ended: datetime | None
    answer: str

    @property
    def may_have_received(self) -> bool:
        """Whether the recipient has it, or may have it."""
        return self.state in _GONE


_COLUMNS = Entry.__struct_fields__


class Ledger:
    """The open ledger; nobody else can open it meanwhile, and a process that dies frees it."""

    def __init__(self, path: Path, begun: Callable[[int], object] = lambda _entries: None) -> None:
        """Opens or makes the file.

        Args:
            path: of the file.
            begun: called with the number of all entries when a message is about to leave.

        Raises:
            DeliveryError: another run has it open, or it cannot be read or written.
        """
        self._path, self._begun = path, begun
        with self._guarded():
            path.parent.mkdir(parents=True, exist_ok=True)
            # It holds addresses of people.
            path.touch(mode=0o600)
            self._database = sqlite3.connect(path, timeout=0, isolation_level=None)
            try:
                # EXTRA also keeps a commit when the power fails right after it. The lock that
                # the first transaction takes is held until the ledger is closed.
                self._database.execute("PRAGMA journal_mode = DELETE")
                self._database.execute("PRAGMA synchronous = EXTRA")
                self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
                self._database.execute("BEGIN EXCLUSIVE")
                if self._version() != _VERSION:
                    self._database.execute(_SCHEMA)
                    self._database.execute(f"PRAGMA user_version = {_VERSION}")
                self._database.execute(
                    "UPDATE delivery SET state = 'unknown',"
                    " answer = 'the program ended before the server answered'"
                    " WHERE state = 'sending'"
                )
                self._database.execute("COMMIT")
            except BaseException:
                self._database.close()
                raise

    def _version(self) -> int:
        """Of the file; 0 when it is new, or from before versions were noted."""
        version = int(self._database.execute("PRAGMA user_version").fetchone()[0])
        if version > _VERSION:
            raise DeliveryError(
                Problem(
                    code="ledger-newer",
                    message="the ledger was written by a newer version of reportgen",
                    where=str(self._path),
                    hint="use that version; do not delete the ledger, or mails go twice",
                )
            )
        return version

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def entries(self) -> int:
        """How many rows there are."""
        with self._guarded():
            return int(self._database.execute("SELECT count(*) FROM delivery").fetchone()[0])

    def history(self, sha256: str) -> tuple[Entry, ...]:
        """All rows about a report, the latest last."""
        return self._entries("WHERE sha256 = ? ORDER BY again, begun, recipient", (sha256,))

    def unknown(self) -> tuple[Entry, ...]:
        """What nobody knows the end of, when no message is on its way."""
        return self._entries("WHERE state IN ('unknown', 'sending') ORDER BY city, recipient", ())

    def previous_report(self, item: ReportVersion, recipients: Collection[str]) -> Entry | None:
        """The latest other report of that city, year, language and edition they may have."""
        rows = self._entries(
            "WHERE city = ? AND year = ? AND language = ? AND edition = ? AND sha256 <> ?"
            " AND state IN ('sent', 'unknown', 'sending') ORDER BY begun DESC",
            (item.city, item.year, item.language, item.edition, item.sha256),
        )
        return next((row for row in rows if row.recipient in recipients), None)

    def begin(
        self, item: ReportVersion, recipients: Collection[str], message_id: str, now: datetime
    ) -> None:
        """Notes that a message is about to leave; returns when that is on the disk.

        Raises:
            DeliveryError: it cannot be written, or a recipient has, or may have, the report: then
                nothing may be sent.
        """
        self._note(item, recipients, now, message_id=message_id)
        self._begun(self.entries())

    def fail(
        self, item: ReportVersion, recipients: Collection[str], answer: str, now: datetime
    ) -> None:
        """Notes that a message could not even begin.

        Raises:
            DeliveryError: as in `begin`.
        """
        self._note(item, recipients, now, state=DeliveryState.FAILED, answer=answer)

    def end(
        self, item: ReportVersion, results: Mapping[str, tuple[DeliveryState, str]], now: datetime
    ) -> None:
        """Notes what became of recipients that were begun, with the server's answer."""
        rows = [
            (state, _stamp(now), answer, item.sha256, recipient, item.again)
            for recipient, (state, answer) in results.items()
        ]
        with self._transaction():
            self._database.executemany(
                "UPDATE delivery SET state = ?, ended = ?, answer = ?"
                " WHERE sha256 = ? AND recipient = ? AND again = ? AND state = 'sending'",
                rows,
            )

    def settle(self, what: str, state: DeliveryState, now: datetime) -> int:
        """Notes what a person found out about something unknown; how many rows.

        Args:
            what: a Message-ID, or a city for everything of it.
            state: what became of it.
            now: when that was found out.
        """
        with self._transaction():
            return self._database.execute(
                "UPDATE delivery SET state = ?, ended = ?, answer = 'settled by hand'"
                " WHERE (city = ? OR message_id = ?) AND state = 'unknown'",
                (state, _stamp(now), what, what),
            ).rowcount

    def _note(
        self,
        item: ReportVersion,
        recipients: Collection[str],
        now: datetime,
        *,
        message_id: str = "",
        state: DeliveryState = DeliveryState.SENDING,
        answer: str = "",
    ) -> None:
        about = (item.again, item.city, item.year, item.language, item.edition, message_id)
        rows = [(item.sha256, r, *about, _stamp(now), state, answer) for r in recipients]
        with self._transaction():
            if self._database.executemany(_BEGIN, rows).rowcount != len(rows):
                raise DeliveryError(
                    Problem(
                        code="sent-twice",
                        message=f"a recipient in {item.city} has this report already",
                        where=str(self._path),
                        hint="nothing was sent to this city; run the same command again",
                    )
                )

    def _entries(self, where: str, values: tuple[object, ...]) -> tuple[Entry, ...]:
        with self._guarded():
            rows = self._database.execute(
                f"SELECT {', '.join(_COLUMNS)} FROM delivery {where}", values
            )
            return tuple(map(_entry, rows))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._guarded():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as fault:
            raise DeliveryError(_problem(fault, self._path)) from fault


def _stamp(now: datetime) -> str:
    # In one time zone, so that the order of texts is that of times.
    return now.astimezone(UTC).isoformat(timespec="milliseconds")


def _entry(row: tuple[Any, ...]) -> Entry:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["state"] = DeliveryState(values["state"])
    for time in ("begun", "ended"):
        values[time] = values[time] and datetime.fromisoformat(values[time])
    return Entry(**values)


def _problem(fault: sqlite3.Error | OSError, path: Path) -> Problem:
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Problem(
            code="ledger-in-use",
            message="reports are being sent already",
            where=str(path),
            hint="wait until the other run has ended",
        )
    if code == sqlite3.SQLITE_FULL:
        return Problem(
            code="ledger-full",
            message="there is no room on the disk to note what is sent",
            where=str(path),
            hint="free some space and run the same command again; nothing is sent twice",
        )
    return Problem(
        code="ledger-unusable",
        message=f"the ledger cannot be used: {fault}",
        where=str(path),
        hint="check the rights on it and its folder; do not delete it, or mails go twice",
    )
