"""What an expression in the source may be as a text, with gaps in braces."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path

_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")


def name_of(node: ast.AST | None) -> str:
    """The last word of a name; empty for what is none."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def resolved(path: Path, folder: Path) -> ast.Module:
    """The tree of a source file, with constants of the program that are texts put in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = dict(_constants(path))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (source := _source(node, folder)):
            there = _constants(source)
            known |= {a.asname or a.name: there[a.name] for a in node.names if a.name in there}
    return ast.fix_missing_locations(_Resolver(known).visit(tree))


def texts_of(node: ast.expr, owner: ast.AST | None) -> Sequence[str]:
    """What a text may be; names are looked up in the function around."""
    match node:
        case ast.Constant(value=str(text)):
            return [text.replace("{", "{{").replace("}", "}}")]
        case ast.JoinedStr(values=values):
            gaps = _gaps(values)
            found = (_parts(value, owner, gaps) for value in values)
            return list(dict.fromkeys("".join(parts) for parts in product(*found)))
        case ast.IfExp(body=body, orelse=otherwise):
            return [*texts_of(body, owner), *texts_of(otherwise, owner)]
        case ast.BoolOp(values=values):
            return [text for value in values for text in texts_of(value, owner)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            rights = texts_of(right, owner)
            return [a + b for a in texts_of(left, owner) for b in rights]
        case ast.Name(id=name) if owner and (found := _assigned(name, owner, node)):
            return [text for value in found for text in texts_of(value, None)]
    return [f"{{{_gap(node)}}}"]


def _gaps(values: Sequence[ast.expr]) -> Mapping[str, str]:
    """A name for each expression within an f-string; those alike are numbered from 2."""
    names: dict[str, str] = {}
    for value in values:
        if isinstance(value, ast.FormattedValue):
            name = _gap(value.value)
            others = sum(name == re.sub("[0-9]+$", "", used) for used in names.values())
            names.setdefault(ast.dump(value.value), f"{name}{others + 1}" if others else name)
    return names


def _parts(value: ast.expr, owner: ast.AST | None, gaps: Mapping[str, str]) -> Sequence[str]:
    """A part of an f-string; a choice between words is spelt out."""
    if not isinstance(value, ast.FormattedValue):
        return texts_of(value, None)
    inner = value.value
    if isinstance(inner, ast.Constant | ast.IfExp | ast.Name):
        found = texts_of(inner, owner)
        if all("{" not in text for text in found):
            return list(dict.fromkeys(found))
    return [f"{{{gaps[ast.dump(inner)]}}}"]


def _gap(node: ast.AST) -> str:
    """A name for what fills a gap: its last word, or that of what it is made from."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Call(func=function, args=[]):
            return _gap(function.value if isinstance(function, ast.Attribute) else function)
        case ast.Call(func=ast.Name(id="len")):
            return "number"
        case ast.Call(func=ast.Attribute(attr="join"), args=[first, *_]):
            return _gap(first)
        case ast.Call(func=ast.Name(id="str" | "map" | "sorted" | "repr"), args=args):
            return _gap(args[-1])
        case ast.Call(func=function):
            return _gap(function)
        case ast.Subscript(value=inner) | ast.UnaryOp(operand=inner) | ast.BinOp(left=inner):
            return _gap(inner)
        case ast.GeneratorExp(elt=inner) | ast.BoolOp(values=[inner, *_]):
            return _gap(inner)
    return "value"


@cache
def _constants(path: Path) -> Mapping[str, str]:
    """Constants of a module that are plain texts."""
    found: dict[str, str] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and _CONSTANT.fullmatch(name := name_of(node.targets[0])):
            value = _Resolver(found).visit(node.value)
            texts = texts_of(value, None)
            if len(texts) == 1 and not re.search(r"(?<!\{)\{(?!\{)", texts[0]):
                found[name] = texts[0].replace("{{", "{").replace("}}", "}")
    return found


def _source(node: ast.ImportFrom, folder: Path) -> Path | None:
    parts = (node.module or "").split(".")
    if parts[0] != folder.name:
        return None
    path = folder.joinpath(*parts[1:])
    return next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)


class _Resolver(ast.NodeTransformer):
    """Puts constants in the place of their names."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if isinstance(node.ctx, ast.Load) and node.id in self._known:
            return ast.copy_location(ast.Constant(self._known[node.id]), node)
        return node


def _assigned(name: str, owner: ast.AST, use: ast.expr) -> Sequence[ast.expr]:
    """What the statement before `use` that sets a local name sets it to, in all its branches."""
    found: Sequence[ast.expr] = ()
    block: ast.AST | None = owner
    while block:
        inner = None
        for statement in ast.iter_child_nodes(block):
            if use in ast.walk(statement):
                inner = statement
                break
            found = [v for node in ast.walk(statement) for v in _values(node, name)] or found
        block = inner
    return found


def _values(node: ast.AST, name: str) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if name_of(target) == name:
                yield node.value
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = zip(target.elts, node.value.elts, strict=True)
                yield from (value for one, value in pairs if name_of(one) == name)
