"""Rules about what content uses: colour spaces, graphics states, images, forms, fonts."""

from collections.abc import Callable, Iterable, Iterator
from math import hypot
from typing import Any

from pikepdf import Dictionary, Name, Object

from reportgen.checks.font_rules import is_embedded, wrong_widths
from reportgen.checks.press.mark_rules import ROUNDING
from reportgen.checks.rules import (
    PageViolations,
    Rule,
    Violations,
    archive_rule,
    press_rule,
    print_rule,
)
from reportgen.errors import Problem, Severity
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
    SpaceFault.NOT_INKS: print_rule("not-in-inks", "P1", "convert it to the press' four inks"),
    SpaceFault.EXTRA_PLATE: print_rule(
        "extra-plate", "P2", "four plates are ordered: convert the ink"
    ),
}
_TRANSPARENT = print_rule("transparent", "P11", "paint it opaque, in the colour that it gives")
_TRANSFER = archive_rule("transfer-function", "6.2.5")
_HALFTONE = archive_rule("halftone", "6.2.5")
_INTENT = archive_rule("rendering-intent", "6.2.6")
_INTERPOLATED = archive_rule("interpolated-image", "6.2.8")
_ALTERNATES = archive_rule("alternate-image", "6.2.8")
_OPI = archive_rule("opi", "6.2.8")
_POSTSCRIPT = archive_rule("postscript", "6.2.9")
_REFERENCE = archive_rule("reference-form", "6.2.9")
_INK = print_rule("too-much-ink", "P3", "convert it with a profile of that ink limit")
_UNKNOWN = print_rule("ink-unknown", "P3", "look at the ink in a proof", Severity.WARNING)
_RESOLUTION = print_rule(
    "image-resolution", "P12", "use a larger original, or print it smaller", Severity.WARNING
)
_NOT_EMBEDDED = archive_rule("font-not-embedded", "6.2.11.4.1")
_WIDTHS = archive_rule("font-widths", "6.2.11.2")
_MALFORMED_IMAGE = press_rule("image-malformed", "8.9.5")

_BLENDS = ("/Normal", "/Compatible")
_INTENTS = {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}


class ResourceChecks:
    """Checks what pages use; of what several pages use, the costly is looked at once."""

    def __init__(self, ink_limit: float) -> None:
        self._ink_limit = ink_limit
        self._ink: dict[tuple[int, int], float | None] = {}

    def check(self, found: PageContent, page: Object) -> Iterator[Problem]:
        """Checks all that one page uses."""
        violations = PageViolations(found.page)
        for message in found.unreadable:
            violations.add(_CONTENT, message)
        for space in found.spaces:
            for fault in sorted(space.faults):
                violations.add(_SPACE_RULES[fault], f"{fault}: {space}")
        for intent in sorted(found.intents):
            for violation in _check_intent(intent):
                violations.add(*violation)
        for violation in _check_group(page):
            violations.add(*violation)
        checks: tuple[tuple[Callable[[Any], Violations], Iterable[Any], Rule, str], ...] = (
            (_check_state, found.states.values(), _CONTENT, "what the content uses"),
            (_check_external, found.externals.values(), _CONTENT, "what the content uses"),
            (self._check_shading, found.shadings, _CONTENT, "a shading"),
            (self._check_image, found.images, _MALFORMED_IMAGE, "an image"),
            (_check_font, _once(found.fonts), _CONTENT, "what the content uses"),
        )
        for check, things, rule, what in checks:
            for thing in things:
                try:
                    for violation in check(thing):
                        violations.add(*violation)
                except (*MALFORMED_ERRORS, OSError) as fault:
                    violations.add(rule, f"{what} cannot be read: {fault}")
        return violations.problems()

    def _check_image(self, placed: PlacedImage) -> Violations:
        image, (a, b, c, d, _, _) = placed.image, placed.matrix
        width, height = hypot(a, b), hypot(c, d)
        pixels = int(image.Width), int(image.Height)
        dpi = min(72 * pixels[0] / max(width, 0.01), 72 * pixels[1] / max(height, 0.01))
        if round(dpi) < RESOLUTION:
            millimetres = width / 72 * 25.4
            yield (
                _RESOLUTION,
                f"an image has {dpi:.0f} dpi at its printed size of {millimetres:.0f} mm, less "
                f"than {RESOLUTION}; it is good for a width of {millimetres * dpi / RESOLUTION:.0f}"
                " mm",
            )
        if placed.space is None:
            return
        key = image.objgen
        if key == (0, 0) or key not in self._ink:
            self._ink[key] = most_ink(image, placed.space)
        ink = self._ink[key]
        if ink is not None and ink > self._ink_limit + ROUNDING:
            yield _INK, f"an image has pixels of {ink:.0f} % ink, more than {self._ink_limit:g} %"
        if ink is None and not placed.space.faults:
            yield _UNKNOWN, "how much ink an image of its kind takes is not known"

    def _check_shading(self, painted: tuple[Object, ColourSpace]) -> Violations:
        shading, space = painted
        function = shading.get("/Function")
        if space.faults:
            return  # reported already
        if (
            space is not CMYK
            or not isinstance(function, Dictionary)
            or function.get("/FunctionType") != _EXPONENTIAL
        ):
            yield _UNKNOWN, "how much ink a shading of its kind takes is not known"
            return
        for end, usual in (("/C0", [0]), ("/C1", [1])):
            ink = sum(CMYK.inks([float(part) for part in function.get(end, usual)]) or ())
            if ink > self._ink_limit + ROUNDING:
                yield _INK, f"a shading: {ink:.0f} % of ink, more than {self._ink_limit:g} %"


