"""Checks of page content: all that is drawn is marked, in colours and images that are allowed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from reportgen.checks.rules import A2, UA, clause_rule
from reportgen.errors import Problem

#: The element of each marked content, as object numbers, by page and number.
Owners = Mapping[tuple[tuple[int, int], int], tuple[int, int]]

_ARTIFACT = Name.Artifact
_BEGINNINGS = frozenset({"BMC", "BDC"})
_CMYK = frozenset({"k", "K"})
_WANTED = "BMC BDC EMC Tj TJ ' \" f F f* S s B B* b b* sh EI Do k K"

#: What is counted, each with what was found.
_RULES = (
    (clause_rule("untagged-content", UA, "7.1"), "drawn outside of tagged content and artifacts"),
    (clause_rule("artifact-in-content", UA, "7.1"), "artifact within tagged content"),
    (clause_rule("content-in-artifact", UA, "7.1"), "tagged content within an artifact"),
    (
        clause_rule("unbalanced-marks", UA, "7.1"),
        "marked content without name, or not closed where opened",
    ),
    (clause_rule("repeated-number", UA, "7.1"), "number of marked content used twice"),
    (
        clause_rule("wrong-parent", UA, "7.1"),
        "content that its element in the parent tree does not have",
    ),
    (clause_rule("device-cmyk", A2, "6.2.4.3"), "CMYK colour under an RGB output intent"),
    (clause_rule("interpolated-image", A2, "6.2.8"), "image that asks to be interpolated"),
    (clause_rule("postscript", A2, "6.2.9"), "PostScript within content"),
)


def check_content(document: Pdf, owners: Owners | None) -> Iterator[Problem]:
    """Checks every page and the forms that it uses; each kind of violation once a page.

    Args:
        document: any PDF.
        owners: which element each marked content belongs to, by the structure tree; None when
            there is no tree.
    """
    parents = _parents(document)
    for number, page in enumerate(document.pages, start=1):
        reading = _ContentWalk()
        reading.read(page.obj, marked=False)
        counts = reading.counts
        elements = parents.get(int(page.obj.get("/StructParents", -1)), ())
        if owners is not None:
            for content in reading.numbers:
                element = elements[content] if content < len(elements) else None
                owner = owners.get((page.obj.objgen, content))
                counts["wrong-parent"] += owner is None or element != owner
        yield from counted(counts, number)


class MarkRules:
    """Follows the marks of one stream and counts violations.

    Attributes:
        counts: of violations, by code.
        numbers: of marked content that the page has.
        is_marked: whether what is drawn now is tagged or an artifact.
    """

    def __init__(self, counts: Counter[str], numbers: set[int], *, marked: bool = False) -> None:
        """Begins a stream.

        Args:
            counts: goes on over all streams of a page.
            numbers: likewise.
            marked: whether a form is used within marked content.
        """
        self.counts, self.numbers, self.is_marked = counts, numbers, marked
        self._marked, self._open = marked, list[str]()

    def begin(self, kind: str, number: int | None = None) -> None:
        """Opens ``artifact``, ``tagged`` content with its number, or what is neither."""
        if kind == "artifact":
            self.counts["artifact-in-content"] += "tagged" in self._open
        elif number is not None:
            self.counts["content-in-artifact"] += "artifact" in self._open
            self.counts["repeated-number"] += number in self.numbers
            self.numbers.add(number)
        self._open.append(kind)
        self._follow()

    def end(self) -> None:
        """Closes what was opened last."""
        if self._open:
            self._open.pop()
        else:
            self.counts["unbalanced-marks"] += 1
        self._follow()

    def paint(self) -> None:
        """Draws something."""
        self.counts["untagged-content"] += not self.is_marked

    def finish(self) -> None:
        """Ends the stream."""
        self.counts["unbalanced-marks"] += len(self._open)

    def _follow(self) -> None:
        self.is_marked = self._marked or "artifact" in self._open or "tagged" in self._open


def counted(counts: Counter[str], page: int) -> Iterator[Problem]:
    """The violations that were counted on a page."""
    for rule, words in _RULES:
        if counts[rule.code]:
            yield rule.problem(f"{counts[rule.code]} × {words}", page)


class _ContentWalk:
    """Goes through a page's content and counts violations."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.numbers: set[int] = set()
        self._forms: set[tuple[tuple[int, int], bool]] = set()

    def read(self, stream: Object, *, marked: bool) -> None:
        """Reads a page or form; `marked` when it is used within marked content."""
        marks = MarkRules(self.counts, self.numbers, marked=marked)
        used: set[tuple[str, bool]] = set()
        for instruction in pikepdf.parse_content_stream(stream, _WANTED):
            # Operands are costly to look at, and those of text are of no interest.
            name = str(instruction.operator)
            if name == "EMC":
                marks.end()
            elif name in _BEGINNINGS:
                marks.begin(*self._mark(instruction.operands))
            elif name in _CMYK:
                self.counts["device-cmyk"] += 1
            elif name == "Do":
                used.add((str(instruction.operands[0]), marks.is_marked))
            else:
                marks.paint()
        marks.finish()
        for external, inside in used:
            self._use(stream, external, marked=inside)

    def _mark(self, operands: Any) -> tuple[str, int | None]:
        if not operands:
            self.counts["unbalanced-marks"] += 1
            return "other", None
        if operands[0] == _ARTIFACT:
            return "artifact", None
        try:
            return "tagged", int(operands[1].MCID)
        except (IndexError, AttributeError, TypeError, ValueError):
            return "other", None  # no properties, or none that give a number

    def _use(self, user: Object, name: str, *, marked: bool) -> None:
        external = user.get("/Resources", Dictionary()).get("/XObject", Dictionary()).get(name)
        if external is None:
            return
        kind = external.get("/Subtype")
        if kind == Name.Image:
            self.counts["untagged-content"] += not marked
            self.counts["interpolated-image"] += bool(external.get("/Interpolate", False))
            self.counts["device-cmyk"] += external.get("/ColorSpace") == Name.DeviceCMYK
        elif kind == Name.PS or "/PS" in external or external.get("/Subtype2") == Name.PS:
            self.counts["postscript"] += 1
        elif (external.objgen, marked) not in self._forms:
            self._forms.add((external.objgen, marked))
            self.read(external, marked=marked)


def _parents(document: Pdf) -> Mapping[int, list[tuple[int, int]]]:
    """The parent tree for pages: object numbers of elements by number of content."""
    root = document.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary) or "/ParentTree" not in root:
        return {}
    tree = pikepdf.NumberTree(root.ParentTree)
    pages = ((key, value) for key, value in tree.items() if isinstance(value, Array))
    return {key: [element.objgen for element in elements] for key, elements in pages}
