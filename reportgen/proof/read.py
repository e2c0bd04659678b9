"""Reads the files that a proof is made of, and says what is wrong with them.

Files and plates are from outside: they are read, rendered and measured within limits.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pikepdf

from reportgen.bounded import MEGABYTES, SECONDS, LimitExceededError, run_bounded
from reportgen.errors import ConformanceError, Problem, ReportgenError, UsageError
from reportgen.page_reader.files import (
    beyond_limits,
    legible,
    missing_files,
    open_pdf,
    unreadable_pdf,
)
from reportgen.proof.prove import Proof, prove
from reportgen.proof.separate import Separation, separate

T = TypeVar("T")

#: Megapixels that a page may have in any case, and square inches at any resolution (A3 and bleed).
_MOST_MEGAPIXELS, _MOST_INCHES = 16, 220

#: What a page takes, by its megapixels: seconds to paint and to pack it, and megabytes.
_SECONDS_EACH, _MEGABYTES_EACH = 0.4, 40

#: Seconds that plates may take; those of a report take a twentieth of one.
_SEPARATING = 2.0


def prove_files(files: Sequence[Path], dpi: int, limit: float) -> Iterator[tuple[Path, Proof]]:
    """Proofs of press files, after a look at all of them.

    Args:
        files: PDFs.
        dpi: pixels per inch of the pictures.
        limit: percent of ink that a spot may have, all four inks together.

    Raises:
        UsageError: a file is not there, or two have one name, so their proofs would be mixed.
        ConformanceError: a file is not a PDF for four inks, cannot be read, or is encrypted.
    """
    wanted = dict.fromkeys(files)
    if problems := [*missing_files(wanted), *_of_one_name(wanted)]:
        raise UsageError(*problems)
    sizes = {}
    for file in wanted:
        try:
            sizes[file] = _bounded(file, _sizes, file, dpi, seconds=_SEPARATING)
            problems += _too_large(sizes[file], file, dpi)
        except ReportgenError as fault:
            problems += map(legible, fault.problems)
    if problems:
        raise ConformanceError(*problems)
    for file, pages in sizes.items():
        seconds = SECONDS + _SECONDS_EACH * sum(pages)
        megabytes = MEGABYTES + round(_MEGABYTES_EACH * max(pages))
        work = (_prove, file, dpi, limit)
        yield file, _bounded(file, *work, seconds=seconds, megabytes=megabytes)


def _bounded(file: Path, work: Callable[..., T], *arguments: object, **limits: Any) -> T:
    try:
        return run_bounded(work, *arguments, **limits)
    except LimitExceededError as fault:
        problem = beyond_limits(f"{file.name} cannot be proved", str(file), fault)
        raise ConformanceError(problem) from fault


def _sizes(file: Path, dpi: int) -> Sequence[float]:
    """Megapixels of each page; the plates are made, to see whether they can be."""
    return [
        (x1 - x0) * (y1 - y0) * (dpi / 72) ** 2 / 1e6
        for (x0, y0, x1, y1), _ in _separate(file).boxes
    ]


def _prove(file: Path, dpi: int, limit: float) -> Proof:
    return prove(_separate(file), file.name, dpi, limit)


def _separate(file: Path) -> Separation:
    try:
        document = open_pdf(file)
    except pikepdf.PasswordError as fault:
        message = f"{file.name} is encrypted, which PDF/X-4 forbids"
        hint = "save it without a password"
        problem = Problem(code="encrypted-pdf", message=message, where=str(file), hint=hint)
        raise ConformanceError(problem) from fault
    except (pikepdf.PdfError, OSError) as fault:
        raise ConformanceError(unreadable_pdf(file, fault)) from fault
    try:
        with document:
            return separate(document, str(file))
    except (ReportgenError, MemoryError, RecursionError):
        raise
    except Exception as fault:
        # Pages may be linked in any way, and a malformed object may raise anything.
        message = f"{file.name} cannot be taken apart into plates: {fault}"
        hint = "make the file anew, or repair it with `qpdf`"
        problem = Problem(code="page-unreadable", message=message, where=str(file), hint=hint)
        raise ConformanceError(problem) from fault


def _too_large(pages: Sequence[float], file: Path, dpi: int) -> Iterator[Problem]:
    most = max(_MOST_MEGAPIXELS, _MOST_INCHES * dpi**2 / 1e6)
    for number, megapixels in enumerate(pages, start=1):
        if megapixels > most:
            yield Problem(
                code="page-too-large",
                message=f"at {dpi} dpi the page has {megapixels:.0f} megapixels, more than "
                f"{most:.0f}",
                where=f"{file}, page {number}",
                hint="prove it at a lower --dpi",
            )


def _of_one_name(files: Iterable[Path]) -> Iterator[Problem]:
    known: dict[str, Path] = {}
    for file in files:
        other = known.setdefault(file.stem, file)
        if other != file:
            yield Problem(
                code="same-name",
                message=f'"{file}" and "{other}" would be proved into one folder',
                hint="prove them one after the other, each with --out",
            )
