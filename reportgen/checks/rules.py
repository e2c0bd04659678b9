"""Rules, and the problems that their violations are: the place is the clause, and the page.

PDF/UA and PDF/A are cited by their clauses, which `citations` lists. PDF/X-4 (ISO 15930-7) is cited
by name, with the clause of ISO 32000-1 that defines the thing, never by clauses of its own. What no
standard asks are rules of this house, among them print rules for what paper asks; the two
`CLAUSES.md` list all of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from reportgen.checks.citations import HOUSE_RULE, clauses_of, is_house_rule
from reportgen.checks.conformance import Conformance
from reportgen.errors import Problem, Severity

#: How rules of our own for paper are cited, with a number.
PRINT_RULE = "print rule"


class Finding(Struct, frozen=True, kw_only=True):
    """That a rule of `citations` is broken, whatever a file is judged by.

    Attributes:
        code: of the rule.
        case: tells rules of one code apart that stand in other clauses.
        message: one sentence that names the thing.
        page: counted from one; None when it is of the whole file.
    """

    code: str
    case: str
    message: str
    page: int | None


class Violation(Problem, frozen=True, kw_only=True):
    """A broken rule.

    Attributes:
        clauses: that it breaks, by keys of `CONFORMANCES`; none of a rule of this house.
    """

    clauses: Mapping[str, str] = field(default_factory=dict)


def violation(code: str, message: str, page: int | None = None, case: str = "") -> Finding:
    """A broken rule of `citations`."""
    return Finding(code=code, case=case, message=message, page=page)


def cited(findings: Iterable[Finding], judged: Sequence[Conformance]) -> Iterator[Violation]:
    """What findings mean for what a file is judged by: violations of it, and of house rules."""
    for found in findings:
        clauses = clauses_of(found.code, found.case, judged)
        if clauses or is_house_rule(found.code, found.case):
            yield Violation(
                code=found.code,
                message=found.message,
                where=_place(clauses, judged, found.page),
                clauses=clauses,
            )


def _place(clauses: Mapping[str, str], judged: Sequence[Conformance], page: int | None) -> str:
    sources = [
        f"{conformance.part}, clause {clauses[conformance.key]}"
        for conformance in judged
        if conformance.key in clauses
    ]
    source = ", ".join(dict.fromkeys(sources)) or HOUSE_RULE
    return f"page {page}, {source}" if page else source


class Rule(Struct, frozen=True, kw_only=True):
    """What must not be: `source` names the standard and its clause."""

    code: str
    source: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def problem(self, message: str, page: int | None = None) -> Problem:
        """A violation; pages are counted from one."""
        return Problem(
            code=self.code,
            message=message,
            where=f"page {page}, {self.source}" if page else self.source,
            hint=self.hint,
            severity=self.severity,
        )


def archive_rule(code: str, clause: str) -> Rule:
    """A rule of PDF/A-2 (ISO 19005-2:2011)."""
    return Rule(code=code, source=f"PDF/A-2, clause {clause}")


def press_rule(code: str, clause: str) -> Rule:
    """A rule of PDF/X-4 (ISO 15930-7:2010) about what `clause` of ISO 32000-1 defines."""
    return Rule(code=code, source=f"PDF/X-4, with ISO 32000-1, clause {clause}")


def print_rule(code: str, number: str, hint: str, severity: Severity = Severity.ERROR) -> Rule:
    """A rule of our own, by its number in `press/CLAUSES.md`."""
    return Rule(code=code, source=f"{PRINT_RULE} {number}", hint=hint, severity=severity)


#: Rules that something breaks, each with what is wrong.
Violations = Iterator[tuple[Rule, str]]


class PageViolations:
    """Violations on a page: each rule is reported once, with its first message and how often."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._messages: dict[Rule, list[str]] = {}

    def add(self, rule: Rule, message: str) -> None:
        """Notes a violation."""
        self._messages.setdefault(rule, []).append(message)

    def problems(self) -> Iterator[Problem]:
        """One for each rule, in the order they were found."""
        for rule, (first, *others) in self._messages.items():
            more = f" (and {len(others)} more)" if others else ""
            yield rule.problem(first + more, self._page)
