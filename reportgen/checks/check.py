"""Checks finished files: our own rules on each, and veraPDF on all of them in one run."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from reportgen.checks.accessibility import preflight
from reportgen.checks.press import (
    claims_accessibility,
    claims_press,
    press_preflight,
)
from reportgen.checks.verapdf import find_verapdf, validate
from reportgen.errors import Problem, UsageError, errors_among
from reportgen.layout.press_limits import INK_LIMIT

#: What veraPDF is asked, in the order of its runs.
_FLAVOURS = ("ua1", "2a", "2b", "3a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What is known of a file.

    Attributes:
        flavours: what veraPDF validated it against, e.g. ``ua1`` and ``2a``; empty when veraPDF
            was not there or the file is so broken that it might fail.
        validator: veraPDF was there.
        problems: violations and warnings, ours first.
    """

    file: Path
    flavours: tuple[str, ...]
    validator: bool
    problems: tuple[Problem, ...]

    @property
    def compliant(self) -> bool | None:
        """Whether the file keeps the standards; None when only veraPDF could tell."""
        if errors_among(self.problems):
            return False
        return True if self.flavours else None

    def as_dict(self) -> dict[str, object]:
        """What is known, for JSON."""
        return {
            "file": str(self.file),
            "verapdf": list(self.flavours),
            "compliant": self.compliant,
            "problems": [
                {
                    "code": p.code,
                    "severity": p.severity,
                    "message": p.message,
                    "where": p.where,
                }
                for p in self.problems
            ],
        }


def check_files(files: Sequence[Path], ink_limit: float = INK_LIMIT) -> tuple[Check, ...]:
    """Checks every file against the standards that it claims.

    These are PDF/X-4 and PDF/A-2b of files for a press; of all others, PDF/UA-1 and the part of
    PDF/A that they claim (else PDF/A-2a).

    Args:
        files: PDFs.
        ink_limit: most ink on one spot of files for a press, in percent.

    Raises:
        UsageError: a file is not there, or veraPDF fails.
    """
    if missing := [file for file in files if _is_missing(file)]:
        raise UsageError(*(_missing(file) for file in missing))
    own = {file: _examine(file, ink_limit) for file in files}
    theirs: dict[Path, list[Problem]] = {file: [] for file in files}
    flavours: dict[Path, list[str]] = {file: [] for file in files}
    command = find_verapdf()
    if command:
        for flavour in _FLAVOURS:
            if wanted := [file for file in files if flavour in own[file][1]]:
                for file, problems in validate(command, wanted, flavour).items():
                    theirs[file] += problems
                    flavours[file].append(flavour)
    return tuple(
        Check(
            file=file,
            flavours=tuple(flavours[file]),
            validator=command is not None,
            problems=(*own[file][0], *theirs[file]),
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


def _examine(file: Path, ink_limit: float) -> tuple[list[Problem], tuple[str, ...]]:
    """What our rules find, and what veraPDF is to be asked.

    That is nothing for a file that is hard to read: on some veraPDF ends without an answer, for
    the others as well.
    """
    problems: list[Problem] = []
    try:
        with pikepdf.open(file) as document:
            is_for_press = claims_press(document)
            is_accessible = claims_accessibility(document)
            if is_for_press:
                problems += press_preflight(document, ink_limit)
            if is_accessible or not is_for_press:
                problems += preflight(document)
            if not is_for_press:
                return problems, ("ua1", _archive_flavour(document))
            return problems, ("ua1", "2b") if is_accessible else ("2b",)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError) as fault:
        problem = Problem(
            code="not-a-pdf",
            message=f"{file.name} cannot be read as a PDF: {fault}",
            where=str(file),
            hint="name a PDF that is whole and needs no password",
        )
    except Exception as fault:
        # Our rules rely on the types that objects have by ISO 32000-1, as all of ours do; there is
        # no end to what other files may have instead.
        problem = Problem(
            code="malformed-pdf",
            message=f"{file.name} is not built as our rules expect: {fault}",
            where=str(file),
            hint="make the file anew, or repair it with `qpdf`",
        )
    return [*problems, problem], ()


def _archive_flavour(document: pikepdf.Pdf) -> str:
    with document.open_metadata() as xmp:
        return "3a" if xmp.get("pdfaid:part") == "3" else "2a"
