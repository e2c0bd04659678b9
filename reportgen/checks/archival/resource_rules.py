"""Rules of PDF/A about images, forms and graphics states that content uses."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Stream

from reportgen.checks.content_walk import Listener, Place
from reportgen.checks.objects import dictionary, entry, items, name, name_of, number, values
from reportgen.checks.rules import Finding, violation

_INTENTS = {"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"}

_DEPTHS = {1, 2, 4, 8, 16}

_INKS = {"Cyan", "Magenta", "Yellow", "Black"}

#: What an amount may be off by.
_NEARLY = 0.000001

#: Blend modes (ISO 32000-1, 11.3.5).
_BLENDS = {
    *("Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge"),
    *("ColorBurn", "HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Saturation"),
    *("Color", "Luminosity"),
}


class ResourceListener(Listener):
    """Looks at what content uses; each rule is reported once a page."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Finding] = {}
        self._used: set[tuple[int, int]] = set()

    def findings(self, page: int) -> Iterator[Finding]:
        """What was found since the last time."""
        found, self._found = self._found, {}
        self._used = set()
        for each in found.values():
            yield violation(each.code, each.message, page, case=each.case)

    def _add(self, finding: Finding) -> None:
        self._found.setdefault((finding.code, finding.case), finding)

    def painted(self, _place: Place, operator: str, operands: Any) -> None:
        """Something is painted other than text."""
        if operator == "INLINE IMAGE" and len(operands):
            image = getattr(operands[0], "obj", operands[0])
            if True in (entry(image, "/Interpolate"), entry(image, "/I")):
                message = "image that asks to be interpolated"
                self._add(violation("interpolated-image", message))
            self._check_intent(entry(image, "/Intent"))

    def coloured(self, _place: Place, operator: str, operands: Any) -> None:
        """A colour or space is chosen."""
        if operator == "ri" and len(operands):
            self._check_intent(operands[0])

    def used(self, _place: Place, external: Any) -> None:
        """An image, form or PostScript is drawn."""
        if external.objgen != (0, 0):
            if external.objgen in self._used:
                return
            self._used.add(external.objgen)
        kind = name(external, "/Subtype")
        if kind == "PS":
            self._add(violation("postscript", "PostScript within content"))
        if "/PS" in external or name(external, "/Subtype2") == "PS":
            self._add(violation("postscript", "PostScript within content", case="form"))
        if "/Ref" in external:
            message = "a form stands for a page of another file"
            self._add(violation("reference-form", message))
        if "/OPI" in external:
            message = "an image stands for another one, elsewhere (OPI)"
            self._add(violation("opi", message, case="" if kind == "Image" else "form"))
        if kind == "Image":
            if entry(external, "/Interpolate") is True:
                message = "image that asks to be interpolated"
                self._add(violation("interpolated-image", message))
            if "/Alternates" in external:
                self._add(violation("alternate-image", "an image has alternates"))
            self._check_intent(entry(external, "/Intent"))
            self._check_depth(external)
            if isinstance(entry(external, "/SMask"), Stream):
                self._add(violation("transparent", "an image with a soft mask"))
        if name(dictionary(external, "/Group"), "/S") == "Transparency":
            self._add(violation("transparent", "a group of transparent objects"))

    def _check_intent(self, intent: Any) -> None:
        if intent is not None and name_of(intent) not in _INTENTS:
            message = f"there is no rendering intent {name_of(intent)}"
            self._add(violation("rendering-intent", message))

    def _check_depth(self, image: Any) -> None:
        depth = entry(image, "/BitsPerComponent")
        if depth is None:
            return
        message = f"an image has {depth} bits a colour"
        if depth not in ({1} if entry(image, "/ImageMask") is True else _DEPTHS):
            self._add(violation("image-depth", message))
        elif depth == 16:
            self._add(violation("image-depth", message, case="16"))

    def set_state(self, _place: Place, state: Any) -> None:
        """A dictionary of graphics state is chosen."""
        replaced = entry(state, "/TR2")
        is_default = replaced is None or name_of(replaced) == "Default"
        if entry(state, "/TR") is not None or not is_default:
            message = "a transfer function changes what is shown"
            self._add(violation("transfer-function", message))
        if not isinstance(state, Dictionary):
            return
        if "/HTO" in state:
            message = "a halftone is asked for at another place"
            self._add(violation("halftone", message, case="origin"))
        if "/HTP" in state:
            message = "a halftone is asked for at another place"
            self._add(violation("halftone", message, case="phase"))
        if _is_foreign(entry(state, "/HT")):
            self._add(violation("halftone", "a halftone of its own is asked for"))
        self._check_intent(entry(state, "/RI"))
        self._check_transparency(state)

    def _check_transparency(self, state: Any) -> None:
        for key in ("/ca", "/CA"):
            visible = entry(state, key)
            if visible is not None and abs(float(visible) - 1) > _NEARLY:
                self._add(violation("transparent", "something lets through what is below it"))
        if entry(state, "/SMask") is not None and name(state, "/SMask") != "None":
            self._add(violation("transparent", "a soft mask"))
        modes = [name_of(mode) for mode in items(state, "/BM")]
        if any(mode not in {"Normal", "Compatible"} for mode in modes):
            self._add(violation("transparent", f"a blend mode {modes[0]}"))
        if modes and not _BLENDS & set(modes):
            self._add(violation("blend-mode", f"there is no blend mode {modes[0]}"))


def _is_foreign(halftone: Any) -> bool:
    """Whether a halftone is none that PDF/A allows."""
    if not isinstance(halftone, Dictionary | Stream):
        return False
    kind = number(halftone, "/HalftoneType")
    if "/HalftoneName" in halftone or kind not in {1, 5}:
        return True
    if kind == 1:
        return "/TransferFunction" in halftone
    for plate, part in values(halftone):
        if isinstance(part, Dictionary | Stream) and plate != "/Default":
            # Plates that the four inks do not replace need a function, and those must have none.
            if ("/TransferFunction" in part) is (plate[1:] in _INKS):
                return True
            if number(part, "/HalftoneType", 1) not in {1, 5} or "/HalftoneName" in part:
                return True
    return False
