"""Files that somebody names, as far as they cannot be read: what is wrong with them."""

from collections.abc import Iterable
from pathlib import Path

import pikepdf

from reportgen.errors import Problem


def missing_files(files: Iterable[Path]) -> list[Problem]:
    """A problem for each file that is not there."""
    return [
        Problem(code="file-missing", message=f'there is no file "{file}"', hint="check the path")
        for file in files
        if not _exists(file)
    ]


def _exists(file: Path) -> bool:
    try:
        file.stat()
    except OSError as fault:  # what must not be looked at may well be there
        return not isinstance(fault, FileNotFoundError | NotADirectoryError)
    return True


def unreadable_pdf(file: Path, fault: Exception, expected: str) -> Problem:
    """Why a PDF could not be read.

    Args:
        file: that was read.
        fault: what this raised. The types that objects have by ISO 32000-1 are relied on; a
            malformed object may raise anything.
        expected: by whom, e.g. ``our rules expect``.
    """
    if isinstance(fault, pikepdf.PdfError | pikepdf.PasswordError | OSError):
        return Problem(
            code="not-a-pdf",
            message=f"{file.name} cannot be read as a PDF: {fault}",
            where=str(file),
            hint="name a PDF that is whole and needs no password",
        )
    return Problem(
        code="malformed-pdf",
        message=f"{file.name} is not built as {expected}: {fault}",
        where=str(file),
        hint="make the file anew, or repair it with `qpdf`",
    )
