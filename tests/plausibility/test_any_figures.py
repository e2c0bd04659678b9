"""Whatever stands in a workbook, the rules come to an end without a fault."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reportgen.layout.load import load_layout
from reportgen.model import Dataset, Reason
from reportgen.plausibility import RuleSet, check_figures, read_rules
from reportgen.workbook import load_workbook
from tests.workbooks import WORKBOOK

RIGHT: Dataset = load_workbook(WORKBOOK)
RULES: RuleSet = read_rules(load_layout())
PLACES = sorted(RIGHT.observations)

_contents = st.one_of(
    st.sampled_from([0.0, 1.0, 5.0, 0.1, 1e15, -1e15, 1e-9, 12345.0, *Reason]),
    st.floats(-1e15, 1e15),
    st.integers(0, 10**7).map(float),
)


@pytest.mark.filterwarnings("error")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(PLACES), _contents), min_size=1, max_size=150))
def test_any_figures_are_judged(edits: Sequence[tuple[object, float | Reason]]) -> None:
    figures = dict(RIGHT.observations)
    for place, content in edits:
        is_number = isinstance(content, float)
        figures[place] = replace(
            figures[place],  # type: ignore[index]
            value=content if is_number else None,
            reason=None if is_number else content,
        )

    verdict = check_figures(replace(RIGHT, observations=figures), RULES)

    first = [doubt.cells[0] for doubt in verdict.doubts]
    assert len(set(first)) == len(first)
    assert all(doubt.value or doubt.message for doubt in verdict.doubts)
    again = check_figures(replace(RIGHT, observations=figures), RULES)
    assert again == verdict
