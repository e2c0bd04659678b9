"""Rules about page content: all that is drawn is marked, and each text has a language."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from reportgen.checks.accessibility.structure_tree import Element, ObjectKey, StructureTree
from reportgen.checks.content_walk import Listener, Mark, Place
from reportgen.checks.language import is_language
from reportgen.checks.objects import name, number
from reportgen.checks.rules import Finding, violation

#: What is counted, each with what was found.
_UNTAGGED = "drawn outside of tagged content and artifacts"
_LANGUAGE = "text of no known language"


def counted(counts: Mapping[str, int], page: int) -> Iterator[Finding]:
    """What was counted on a page; each kind once.

    Args:
        counts: by ``untagged``, ``artifact``, ``content``, ``unbalanced``, ``repeated``,
            ``orphan``, ``another``, ``again`` and ``language``; others are nothing.
        page: counted from one.
    """

    def told(key: str, words: str) -> str:
        return f"{counts[key]} × {words}"

    found = {key for key, count in counts.items() if count}
    if "untagged" in found:
        yield violation("untagged-content", told("untagged", _UNTAGGED), page)
    if "artifact" in found:
        message = told("artifact", "artifact within tagged content")
        yield violation("artifact-in-content", message, page)
    if "content" in found:
        message = told("content", "tagged content within an artifact")
        yield violation("content-in-artifact", message, page)
    if "unbalanced" in found:
        words = "marked content without name, or not closed where opened"
        yield violation("unbalanced-marks", told("unbalanced", words), page)
    if "repeated" in found:
        message = told("repeated", "number of marked content used twice")
        yield violation("repeated-number", message, page)
    words = "content that its element in the parent tree does not have"
    if "orphan" in found:
        yield violation("wrong-parent", told("orphan", words), page, case="none")
    if "another" in found:
        yield violation("wrong-parent", told("another", words), page, case="another")
    if "again" in found:
        message = told("again", "tagged form that is drawn more than once")
        yield violation("form-repeated", message, page)
    if "language" in found:
        yield violation("language-missing", told("language", _LANGUAGE), page)


class TagListener(Listener):
    """Counts what is wrong with the marks of a page."""

    def __init__(self, tree: StructureTree | None, language: str) -> None:
        self._tree, self._language = tree, language
        self._counts: Counter[str] = Counter()
        self._numbers: set[tuple[ObjectKey, int]] = set()
        self._tags: set[str] = set()
        self._drawn: set[ObjectKey] = set()
        self._elements: dict[tuple[ObjectKey, int], Element | None] = {}

    def findings(self, page: int) -> Iterator[Finding]:
        """What was found since the last time; each kind once."""
        yield from counted(self._counts, page)
        self._counts = Counter()
        self._numbers = set()
        if self._tags:
            tag = min(self._tags)
            message = f'"{tag}" is no tag of a language such as "de"'
            yield violation("language-malformed", message, page, case="" if tag else "empty")
            self._tags = set()

    def element_of(self, mark: Mark, place: Place) -> Element | None:
        """The element that the parent tree gives for a mark."""
        if self._tree is None or mark.number is None:
            return None
        key = place.holder.objgen, mark.number
        if key not in self._elements:
            among = number(place.holder, "/StructParents", -1)
            self._elements[key] = self._tree.content_parent(among, mark.number)
        return self._elements[key]

    def language_of(self, place: Place) -> str:
        """The language of what is painted at a place; empty when nothing tells it."""
        for mark, where in place.open_marks():
            element = self.element_of(mark, where)
            if found := mark.language or (element.language if element else ""):
                return found
        return self._language

    def opened(self, place: Place, mark: Mark) -> None:
        """A mark is to be opened."""
        if not place.is_drawn:
            return
        if mark.language is not None and not is_language(mark.language):
            self._tags.add(mark.language)
        around = [outer for outer, _ in place.open_marks()]
        if mark.is_artifact:
            self._counts["artifact"] += any(outer.number is not None for outer in around)
        if mark.has_text and mark.tag == "Span" and not (mark.language or self.language_of(place)):
            element = self.element_of(mark, place)
            self._counts["language"] += not (element and element.language)
        if mark.number is None or mark.is_artifact:
            return
        self._counts["content"] += any(outer.is_artifact for outer in around)
        holder = place.holder.objgen
        self._counts["repeated"] += (holder, mark.number) in self._numbers
        self._numbers.add((holder, mark.number))
        if self._tree is not None:
            element = self.element_of(mark, place)
            owner = self._tree.owners.get((holder, mark.number))
            if element is None:
                self._counts["orphan"] += 1
            else:
                self._counts["another"] += owner is not element

    def unbalanced(self, place: Place) -> None:
        """A mark was closed that was not opened, was not closed, or has no name."""
        self._counts["unbalanced"] += place.is_drawn

    def painted(self, place: Place, _operator: str, _operands: Any) -> None:
        """Something is painted other than text."""
        self._counts["untagged"] += place.is_drawn and not _is_marked(place)

    def showed(self, place: Place, codes: bytes) -> None:
        """A text is shown."""
        if not place.is_drawn:
            return
        marks = [mark for mark, _ in place.open_marks()]
        is_artifact = any(mark.is_artifact for mark in marks)
        is_tagged = any(mark.number is not None for mark in marks)
        self._counts["untagged"] += not (is_artifact or is_tagged)
        if codes and not is_artifact and not self.language_of(place):
            self._counts["language"] += 1

    def used(self, place: Place, external: Any) -> None:
        """An image, form or PostScript is drawn."""
        if place.is_drawn and name(external, "/Subtype") == "Form" and "/StructParents" in external:
            key = external.objgen
            self._counts["again"] += key in self._drawn
            self._drawn.add(key)
        if name(external, "/Subtype") == "Image":
            self.painted(place, "Do", None)


def _is_marked(place: Place) -> bool:
    return any(mark.is_artifact or mark.number is not None for mark, _ in place.open_marks())
