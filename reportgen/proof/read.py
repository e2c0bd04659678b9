"""Reads the files that a proof is made of, and tells what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pikepdf

from reportgen.errors import ConformanceError, Problem, ReportgenError, UsageError
from reportgen.proof.separate import Separation, separate


def separate_files(files: Sequence[Path]) -> Mapping[Path, Separation]:
    """The plates of press files.

    Raises:
        UsageError: a file is not there, or two have one name, so their proofs would be mixed.
        ConformanceError: a file is not a PDF for four inks, cannot be read, or is encrypted.
    """
    wanted = dict.fromkeys(files)
    if problems := [*_missing(wanted), *_of_one_name(wanted)]:
        raise UsageError(*problems)
    separations = {}
    for file in wanted:
        try:
            separations[file] = _separated(file)
        except ReportgenError as fault:
            problems += fault.problems
    if problems:
        raise ConformanceError(*problems)
    return separations


def _missing(files: Iterable[Path]) -> Iterator[Problem]:
    for file in files:
        if not file.exists():
            message = f'there is no file "{file}"'
            yield Problem(code="file-missing", message=message, hint="check the path")


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


def _separated(file: Path) -> Separation:
    try:
        with pikepdf.open(file) as document:
            return separate(document, str(file))
    except pikepdf.PasswordError as fault:
        raise ConformanceError(
            Problem(
                code="encrypted-pdf",
                message=f"{file.name} is encrypted, which PDF/X-4 forbids",
                where=str(file),
                hint="save it without a password",
            )
        ) from fault
    except (pikepdf.PdfError, OSError) as fault:
        raise ConformanceError(
            Problem(
                code="not-a-pdf",
                message=f"{file.name} cannot be read as a PDF: {fault}",
                where=str(file),
                hint="name a PDF that is whole",
            )
        ) from fault
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as fault:
        # There is no end to what objects of foreign files may be instead of what they should be.
        raise ConformanceError(
            Problem(
                code="malformed-pdf",
                message=f"{file.name} is not built as a proof expects: {fault}",
                where=str(file),
                hint="make the file anew, or repair it with `qpdf`",
            )
        ) from fault
