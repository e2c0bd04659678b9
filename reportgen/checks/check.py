"""Checks finished files: our own rules on each, and veraPDF on all of them in one run."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
from msgspec import Struct, field
from msgspec.structs import replace

from reportgen.bounded import LimitExceededError, run_bounded
from reportgen.checks.accessibility.preflight import preflight
from reportgen.checks.applied import NOT_APPLIED
from reportgen.checks.conformance import X4, Conformance
from reportgen.checks.coverage import checkable_clauses, covered_clauses
from reportgen.checks.metadata import claimed, judged_by, read_xmp
from reportgen.checks.press import press_preflight
from reportgen.checks.rules import PRINT_RULE, Violation
from reportgen.checks.verapdf import find_verapdf, is_unanswered, validate_all
from reportgen.checks.xmp import PDF, values
from reportgen.errors import Problem, Severity, UsageError, errors_among
from reportgen.layout.press_limits import INK_LIMIT
from reportgen.page_reader.files import (
    BEYOND_LIMITS,
    UNREADABLE_STREAM,
    beyond_limits,
    legible,
    missing_files,
    open_pdf_to_judge,
    unlisted_pages,
    unreadable_pdf,
)

#: What our files say that they were made with.
_OURS = "reportgen"

#: Clauses in the place of what veraPDF finds.
_CLAUSE = re.compile(r", clause ([^,]+), test \d+$")


class Verdict(Struct, frozen=True, kw_only=True):
    """What is known of one standard.

    Attributes:
        conformance: part and level.
        is_kept: whether the file keeps it; None when only veraPDF could say.
        by_verapdf: veraPDF has judged.
        violations: number of them, by our rules and by veraPDF.
    """

    conformance: Conformance
    is_kept: bool | None
    by_verapdf: bool
    violations: int

    def as_dict(self) -> dict[str, object]:
        """What is known, for JSON."""
        return {
            "standard": self.conformance.name,
            "compliant": self.is_kept,
            "violations": self.violations,
            "judged_by": "veraPDF" if self.by_verapdf else "own rules",
            "clauses": len(checkable_clauses(self.conformance)),
            "covered_by_own_rules": len(covered_clauses(self.conformance)),
        }


class Check(Struct, frozen=True, kw_only=True):
    """What is known of a file.

    Attributes:
        judged: what it was judged by: what it claims, or what was named.
        flavours: what veraPDF validated it against, e.g. ``ua1`` and ``2a``; empty when veraPDF
            was not there or the file is so broken that it might fail.
        validator: veraPDF was there.
        problems: violations and remarks, ours first.
        violations: number of them, by keys of the standards that they are of.
        is_claiming: the file itself claims what it was judged by, and nothing else.
    """

    file: Path
    judged: tuple[Conformance, ...] = ()
    flavours: tuple[str, ...]
    validator: bool
    problems: tuple[Problem, ...]
    violations: Mapping[str, int] = field(default_factory=dict)
    is_claiming: bool = False

    @property
    def compliant(self) -> bool | None:
        """Whether the file keeps the standards; None when only veraPDF could say."""
        if errors_among(self.problems):
            return False
        return True if self.flavours else None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is known of each standard."""
        return tuple(
            Verdict(
                conformance=conformance,
                is_kept=self._is_kept(conformance.key),
                by_verapdf=conformance.key in self.flavours,
                violations=self.violations.get(conformance.key, 0),
            )
            for conformance in self.judged
        )

    def _is_kept(self, key: str) -> bool | None:
        if self.violations.get(key):
            return False
        return True if key in self.flavours else None

    @property
    def was_broken_off(self) -> bool:
        """Whether the file, or some of it, goes beyond the limits of what is read."""
        return any(
            problem.code == BEYOND_LIMITS and not problem.message.endswith(UNREADABLE_STREAM)
            for problem in self.problems
        )

    def as_dict(self) -> dict[str, object]:
        """What is known, for JSON."""
        keys = ("code", "severity", "message", "where")
        return {
            "file": str(self.file),
            "standards": [verdict.as_dict() for verdict in self.verdicts],
            "verapdf": list(self.flavours),
            "compliant": self.compliant,
            "problems": [{key: getattr(p, key) for key in keys} for p in self.problems],
        }


def check_files(
    files: Sequence[Path], ink_limit: float = INK_LIMIT, named: Sequence[str] = ()
) -> tuple[Check, ...]:
    """Checks every file against what it claims to conform to, in the part and level it claims.

    A file that claims nothing is checked against what our digital edition claims. Where veraPDF
    judges, its verdict decides: what only our rules find is a remark.

    Args:
        files: PDFs.
        ink_limit: most ink on one spot of files for a press, in percent.
        named: keys of `CONFORMANCES` to check against instead.

    Raises:
        UsageError: a file is not there, or veraPDF fails.
    """
    if missing := missing_files(files):
        raise UsageError(*missing)
    checks = {file: _checked_by_own_rules(file, ink_limit, tuple(named)) for file in files}
    command = find_verapdf()
    if command is None:
        return tuple(
            _settled(replace(checks[file], flavours=(), validator=False), {}) for file in files
        )
    wanted = {file: check.flavours for file, check in checks.items() if check.flavours}
    claiming = [file for file in wanted if checks[file].is_claiming]
    found = validate_all(command, wanted, claiming) if wanted else {}
    return tuple(_settled(checks[file], found.get(file, {})) for file in files)


