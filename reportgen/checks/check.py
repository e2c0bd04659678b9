"""Checks finished files: our own rules on each, and veraPDF on all of them in one run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from reportgen.bounded import LimitExceededError, run_bounded
from reportgen.checks.accessibility import preflight
from reportgen.checks.accessibility.pdf_2 import claims_pdf_2, flavours_of_pdf_2
from reportgen.checks.press import (
    claims_accessibility,
    claims_associated_files,
    claims_press,
    press_preflight,
)
from reportgen.checks.verapdf import find_verapdf, validate
from reportgen.errors import Problem, UsageError, errors_among
from reportgen.layout.press_limits import INK_LIMIT
from reportgen.page_reader.files import (
    BEYOND_LIMITS,
    beyond_limits,
    legible,
    missing_files,
    open_pdf,
    unreadable_pdf,
)

#: What veraPDF is asked, in the order of its runs.
_FLAVOURS = ("ua1", "2a", "2b", "3a", "ua2", "4", "4e", "4f", "wt1a", "wt1r")


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
        """Whether the file keeps the standards; None when only veraPDF could say."""
        if errors_among(self.problems):
            return False
        return True if self.flavours else None

    @property
    def was_broken_off(self) -> bool:
        """Whether the file, or some of it, goes beyond the limits of what is read."""
        return any(problem.code == BEYOND_LIMITS for problem in self.problems)

    def as_dict(self) -> dict[str, object]:
        """What is known, for JSON."""
        keys = ("code", "severity", "message", "where")
        return {
            "file": str(self.file),
            "verapdf": list(self.flavours),
            "compliant": self.compliant,
            "problems": [{key: getattr(p, key) for key in keys} for p in self.problems],
        }


def check_files(files: Sequence[Path], ink_limit: float = INK_LIMIT) -> tuple[Check, ...]:
    """Checks every file against the standards that it claims.

    These are PDF/X-4 and PDF/A-2b of files for a press; PDF/UA-2, PDF/A-4 or 4f, and what WTPDF
    they declare of files for PDF 2.0; of all others, PDF/UA-1 and the part of PDF/A that they claim
    (else PDF/A-2a).

    Args:
        files: PDFs.
        ink_limit: most ink on one spot of files for a press, in percent.

    Raises:
        UsageError: a file is not there, or veraPDF fails.
    """
    if missing := missing_files(files):
        raise UsageError(*missing)
    checks = {file: _checked_by_own_rules(file, ink_limit) for file in files}
    command = find_verapdf()
    if command is None:
        return tuple(replace(checks[file], flavours=(), validator=False) for file in files)
    for flavour in _FLAVOURS:
        wanted = [
            file
            for file in files
            if flavour in checks[file].flavours
            # What it has no answer for once costs as much time again.
            and not any(p.code == "verapdf-unreadable" for p in checks[file].problems)
        ]
        if wanted:
            for file, problems in validate(command, wanted, flavour).items():
                check = checks[file]
                told = (legible(problem) for problem in problems)
                checks[file] = replace(check, problems=(*check.problems, *told))
    return tuple(checks[file] for file in files)


def _checked_by_own_rules(file: Path, ink_limit: float) -> Check:
    try:
        check = run_bounded(_apply_own_rules, file, ink_limit)
    except LimitExceededError as fault:
        problem = beyond_limits(f"{file.name} cannot be checked", str(file), fault)
        return Check(file=file, flavours=(), validator=True, problems=(problem,))
    # What goes beyond our limits would go beyond those of veraPDF.
    return replace(check, flavours=()) if check.was_broken_off else check


def _apply_own_rules(file: Path, ink_limit: float) -> Check:
    """What our rules find, with the flavours that veraPDF is to be asked for."""
    problems: list[Problem] = []
    flavours: tuple[str, ...] = ()
    try:
        with open_pdf(file) as document:
            is_for_press = claims_press(document)
            is_accessible = claims_accessibility(document)
            if is_for_press:
                problems += press_preflight(document, ink_limit)
            if is_accessible or not is_for_press:
                problems += preflight(document)
            if is_for_press:
                flavours = ("ua1", "2b") if is_accessible else ("2b",)
            elif claims_pdf_2(document):
                flavours = flavours_of_pdf_2(document)
            else:
                flavours = ("ua1", "3a" if claims_associated_files(document) else "2a")
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError) as fault:
        problems.append(unreadable_pdf(file, fault))
    told = tuple(legible(problem) for problem in problems)
    return Check(file=file, flavours=flavours, validator=True, problems=told)
