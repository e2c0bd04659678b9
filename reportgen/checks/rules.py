"""Rules, and the problems that their violations are: the place is the clause, and the page.

PDF/UA-1 and PDF/A-2 are cited by their clauses. PDF/X-4 (ISO 15930-7) is cited by name, with the
clause of ISO 32000-1 that defines the thing, never by clauses of its own. What no standard asks,
but paper does, are print rules of our own; the two `CLAUSES.md` list all of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reportgen.bounded import LimitExceededError
from reportgen.errors import Problem, Severity
from reportgen.page_reader.files import (
    LIBRARY,
    beyond_limits,
    limit_behind,
    limits_reached,
)

#: The two standards of the digital edition (ISO 14289-1:2014, ISO 19005-2:2011).
UA, A2 = "PDF/UA-1", "PDF/A-2"

#: Those of a digital edition in PDF 2.0 (ISO 14289-2:2024, ISO 19005-4:2020).
UA2, A4 = "PDF/UA-2", "PDF/A-4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
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


def clause_rule(code: str, standard: str, clause: str) -> Rule:
    """A clause of one of the standards above."""
    return Rule(code=code, source=f"{standard}, clause {clause}")


def violation(
    code: str, standard: str, clause: str, message: str, page: int | None = None
) -> Problem:
    """A violated clause of one of the standards above."""
    return clause_rule(code, standard, clause).problem(message, page)


def archive_rule(code: str, clause: str) -> Rule:
    """A rule of PDF/A-2 (ISO 19005-2:2011)."""
    return clause_rule(code, A2, clause)


def press_rule(code: str, clause: str) -> Rule:
    """A rule of PDF/X-4 (ISO 15930-7:2010) about what `clause` of ISO 32000-1 defines."""
    return Rule(code=code, source=f"PDF/X-4, with ISO 32000-1, clause {clause}")


def print_rule(code: str, number: str, hint: str, severity: Severity = Severity.ERROR) -> Rule:
    """A rule of our own, by its number in `press/CLAUSES.md`."""
    return Rule(code=code, source=f"print rule {number}", hint=hint, severity=severity)


#: Of the violations that one group of rules finds, so many are told.
_MOST_TOLD = 1000


def applied(about: str, rules: Callable[[], Iterable[Problem]]) -> Iterator[Problem]:
    """The violations that a group of rules finds, and whether it came to its end.

    The rules rely on the types that objects have by ISO 32000-1. Where an object has another one
    they may raise anything; all other groups are applied even so.

    Args:
        about: what the rules look at, e.g. ``fonts``.
        rules: applies them.
    """
    reached = limits_reached()
    what = f"the rules about {about} cannot be applied to their end"
    try:
        for count, problem in enumerate(rules()):
            if count == _MOST_TOLD:
                raise LimitExceededError(f"they find more than {_MOST_TOLD} violations")
            yield problem
        if limits_reached() > reached:
            raise LimitExceededError(LIBRARY)
    except Exception as fault:
        if limit := limit_behind(fault, reached):
            yield beyond_limits(what, about, limit)
            return
        yield Problem(
            code="rules-not-applied",
            message=f"the rules about {about} cannot be applied: {fault}",
            where=about,
            hint="an object is of another type than ISO 32000-1 gives it",
        )


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
