"""What texts an expression of the program may be, with its gaps in braces.

An expression is read where it stands: in a function, called from a place that may be known, on an
object whose making may be known, in a row of a table that is gone through. `Place` holds what is
known; where more would have to be known, `OpenError` says what.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Union

from tests.documents.source import (
    Function,
    Source,
    arguments,
    assigned,
    defaults,
    fields,
    last_name,
    parameters,
    plain_fields,
)

#: More variants of one text than these are not told apart.
MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an expression is read.

    Attributes:
        node: something in the same function.
        caller: where that function is called.
        made: where the object is made whose fields are read.
        rows: for each loop over a table the row that is looked at.
    """

    node: ast.AST
    caller: Union["Place", None] = None
    made: Union["Place", None] = None
    rows: tuple[tuple[ast.For, ast.expr], ...] = ()


Missing = Function | tuple[ast.ClassDef, ...] | ast.For


class OpenError(Exception):
    """What an expression is depends on something that is not known yet.

    Attributes:
        what: a function whose caller is asked for, classes that have the field, or a loop.
        place: where it is not known.
    """

    def __init__(self, what: Missing, place: Place) -> None:
        super().__init__(what)
        self.what, self.place = what, place


def texts(source: Source, node: ast.expr | None, place: Place, *, strict: bool) -> Sequence[str]:
    """The texts that an expression may be; when not strict, what is not known is a gap.

    Raises:
        OpenError: it is strict, and something is not known.
    """
    found = _Reader(source, strict).read(node, place)
    return list(dict.fromkeys(found))[:MOST] if not strict else list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Reader:
    source: Source
    strict: bool
    depth: int = 0

    def read(self, node: ast.expr | None, place: Place) -> list[str]:
        if self.depth > 12 and node:
            return self._unknown(node)
        deeper = replace(self, depth=self.depth + 1)
        match node:
            case None:
                return [""]
            case ast.Constant(value=value):
                return ["" if value is None else str(value)]
            case ast.JoinedStr(values=parts):
                return deeper._joined([deeper._part(part, place) for part in parts])
            case ast.BinOp(left=left, op=ast.Add(), right=right) if not _is_number(right):
                return deeper._joined([deeper.read(left, place), deeper.read(right, place)])
            case ast.IfExp(body=one, orelse=other):
                return deeper.read(one, place) + deeper.read(other, place)
            case ast.BoolOp(op=ast.Or(), values=values):
                return [text for value in values for text in deeper.read(value, place)]
            case ast.Name(id=name):
                return deeper._name(node, name, place)
            case ast.Attribute():
                return deeper._attribute(node, place)
            case ast.Subscript(value=table):
                return deeper._table(node, table, place)
            case ast.Call():
                return deeper._call(node, place)
        return self._unknown(node)

    def _unknown(self, node: ast.expr) -> list[str]:
        if self.strict:
            raise ValueError(f"{where(self.source, node)}: {ast.unparse(node)} cannot be followed")
        return [gap(node)]

    def _open(self, what: Missing, place: Place, node: ast.expr) -> list[str]:
        if self.strict:
            raise OpenError(what, place)
        return [gap(node)]

    def _joined(self, parts: Sequence[Sequence[str]]) -> list[str]:
        joined = ("".join(some) for some in product(*parts))
        return list(joined if self.strict else islice(joined, MOST))

    def _part(self, part: ast.expr, place: Place) -> list[str]:
        """A part of an f-string; what is inserted is shown when it is a text with words."""
        if not isinstance(part, ast.FormattedValue):
            return self.read(part, place)
        found = self.read(part.value, place)
        is_text = all(not text.startswith("{") for text in found)
        is_shorter = len(found) == 1 and not isinstance(part.value, ast.Name)
        return found if is_text or is_shorter else [gap(part.value)]

    def _name(self, node: ast.Name, name: str, place: Place) -> list[str]:
        scope = self.source.scope_of(place.node)
        for loop, row in place.rows:
            if (value := _bound(loop.target, row, name)) is not None:
                is_here = self.source.scope_of(value) is scope
                return self.read(value, place if is_here else Place(node=value))
        if not isinstance(scope, ast.Module):
            if values := [v for v in self._set_before(scope, name, place) if v is not node]:
                return self._grown(
                    scope, name, [t for v in values for t in self.read(v, place)], place
                )
            for loop in self.source.around(place.node):
                if (
                    isinstance(loop, ast.For)
                    and _binds(loop, name)
                    and _table_of(self.source, loop)
                ):
                    return self._open(loop, place, node)
            if name in parameters(scope):
                return self._parameter(node, name, scope, place)
        constants = self.source.constant(self.source.module_of[place.node], name)
        if constants and all(
            isinstance(c, ast.Constant | ast.JoinedStr | ast.BinOp) for c in constants
        ):
            return [t for c in constants for t in self.read(c, Place(node=c))]
        return self._unknown(node)

    def _set_before(self, scope: Function, name: str, place: Place) -> list[ast.expr]:
        """What a name may be set to where it is read; the nearest before, in each branch."""
        found: list[ast.expr] = []
        inner = place.node
        for outer in self.source.around(place.node):
            for block in ("body", "orelse", "finalbody", "handlers"):
                statements = getattr(outer, block, [])
                if not isinstance(statements, list) or inner not in statements:
                    continue
                for statement in reversed(statements[: statements.index(inner) + 1]):
                    found += assigned([statement], name)
                    is_sure = isinstance(statement, ast.Assign | ast.AnnAssign) or (
                        isinstance(statement, ast.If) and statement.orelse
                    )
                    if is_sure and found:
                        return found
            inner = outer
            if outer is scope or (isinstance(outer, ast.For) and _binds(outer, name)):
                break
        return found

    def _grown(self, scope: Function, name: str, found: list[str], place: Place) -> list[str]:
        """With what ``+=`` may add to it."""
        for node in ast.walk(scope):
            if isinstance(node, ast.AugAssign) and last_name(node.target) == name:
                found = found + self._joined([found, self.read(node.value, place)])
        return found

    def _parameter(self, node: ast.Name, name: str, scope: Function, place: Place) -> list[str]:
        if place.caller is None:
            return self._open(scope, place, node)
        assert isinstance(place.caller.node, ast.Call)
        given = arguments(place.caller.node, parameters(scope))
        if name in given:
            return self.read(given[name], place.caller)
        if any(isinstance(argument, ast.Starred) for argument in place.caller.node.args):
            return self._unknown(node)
        return self.read(defaults(scope).get(name), place)

    def _attribute(self, node: ast.Attribute, place: Place) -> list[str]:
        if last_name(node.value) == "Severity":
            return [node.attr.lower()]
        own = self.source.class_of(place.node)
        is_own = last_name(node.value) == "self" and own is not None
        kinds = [own] if is_own and own else self.source.classes.values()
        owners = tuple(c for c in kinds if node.attr in plain_fields(c) and c.name != "Problem")
        if not owners:
            return self._unknown(node)
        if place.made is None:
            return self._open(owners, place, node)
        assert isinstance(place.made.node, ast.Call)
        kind = self.source.classes[last_name(place.made.node.func)]
        if node.attr not in fields(kind):
            return self._unknown(node)
        given = arguments(place.made.node, list(fields(kind)))
        return self.read(given.get(node.attr, fields(kind)[node.attr]), place.made)

    def _table(self, node: ast.Subscript, table: ast.expr, place: Place) -> list[str]:
        if isinstance(table, ast.Name):
            for value in self.source.constant(self.source.module_of[place.node], table.id):
                if isinstance(value, ast.Dict):
                    return [t for v in value.values for t in self.read(v, Place(node=v))]
        return self._unknown(node)

    def _call(self, node: ast.Call, place: Place) -> list[str]:
        """``format`` of a text, or a function of the program that returns one."""
        name = last_name(node.func)
        if isinstance(node.func, ast.Attribute) and name in {"format", "rstrip", "strip"}:
            return self.read(node.func.value, place)
        for function in self.source.functions.get(name, ()):
            is_called = any(call is node for call in self.source.callers(function))
            if is_called and function.returns and ast.unparse(function.returns) == "str":
                inside = Place(node=node, caller=replace(place, node=node), made=place.made)
                returned = [n for n in ast.walk(function) if isinstance(n, ast.Return)]
                found = [t for n in returned for t in self.read(n.value, replace(inside, node=n))]
                return found if any(" " in text for text in found) else [gap(node)]
        return self._unknown(node)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def rows_of(source: Source, loop: ast.For) -> Iterator[ast.expr]:
    """The rows of the table that a loop goes through; of a dict, keys with values."""
    table = _table_of(source, loop)
    if isinstance(table, ast.Dict):
        for key, value in zip(table.keys, table.values, strict=True):
            assert key is not None
            yield ast.Tuple(elts=[key, value], ctx=ast.Load())
    elif isinstance(table, Function):
        yield from _yielded(table)
    elif table is not None:
        yield from table.elts


