"""Whatever a workbook holds, it gives a dataset or problems that a person can mend."""

import math
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.errors import Problem, Severity, WorkbookError
from reportgen.model import Dataset
from reportgen.workbook import load_workbook
from tests.workbook.strategies import mutated_workbooks, workbooks

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))


def loaded(content: bytes) -> Dataset | tuple[Problem, ...]:
    """What the workbook gives: a dataset, or its problems."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "comparison.xlsx"
        path.write_bytes(content)
        try:
            return load_workbook(path)
        except WorkbookError as error:
            return error.problems


def check(result: Dataset | tuple[Problem, ...]) -> None:
    problems = result.warnings if isinstance(result, Dataset) else result
    for problem in problems:
        assert re.fullmatch("[a-z0-9-]+", problem.code)
        assert problem.message.strip()
        assert problem.where.startswith("comparison.xlsx")
        assert problem.hint, problem
        assert '""' not in problem.message + problem.hint, problem
        assert not re.search("[\u200b-\u200f\u202a-\u202e\ufeff]", str(problem))
    severities = {problem.severity for problem in problems}
    if isinstance(result, Dataset):
        assert Severity.ERROR not in severities
        assert result.cities
        assert len({city.slug for city in result.cities}) == len(result.cities)
        for observation in result.observations.values():
            assert (observation.value is None) == (observation.reason is not None)
            assert observation.value is None or math.isfinite(observation.value)
    else:
        assert Severity.ERROR in severities
        # One fault is one problem: nothing is said twice of one place.
        assert len(set(problems)) == len(problems)


@given(workbooks(most_cities=6, most_areas=4, most_indicators=3))
@few
def test_a_workbook_at_random_is_read(content: bytes) -> None:
    result = loaded(content)

    check(result)
    assert isinstance(result, Dataset), result


@given(mutated_workbooks())
@few
def test_the_example_with_faults_gives_data_or_problems(content: bytes) -> None:
    check(loaded(content))


@given(st.binary(max_size=300))
@few
def test_any_bytes_are_no_workbook(content: bytes) -> None:
    assert isinstance(loaded(content), tuple)


@pytest.mark.exhaustive
@given(workbooks())
@settings(many, max_examples=300)
def test_many_workbooks_at_random_are_read(content: bytes) -> None:
    check(loaded(content))


@pytest.mark.exhaustive
@given(mutated_workbooks())
@many
def test_the_example_with_many_faults_gives_data_or_problems(content: bytes) -> None:
    check(loaded(content))
