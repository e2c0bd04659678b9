"""Notes beside the reports that some were sent, so that a ledger that is lost does not go unseen.

Who got what stands in the ledger alone. If that were deleted, everybody would get a second mail;
so the folder of the reports keeps how many entries the ledger had when the last of them was sent.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from reportgen.errors import DocumentError, Problem, ReportgenError, faults_as
from reportgen.input_file import InputKind, read_input
from reportgen.remote import Place
from reportgen.store import store

#: Its name, in the folder of a year.
NOTE = "sent.json"


def write_note(folders: Iterable[Place], ledger: Path, entries: int) -> None:
    """Notes how many entries a ledger has, in every folder that reports are sent from.

    Raises:
        DocumentError: it cannot be written, or not be read: what other ledgers had would be lost.
    """
    for folder in folders:
        noted = {**(_read(folder) or {}), str(ledger): entries}
        store(json.dumps(noted, ensure_ascii=True, indent=1).encode() + b"\n", folder / NOTE)


def try_note(folders: Iterable[Place], ledger: Path, entries: int) -> tuple[Problem, ...]:
    """The same; what hinders it is no reason not to send."""
    try:
        write_note(folders, ledger, entries)
    except ReportgenError as fault:
        return fault.problems
    return ()


def lost_entries(folders: Iterable[Place], ledger: Path, entries: int) -> tuple[Problem, ...]:
    """What is wrong when a ledger has fewer entries than it had when reports were sent from here.

    Args:
        folders: of the reports.
        ledger: its file.
        entries: how many it has.
    """
    for folder in folders:
        try:
            noted = _read(folder)
        except DocumentError as fault:
            return fault.problems
        if noted is None or _knows_more(noted, ledger, entries):
            is_new = "is new" if not entries else "has lost entries"
            return (
                Problem(
                    code="ledger-incomplete",
                    message=f"reports were sent from {folder}, and the ledger {is_new}: "
                    "whoever got one then would get a second mail",
                    where=str(ledger),
                    hint="put the ledger back from a copy; "
                    "if second mails do not matter, say --new-ledger",
                ),
            )
    return ()


def _knows_more(noted: Mapping[str, int], ledger: Path, entries: int) -> bool:
    if not entries:
        return any(noted.values())
    return entries < noted.get(str(ledger), 0)


def _read(folder: Place) -> Mapping[str, int] | None:
    """Entries by ledger; nothing when there is no note, None when it cannot be understood.

    Raises:
        DocumentError: it is there, and cannot be read now.
    """
    unreadable = Problem(
        code="sent-note-unreadable",
        message="who was sent reports from here before cannot be looked up",
        where=str(folder / NOTE),
        hint="run the same command again when the file can be read",
    )
    with faults_as(DocumentError, unreadable):
        try:
            content = read_input(folder / NOTE, InputKind.RECORD)
        except FileNotFoundError:
            return {}
    try:
        noted = json.loads(content)
    except (ValueError, RecursionError):
        return None
    is_note = isinstance(noted, dict) and all(type(number) is int for number in noted.values())
    return noted if is_note else None