def _checked_by_own_rules(file: Path, ink_limit: float, named: tuple[str, ...]) -> Check:
    try:
        check = run_bounded(apply_own_rules, file, ink_limit, named)
    except LimitExceededError as fault:
        problem = beyond_limits(f"{file.name} cannot be checked", str(file), fault)
        return Check(file=file, flavours=(), validator=True, problems=(problem,))
    # What goes beyond our limits would go beyond those of veraPDF.
    return replace(check, flavours=()) if check.was_broken_off else check


def apply_own_rules(file: Path, ink_limit: float, named: tuple[str, ...] = ()) -> Check:
    """What our rules find, with the flavours that veraPDF is to be asked for.

    Args:
        file: a PDF.
        ink_limit: as of `check_files`.
        named: as of `check_files`.
    """
    problems: list[Problem] = []
    judged: tuple[Conformance, ...] = ()
    is_claiming = False
    try:
        with open_pdf_to_judge(file) as document:
            problems += unlisted_pages(file, document)
            judged = judged_by(document, named)
            is_claiming = judged == claimed(document)
            if X4 in judged:
                found = press_preflight(document, ink_limit)
                problems += _press_problems(found, judged, is_ours=_is_ours(document))
            if others := [each for each in judged if each.is_judged and each != X4]:
                problems += preflight(document, others)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError) as fault:
        problems.append(unreadable_pdf(file, fault))
    return Check(
        file=file,
        judged=judged,
        flavours=tuple(each.flavour for each in judged if each.flavour),
        validator=True,
        problems=tuple(legible(problem) for problem in problems),
        is_claiming=is_claiming,
    )


def _is_ours(document: pikepdf.Pdf) -> bool:
    try:
        xmp = read_xmp(document)
    except ElementTree.ParseError:
        return False
    return xmp is not None and values(xmp, f"{PDF}Producer") == [_OURS]


def _press_problems(
    found: Iterable[Problem], judged: Sequence[Conformance], *, is_ours: bool
) -> Iterable[Problem]:
    """What the rules of a press mean for a file: rules of print bind nobody but us."""
    archive = next((each.key for each in judged if each.part in {"PDF/A-2", "PDF/A-3"}), None)
    for problem in found:
        if PRINT_RULE in problem.where:
            severity = problem.severity if is_ours else Severity.WARNING
            yield replace(problem, severity=severity)
        elif X4.part in problem.where:
            clause = problem.where.rpartition(" ")[2]
            yield _as_violation(problem, {X4.key: clause})
        elif problem.code in {NOT_APPLIED, BEYOND_LIMITS}:
            yield problem
        elif archive and is_ours:
            yield _as_violation(problem, {archive: problem.where.rpartition(" ")[2]})


def _as_violation(problem: Problem, clauses: Mapping[str, str]) -> Violation:
    return Violation(
        code=f"{problem.code}",
        message=problem.message,
        where=problem.where,
        hint=problem.hint,
        severity=problem.severity,
        clauses=clauses,
    )


def _settled(check: Check, found: Mapping[str, Sequence[Problem]]) -> Check:
    """A check with what veraPDF found, by flavour, which decides where it has judged."""
    broken = {
        flavour: {m[1] for p in problems if (m := _CLAUSE.search(p.where))}
        for flavour, problems in found.items()
        if not is_unanswered(problems)
    }
    own = tuple(_weighed(problem, broken) for problem in check.problems)
    counts = Counter({flavour: len(problems) for flavour, problems in found.items()})
    for problem in errors_among(own):
        if isinstance(problem, Violation):
            # What veraPDF has judged and not found broken, it keeps.
            counts.update(k for k in problem.clauses if k not in broken or broken[k])
        elif PRINT_RULE not in problem.where:
            counts.update(conformance.key for conformance in check.judged)
    told = (legible(problem) for problems in found.values() for problem in problems)
    return replace(
        check,
        flavours=tuple(broken) if found else check.flavours,
        problems=(*own, *told),
        violations=counts,
    )


def _weighed(problem: Problem, broken: Mapping[str, set[str]]) -> Problem:
    """One of our own problems: a remark where it is of no standard, or veraPDF knows better."""
    if problem.severity is not Severity.ERROR:
        return problem
    if problem.code == NOT_APPLIED or (problem.code == BEYOND_LIMITS and broken):
        return replace(problem, severity=Severity.WARNING)
    if not isinstance(problem, Violation):
        return problem
    is_error = any(
        key not in broken or any(_overlap(clause, other) for other in broken[key])
        for key, clause in problem.clauses.items()
    )
    return problem if is_error else replace(problem, severity=Severity.WARNING)


def _overlap(clause: str, other: str) -> bool:
    """Whether clauses are the same, or one is a part of the other."""
    return f"{clause}.".startswith(f"{other}.") or f"{other}.".startswith(f"{clause}.")
