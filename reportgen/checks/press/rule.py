"""Rules and how their violations are told: the clause, or the number of our own rule, and the page.

We cite PDF/A-2 by its clauses. PDF/X-4 (ISO 15930-7) is cited by name, with the clause of
ISO 32000-1 that defines the thing, never by clauses of its own. What neither asks, but paper does,
are rules of this house; `CLAUSES.md` lists all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.errors import Problem, Severity


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


def archive_rule(code: str, clause: str) -> Rule:
    """A rule of PDF/A-2 (ISO 19005-2:2011)."""
    return Rule(code=code, source=f"PDF/A-2, clause {clause}")


def press_rule(code: str, clause: str) -> Rule:
    """A rule of PDF/X-4 (ISO 15930-7:2010) about what `clause` of ISO 32000-1 defines."""
    return Rule(code=code, source=f"PDF/X-4, with ISO 32000-1, clause {clause}")


def house_rule(code: str, number: str, hint: str, severity: Severity = Severity.ERROR) -> Rule:
    """A rule of our own, by its number in `CLAUSES.md`."""
    return Rule(code=code, source=f"print rule {number}", hint=hint, severity=severity)


@dataclass(slots=True)
class Tally:
    """Counts violations, so that each rule is told once a page: how often, and the first one."""

    _found: dict[tuple[Rule, int], list[str]] = field(default_factory=dict)

    def add(self, rule: Rule, page: int, message: str) -> None:
        """Counts a violation."""
        self._found.setdefault((rule, page), []).append(message)

    def problems(self) -> Iterator[Problem]:
        """One for each rule and page, in the order they were found."""
        for (rule, page), messages in self._found.items():
            more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
            yield rule.problem(messages[0] + more, page)
