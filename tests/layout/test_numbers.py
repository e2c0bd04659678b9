"""Numbers of a comparison as they are printed, with their unit."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import Kind
from tests.datasets import INDICATORS
from tests.made_up import profiles


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("€/m²", -8.81, "−€8.81 per m²"),
        ("€/m²", 8.81, "€8.81 per m²"),
        ("€", -1234.5, "−€1,234.50"),
        ("€", -1e-7, "above −€0.005"),
        ("Tsd. €", -3.0, "−€3.00 thousand"),
        ("%", -3.0, "−3.00%"),
    ],
)
def test_a_minus_stands_before_a_unit_that_leads(
    layouts: Mapping[str, Layout], unit: str, value: float, expected: str
) -> None:
    rent = replace(INDICATORS[1], unit=unit)
    profile, *_ = profiles(["A"], indicators=[rent], economy={"rent": [value]})
    comparison = profile.get(Kind.ECONOMY, "rent")
    printed = Numbers(profile, layouts["en"].texts).value(comparison)
    assert printed.replace("\u202f", "") == expected
    assert Numbers(profile, layouts["de"].texts).value(comparison).startswith(("−", "8", "über −"))
