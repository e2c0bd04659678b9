"""Right data raise no doubt, in fifteen cities or few, in one year or two."""

import pytest
from msgspec.structs import replace

from reportgen.model import Dataset, Reason
from reportgen.plausibility import RuleSet, check_figures
from tests.plausibility.changing import A, R, W, changed, figure, only

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


def test_earlier_years_are_looked_at_on_request_only(right: Dataset, rule_set: RuleSet) -> None:
    slip = changed(right, figure(W, "koeln", 2014, "unemployment_rate", 96.2))

    assert check_figures(slip, rule_set).doubts == ()
    doubts = check_figures(slip, rule_set, all_years=True).doubts
    of_slip = {(doubt.rule, doubt.year) for doubt in doubts if doubt.city == "koeln"}
    assert of_slip == {("previous-rate", 2014), ("previous-rate", 2015)}


def test_in_all_years_only_the_jumps_of_the_source_are_told(
    right: Dataset, rule_set: RuleSet
) -> None:
    doubts = check_figures(right, rule_set, all_years=True).doubts

    assert {(doubt.rule, doubt.city, doubt.year) for doubt in doubts} == {
        *(("rate-change", city, year) for city in ("dresden", "leipzig") for year in (2008, 2009)),
        ("rate-change", "rostock", 2013),
    }
