"""A workbook that is read without errors makes reports, whatever it holds."""

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reportgen.errors import Problem, WorkbookError
from reportgen.layout.load import Layout
from reportgen.model import Edition, Portrait, Profile
from reportgen.pipeline import build_profiles, build_reports
from reportgen.workbook import load_workbook
from tests.document.shown import expected_texts
from tests.page_checker import Frame, faults
from tests.workbook.mutations import mutated_workbooks
from tests.workbook.strategies import workbooks

#: Language and edition of a report.
Kind = tuple[str, Edition]

few = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(few, max_examples=100, derandomize=True, phases=[Phase.explicit, Phase.generate])

kinds = st.tuples(st.sampled_from(["de", "en"]), st.sampled_from([Edition.DIGITAL, Edition.PRINT]))
files = st.one_of(workbooks(most_cities=6, most_areas=5, most_indicators=5), mutated_workbooks(2))


def profiles_of(content: bytes, picks: list[int]) -> tuple[Profile, ...] | tuple[Problem, ...]:
    """The profiles of some cities of a workbook, or its problems."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "comparison.xlsx"
        path.write_bytes(content)
        try:
            dataset = load_workbook(path)
        except WorkbookError as error:
            return error.problems
    names = {dataset.cities[pick % len(dataset.cities)].slug for pick in picks}
    return build_profiles(dataset, cities=sorted(names))


def wrong_with(profile: Profile, layout: Layout, edition: Edition) -> list[str]:
    """What is wrong with the pages of a city's report."""
    portraits = {profile.city: (Portrait(), ())}
    (report,) = build_reports(profile, layout, portraits, None, [edition], attach_data=False)
    frame = Frame.of(layout, profile.city.abbreviation)
    return faults(report.pdf, frame, expected_texts(profile, layout, Portrait()))


def wrong_in(
    content: bytes, picks: list[int], kind: Kind, layouts: Mapping[str, Layout]
) -> list[str]:
    """What is wrong with the reports of some cities, or with how the problems are worded."""
    language, edition = kind
    found: list[str] = []
    for result in profiles_of(content, picks):
        if isinstance(result, Profile):
            found += wrong_with(result, layouts[language], edition)
        elif not (
            re.fullmatch("[a-z0-9-]+", result.code)
            and result.message.strip()
            and result.where.startswith("comparison.xlsx")
        ):
            found.append(f"no message or place: {result!r}")
    return found


@few
@given(files, st.lists(st.integers(0, 99), min_size=1, max_size=2), kinds)
def test_a_workbook_without_errors_makes_reports(
    layouts: Mapping[str, Layout], content: bytes, picks: list[int], kind: Kind
) -> None:
    assert wrong_in(content, picks, kind, layouts) == []


@pytest.mark.exhaustive
@many
@given(files, st.lists(st.integers(0, 99), min_size=1, max_size=2), kinds)
def test_many_workbooks_without_errors_make_reports(
    layouts: Mapping[str, Layout], content: bytes, picks: list[int], kind: Kind
) -> None:
    assert wrong_in(content, picks, kind, layouts) == []
