"""Colour spaces (ISO 32000-1, 8.6), and which inks their colours are."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Object, Stream

from reportgen.layout.appearance import Cmyk

#: Spaces may be built upon one another, but no file needs more levels than this.
_DEEPEST = 6

#: The four inks in the order of their plates.
INKS = ("cyan", "magenta", "yellow", "black")

_PLATES = {ink.capitalize(): number for number, ink in enumerate(INKS)}

#: Inks that leave the four plates as they are: none at all, and the mark on every plate.
_NO_PLATES = {"None", "All"}

_DEVICE = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}

#: As inline images write them (ISO 32000-1, table 94).
_SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}


class SpaceFault(StrEnum):
    """Why a colour space has no place in a file for four inks."""

    DEVICE_RGB = "screen colours of no known screen"
    NOT_INKS = "colours that are not yet inks"
    EXTRA_PLATE = "an ink that is none of the four"


class ColourSpace(Struct, frozen=True, kw_only=True):
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
    base: "ColourSpace | None" = None
    plates: tuple[str, ...] = ()
    palette: bytes = b""

    def __str__(self) -> str:
        own = f"{self.family} {' '.join(self.plates)}".rstrip()
        return f"{own} over {self.base}" if self.base else own

    @property
    def faults(self) -> frozenset[SpaceFault]:
        """Why it must not be used, by itself or by what it is built upon."""
        below = self.base.faults if self.base else frozenset()
        if self.family == "DeviceRGB":
            return below | {SpaceFault.DEVICE_RGB}
        if self.family in {"CalGray", "CalRGB", "Lab", "ICCBased"}:
            return below | {SpaceFault.NOT_INKS}
        if not _PLATES.keys() | _NO_PLATES >= set(self.plates):
            return below | {SpaceFault.EXTRA_PLATE}
        return below

    @property
    def first(self) -> Sequence[float]:
        """The colour that is set with the space (ISO 32000-1, 8.6.3 to 8.6.6)."""
        if self.family == "DeviceCMYK":
            return 0.0, 0.0, 0.0, 1.0
        return (1.0 if self.plates else 0.0,) * self.size

    @property
    def colours(self) -> int:
        """Number of colours of an ``Indexed``."""
        return len(self.palette) // self.base.size if self.base and self.base.size else 0

    def inks(self, colour: Sequence[float]) -> Cmyk | None:
        """Amounts of ink in percent; None when only a profile could say them.

        Components beyond their range count as its nearest end (ISO 32000-1, 8.6.3).

        Raises:
            ValueError: the colour has another number of components.
        """
        if self.family == "Indexed" and self.base:
            start = min(max(int(colour[0]), 0), max(self.colours - 1, 0)) * self.base.size
            entry = self.palette[start : start + self.base.size]
            return self.base.inks([byte / 255 for byte in entry])
        if self.family != "Pattern" and len(colour) != self.size:
            raise ValueError(f"{len(colour)} components of a colour in {self}")
        tints = [min(max(part, 0.0), 1.0) for part in colour]
        if self.family == "DeviceCMYK":
            cyan, magenta, yellow, black = tints
            return cyan * 100, magenta * 100, yellow * 100, black * 100
        if self.family == "DeviceGray":
            return 0.0, 0.0, 0.0, 100 - tints[0] * 100
        if self.plates and SpaceFault.EXTRA_PLATE not in self.faults:
            amounts = [0.0] * 4
            for plate, tint in zip(self.plates, tints, strict=True):
                if plate == "All":
                    amounts = [amount + tint * 100 for amount in amounts]
                elif plate in _PLATES:
                    amounts[_PLATES[plate]] += tint * 100
            return amounts[0], amounts[1], amounts[2], amounts[3]
        return None


CMYK = ColourSpace(family="DeviceCMYK", size=4)
GRAY = ColourSpace(family="DeviceGray", size=1)
RGB = ColourSpace(family="DeviceRGB", size=3)
PATTERN = ColourSpace(family="Pattern", size=0)

_BY_NAME = {space.family: space for space in (CMYK, GRAY, RGB, PATTERN)}


def read_space(value: Any, named: Dictionary | Any, depth: int = 0) -> ColourSpace:
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
        family = _family(value)
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


def _family(name: Object) -> str:
    family = str(name)[1:]
    return _SHORT.get(family, family)


def _read_array(value: Array, named: Any, depth: int) -> ColourSpace:
    family = _family(value[0])
    if family in _BY_NAME:
        base = read_space(value[1], named, depth + 1) if len(value) > 1 else None
        return ColourSpace(family=family, size=_DEVICE.get(family, 0), base=base)
    if family == "ICCBased":
        return ColourSpace(family=family, size=int(value[1].N))
    if family in {"CalGray", "CalRGB", "Lab"}:
        return ColourSpace(family=family, size=1 if family == "CalGray" else 3)
    if family == "Indexed":
        base, table = read_space(value[1], named, depth + 1), value[3]
        palette = table.read_bytes() if isinstance(table, Stream) else bytes(table)
        return ColourSpace(family=family, size=1, base=base, palette=palette)
    if family in {"Separation", "DeviceN"}:
        names = value[1]
        if family == "DeviceN" and not isinstance(names, Array):
            raise ValueError("inks are no array")
        plates = tuple(str(name)[1:] for name in ([names] if family == "Separation" else names))
        base = read_space(value[2], named, depth + 1)
        return ColourSpace(family=family, size=len(plates), base=base, plates=plates)
    raise ValueError(f"there is no colour space {family}")
