"""Rules of PDF/A about colours of a device: they need an output intent that describes it."""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Name, Stream

from reportgen.checks.content_walk import Listener, Place
from reportgen.checks.objects import dictionaries, dictionary, entry, name, name_of, number
from reportgen.checks.rules import Finding, violation

#: Colour spaces may be built upon one another, but no file needs more levels.
_DEEPEST = 8

#: Operators that choose the colour of a device.
_OPERATORS = {
    **dict.fromkeys(("k", "K"), "CMYK"),
    **dict.fromkeys(("rg", "RG"), "RGB"),
    **dict.fromkeys(("g", "G"), "Gray"),
}
_FAMILIES = {
    "DeviceCMYK": "CMYK",
    "CMYK": "CMYK",
    "DeviceRGB": "RGB",
    "RGB": "RGB",
    "DeviceGray": "Gray",
    "G": "Gray",
}

#: Operators that fill areas and draw lines, and modes in which text is filled: in black, before a
#: colour is chosen.
_FILLING = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_STROKING = frozenset({"S", "s", "B", "B*", "b", "b*"})
_FILLED_TEXT = {0, 2, 4, 6}

#: What ICC profiles call their space (ICC.1, 7.2.6).
_SPACES = {b"RGB ": "RGB", b"CMYK": "CMYK", b"GRAY": "Gray"}

#: Numbers of components.
_COMPONENTS = {"RGB": 3, "CMYK": 4, "Gray": 1}


def archive_intents(owner: Any) -> Sequence[Any]:
    """The output intents of PDF/A that a catalog or page has.

    Args:
        owner: its dictionary.
    """
    listed = dictionaries(owner, "/OutputIntents")
    return [intent for intent in listed if name(intent, "/S") == "GTS_PDFA1"]


def intent_space(owner: Any) -> str:
    """The colour space that an output intent describes: ``RGB``, ``CMYK`` or ``Gray``.

    Returns:
        ``?`` when its profile cannot be read; empty when there is none.
    """
    for intent in archive_intents(owner):
        profile = entry(intent, "/DestOutputProfile")
        if profile is not None:
            return _SPACES.get(_header(profile)[16:20], "?")
    return ""


def _header(profile: Any) -> bytes:
    """The first bytes of a profile; none where it cannot be unpacked, as `check_intents` says."""
    try:
        return _unpacked_header(profile)
    except pikepdf.PdfError:
        return b""


def _unpacked_header(profile: Any) -> bytes:
    return profile.read_bytes()[:128] if isinstance(profile, Stream) else b""


def check_intents(root: Any) -> Iterator[Finding]:
    """Checks the output intents of a document.

    Args:
        root: its catalog.

    Raises:
        pikepdf.PdfError: a profile cannot be unpacked.
    """
    every = dictionaries(root, "/OutputIntents")
    profiles = [entry(intent, "/DestOutputProfile") for intent in every]
    numbers = {p.objgen for p in profiles if isinstance(p, Stream)}
    if len(numbers) > 1:
        yield violation("profiles-differ", "the output intents do not share one profile")
    for intent in every:
        if "/DestOutputProfileRef" in intent:
            case = "press" if name(intent, "/S") == "GTS_PDFX" else "reference"
            message = "the profile of an output intent is in another file"
            yield violation("intent-profile", message, case=case)
    for intent in archive_intents(root):
        profile = entry(intent, "/DestOutputProfile")
        if profile is not None:
            yield from _check_profile(profile)


def _check_profile(profile: Any) -> Iterator[Finding]:
    header = _unpacked_header(profile)
    # ICC.1, 7.2: major version at 8, class at 12, colour space at 16, signature at 36.
    space = _SPACES.get(header[16:20])
    if header[36:40] != b"acsp" or header[12:16] not in {b"mntr", b"prtr"} or space is None:
        yield violation("intent-profile", "the output intent has no ICC profile")
    elif header[8] > 4:
        yield violation("intent-profile", "the output intent's profile is of a newer version")
    elif number(profile, "/N", -1) != _COMPONENTS[space]:
        message = "the output intent's profile has another number of colours than it says"
        yield violation("intent-profile", message, case="components")
    elif header[8] > 2:
        message = "the output intent's profile is of a newer version than PDF/A-1 knows"
        yield violation("intent-profile", message, case="version")


