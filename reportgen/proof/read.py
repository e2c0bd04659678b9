"""Reads the files that a proof is made of, and says what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pikepdf

from reportgen.errors import ConformanceError, Problem, ReportgenError, UsageError
from reportgen.page_reader.files import missing_files, unreadable_pdf
from reportgen.proof.separate import Separation, separate


def separate_files(files: Sequence[Path]) -> Mapping[Path, Separation]:
    """The plates of press files.

    Raises:
        UsageError: a file is not there, or two have one name, so their proofs would be mixed.
        ConformanceError: a file is not a PDF for four inks, cannot be read, or is encrypted.
    """
    wanted = dict.fromkeys(files)
    if problems := [*missing_files(wanted), *_of_one_name(wanted)]:
        raise UsageError(*problems)
    separations = {}
    for file in wanted:
        try:
            with pikepdf.open(file) as document:
                separations[file] = separate(document, str(file))
        except ReportgenError as fault:
            problems += fault.problems
        except pikepdf.PasswordError:
            message = f"{file.name} is encrypted, which PDF/X-4 forbids"
            hint = "save it without a password"
            problems.append(
                Problem(code="encrypted-pdf", message=message, where=str(file), hint=hint)
            )
        except Exception as fault:
            problems.append(unreadable_pdf(file, fault, "a proof expects"))
    if problems:
        raise ConformanceError(*problems)
    return separations


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
