"""Opens PDFs from outside, and says what is wrong with those that cannot be read."""

import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from msgspec.structs import replace
from pikepdf import settings

from reportgen.bounded import LimitExceededError, limit_of
from reportgen.clean_text import name_invisible
from reportgen.errors import Problem, reason_of
from reportgen.input_file import InputKind, read_input

_MB = 1_000_000

#: Code of files that were not read to their end.
BEYOND_LIMITS = "pdf-beyond-limits"

#: Characters that a message may have.
_LONGEST = 500

#: What the library calls a file that it was handed as bytes.
_UNNAMED = re.compile(r"stream <[^>]*>( \([^)]*\))?: ")

#: What the libraries themselves refuse to unpack, wherever a stream is read. Newer versions of
#: qpdf know these limits; with others the memory of the process is the only one.
_UNPACKED: Mapping[str, Any] = {
    "flate_max_memory": 150 * _MB,
    "run_length_max_memory": 150 * _MB,
    "dct_max_memory": 150 * _MB,
    "png_max_memory": 150 * _MB,
    "tiff_max_memory": 150 * _MB,
    "parser_max_container_size": 2_000_000,
}


#: What is said of a stream that cannot be unpacked, or not within the limits.
UNREADABLE_STREAM = "a stream in it is broken, or unpacks to more than 150 MB"

#: What is said of the limits of the library.
LIBRARY = "it has more errors or levels, or unpacks to more, than the library follows"


def open_pdf(file: Path) -> pikepdf.Pdf:
    """Opens a PDF from outside.

    Raises:
        OSError: it cannot be read, or is too large.
        pikepdf.PdfError, pikepdf.PasswordError: it is no PDF, or wants a password.
    """
    return open_pdf_bytes(read_input(file, InputKind.PDF))


def open_pdf_to_judge(file: Path) -> pikepdf.Pdf:
    """The same, and opens as well what has no pages that could be listed (see `pages_of`).

    Raises:
        OSError, pikepdf.PdfError, pikepdf.PasswordError: as of `open_pdf`.
    """
    content = read_input(file, InputKind.PDF)
    try:
        return open_pdf_bytes(content)
    except pikepdf.PdfError:
        # The library lists pages to give them what they inherit, and fails where it cannot.
        return open_pdf_bytes(content, inherit=False)


def open_pdf_bytes(content: bytes, *, mend: bool = True, inherit: bool = True) -> pikepdf.Pdf:
    """Opens what was read already.

    Args:
        content: of a file.
        mend: a file that was cut off is put right.
        inherit: pages get what they inherit.

    Raises:
        pikepdf.PdfError, pikepdf.PasswordError: it is no PDF, or wants a password.
    """
    if hasattr(settings, "set_qpdf_limits"):
        settings.set_qpdf_limits(**_UNPACKED)
    return pikepdf.open(
        BytesIO(content),
        attempt_recovery=mend,
        inherit_page_attributes=inherit,
        suppress_warnings=True,
    )


def limits_reached() -> int:
    """How often the library has stopped at a limit of its own, maybe without a word."""
    return settings.qpdf_limit_errors() if hasattr(settings, "qpdf_limit_errors") else 0


def limit_behind(fault: Exception, reached: int) -> LimitExceededError | None:
    """Which limit made something fail; None when it was another reason.

    Args:
        fault: what was raised.
        reached: the `limits_reached` before.
    """
    if isinstance(fault, LimitExceededError | RecursionError | MemoryError):
        return limit_of(fault)
    if "bad_alloc" in str(fault):
        return limit_of(MemoryError())
    if "decod" in str(fault):  # the library tells neither from the other
        return LimitExceededError(UNREADABLE_STREAM)
    return LimitExceededError(LIBRARY) if limits_reached() > reached else None


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


def unreadable_pdf(file: Path, fault: Exception) -> Problem:
    """Why a PDF could not be opened.

    Args:
        file: that was to be read.
        fault: what this raised.
    """
    reason = reason_of(fault)
    return Problem(
        code="not-a-pdf",
        message=f"{file.name} cannot be read as a PDF: {reason}",
        where=str(file),
        hint="name a PDF that is whole and needs no password",
    )


def pages_of(document: pikepdf.Pdf) -> tuple[pikepdf.Page, ...]:
    """Its pages; none where they cannot be listed, of which `unlisted_pages` tells."""
    try:
        return tuple(document.pages)
    except pikepdf.PdfError:
        return ()


def unlisted_pages(file: Path, document: pikepdf.Pdf) -> Iterator[Problem]:
    """Why the pages of a file that opens cannot be listed (ISO 32000-1, 7.7.3)."""
    try:
        tuple(document.pages)
    except pikepdf.PdfError as fault:
        yield Problem(
            code="malformed-pages",
            message=f"the pages of {file.name} cannot be listed: {fault}",
            where=str(file),
            hint="save it anew with the program that made it",
        )


def legible(problem: Problem) -> Problem:
    """A problem in whose message texts of a file can neither hide nor go on and on."""
    message = _UNNAMED.sub("", problem.message)
    more = " ..." if len(message) > _LONGEST else ""
    told = name_invisible(message[:_LONGEST].replace("\n", " "))
    return replace(problem, message=told + more)


def beyond_limits(what: str, where: str, fault: LimitExceededError) -> Problem:
    """That a PDF, or a part of it, was not read to its end.

    Args:
        what: could not be done, e.g. ``a.pdf cannot be checked``.
        where: the file, or a place in it.
        fault: says at which limit it was broken off.
    """
    return Problem(
        code="pdf-beyond-limits",
        message=f"{what}: {fault}",
        where=where,
        hint="files that need this much are broken, or made to do harm",
    )
