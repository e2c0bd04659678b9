"""Rules about what content uses: colour spaces, graphics states, images, forms, fonts."""

from collections.abc import Callable, Iterator
from math import hypot

from pikepdf import Dictionary, Name, Object

from reportgen.checks.accessibility.font_rules import is_embedded, wrong_widths
from reportgen.checks.press.painting import ROUNDING
from reportgen.checks.press.rule import (
    Tally,
    archive_rule,
    house_rule,
    press_rule,
)
from reportgen.errors import Severity
from reportgen.page_reader.colours import CMYK, ColourSpace, SpaceFault
from reportgen.page_reader.images import most_ink
from reportgen.page_reader.interpreter import MALFORMED_ERRORS
from reportgen.page_reader.marks import PageContent, PlacedImage

#: Resolution that an image needs at its printed size, in dots per inch.
RESOLUTION = 200

#: Interpolated amounts of ink between two colours are as high as those, or lower.
_EXPONENTIAL = 2

_CONTENT = archive_rule("content-malformed", "6.2.2")
_SPACE_RULES = {
    SpaceFault.DEVICE_RGB: archive_rule("device-rgb", "6.2.4.3"),
    SpaceFault.NOT_INKS: house_rule("not-in-inks", "P1", "convert it to the press' four inks"),
    SpaceFault.EXTRA_PLATE: house_rule(
        "extra-plate", "P2", "four plates are ordered: convert the ink"
    ),
}
_TRANSPARENT = house_rule("transparent", "P11", "paint it opaque, in the colour that it gives")
_TRANSFER = archive_rule("transfer-function", "6.2.5")
_HALFTONE = archive_rule("halftone", "6.2.5")
_INTENT = archive_rule("rendering-intent", "6.2.6")
_INTERPOLATED = archive_rule("interpolated-image", "6.2.8")
_ALTERNATES = archive_rule("alternate-image", "6.2.8")
_OPI = archive_rule("opi", "6.2.8")
_POSTSCRIPT = archive_rule("postscript", "6.2.9")
_REFERENCE = archive_rule("reference-form", "6.2.9")
_INK = house_rule("too-much-ink", "P3", "convert it with a profile of that ink limit")
_UNKNOWN = house_rule("ink-unknown", "P3", "look at the ink in a proof", Severity.WARNING)
_RESOLUTION = house_rule(
    "image-resolution", "P12", "use a larger original, or print it smaller", Severity.WARNING
)
_NOT_EMBEDDED = archive_rule("font-not-embedded", "6.2.11.4.1")
_WIDTHS = archive_rule("font-widths", "6.2.11.2")
_MALFORMED_IMAGE = press_rule("image-malformed", "8.9.5")

_BLENDS = ("/Normal", "/Compatible")
_INTENTS = {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}


class Objects:
    """Checks what pages use; of what several pages use, the costly is looked at once."""

    def __init__(self, ink_limit: float) -> None:
        self._ink_limit = ink_limit
        self._ink: dict[tuple[int, int], float | None] = {}

    def check(self, reading: PageContent, page: Object) -> Tally:
        """Checks all that one page uses."""
        tally = Tally()
        for message in reading.unreadable:
            tally.add(_CONTENT, reading.page, message)
        for space in reading.spaces:
            for fault in sorted(space.faults):
                tally.add(_SPACE_RULES[fault], reading.page, f"{fault}: {space}")
        for found in sorted(reading.intents):
            if found not in _INTENTS:
                tally.add(_INTENT, reading.page, f"there is no rendering intent {found}")
        _check_group(page, reading.page, tally)
        for state in reading.states.values():
            _guarded(_check_state, state, reading.page, tally)
        for external in reading.externals.values():
            _guarded(_check_external, external, reading.page, tally)
        for shading, space in reading.shadings:
            try:
                self._check_shading(shading, space, reading.page, tally)
            except MALFORMED_ERRORS as fault:
                tally.add(_CONTENT, reading.page, f"a shading cannot be read: {fault}")
        for placed in reading.images:
            try:
                self._check_image(placed, reading.page, tally)
            except (*MALFORMED_ERRORS, OSError) as fault:
                tally.add(_MALFORMED_IMAGE, reading.page, f"an image cannot be read: {fault}")
        for font in _once(reading.fonts):
            _guarded(_check_font, font, reading.page, tally)
        return tally

    def _check_image(self, placed: PlacedImage, page: int, tally: Tally) -> None:
        image, (a, b, c, d, _, _) = placed.image, placed.matrix
        width, height = hypot(a, b), hypot(c, d)
        pixels = int(image.Width), int(image.Height)
        dpi = min(72 * pixels[0] / max(width, 0.01), 72 * pixels[1] / max(height, 0.01))
        # Half a pixel is no reason to worry anyone.
        if round(dpi) < RESOLUTION:
            good_for = width / 72 * 25.4 * dpi / RESOLUTION
            message = (
                f"an image has {dpi:.0f} dpi at its printed size of {width / 72 * 25.4:.0f} mm, "
                f"less than {RESOLUTION}; it is good for a width of {good_for:.0f} mm"
            )
            tally.add(_RESOLUTION, page, message)
        if placed.space is None:
            return
        key = image.objgen
        if key == (0, 0) or key not in self._ink:
            self._ink[key] = most_ink(image, placed.space)
        ink = self._ink[key]
        if ink is not None and ink > self._ink_limit + ROUNDING:
            message = f"an image has pixels of {ink:.0f} % ink, more than {self._ink_limit:g} %"
            tally.add(_INK, page, message)
        if ink is None and not placed.space.faults:
            tally.add(_UNKNOWN, page, "how much ink an image of its kind takes cannot be told")

    def _check_shading(self, shading: Object, space: ColourSpace, page: int, tally: Tally) -> None:
        if space.faults:
            return  # told already
        function = shading.get("/Function")
        if (
            space is not CMYK
            or not isinstance(function, Dictionary)
            or function.get("/FunctionType") != _EXPONENTIAL
        ):
            tally.add(_UNKNOWN, page, "how much ink a shading of its kind takes cannot be told")
            return
        for end, usual in (("/C0", [0]), ("/C1", [1])):
            ink = sum(CMYK.inks([float(part) for part in function.get(end, usual)]) or ())
            if ink > self._ink_limit + ROUNDING:
                message = f"a shading: {ink:.0f} % of ink, more than {self._ink_limit:g} %"
                tally.add(_INK, page, message)


