"""Judges a digital report before it is written: what can fail by our own doing, on every build.

The rules are those of `checks`, which reads finished files; here they look at what the file is to
be written from. `GATE.md` names those that are applied, and why the others cannot be broken; tests
compare both on whole reports.
"""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from msgspec.structs import replace

from reportgen.checks.accessibility.heading_rules import check_levels, heading_level
from reportgen.checks.accessibility.metadata_rules import check_claim, check_language, check_xmp
from reportgen.checks.characters import is_nothing, is_private
from reportgen.checks.conformance import A2A, A3A, CONFORMANCES, UA1, UA2, Conformance
from reportgen.checks.rules import Finding, cited, violation
from reportgen.checks.xmp import parsed
from reportgen.document.drawn import DrawnDocument, FontSubset
from reportgen.document.metadata import DocumentProperties, information
from reportgen.document.structure import Annotation, Element, MarkedContent
from reportgen.editions.gate_content import check_content
from reportgen.editions.gate_structure import Kind, Table, judged_kind, judged_table
from reportgen.errors import Problem
from reportgen.model import DigitalForm, Standard


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
    judged = conformances(form)
    tree = _Tree(drawn, root, form.standard)
    found = (
        *_check_metadata(drawn, description, packet, judged),
        *check_content(drawn, tree.owners),
        *_check_fonts(drawn),
        *tree.findings(),
        *_check_attachments(form),
    )
    return tuple(cited(found, judged))


def conformances(form: DigitalForm) -> Sequence[Conformance]:
    """What files claim; Well-Tagged PDF asks nothing more of them than PDF/UA-2 does."""
    if form.standard is Standard.UA2:
        return UA2, CONFORMANCES["4f" if form.attachments else "4"]
    return UA1, A3A if form.attachments else A2A


def _check_metadata(
    drawn: DrawnDocument,
    description: DocumentProperties,
    packet: bytes,
    judged: Sequence[Conformance],
) -> Iterator[Finding]:
    language = description.language
    yield from check_language(language, has_bookmarks=bool(drawn.bookmarks))
    try:
        xmp = parsed(packet)
    except ElementTree.ParseError as fault:
        yield violation("xmp-malformed", f"the XMP metadata are no XML: {fault}")
        return
    said = {f"/{name}": value for name, value in information(description)}
    yield from check_xmp(xmp, language, said)
    for conformance in judged:
        yield from check_claim(xmp, packet, conformance)


def _check_fonts(drawn: DrawnDocument) -> Iterator[Finding]:
    for font in drawn.fonts:
        # Codes of nothing are not used; `check_content` looks that the first one is not shown.
        shown = set(font.characters) - {0}
        characters = list(map(chr, shown))
        if any(map(is_nothing, characters)):
            message = f"{font.name} maps a glyph to no character"
            yield violation("font-wrong-unicode", message, _page_of(font, drawn))
        if any(map(is_private, characters)):
            message = f"{font.name} maps a glyph to a character of private use"
            yield violation("font-wrong-unicode", message, _page_of(font, drawn), case="private")
        if not font.face.charToGlyph.keys() >= shown:
            message = f"{font.name} shows the glyph for nothing"
            yield violation("no-glyph", message, _page_of(font, drawn))


def _page_of(font: FontSubset, drawn: DrawnDocument) -> int | None:
    name = f"/{font.name} ".encode()
    return next((n for n, page in enumerate(drawn.pages, start=1) if name in page.content), None)


def _check_attachments(form: DigitalForm) -> Iterator[Finding]:
    for attachment in form.attachments:
        if not attachment.description:
            message = f'nothing describes the file "{attachment.name}" inside'
            yield violation("embedded-file", message, case="silent")
            yield violation("embedded-file", message, case="undescribed")


class _Tree:
    """A structure tree that is gone through once.

    Attributes:
        owners: by page, the element that has each marked content; None where none has.
    """

    def __init__(self, drawn: DrawnDocument, root: Element, standard: Standard) -> None:
        self.owners: list[list[Element | None]] = [[None] * len(p.owners) for p in drawn.pages]
        self._drawn, self._root, self._standard = drawn, root, standard
        self._linked: dict[Annotation, Element] = {}
        self._elements: set[Element] = set()
        self._headings: list[tuple[int, Element]] = []
        self._found: list[Finding] = []
        self._read()

    def _read(self) -> None:
        waiting = [(self._root, "StructTreeRoot")]
        while waiting:
            element, parent = waiting.pop()
            if element in self._elements:
                message = f"{element.tag} stands in two places of the tree"
                self._found.append(violation("circular-tree", message, _page(element)))
                continue
            self._elements.add(element)
            kids = []
            for kid in element.kids:
                if isinstance(kid, Element):
                    kids.append(kid)
                elif isinstance(kid, MarkedContent):
                    self._own(element, kid)
                else:
                    self._linked[kid] = element
            self._judge(element, parent, kids)
            waiting += [(kid, element.tag) for kid in reversed(kids)]

    def _own(self, element: Element, content: MarkedContent) -> None:
        try:
            self.owners[content.page][content.number] = element
        except IndexError:
            message = f"{element.tag} has content that no page has"
            self._found.append(violation("wrong-parent", message, case="another"))

    def _judge(self, element: Element, parent: str, kids: Sequence[Element]) -> None:
        found = judged_kind(Kind.of(element, parent, kids, self._standard))
        if element.tag == "Table":
            found += judged_table(Table.of(element))
        if found:
            page = _page(element)
            self._found += [replace(each, page=page) for each in found]
        if (level := heading_level(element.tag)) is not None:
            self._headings.append((level, element))

    def findings(self) -> Iterator[Finding]:
        """What is wrong with the tree, and with links and bookmarks that are to be in it."""
        yield from self._found
        yield from check_levels([(level, _page(element)) for level, element in self._headings])
        for number, page in enumerate(self._drawn.pages):
            for place, link in enumerate(page.links):
                holder = self._linked.get(Annotation(number, place))
                if holder is None or holder.tag != "Link":
                    message = "a link is not in the structure tree"
                    yield violation("link-untagged", message, number + 1)
                if not link.href:
                    message = "a link does not say where it goes"
                    yield violation("link-contents", message, number + 1)
        if self._standard is Standard.UA2:
            yield from self._of_pdf_2(self._drawn.bookmarks)

    def _of_pdf_2(self, bookmarks: Mapping[Element, object]) -> Iterator[Finding]:
        if self._root.tag != "Document":
            message = "the structure tree does not hold one Document of PDF 2.0, and nothing else"
            yield violation("document-element", message)
        if astray := len(bookmarks.keys() - self._elements):
            message = f"{astray} × bookmark or link that leads to no element of the structure tree"
            yield violation("structure-destination", message)


def _page(element: Element) -> int | None:
    """Where an element begins, counted from one."""
    for each in element.walk():
        for kid in each.kids:
            if isinstance(kid, MarkedContent):
                return kid.page + 1
    return None
