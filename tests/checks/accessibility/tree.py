"""Reads the structure tree of a finished PDF as a program that reads aloud would.

Text comes from the content streams by the fonts' Unicode maps; what is to be read instead of it
(``ActualText``) takes its place. Nothing here knows how the tree was made.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from msgspec import Struct, field
from pikepdf import Array, Dictionary, Object, Pdf

_TEXT, _PAIR = ("Tj", "TJ"), re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


class Words(Struct, frozen=True):
    """Words of one marked content, or of a part of it with an expansion."""

    text: str
    page: int
    expansion: str = ""
    language: str = ""


class Target(Struct, frozen=True):
    """Where a link leads; what its annotation says of that."""

    address: str
    contents: str
    page: int


class Node(Struct):
    """An element with what is below it, in the order of reading."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    alt: str = ""
    language: str = ""
    identifier: str = ""
    kids: "list[Node | Words | Target]" = field(default_factory=list)

    def walk(self) -> "Iterator[Node]":
        yield self
        for kid in self.nodes:
            yield from kid.walk()

    def all(self, *tags: str) -> "list[Node]":
        """Elements of these types, from this one downwards."""
        return [node for node in self.walk() if node.tag in tags]

    @property
    def nodes(self) -> "list[Node]":
        return [kid for kid in self.kids if isinstance(kid, Node)]

    @property
    def words(self) -> list[Words]:
        """All words below it, in the order of reading."""
        found: list[Words] = []
        for kid in self.kids:
            if isinstance(kid, Words):
                found.append(kid)
            elif isinstance(kid, Node):
                found += kid.words
        return found

    @property
    def text(self) -> str:
        return "".join(words.text for words in self.words)

    @property
    def pages(self) -> list[int]:
        """Where its words stand, counted from 0."""
        return sorted({words.page for words in self.words})


def tree_of(document: Pdf) -> Node:
    """The ``Document`` element."""
    pages = {page.objgen: number for number, page in enumerate(document.pages)}
    marked = {
        (number, content): words
        for number, page in enumerate(document.pages)
        for content, words in _Reading(page, number).read().items()
    }

    def node(element: Object, home: int) -> Node:
        home = pages.get(element.Pg.objgen, home) if "/Pg" in element else home
        made = Node(
            tag=str(element.S)[1:],
            attributes=dict(_attributes(element.get("/A"))),
            alt=str(element.get("/Alt", "")),
            language=str(element.get("/Lang", "")),
            identifier=str(element.get("/ID", "")),
        )
        kids: Any = element.get("/K", ())
        for kid in kids if isinstance(kids, Array | tuple) else (kids,):
            if isinstance(kid, int):
                made.kids += marked.pop((home, kid))
            elif "/S" in kid:
                made.kids.append(node(kid, home))
            elif "/MCID" in kid:
                page = pages[kid.Pg.objgen] if "/Pg" in kid else home
                made.kids += marked.pop((page, int(kid.MCID)))
            else:
                annotation = kid.Obj
                address, told = str(annotation.A.URI), str(annotation.Contents)
                made.kids.append(Target(address, told, pages[kid.Pg.objgen]))
        return made

    whole = node(document.Root.StructTreeRoot.K, 0)
    assert not marked, f"content that no element has: {marked}"
    return whole


def _attributes(owner: Any) -> Iterator[tuple[str, str]]:
    for name, value in owner.items() if owner is not None else ():
        if name != "/O":
            plain = " ".join(map(str, value)) if isinstance(value, Array) else str(value)
            yield name[1:], plain.removeprefix("/")


class _Reading:
    """Goes through a page's content and collects the words of each marked content."""

    def __init__(self, page: pikepdf.Page, number: int) -> None:
        self._page, self._number = page, number
        self._maps: dict[str, dict[int, str]] = {}
        self._words: dict[int, list[Words]] = {}
        self._open: list[Mapping[str, Any]] = []
        self._font = ""

    def read(self) -> Mapping[int, list[Words]]:
        for instruction in pikepdf.parse_content_stream(self._page):
            name, operands = str(instruction.operator), instruction.operands
            if name == "Tf":
                self._font = str(operands[0])
            elif name in {"BMC", "BDC"}:
                properties = operands[-1]
                self._open.append(properties if isinstance(properties, Dictionary) else {})
                self._begin()
            elif name == "EMC":
                self._open.pop()
            elif name in _TEXT:
                self._show(operands[0])
        return self._words

    def _content(self) -> int | None:
        return next((int(p["/MCID"]) for p in reversed(self._open) if "/MCID" in p), None)

    def _begin(self) -> None:
        content, properties = self._content(), self._open[-1]
        if content is None:
            return
        self._words.setdefault(content, [])
        replaced = any("/ActualText" in outer for outer in self._open[:-1])
        if "/ActualText" in properties and not replaced:
            self._say(content, str(properties["/ActualText"]))

    def _show(self, operand: Object) -> None:
        content = self._content()
        if content is None or any("/ActualText" in properties for properties in self._open):
            return
        parts = operand if isinstance(operand, Array) else [operand]
        shown = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
        table = self._table()
        self._say(content, "".join(table[code] for part in shown for code in part))

    def _say(self, content: int, text: str) -> None:
        expansion = next((str(p["/E"]) for p in reversed(self._open) if "/E" in p), "")
        language = next((str(p["/Lang"]) for p in reversed(self._open) if "/Lang" in p), "")
        self._words[content].append(Words(text, self._number, expansion, language))

    def _table(self) -> Mapping[int, str]:
        """Characters by code, of the font that is set."""
        if self._font not in self._maps:
            stream = self._page.Resources.Font[self._font].ToUnicode.read_bytes()
            self._maps[self._font] = {
                int(code, 16): bytes.fromhex(value.decode()).decode("utf-16-be")
                for code, value in _PAIR.findall(stream.partition(b"endcodespacerange")[2])
            }
        return self._maps[self._font]
