"""The sheet of the print edition: trim, bleed, and around them what helps the printer.

Marks stand outside of the bleed: crop marks where the sheet is cut, crosses by which the plates are
brought to fit, and the slug line, which says whose job it is.
"""

from collections.abc import Callable

from msgspec import Struct

from reportgen.layout.appearance import POINTS_PER_MM, Cmyk, PageFormat

#: Room for marks around the bleed, their distance from it and their length, in millimetres.
ROOM, GAP, LENGTH = 12.0, 1.0, 5.0

#: Size of the slug line in points, and its distance from the bleed in millimetres.
SLUG_SIZE, SLUG_DISTANCE = 6.5, 8.5

Box = tuple[float, float, float, float]
Stroke = tuple[float, float, float, float, Cmyk]

_BLACK: Cmyk = (0, 0, 0, 100)

#: The four plates, and the two inks of each cross of register: all four on one spot would be more
#: than the ink limit.
PLATES: tuple[Cmyk, ...] = ((100, 0, 0, 0), (0, 100, 0, 0), (0, 0, 100, 0), _BLACK)
_CROSSES: tuple[Cmyk, ...] = ((100, 0, 0, 100), (0, 100, 0, 100), (0, 0, 100, 100))


class Slug(Struct, frozen=True, kw_only=True):
    """What the slug line says: of the job on a page of that number, and of each plate."""

    job: Callable[[int], str]
    plates: tuple[str, str, str, str]


class PressSheet(Struct, frozen=True, kw_only=True):
    """Boxes of a page in points; the trim's lower left corner is at (`margin`, `margin`)."""

    width: float
    height: float
    bleed: float

    @classmethod
    def of(cls, page: PageFormat, bleed: float) -> "PressSheet":
        """The sheet around a layout's page; `bleed` is in millimetres."""
        return cls(
            width=page.width * POINTS_PER_MM,
            height=page.height * POINTS_PER_MM,
            bleed=bleed * POINTS_PER_MM,
        )

    @property
    def margin(self) -> float:
        """From the trim to the edge of the sheet."""
        return self.bleed + ROOM * POINTS_PER_MM

    @property
    def slug_line(self) -> float:
        """Baseline of the slug line; measured from the trim's lower edge."""
        return -self.bleed - SLUG_DISTANCE * POINTS_PER_MM

    @property
    def media(self) -> Box:
        """All of the sheet."""
        return self._around(self.margin)

    @property
    def bleeding(self) -> Box:
        """How far colour goes."""
        return self._around(self.bleed)

    @property
    def trim(self) -> Box:
        """Where the sheet is cut."""
        return self._around(0)

    def _around(self, more: float) -> Box:
        low = self.margin - more
        return low, low, self.margin + self.width + more, self.margin + self.height + more

    def crop_marks(self) -> list[Stroke]:
        """Two lines at each corner; measured from the trim's lower left corner, as all marks."""
        start = self.bleed + GAP * POINTS_PER_MM
        end = start + LENGTH * POINTS_PER_MM
        marks: list[Stroke] = []
        for x, out in ((0.0, -1), (self.width, 1)):
            for y, up in ((0.0, -1), (self.height, 1)):
                marks.append((x + out * start, y, x + out * end, y, _BLACK))
                marks.append((x, y + up * start, x, y + up * end, _BLACK))
        return marks

    def registration_marks(self) -> list[Stroke]:
        """Three crosses in the middle of each side, each of black and one other ink."""
        reach = LENGTH / 2 * POINTS_PER_MM
        away = self.bleed + GAP * POINTS_PER_MM + reach
        marks: list[Stroke] = []
        for number, inks in enumerate(_CROSSES, start=-1):
            along = number * 3 * reach
            for x, y in (
                (self.width / 2 + along, -away),
                (self.width / 2 + along, self.height + away),
                (-away, self.height / 2 + along),
                (self.width + away, self.height / 2 + along),
            ):
                marks.append((x - reach, y, x + reach, y, inks))
                marks.append((x, y - reach, x, y + reach, inks))
        return marks
