"""Right data raise no doubt, in fifteen cities or few, in one year or two."""

from dataclasses import replace

import pytest

from reportgen.model import Dataset, Reason
from reportgen.plausibility import RuleSet, check_figures
from tests.plausibility.changing import A, R, changed, figure, only

SMALL = ("essen", "koeln", "rostock", "hamburg", "dresden", "stuttgart")
OTHERS = ("bremen", "dortmund", "duisburg", "essen", "leipzig", "muenchen", "nuernberg")


def _of_next_year(right: Dataset) -> Dataset:
    """Figures that all grew by a little, each by another rate."""
    grown = {
        key: one
        if one.value is None or key[2] != 2020
        else replace(one, value=float(round(one.value * (1.004 + number % 7 / 500), 2)))
        for number, (key, one) in enumerate(right.observations.items())
    }
    return replace(right, observations=grown, unused={})


def _with_gaps(right: Dataset) -> Dataset:
    gaps = (Reason.CONFIDENTIAL, Reason.LATER, Reason.NOT_DELIVERED, Reason.UNRELIABLE)
    edits = [
        figure(table, city, 2020, key, reason)
        for table in (R, A)
        for (city, key), reason in zip(
            [("koeln", "gsiae"), ("essen", "sgb2"), ("rostock", "asylblg"), ("bremen", "sgb2")],
            gaps,
            strict=True,
        )
    ]
    return changed(right, *edits)


RIGHT = {
    "the example": lambda right: right,
    "some cities": lambda right: only(right, cities=dict.fromkeys(SMALL)),
    "other cities": lambda right: only(right, cities=dict.fromkeys(OTHERS)),
    "one city": lambda right: only(right, cities={"koeln": 0}),
    "one year": lambda right: only(right, year=2020),
    "figures that grew": _of_next_year,
    "gaps with signs": _with_gaps,
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_data_raise_no_doubt(name: str, right: Dataset, rule_set: RuleSet) -> None:
    verdict = check_figures(RIGHT[name](right), rule_set)

    assert [(doubt.rule, doubt.message) for doubt in verdict.doubts] == []
    assert verdict.problems == ()
