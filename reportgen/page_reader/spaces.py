"""Colour spaces (ISO 32000-1, 8.6), and which inks their colours are."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream

from reportgen.layout.appearance import Cmyk

#: Spaces may be built upon one another, but no file needs more storeys than this.
_DEEPEST = 6

_PLATES = {"Cyan": 0, "Magenta": 1, "Yellow": 2, "Black": 3}

#: Inks that leave the four plates as they are: none at all, and the mark on every plate.
_NO_PLATES = {"None", "All"}

_DEVICE = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}

#: As inline images write them (ISO 32000-1, table 94).
_SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}


class Flaw(StrEnum):
    """Why a colour space has no place in a file for four inks."""

    DEVICE_RGB = "screen colours of no known screen"
    NOT_INKS = "colours that are not yet inks"
    EXTRA_PLATE = "an ink that is none of the four"


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A colour space.

    Attributes:
        family: its name in ISO 32000-1, e.g. ``Indexed``.
        size: number of components of a colour.
        base: what an ``Indexed`` looks up, or the alternate of ``Separation`` and ``DeviceN``.
        plates: inks that ``Separation`` and ``DeviceN`` name.
        palette: colours of an ``Indexed``.
    """

    family: str
    size: int
    base: "Space | None" = None
    plates: tuple[str, ...] = ()
    palette: bytes = b""

    def __str__(self) -> str:
        own = f"{self.family} {' '.join(self.plates)}".rstrip()
        return f"{own} over {self.base}" if self.base else own

    @property
    def flaws(self) -> frozenset[Flaw]:
        """Why it must not be used, by itself or by what it is built upon."""
        below = self.base.flaws if self.base else frozenset()
        if self.family == "DeviceRGB":
            return below | {Flaw.DEVICE_RGB}
        if self.family in {"CalGray", "CalRGB", "Lab", "ICCBased"}:
            return below | {Flaw.NOT_INKS}
        if any(plate not in _PLATES and plate not in _NO_PLATES for plate in self.plates):
            return below | {Flaw.EXTRA_PLATE}
        return below

    @property
    def first(self) -> Sequence[float]:
        """The colour that is set with the space (ISO 32000-1, 8.6.3 to 8.6.6)."""
        if self.family == "DeviceCMYK":
            return 0.0, 0.0, 0.0, 1.0
        return (1.0 if self.plates else 0.0,) * self.size

    def inks(self, colour: Sequence[float]) -> Cmyk | None:
        """Amounts of ink in percent; None when only a press' profile could tell.

        Raises:
            ValueError: the colour has another number of components.
        """
        if self.family not in {"Indexed", "Pattern"} and len(colour) != self.size:
            raise ValueError(f"{len(colour)} components of a colour in {self}")
        if self.family == "DeviceCMYK":
            cyan, magenta, yellow, black = colour
            return cyan * 100, magenta * 100, yellow * 100, black * 100
        if self.family == "DeviceGray":
            return 0.0, 0.0, 0.0, 100 - colour[0] * 100
        if self.family == "Indexed" and self.base:
            start = int(colour[0]) * self.base.size
            entry = self.palette[start : start + self.base.size]
            return self.base.inks([byte / 255 for byte in entry])
        if self.plates and Flaw.EXTRA_PLATE not in self.flaws:
            amounts = [0.0] * 4
            for plate, tint in zip(self.plates, colour, strict=True):
                for number in range(4) if plate == "All" else (_PLATES.get(plate, -1),):
                    if number >= 0:
                        amounts[number] += tint * 100
            return amounts[0], amounts[1], amounts[2], amounts[3]
        return None


CMYK = Space(family="DeviceCMYK", size=4)
GRAY = Space(family="DeviceGray", size=1)
RGB = Space(family="DeviceRGB", size=3)
PATTERN = Space(family="Pattern", size=0)

_BY_NAME = {"DeviceCMYK": CMYK, "DeviceGray": GRAY, "DeviceRGB": RGB, "Pattern": PATTERN}


def read_space(value: Any, named: Dictionary | Any, depth: int = 0) -> Space:
    """A colour space as it stands in a file.

    Args:
        value: name or array.
        named: colour spaces that the resources name, among them those in place of device spaces.
        depth: of the space above it.

    Raises:
        ValueError: it is no colour space.
    """
    if depth > _DEEPEST:
        raise ValueError("colour spaces are built upon one another without end")
    if isinstance(value, Name):
        family = str(value)[1:]
        family = _SHORT.get(family, family)
        instead = f"/Default{family.removeprefix('Device')}"
        if family in _DEVICE and instead in named:
            return read_space(named[instead], {}, depth + 1)
        if family in _BY_NAME:
            return _BY_NAME[family]
        if str(value) not in named:
            raise ValueError(f"there is no colour space {value}")
        return read_space(named[str(value)], named, depth + 1)
    if not isinstance(value, Array) or not len(value):
        raise ValueError("a colour space is neither name nor array")
    return _read_array(value, named, depth)


def _read_array(value: Array, named: Any, depth: int) -> Space:
    family = str(value[0])[1:]
    family = _SHORT.get(family, family)
    if family in _BY_NAME:
        base = read_space(value[1], named, depth + 1) if len(value) > 1 else None
        return Space(family=family, size=_DEVICE.get(family, 0), base=base)
    if family == "ICCBased":
        return Space(family=family, size=int(value[1].N))
    if family in {"CalGray", "CalRGB", "Lab"}:
        return Space(family=family, size=1 if family == "CalGray" else 3)
    if family == "Indexed":
        base, table = read_space(value[1], named, depth + 1), value[3]
        palette = table.read_bytes() if isinstance(table, Stream) else bytes(table)
        return Space(family=family, size=1, base=base, palette=palette)
    if family in {"Separation", "DeviceN"}:
        names = [value[1]] if family == "Separation" else list(_items(value[1]))
        base = read_space(value[2], named, depth + 1)
        plates = tuple(str(name)[1:] for name in names)
        return Space(family=family, size=len(plates), base=base, plates=plates)
    raise ValueError(f"there is no colour space {family}")


def _items(value: Object) -> Sequence[Any]:
    if isinstance(value, Array):
        return list(value)
    raise ValueError("inks are no array")
