"""Judges a digital report before it is written: what can fail by our own doing, on every build.

The rules are those of `checks/accessibility`, which reads finished files; here they look at what
the file is to be written from. What they cannot meet here is true by construction, and tests
compare both on whole reports.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from xml.etree import ElementTree

from reportgen.checks.accessibility.content_rules import MarkRules, counted
from reportgen.checks.accessibility.font_rules import has_no_character
from reportgen.checks.accessibility.metadata_rules import check_language, check_xmp
from reportgen.checks.accessibility.pdf_2 import (
    check_types,
    cited_for_pdf_2,
    is_type_of_pdf_2,
    unnumbered_list,
)
from reportgen.checks.accessibility.structure_rules import TreeRules, check_headings
from reportgen.checks.rules import A2, UA, UA2, violation
from reportgen.document.drawn import DrawnDocument
from reportgen.document.font_programs import unicode_map
from reportgen.document.metadata import DocumentProperties, information
from reportgen.document.structure import (
    COLUMN_HEAD,
    ROW_HEAD,
    Annotation,
    Element,
    MarkedContent,
)
from reportgen.errors import Problem
from reportgen.model import DigitalForm, Standard

#: Marks and what is drawn; texts and words in property lists are passed over.
_OPERATORS = re.compile(
    rb"\((?:[^\\()]|\\.)*\)"
    rb"|(?<!\S)(?:/(?P<artifact>Artifact)|/\w+)(?:\s+<<(?:/MCID (?P<number>\d+))?.*?>>)?\s+B[DM]C"
    rb"|(?<!\S)(?P<name>BMC|BDC|EMC|T[jJ]|['\"]|F|f\*?|S|s|B\*?|b\*?|sh|EI|Do|k|K)(?!\S)"
)


def violations(
    drawn: DrawnDocument,
    root: Element,
    description: DocumentProperties,
    packet: bytes,
    form: DigitalForm,
) -> tuple[Problem, ...]:
    """All violations of the standards that a file claims.

    Args:
        drawn: the pages.
        root: the ``Document`` element.
        description: what the file says of itself.
        packet: the same as XMP.
        form: the standard, and the files inside.
    """
    elements = list(root.walk())
    found = [
        *_check_metadata(description, packet, has_files=bool(form.attachments)),
        *_check_fonts(drawn),
        *_check_content(drawn, elements),
        *_check_structure(root),
        *_check_links(drawn, elements),
    ]
    if form.standard is Standard.UA2:
        found = [*cited_for_pdf_2(found), *_check_pdf_2(elements, form)]
    return tuple(found)


def _check_metadata(
    description: DocumentProperties, packet: bytes, *, has_files: bool
) -> Iterator[Problem]:
    yield from check_language(description.language)
    try:
        xmp = ElementTree.fromstring(packet)
    except ElementTree.ParseError as fault:
        yield violation("xmp-malformed", A2, "6.6.2.1", f"the XMP metadata are no XML: {fault}")
        return
    yield from check_xmp(xmp, dict(information(description)), has_files=has_files)


def _check_fonts(drawn: DrawnDocument) -> Iterator[Problem]:
    for font in drawn.fonts:
        if has_no_character(unicode_map(font)):
            name = f"/{font.name} ".encode()
            page = next((n for n, p in enumerate(drawn.pages, start=1) if name in p.content), None)
            message = f"{font.name} maps a glyph to no character, or to one of private use"
            yield violation("font-wrong-unicode", A2, "6.2.11.7", message, page)


def _check_content(drawn: DrawnDocument, elements: Sequence[Element]) -> Iterator[Problem]:
    held = {
        (kid.page, kid.number): element
        for element in elements
        for kid in element.kids
        if isinstance(kid, MarkedContent)
    }
    # Forms have no marks of their own: they are drawn where a page has opened some.
    forms = Counter[str]()
    for each in drawn.forms:
        _count(each.content, MarkRules(forms, set(), marked=True))
    forms["device-cmyk"] += sum(image.space == "DeviceCMYK" for image in drawn.images)
    for number, page in enumerate(drawn.pages):
        marks = MarkRules(forms.copy(), set())
        _count(page.content, marks)
        for content in marks.numbers:
            owner = page.owners[content] if content < len(page.owners) else None
            marks.counts["wrong-parent"] += (
                owner is None or held.get((number, content)) is not owner
            )
        yield from counted(marks.counts, number + 1)


def _count(content: bytes, marks: MarkRules) -> None:
    for match in _OPERATORS.finditer(content):
        name = match["name"]
        if name is None:
            if match[0].startswith(b"("):
                continue
            number = match["number"]
            kind = "artifact" if match["artifact"] else "tagged" if number else "other"
            marks.begin(kind, int(number) if number else None)
        elif name == b"EMC":
            marks.end()
        elif name in {b"BMC", b"BDC"}:  # without a name
            marks.counts["unbalanced-marks"] += 1
            marks.begin("other")
        elif name in {b"k", b"K"}:
            marks.counts["device-cmyk"] += 1
        else:
            marks.paint()
    marks.finish()


class _DrawnElement:
    """An element as the rules ask of it; nothing of ours reaches over rows or columns."""

    spans = 1

    def __init__(self, element: Element) -> None:
        self._element = self.identity = element
        self.tag, self.name, self.alternative = element.tag, element.identifier, element.alt
        self.has_box = element.box is not None
        self.is_head = element.attribute in {COLUMN_HEAD, ROW_HEAD} or bool(element.identifier)

    @property
    def page(self) -> int | None:
        kids = self._element.kids
        return next((kid.page + 1 for kid in kids if isinstance(kid, MarkedContent)), None)

    @property
    def kids(self) -> "list[_DrawnElement]":
        return [_DrawnElement(kid) for kid in self._element.kids if isinstance(kid, Element)]


def _check_structure(root: Element) -> Iterator[Problem]:
    rules = TreeRules()
    rules.read(_DrawnElement(root), "StructTreeRoot")
    yield from rules.problems
    yield from check_headings(rules.headings)


def _check_links(drawn: DrawnDocument, elements: Sequence[Element]) -> Iterator[Problem]:
    held = {
        kid
        for element in elements
        if element.tag == "Link"
        for kid in element.kids
        if isinstance(kid, Annotation)
    }
    for page, own in enumerate(drawn.pages):
        for number, link in enumerate(own.links):
            if Annotation(page, number) not in held:
                message = "a link is not in the structure tree"
                yield violation("link-untagged", UA, "7.18.5", message, page + 1)
            if not link.href:
                message = "a link does not say where it goes"
                yield violation("link-contents", UA, "7.18.5", message, page + 1)


def _check_pdf_2(elements: Collection[Element], form: DigitalForm) -> Iterator[Problem]:
    tags = {element.tag for element in elements}
    known = set(filter(is_type_of_pdf_2, tags))
    yield from check_types(known, tags - known)
    if any(map(_lacks_numbering, elements)):
        yield unnumbered_list()
    for attachment in form.attachments:
        if not attachment.description:
            message = f'nothing describes the file "{attachment.name}" inside'
            yield violation("embedded-file", UA2, "8.14.1", message)


def _lacks_numbering(element: Element) -> bool:
    """Whether it is a list that has labels, and does not say of what kind they are."""
    if element.tag != "L":
        return False
    items = [item for item in element.kids if isinstance(item, Element)]
    labels = (kid for item in items for kid in item.kids if isinstance(kid, Element))
    attribute = element.attribute
    says = attribute and (attribute.since_pdf_2 or attribute.value) != "None"
    return not says and any(kid.tag == "Lbl" for kid in labels)
