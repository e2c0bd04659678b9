"""Whatever a workbook holds, it gives a dataset or problems that a person can mend."""

import math
import re
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.errors import Problem, Severity, WorkbookError
from reportgen.model import Dataset
from reportgen.workbook import load_workbook
from tests.workbook.mutations import mutated_workbooks
from tests.workbook.strategies import workbooks

pytestmark = pytest.mark.exhaustive

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


def holds_quotes(content: bytes) -> bool:
    """Whether a text of the workbook has a quotation mark, so that `""` need be no empty name."""
    with ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return any(re.search(rb'<t(?: [^>]*)?>[^<]*"', part) for part in parts)


def check_result(result: Dataset | tuple[Problem, ...], content: bytes) -> None:
    """Data are complete and sound; problems can be found and are of something with a name."""
    problems = result.warnings if isinstance(result, Dataset) else result
    has_quotes = holds_quotes(content)
    for problem in problems:
        assert re.fullmatch("[a-z0-9-]+", problem.code)
        assert problem.message.strip()
        assert problem.where.startswith("comparison.xlsx")
        assert problem.hint, problem
        assert has_quotes or '""' not in problem.message + problem.hint, problem
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

    check_result(result, content)
    assert isinstance(result, Dataset), result


@given(mutated_workbooks())
@few
def test_the_example_with_faults_gives_data_or_problems(content: bytes) -> None:
    check_result(loaded(content), content)


@given(st.binary(max_size=300))
@few
def test_any_bytes_are_no_workbook(content: bytes) -> None:
    assert isinstance(loaded(content), tuple)


@pytest.mark.exhaustive
@given(workbooks())
@settings(many, max_examples=300)
def test_many_workbooks_at_random_are_read(content: bytes) -> None:
    check_result(loaded(content), content)


@pytest.mark.exhaustive
@given(mutated_workbooks())
@many
def test_the_example_with_many_faults_gives_data_or_problems(content: bytes) -> None:
    check_result(loaded(content), content)