def _guarded(
    check: Callable[[Object, int, Tally], None], thing: Object, page: int, tally: Tally
) -> None:
    try:
        check(thing, page, tally)
    except MALFORMED_ERRORS as fault:
        tally.add(_CONTENT, page, f"what the content uses cannot be read: {fault}")


def _check_group(thing: Object, page: int, tally: Tally) -> None:
    group = thing.get("/Group")
    if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency:
        tally.add(_TRANSPARENT, page, "a group of transparent objects")


def _check_state(state: Object, page: int, tally: Tally) -> None:
    for key, what in (("/ca", "areas"), ("/CA", "lines")):
        if key in state and float(state[key]) < 1:
            tally.add(_TRANSPARENT, page, f"{what} of which {float(state[key]):.0%} is visible")
    if state.get("/SMask", Name.None_) != Name.None_:
        tally.add(_TRANSPARENT, page, "a soft mask")
    blend = state.get("/BM", Name.Normal)
    modes = [blend] if isinstance(blend, Name) else list(blend)
    if str(modes[0] if modes else "") not in _BLENDS:
        tally.add(_TRANSPARENT, page, f"a blend mode {modes[0]}")
    if "/TR" in state or state.get("/TR2", Name.Default) != Name.Default:
        tally.add(_TRANSFER, page, "a transfer function changes what the plates get")
    halftone = state.get("/HT")
    if "/HTP" in state or (isinstance(halftone, Dictionary) and _is_foreign(halftone)):
        tally.add(_HALFTONE, page, "a halftone of its own is asked for by name or by origin")
    if "/RI" in state and str(state.RI) not in _INTENTS:
        tally.add(_INTENT, page, f"there is no rendering intent {state.RI}")


def _is_foreign(halftone: Object) -> bool:
    return "/HalftoneName" in halftone or int(halftone.get("/HalftoneType", 1)) not in {1, 5}


def _check_external(external: Object, page: int, tally: Tally) -> None:
    kind = external.get("/Subtype")
    _check_group(external, page, tally)
    if kind == Name.PS or "/PS" in external or external.get("/Subtype2") == Name.PS:
        tally.add(_POSTSCRIPT, page, "PostScript within content")
    if "/Ref" in external:
        tally.add(_REFERENCE, page, "a form stands for a page of another file")
    if "/OPI" in external:
        tally.add(_OPI, page, "an image stands for another one, elsewhere (OPI)")
    if kind != Name.Image:
        return
    if "/SMask" in external or int(external.get("/SMaskInData", 0)):
        tally.add(_TRANSPARENT, page, "an image with a soft mask")
    if external.get("/Interpolate", False):
        tally.add(_INTERPOLATED, page, "an image asks to be interpolated")
    if "/Alternates" in external:
        tally.add(_ALTERNATES, page, "an image has alternates")
    if "/Intent" in external and str(external.Intent) not in _INTENTS:
        tally.add(_INTENT, page, f"there is no rendering intent {external.Intent}")


def _check_font(font: Object, page: int, tally: Tally) -> None:
    name = str(font.get("/BaseFont", font.get("/Name", "/?")))[1:]
    if font.get("/Subtype") != Name.Type3 and not is_embedded(font):
        tally.add(_NOT_EMBEDDED, page, f"{name} is not embedded")
    elif message := wrong_widths(font):
        tally.add(_WIDTHS, page, f"{name} {message}")


def _once(fonts: list[Object]) -> Iterator[Object]:
    seen: set[tuple[int, int]] = set()
    for font in fonts:
        if font.objgen == (0, 0) or font.objgen not in seen:
            seen.add(font.objgen)
            yield font
