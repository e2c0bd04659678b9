"""Numbers of tables on the terminal are rounded as those of the reports are."""

import pytest

from reportgen.cli.terminal import rounded


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0.0, "0.00"),
        (2.675, "2.68"),
        (-1.005, "-1.01"),
        (0.125, "0.13"),
        (999.995, "1,000.00"),
        (1000.5, "1,001"),
        (2500.5, "2,501"),
        (-0.001, "0.00"),
        (1234567.5, "1,234,568"),
    ],
)
def test_numbers_are_rounded_commercially_from_their_shortest_decimal(
    value: float | None, shown: str
) -> None:
    assert rounded(value) == shown