class ColourListener(Listener):
    """Notes which colours of devices are used, where nothing stands in for the device."""

    def __init__(self) -> None:
        self._used: set[tuple[str, bool]] = set()

    def findings(self, intent: str, page: int) -> Iterator[Finding]:
        """What was found since the last time.

        Args:
            intent: the space that an output intent describes, by `intent_space`.
            page: counted from one.
        """
        used, self._used = self._used, set()
        if intent == "?":
            return
        if used and not intent:
            message = "there is no output intent with a profile"
            case = "" if any(not grouped for _, grouped in used) else "grouped"
            yield violation("intent-missing", message, page, case=case)
            return
        for family, code in (("CMYK", "device-cmyk"), ("RGB", "device-rgb")):
            cases = {grouped for found, grouped in used if found == family}
            if cases and intent != family:
                message = f"{family} colour under an output intent of {intent}"
                yield violation(code, message, page, case="" if False in cases else "grouped")

    def space(self, value: Any, place: Place, depth: int = 0) -> None:
        """Notes the devices of a colour space."""
        named = dictionary(place.resources, "/ColorSpace")
        if depth > _DEEPEST:
            return
        if isinstance(value, Name):
            family = _FAMILIES.get(name_of(value))
            if family:
                self._device(family, place)
            elif (found := entry(named, f"/{name_of(value)}")) is not None:
                self.space(found, place, depth + 1)
        elif isinstance(value, Array) and len(value):
            kind = name_of(value[0])
            if kind in _FAMILIES:
                self._device(_FAMILIES[kind], place)
            elif kind in {"Indexed", "I", "Pattern"} and len(value) > 1:
                self.space(value[1], place, depth + 1)
            elif kind in {"Separation", "DeviceN"} and len(value) > 2:
                self.space(value[2], place, depth + 1)

    def _device(self, family: str, place: Place) -> None:
        if f"/Default{family}" not in dictionary(place.resources, "/ColorSpace"):
            self._used.add((family, _group_space(place) == family))

    def painted(self, place: Place, operator: str, operands: Any) -> None:
        """Something is painted other than text."""
        if operator == "INLINE IMAGE" and len(operands):
            image = getattr(operands[0], "obj", operands[0])
            self._image(image, place)
        elif operator == "sh" and len(operands):
            shadings = dictionary(place.resources, "/Shading")
            shading = entry(shadings, f"/{name_of(operands[0])}")
            self.space(entry(shading, "/ColorSpace"), place)
        elif operator in _FILLING and "fill" not in place.chosen:
            self._device("Gray", place)
        if operator in _STROKING and "stroke" not in place.chosen:
            self._device("Gray", place)

    def showed(self, place: Place, codes: bytes) -> None:
        """A text is shown."""
        if codes and place.mode in _FILLED_TEXT and "fill" not in place.chosen:
            self._device("Gray", place)

    def coloured(self, place: Place, operator: str, operands: Any) -> None:
        """A colour or space is chosen."""
        if operator in _OPERATORS:
            self._device(_OPERATORS[operator], place)
        elif operator in {"cs", "CS"} and len(operands):
            self.space(operands[0], place)
        elif operator in {"scn", "SCN"} and len(operands) and isinstance(operands[-1], Name):
            patterns = dictionary(place.resources, "/Pattern")
            pattern = entry(patterns, f"/{name_of(operands[-1])}")
            shading = dictionary(pattern, "/Shading")
            self.space(entry(shading, "/ColorSpace"), place)

    def used(self, place: Place, external: Any) -> None:
        """An image, form or PostScript is drawn."""
        if name(external, "/Subtype") == "Image":
            self._image(external, place)

    def _image(self, image: Any, place: Place) -> None:
        if entry(image, "/ImageMask") is True or entry(image, "/IM") is True:
            return
        space = entry(image, "/ColorSpace")
        self.space(entry(image, "/CS") if space is None else space, place)


def _group_space(place: Place) -> str:
    """The space in which the innermost group of transparent objects is blended."""
    around: Place | None = place
    while around is not None:
        space = entry(dictionary(around.stream, "/Group"), "/CS")
        if space is not None:
            return _blended(space)
        around = around.outer
    return ""


def _blended(space: Any) -> str:
    if isinstance(space, Name):
        return _FAMILIES.get(name_of(space), "")
    if not isinstance(space, Array) or not len(space):
        return ""
    if name_of(space[0]) == "ICCBased" and len(space) > 1:
        return _SPACES.get(_header(space[1])[16:20], "")
    return "RGB" if name_of(space[0]) == "CalRGB" else ""
