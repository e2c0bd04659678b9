"""Our preflight finds every broken press file; veraPDF those that are no PDF/A any more."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

import pytest

from reportgen.checks import press
from reportgen.checks.rules import Rule
from reportgen.errors import Problem, Severity
from tests.checks.accessibility.test_broken import clauses_of
from tests.checks.press.faults import FAULTS, Fault
from tests.running import ROOT
from tests.validating import Verdicts

PREFLIGHT = ROOT / "reportgen" / "checks" / "press"

Told = Mapping[str, tuple[Problem, ...]]

pytestmark = pytest.mark.exhaustive

each_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)


def rules() -> Iterator[tuple[str, str]]:
    """Code and clause or number of every rule."""
    for found in iter_modules(press.__path__, f"{press.__name__}."):
        for held in vars(import_module(found.name)).values():
            for rule in held.values() if isinstance(held, dict) else [held]:
                if isinstance(rule, Rule):
                    yield rule.code, rule.source.rpartition(" ")[2]


@each_fault
def test_our_preflight_finds_it(told: Told, fault: Fault) -> None:
    assert {problem.code for problem in told[fault.name]} == set(fault.ours.split())


@each_fault
def test_verapdf_finds_what_breaks_the_archive_standard(verdicts: Verdicts, fault: Fault) -> None:
    assert clauses_of(verdicts[fault.name, "2b"]) == set(fault.theirs.split())


@each_fault
def test_a_clause_of_the_archive_standard_is_the_one_that_verapdf_names(
    told: Told, fault: Fault
) -> None:
    ours = {
        problem.where.rpartition(" ")[2]
        for problem in told[fault.name]
        if "PDF/A-2" in problem.where
    }
    theirs = {clause.partition("-")[0] for clause in fault.theirs.split()}
    apart = {c for c in ours if not any(t.startswith(c) or c.startswith(t) for t in theirs)}
    assert not apart or fault.why


def test_what_only_ours_finds_has_a_reason_and_nothing_else_has() -> None:
    assert [fault.name for fault in FAULTS if bool(fault.why) is bool(fault.theirs)] == []


def test_there_are_many_faults_and_no_two_of_one_name() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(names) == len(set(names)) >= 25


def test_each_is_told_with_its_page_or_for_the_file_and_with_its_clause(
    told: Told,
) -> None:
    form = re.compile(
        r"(page \d+, )?(PDF/A-2, clause [\d.]+"
        r"|PDF/X-4, with ISO 32000-1, clause [\d.]+|print rule P\d+)"
    )
    for problems in told.values():
        for problem in problems:
            assert form.fullmatch(problem.where), problem


def test_only_what_a_person_must_judge_is_a_warning(
    told: Told,
) -> None:
    warnings = {
        problem.code
        for problems in told.values()
        for problem in problems
        if problem.severity is Severity.WARNING
    }
    assert warnings == {"image-resolution", "ink-unknown"}


def test_every_rule_is_broken_by_a_file() -> None:
    codes = {code for code, _ in rules()}
    assert {"device-rgb", "hairline", "trim-missing"} <= codes
    assert codes - {code for fault in FAULTS for code in fault.ours.split()} == set()


def test_every_rule_stands_in_the_list_of_clauses() -> None:
    text = (PREFLIGHT / "CLAUSES.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    missing = [
        (code, place)
        for code, place in rules()
        if not any(f"`{code}`" in row and place in row.split("|")[1] for row in rows)
    ]
    assert missing == []
