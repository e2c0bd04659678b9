"""The part of the graphics state that decides which plate gets what (ISO 32000-1, 8.4 and 8.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportgen.layout.appearance import Cmyk

#: Operators that set a colour space or a colour, for filling and for stroking.
FILLING, STROKING = {"k", "g", "cs", "sc", "scn"}, {"K", "G", "CS", "SC", "SCN"}

#: Operators whose operands are a colour in a space of their own.
_SPACES = {"k": "/DeviceCMYK", "g": "/DeviceGray"}


class UnknownColourError(Exception):
    """A colour that is not of the four inks; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """A colour as parts of 1 of the four inks, the space it is given in, and how it is laid on.

    Attributes:
        overprint: leaves alone the plates that it has no ink for.
        alpha: opacity from 0 to 1.
    """

    inks: Cmyk = (0.0, 0.0, 0.0, 1.0)
    space: str = "/DeviceGray"
    overprint: bool = False
    alpha: float = 1.0

    def grey(self, ink: int) -> float:
        """What a plate shows of it: 0 is solid, 1 is paper."""
        return round(1 - self.inks[ink], 6)

    def leaves(self, ink: int, mode: int) -> bool:
        """Whether a plate keeps what is there (ISO 32000-1, 8.6.7).

        Only in overprint mode 1, and only for colours given in DeviceCMYK; grey is all four inks.
        """
        return self.overprint and mode == 1 and self.space == "/DeviceCMYK" and self.inks[ink] == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How the next thing is painted; what a page begins with is black, which knocks out."""

    fill: Paint = Paint()
    stroke: Paint = Paint()
    mode: int = 0

    def alphas(self, ink: int) -> tuple[float, float]:
        """Opacity of filling and stroking on a plate: 0 where the plate is left alone."""
        fill, stroke = (
            0.0 if paint.leaves(ink, self.mode) else paint.alpha
            for paint in (self.fill, self.stroke)
        )
        return fill, stroke

    @property
    def given_alphas(self) -> tuple[float, float]:
        """Opacity of filling and stroking as the file has it; for photos, which knock out."""
        return self.fill.alpha, self.stroke.alpha

    def coloured(
        self, operator: str, operands: Sequence[Any], spaces: Mapping[str, Any]
    ) -> "State":
        """The state after an operator of `FILLING` or `STROKING`.

        Args:
            operator: e.g. ``k``.
            operands: amounts of ink, or the name of a colour space.
            spaces: colour spaces of the resources.

        Raises:
            UnknownColourError: the colour is not of the four inks.
        """
        if operator in FILLING:
            return replace(self, fill=_coloured(self.fill, operator, operands, spaces))
        return replace(self, stroke=_coloured(self.stroke, operator.lower(), operands, spaces))

    def with_parameters(self, given: Mapping[str, Any]) -> "State":
        """The state after ``gs`` (ISO 32000-1, 8.4.5); ``OP`` alone counts for both."""
        stroke = bool(given.get("/OP", self.stroke.overprint))
        fill = bool(given.get("/op", given.get("/OP", self.fill.overprint)))
        alpha = float(given.get("/ca", self.fill.alpha))
        stroke_alpha = float(given.get("/CA", self.stroke.alpha))
        return State(
            fill=replace(self.fill, overprint=fill, alpha=alpha),
            stroke=replace(self.stroke, overprint=stroke, alpha=stroke_alpha),
            mode=int(given.get("/OPM", self.mode)),
        )

    def in_group(self) -> "State":
        """The state that a transparency group begins with (ISO 32000-1, 11.6.6)."""
        return replace(
            self, fill=replace(self.fill, alpha=1.0), stroke=replace(self.stroke, alpha=1.0)
        )


def _coloured(
    paint: Paint, operator: str, operands: Sequence[Any], spaces: Mapping[str, Any]
) -> Paint:
    if operator == "cs":
        space = str(spaces.get(operands[0], operands[0]))
        if space not in _SPACES.values():
            raise UnknownColourError(f"the colour space {operands[0]}")
        return replace(paint, space=space, inks=(0.0, 0.0, 0.0, 1.0))
    space = _SPACES.get(operator, paint.space)
    amounts = [min(max(float(operand), 0.0), 1.0) for operand in operands]
    if space == "/DeviceGray":
        (grey,) = amounts
        return replace(paint, space=space, inks=(0.0, 0.0, 0.0, 1 - grey))
    cyan, magenta, yellow, black = amounts
    return replace(paint, space=space, inks=(cyan, magenta, yellow, black))
