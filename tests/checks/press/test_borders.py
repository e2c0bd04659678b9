"""Where the limits of the preflight lie: just within passes, just beyond does not."""

import pytest
from pikepdf import Array, Dictionary, Name

from reportgen.checks.press.box_rules import PageBoxes
from reportgen.checks.press.mark_rules import check_marks
from reportgen.checks.press.resource_rules import ResourceChecks
from reportgen.layout.appearance import POINTS_PER_MM
from tests.checks.press.pages import SHEET, new_page, read, simple_font

TRIM = (20.0, 20.0, 280.0, 380.0)
BLEED = (11.0, 11.0, 289.0, 389.0)

#: Five millimetres, in points.
CLEAR = 5 * POINTS_PER_MM

STATES = {f"Over{mode}": Dictionary(op=True, OP=True, OPM=mode) for mode in (0, 1)}


def told(content: str) -> list[str]:
    """Codes of what is wrong with the marks of a page whose trim is `TRIM`."""
    found = read(content, Font={"F": simple_font()}, ExtGState=STATES)
    sheet = PageBoxes(media=SHEET, bleed=BLEED, trim=TRIM, crop=None)
    return [problem.code for problem in check_marks(found, sheet, 240)]


@pytest.mark.parametrize(
    ("within", "beyond", "code"),
    [
        pytest.param(
            "1 1 .4 0 k 50 50 9 9 re f", "1 1 .42 0 k 50 50 9 9 re f", "too-much-ink", id="ink"
        ),
        pytest.param(
            "0 0 0 1 K .25 w 50 50 m 90 50 l S",
            "0 0 0 1 K .24 w 50 50 m 90 50 l S",
            "hairline",
            id="hairline",
        ),
        pytest.param(
            "1 0 0 0 K 1 w 50 50 m 90 50 l S",
            "1 0 0 0 K .99 w 50 50 m 90 50 l S",
            "coloured-thin-line",
            id="coloured line",
        ),
        pytest.param(
            "1 0 0 0 k BT /F 14 Tf 50 50 Td (abc) Tj ET",
            "1 0 0 0 k BT /F 13.9 Tf 50 50 Td (abc) Tj ET",
            "coloured-small-text",
            id="coloured text",
        ),
        pytest.param(
            "/Over1 gs 0 0 0 1 k BT /F 9 Tf 50 50 Td (abc) Tj ET",
            "/Over0 gs 0 0 0 1 k BT /F 9 Tf 50 50 Td (abc) Tj ET",
            "black-knocks-out",
            id="overprint in the mode that keeps other plates",
        ),
        pytest.param(
            f"0 0 0 .5 k BT /F 9 Tf {TRIM[0] + CLEAR + 0.1:.2f} 50 Td (abc) Tj ET",
            f"0 0 0 .5 k BT /F 9 Tf {TRIM[0] + CLEAR - 0.2:.2f} 50 Td (abc) Tj ET",
            "text-near-trim",
            id="text near the trim",
        ),
    ],
)
def test_what_is_just_within_a_limit_passes(within: str, beyond: str, code: str) -> None:
    assert told(within) == []
    assert told(beyond) == [code]


@pytest.mark.parametrize(("side", "codes"), [(72, []), (73, ["image-resolution"])])
def test_200_pixels_are_enough_for_an_inch(side: int, codes: list[str]) -> None:
    document = new_page()
    image = document.make_stream(bytes(200 * 200))
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width = image.Height = 200
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    image.Decode = Array([1, 0])
    reading = read(f"q {side} 0 0 {side} 50 50 cm /I Do Q", document, XObject={"I": image})

    problems = ResourceChecks(300).check(reading, document.pages[0].obj)

    assert [problem.code for problem in problems] == codes
