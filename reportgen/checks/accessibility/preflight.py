"""Our own checks of PDF/UA and PDF/A for finished files, as `reportgen check` applies them.

They repeat the rules that can fail by our own doing, and more; veraPDF knows all rules and decides.
Every build applies those of the first kind to what a file is written from (`editions/gate.py`).
Which clause is checked where, and which cannot fail here, stands in `CLAUSES.md`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Pdf, Stream

from reportgen.checks.accessibility.annotation_rules import check_annotations
from reportgen.checks.accessibility.catalog_rules import check_metadata, language_of
from reportgen.checks.accessibility.content_rules import TagListener
from reportgen.checks.accessibility.heading_rules import check_headings
from reportgen.checks.accessibility.pdf_2 import check_pdf_2
from reportgen.checks.accessibility.structure_rules import check_elements, check_roles
from reportgen.checks.accessibility.structure_tree import StructureTree, read_structure
from reportgen.checks.accessibility.table_rules import check_tables
from reportgen.checks.annotations import page_annotations
from reportgen.checks.applied import applied
from reportgen.checks.archival import action_rules, annotation_rules, file_rules
from reportgen.checks.archival.colour_rules import ColourListener, check_intents, intent_space
from reportgen.checks.archival.resource_rules import ResourceListener
from reportgen.checks.conformance import A2A, A3A, A4, UA1, UA2, Conformance
from reportgen.checks.content_walk import ContentWalk, Mark, Place, page_resources
from reportgen.checks.font_rules import check_fonts
from reportgen.checks.metadata import claimed
from reportgen.checks.objects import dictionary, entry, name, name_of, values
from reportgen.checks.rules import Finding, cited, violation
from reportgen.checks.text_use import TextListener
from reportgen.errors import Problem
from reportgen.page_reader.files import pages_of

_PARTS_FOR_PDF_2 = (UA2.part, A4.part)


def preflight(document: Pdf, judged: Sequence[Conformance] = ()) -> tuple[Problem, ...]:
    """All violations that our checks find, in the order of the clauses.

    Args:
        document: any PDF; it is not changed.
        judged: what the file is to conform to; what our digital edition claims when it is empty.

    Returns:
        One problem for each violation, with clause and page in its place; none when all is well.
    """
    return _Preflight(document, judged or _edition(document)).problems()


def _edition(document: Pdf) -> Sequence[Conformance]:
    """What our digital edition conforms to: of which PDF, with files inside and without."""
    claims = claimed(document)
    if any(claim.part in _PARTS_FOR_PDF_2 for claim in claims):
        with_files = [claim for claim in claims if claim.part == A4.part]
        return UA2, *(with_files or [A4])
    has_files = any(claim.part == A3A.part for claim in claims)
    return UA1, A3A if has_files else A2A


class _Preflight:
    def __init__(self, document: Pdf, judged: Sequence[Conformance]) -> None:
        self._document, self._judged = document, judged
        self._root = document.Root
        self._language = language_of(document)
        self._tree: StructureTree | None = None

    def problems(self) -> tuple[Problem, ...]:
        """All groups of rules; one that cannot be applied does not stop the others."""
        structure = tuple(self._group("the structure tree", self._check_structure))
        document, root = self._document, self._root
        return (
            *self._group("metadata", lambda: check_metadata(document, self._judged)),
            *self._group("output intents", lambda: check_intents(root)),
            *self._group("actions", lambda: action_rules.check_actions(document)),
            *self._group("files inside", lambda: file_rules.check_files(document)),
            *self._group("layers", lambda: file_rules.check_layers(root)),
            *self._group("what is forbidden", lambda: file_rules.check_forbidden(document)),
            *self._group("fields", lambda: annotation_rules.check_fields(document)),
            *self._group("annotations", self._check_annotations),
            *self._check_content(),
            *structure,
            *self._group("what PDF 2.0 adds", self._check_pdf_2),
        )

    def _group(self, about: str, rules: Callable[[], Iterable[Finding]]) -> Iterator[Problem]:
        return applied(about, lambda: cited(rules(), self._judged))

    def _check_structure(self) -> Iterator[Finding]:
        self._tree = read_structure(self._document)
        root = dictionary(self._root, "/StructTreeRoot")
        if self._tree is None or "/K" not in root:
            yield violation("structure-missing", "the file has no structure tree")
            return
        roles = values(entry(root, "/RoleMap"))
        yield from check_roles({key[1:]: name_of(mapped) for key, mapped in roles})
        elements = self._tree.elements
        yield from check_elements(elements, self._tree.repeated, self._language)
        yield from check_headings(elements)
        yield from check_tables(elements)

    def _check_pdf_2(self) -> Iterator[Finding]:
        if any(conformance.part in _PARTS_FOR_PDF_2 for conformance in self._judged):
            yield from check_pdf_2(self._document, self._tree)

    def _check_annotations(self) -> Iterator[Finding]:
        yield from check_annotations(self._document, self._tree, self._language)
        intent = intent_space(self._root)
        yield from annotation_rules.check_annotations(self._document, intent)

    def _check_content(self) -> Iterator[Problem]:
        tags = TagListener(self._tree, self._language)
        texts = TextListener(partial(_has_text, tags))
        colours, resources = ColourListener(), ResourceListener()
        walk = ContentWalk([tags, texts, colours, resources])
        whole = intent_space(self._root)

        def check_page(number: int, page: pikepdf.Page) -> Iterator[Finding]:
            texts.page = number
            walk.page(page.obj)
            if name(dictionary(page.obj, "/Group"), "/S") == "Transparency":
                yield violation("transparent", "a group of transparent objects", number)
            for annotation in page_annotations(page.obj):
                for stream in _appearances(annotation):
                    walk.apart(stream, page_resources(page.obj))
            yield from tags.findings(number)
            yield from colours.findings(intent_space(page.obj) or whole, number)
            yield from resources.findings(number)

        for number, page in enumerate(pages_of(self._document), start=1):
            yield from self._group(f"page {number}", partial(check_page, number, page))
        yield from self._group("fonts", lambda: check_fonts(texts.uses()))


def _appearances(annotation: Any) -> Iterator[Stream]:
    """What an annotation usually looks like, in all its states."""
    usual = entry(dictionary(annotation, "/AP"), "/N")
    if isinstance(usual, Stream):
        yield usual
    else:
        yield from (state for _, state in values(usual) if isinstance(state, Stream))


def _has_text(tags: TagListener, mark: Mark, place: Place) -> bool:
    """Whether an element gives a text in place of a mark."""
    element = tags.element_of(mark, place)
    return element is not None and element.is_replaced
