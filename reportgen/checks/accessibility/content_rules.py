"""Rules about page content: all that is drawn is marked, and each text has a language."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from reportgen.checks.accessibility.content_counts import counted
from reportgen.checks.accessibility.element import Element
from reportgen.checks.accessibility.structure_tree import ObjectKey, StructureTree
from reportgen.checks.content_walk import Listener, Mark, Place
from reportgen.checks.language import is_language
from reportgen.checks.objects import name, number
from reportgen.checks.rules import Finding, violation


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