def _table_of(source: Source, loop: ast.For) -> ast.Dict | ast.Tuple | ast.List | Function | None:
    """What a loop goes through: a table, or a function that yields the rows of one."""
    over, wanted = loop.iter, ast.Tuple | ast.List
    if isinstance(over, ast.Call):
        for function in source.functions.get(last_name(over.func), ()):
            if any(call is over for call in source.callers(function)) and any(_yielded(function)):
                return function
        if last_name(over.func) == "items" and isinstance(over.func, ast.Attribute):
            over, wanted = over.func.value, ast.Dict
    is_named = isinstance(over, ast.Name)
    found = source.constant(source.module_of[loop], over.id) if is_named else [over]
    return next((value for value in found if isinstance(value, wanted)), None)


def _yielded(function: Function) -> Iterator[ast.Tuple]:
    for node in ast.walk(function):
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            yield node.value


def _binds(loop: ast.For, name: str) -> bool:
    """Whether a loop sets a name."""
    return any(last_name(node) == name for node in ast.walk(loop.target))


def _bound(target: ast.expr, row: ast.expr, name: str) -> ast.expr | None:
    """What a name of a loop's target is in a row."""
    if isinstance(target, ast.Name):
        return row if target.id == name else None
    if isinstance(target, ast.Tuple) and isinstance(row, ast.Tuple):
        for one, its in zip(target.elts, row.elts, strict=False):
            if (found := _bound(one, its, name)) is not None:
                return found
    return None


def gap(node: ast.expr | None) -> str:
    """What stands in for something that only a run knows, e.g. ``{path.name}``."""
    match node:
        case ast.Name(id=name):
            return "{" + name.lstrip("_") + "}"
        case ast.Attribute(value=value, attr=attr):
            base = gap(value).strip("{}")
            attr = attr.strip("_")
            return "{" + (attr if base in {"self", "…"} else f"{base}.{attr}") + "}"
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return "{" + key + "}"
        case ast.Call(args=[only]):
            return gap(only)
        case ast.Call(func=ast.Attribute(value=value), args=[]):
            return gap(value)
        case ast.BoolOp(values=[first, *_]) | ast.Subscript(value=first):
            return gap(first)
    return "{…}"


def where(source: Source, node: ast.AST) -> str:
    """File and line of a node."""
    return f"{source.module_of[node].name}:{getattr(node, 'lineno', '?')}"
