"""Checks finished files: our own rules on each, and veraPDF on all of them in one run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from reportgen.document.preflight import preflight
from reportgen.document.verapdf import find_verapdf, validate
from reportgen.errors import Problem, UsageError

#: Codes of files that are not given to veraPDF.
_BROKEN = {"not-a-pdf", "malformed-pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What is known of a file.

    Attributes:
        flavours: what veraPDF validated it against, e.g. ``ua1`` and ``2a``; empty when veraPDF
            was not there or the file is so broken that it might fail.
        validator: veraPDF was there.
        problems: violations, ours first.
    """

    file: Path
    flavours: tuple[str, ...]
    validator: bool
    problems: tuple[Problem, ...]

    @property
    def compliant(self) -> bool | None:
        """Whether the file keeps the standards; None when only veraPDF could tell."""
        if self.problems:
            return False
        return True if self.flavours else None

    def as_dict(self) -> dict[str, object]:
        """What is known, for JSON."""
        return {
            "file": str(self.file),
            "verapdf": list(self.flavours),
            "compliant": self.compliant,
            "problems": [
                {"code": p.code, "message": p.message, "where": p.where} for p in self.problems
            ],
        }


def check_files(files: Sequence[Path]) -> tuple[Check, ...]:
    """Checks every file against PDF/UA-1 and the part of PDF/A that it claims (else PDF/A-2a).

    Raises:
        UsageError: a file is not there, or veraPDF fails.
    """
    if missing := [file for file in files if _is_missing(file)]:
        raise UsageError(*(_missing(file) for file in missing))
    ours = {file: tuple(_preflight(file)) for file in files}
    theirs: dict[Path, list[Problem]] = {file: [] for file in files}
    flavours: dict[Path, list[str]] = {file: [] for file in files}
    command = find_verapdf()
    # On some broken files veraPDF ends without an answer, for the others as well.
    readable = [f for f in files if not any(p.code in _BROKEN for p in ours[f])]
    if command:
        for flavour in ("ua1", "2a", "3a"):
            wanted = [f for f in readable if flavour == "ua1" or flavour == _archive_flavour(f)]
            if wanted:
                for file, problems in validate(command, wanted, flavour).items():
                    theirs[file] += problems
                    flavours[file].append(flavour)
    return tuple(
        Check(
            file=file,
            flavours=tuple(flavours[file]),
            validator=command is not None,
            problems=(*ours[file], *theirs[file]),
        )
        for file in files
    )


def _is_missing(file: Path) -> bool:
    try:
        file.stat()
    except OSError as fault:
        return isinstance(fault, FileNotFoundError | NotADirectoryError)
    return False


def _missing(file: Path) -> Problem:
    return Problem(code="file-missing", message=f'there is no file "{file}"', hint="check the path")


def _preflight(file: Path) -> Iterator[Problem]:
    try:
        with pikepdf.open(file) as document:
            yield from preflight(document)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError) as fault:
        yield Problem(
            code="not-a-pdf",
            message=f"{file.name} cannot be read as a PDF: {fault}",
            where=str(file),
            hint="name a PDF that is whole and needs no password",
        )
    except Exception as fault:
        # Our rules rely on the types that objects have by ISO 32000-1, as all of ours do; there is
        # no end to what other files may have instead.
        yield Problem(
            code="malformed-pdf",
            message=f"{file.name} is not built as our rules expect: {fault}",
            where=str(file),
            hint="make the file anew, or repair it with `qpdf`",
        )


def _archive_flavour(file: Path) -> str:
    with pikepdf.open(file) as document, document.open_metadata() as xmp:
        return "3a" if xmp.get("pdfaid:part") == "3" else "2a"
