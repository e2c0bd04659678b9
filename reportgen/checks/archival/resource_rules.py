"""Rules of PDF/A about images, forms and graphics states that content uses."""

from collections.abc import Iterator
from typing import Any

from reportgen.checks.content_walk import Mark, Place
from reportgen.checks.objects import entry, name
from reportgen.checks.rules import Finding, violation


class ResourceListener:
    """Looks at what content uses; each rule is reported once a page."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Finding] = {}

    def findings(self, page: int) -> Iterator[Finding]:
        """What was found since the last time."""
        found, self._found = self._found, {}
        for each in found.values():
            yield violation(each.code, each.message, page, case=each.case)

    def _add(self, finding: Finding) -> None:
        self._found.setdefault((finding.code, finding.case), finding)

    def opened(self, place: Place, mark: Mark) -> None:
        """A mark is to be opened."""

    def unbalanced(self, place: Place) -> None:
        """A mark was closed that was not opened, was not closed, or has no name."""

    def painted(self, place: Place, operator: str, operands: Any) -> None:
        """Something is painted other than text."""
        if operator == "INLINE IMAGE" and len(operands):
            image = getattr(operands[0], "obj", operands[0])
            if True in (entry(image, "/Interpolate"), entry(image, "/I")):
                message = "image that asks to be interpolated"
                self._add(violation("interpolated-image", message))

    def showed(self, place: Place, codes: bytes) -> None:
        """A text is shown."""

    def coloured(self, place: Place, operator: str, operands: Any) -> None:
        """A colour or space is chosen."""

    def used(self, place: Place, external: Any) -> None:
        """An image, form or PostScript is drawn."""
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

    def set_state(self, place: Place, state: Any) -> None:
        """A dictionary of graphics state is chosen."""
        if entry(state, "/TR") is not None or name(state, "/TR2") not in {"", "Default"}:
            message = "a transfer function changes what is shown"
            self._add(violation("transfer-function", message))
