"""Our own checks and veraPDF find the same faults; where only one does, the table says why."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pikepdf
import pytest

from reportgen.checks.accessibility.preflight import preflight
from reportgen.errors import Problem
from tests.checks.accessibility.faults import FAULTS, Fault
from tests.validating import Verdicts

CLAUSE = re.compile(r"clause ([\d.]+)(?:, test (\d+))?$")

pytestmark = pytest.mark.exhaustive

each_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)


def our_problems(file: Path) -> tuple[Problem, ...]:
    with pikepdf.open(file) as document:
        return preflight(document)


def clauses_of(problems: Iterable[Problem]) -> set[str]:
    """As in ``7.1``, of veraPDF's problems with the test, as in ``7.1-3``."""
    found = [CLAUSE.search(problem.where) for problem in problems]
    assert all(found), problems
    return {"-".join(filter(None, match.groups())) for match in found if match}


def clauses_in(theirs: str) -> dict[str, set[str]]:
    """By flavour."""
    return {part.split()[0]: set(part.split()[1:]) for part in theirs.split(", ") if part}


@each_fault
def test_our_checks_find_it(broken_files: Mapping[str, Path], fault: Fault) -> None:
    assert {p.code for p in our_problems(broken_files[fault.name])} == set(fault.ours.split())


@each_fault
def test_verapdf_finds_it(verdicts: Verdicts, fault: Fault) -> None:
    found = {
        flavour: clauses_of(verdicts[fault.name, flavour]) for flavour in ("ua1", fault.archive)
    }
    assert {flavour: clauses for flavour, clauses in found.items() if clauses} == clauses_in(
        fault.theirs
    )


@each_fault
def test_both_name_the_same_clause(broken_files: Mapping[str, Path], fault: Fault) -> None:
    """One of them may cite a part of the clause that the other cites."""
    cited = [p.where for p in our_problems(broken_files[fault.name]) if "house rule" not in p.where]
    ours = {clause for where in cited for clause in re.findall(r"clause ([\d.]*\d)", where)}
    assert all("clause" in where for where in cited)
    theirs = {c.partition("-")[0] for some in clauses_in(fault.theirs).values() for c in some}
    if fault.ours and fault.theirs:
        apart = {c for c in ours if not any(t.startswith(c) or c.startswith(t) for t in theirs)}
        assert apart == set()
    else:
        assert fault.why


def test_what_only_one_finds_has_a_reason_and_nothing_else_has() -> None:
    assert [f.name for f in FAULTS if bool(f.why) is bool(f.ours and f.theirs)] == []


def test_there_are_faults_of_every_kind() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(names) == len(set(names)) >= 25


def test_the_files_they_are_made_from_are_good(
    sample_files: Mapping[str, Path], verdicts: Verdicts
) -> None:
    """Else every verdict above would be another fault's."""
    assert our_problems(sample_files["portrait"]) == ()
    for key in (
        ("portrait", "ua1"),
        ("portrait", "2a"),
        ("rostock-data", "ua1"),
        ("rostock-data", "3a"),
    ):
        assert verdicts[key] == ()
