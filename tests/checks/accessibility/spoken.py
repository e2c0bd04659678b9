"""Prints a structure tree for people: as a tree, and as it is heard from top to bottom."""

import json
from collections.abc import Iterator
from textwrap import wrap

from tests.checks.accessibility.tree import Node, Target, Words

WIDTH = 98


def as_tree(node: Node) -> str:
    """The tree as YAML; what an element is stands before its colon, its words after it."""
    return "\n".join(_tree(node, "")) + "\n"


def _tree(node: Node, indent: str) -> Iterator[str]:
    told = [node.tag, *(f"{name}={value}" for name, value in node.attributes.items())]
    told += [f"ID={node.identifier}"] * bool(node.identifier)
    told += [f"Lang={node.language}"] * bool(node.language)
    kids = [f"- Alt: {_quoted(node.alt)}"] if node.alt else []
    words: list[Words] = []
    for kid in [*node.kids, None]:
        if isinstance(kid, Words):
            words.append(kid)
            continue
        if words:
            between = " | " if node.tag == "Figure" else ""
            kids.append(f"- {_quoted(between.join(_with_expansion(w, '=') for w in words))}")
            words = []
        if isinstance(kid, Node):
            kids += _tree(kid, "")
        elif isinstance(kid, Target):
            kids.append(f"- leads to: {_quoted(kid.address)}")
    name = f"{indent}- {' '.join(told)}:"
    if len(kids) == 1 and kids[0].startswith('- "'):
        yield f"{name} {kids[0][2:]}"
        return
    yield name if kids else f"{name} []"
    yield from (f"{indent}  {line}" for line in kids)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _with_expansion(words: Words, mark: str) -> str:
    return f"{words.text} [{mark} {words.expansion}]" if words.expansion else words.text


def as_heard(node: Node) -> str:
    """What someone hears who sees no page; in the words of a German screen reader."""
    lines: list[str] = []
    for text in _heard(node):
        lines += (
            wrap(text, WIDTH, subsequent_indent="    ", break_on_hyphens=False) if text else [""]
        )
    return "\n".join(lines).strip() + "\n"


def _heard(node: Node) -> Iterator[str]:
    match node.tag:
        case "Document" | "Sect":
            for kid in node.nodes:
                yield from _heard(kid)
        case "H1" | "H2" | "H3":
            yield ""
            yield f"Überschrift {node.tag[1]}: {_said(node)}"
        case "L":
            yield f"{_language(node)}Liste mit {len(node.nodes)} Einträgen:"
            for item in node.nodes:
                yield f"  {' '.join(_said(part).strip() for part in item.nodes)}"
            yield "Ende der Liste."
        case "Table":
            yield from _table(node)
        case "Figure":
            yield f"Grafik: {node.alt}"
            for kid in node.nodes:
                yield from _heard(kid)
        case "Caption":
            yield f"Beschriftung der Grafik: {_said(node)}"
        case "Note":
            yield f"Anmerkung: {_said(node)}"
        case _:
            yield _said(node)


def _table(table: Node) -> Iterator[str]:
    head, *rows = table.all("TR")
    names = [_said(cell).strip() for cell in head.nodes]
    yield f"Tabelle mit {len(names)} Spalten und {len(rows)} Zeilen. Spalten: {'; '.join(names)}."
    for row in rows:
        first, *cells = [_said(cell).strip() for cell in row.nodes]
        pairs = zip(names[1:], cells, strict=True)
        yield f"  {first}: " + "; ".join(f"{name} {cell}" for name, cell in pairs)
    yield "Ende der Tabelle."


def _said(node: Node) -> str:
    """The words of an element, with expansions, links and changes of language announced."""
    parts = []
    for kid in node.kids:
        if isinstance(kid, Words):
            parts.append(_with_expansion(kid, "das heißt"))
        elif isinstance(kid, Node):
            parts.append(f"[Link: {_said(kid)}]" if kid.tag == "Link" else _said(kid))
    return _language(node) + "".join(parts)


def _language(node: Node) -> str:
    return f"[{node.language}] " if node.language else ""
