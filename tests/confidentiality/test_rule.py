"""The table [confidentiality] of a layout."""

from pathlib import Path

import pytest

from reportgen.errors import LayoutError
from reportgen.layout.confidentiality import Confidentiality, Dominance
from reportgen.layout.load import load_layout
from tests.confidentiality.secrets import strict_layout


def loaded(folder: Path, rule: str) -> Confidentiality | None:
    return load_layout(strict_layout(folder, f"[confidentiality]\n{rule}")).look.confidentiality


@pytest.mark.parametrize("name", ["city-profile", "district-youth"])
def test_a_layout_keeps_nothing_secret_unless_it_says_so(name: str) -> None:
    assert load_layout(name).look.confidentiality is None


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("minimum = 3", Confidentiality(minimum=3)),
        ("minimum = 5\nrounding = 5", Confidentiality(minimum=5, rounding=5)),
        (
            "minimum = 20\ndominance = { n = 2, k = 85 }",
            Confidentiality(minimum=20, dominance=Dominance(n=2, k=85)),
        ),
    ],
)
def test_a_rule_is_read(tmp_path: Path, rule: str, expected: Confidentiality) -> None:
    assert loaded(tmp_path, rule) == expected


def test_a_layout_that_extends_one_with_a_rule_has_it(tmp_path: Path) -> None:
    strict_layout(tmp_path)
    child = tmp_path / "child"
    child.mkdir()
    (child / "layout.toml").write_text('name = "child"\nextends = "strict"\n')

    assert load_layout(child).look.confidentiality == Confidentiality(minimum=5)


@pytest.mark.parametrize(
    ("rule", "code", "place"),
    [
        ("", "missing-key", "confidentiality.minimum"),
        ("minimum = 1", "impossible-value", "confidentiality.minimum"),
        ("minimum = 2", "impossible-value", "confidentiality.minimum"),
        ("minimum = 21", "impossible-value", "confidentiality.minimum"),
        ("minimum = 3.0", "wrong-type", "confidentiality.minimum"),
        ("minimum = 3\nminimun = 4", "unknown-key", "confidentiality.minimun"),
        ("minimum = 3\nrounding = 0", "impossible-value", "confidentiality.rounding"),
        ("minimum = 3\nrounding = -5", "impossible-value", "confidentiality.rounding"),
        ("minimum = 0\nrounding = 5", "impossible-value", "confidentiality.minimum"),
        ("minimum = 3\nrounding = 1", "impossible-value", "confidentiality.rounding"),
        ("minimum = 3\nrounding = 10", "impossible-value", "confidentiality.rounding"),
        ("minimum = 12\nrounding = 10", "impossible-value", "confidentiality.rounding"),
        ("minimum = 3\ndominance = 2", "wrong-type", "confidentiality.dominance"),
        ("minimum = 3\ndominance = { n = 2 }", "missing-key", "confidentiality.dominance.k"),
        (
            "minimum = 3\ndominance = { n = 0, k = 85 }",
            "impossible-value",
            "confidentiality.dominance.n",
        ),
        (
            "minimum = 3\ndominance = { n = 2, k = 100 }",
            "impossible-value",
            "confidentiality.dominance.k",
        ),
        *(
            (
                f"minimum = 3\ndominance = {{ n = 2, k = {k} }}",
                "impossible-value",
                "confidentiality.dominance.k",
            )
            for k in (0, 0.0, -0.0, 1e-320, "nan", "-inf")
        ),
        ("minimum = 3\ndominance = { n = 9, k = 2 }", "impossible-value", "dominance"),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(
    tmp_path: Path, rule: str, code: str, place: str
) -> None:
    with pytest.raises(LayoutError) as found:
        loaded(tmp_path, rule)

    (problem,) = found.value.problems
    assert problem.code == code
    assert problem.where.endswith(place)


@pytest.mark.parametrize(
    ("rule", "fewest"),
    [
        (Confidentiality(minimum=3), 3),
        (Confidentiality(minimum=3, dominance=Dominance(n=2, k=85)), 3),
        (Confidentiality(minimum=3, dominance=Dominance(n=2, k=50)), 4),
        (Confidentiality(minimum=3, dominance=Dominance(n=1, k=10)), 10),
    ],
)
def test_payments_are_dominated_where_even_equal_parts_are_too_large(
    rule: Confidentiality, fewest: int
) -> None:
    assert rule.fewest_paid == fewest


@pytest.mark.parametrize(("count", "printed"), [(0, 0), (5, 5), (7, 5), (7.5, 10), (8, 10)])
def test_counts_are_rounded_half_away(count: float, printed: float) -> None:
    assert Confidentiality(minimum=5, rounding=5).round(count) == printed