def _check_intent(name: str) -> Violations:
    if name not in _INTENTS:
        yield _INTENT, f"there is no rendering intent {name}"


def _check_group(thing: Object) -> Violations:
    group = thing.get("/Group")
    if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency:
        yield _TRANSPARENT, "a group of transparent objects"


def _check_state(state: Object) -> Violations:
    for key, what in (("/ca", "areas"), ("/CA", "lines")):
        if key in state and float(state[key]) < 1:
            yield _TRANSPARENT, f"{what} of which {float(state[key]):.0%} is visible"
    if state.get("/SMask", Name.None_) != Name.None_:
        yield _TRANSPARENT, "a soft mask"
    blend = state.get("/BM", Name.Normal)
    modes = [blend] if isinstance(blend, Name) else list(blend)
    if str(modes[0] if modes else "") not in _BLENDS:
        yield _TRANSPARENT, f"a blend mode {modes[0]}"
    if "/TR" in state or state.get("/TR2", Name.Default) != Name.Default:
        yield _TRANSFER, "a transfer function changes what the plates get"
    halftone = state.get("/HT")
    if "/HTP" in state or (isinstance(halftone, Dictionary) and _is_foreign(halftone)):
        yield _HALFTONE, "a halftone of its own is asked for by name or by origin"
    if "/RI" in state:
        yield from _check_intent(str(state.RI))


def _is_foreign(halftone: Object) -> bool:
    return "/HalftoneName" in halftone or int(halftone.get("/HalftoneType", 1)) not in {1, 5}


def _check_external(external: Object) -> Violations:
    kind = external.get("/Subtype")
    yield from _check_group(external)
    if kind == Name.PS or "/PS" in external or external.get("/Subtype2") == Name.PS:
        yield _POSTSCRIPT, "PostScript within content"
    if "/Ref" in external:
        yield _REFERENCE, "a form stands for a page of another file"
    if "/OPI" in external:
        yield _OPI, "an image stands for another one, elsewhere (OPI)"
    if kind != Name.Image:
        return
    if "/SMask" in external or int(external.get("/SMaskInData", 0)):
        yield _TRANSPARENT, "an image with a soft mask"
    if external.get("/Interpolate", False):
        yield _INTERPOLATED, "an image asks to be interpolated"
    if "/Alternates" in external:
        yield _ALTERNATES, "an image has alternates"
    if "/Intent" in external:
        yield from _check_intent(str(external.Intent))


def _check_font(font: Object) -> Violations:
    name = str(font.get("/BaseFont", font.get("/Name", "/?")))[1:]
    if font.get("/Subtype") != Name.Type3 and not is_embedded(font):
        yield _NOT_EMBEDDED, f"{name} is not embedded"
    elif message := wrong_widths(font):
        yield _WIDTHS, f"{name} {message}"


def _once(fonts: list[Object]) -> Iterator[Object]:
    seen: set[tuple[int, int]] = set()
    for font in fonts:
        if font.objgen == (0, 0) or font.objgen not in seen:
            seen.add(font.objgen)
            yield font
