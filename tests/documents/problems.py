"""Every problem that the program can report, found by following its source.

Each call of ``Problem`` is followed to the constants that its code may be: through functions that
pass a code on, fields of objects that hold one, and tables. What cannot be followed is refused, so
no problem is missing.
"""

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache

from tests.documents.source import Module, Source, last_name
from tests.documents.texts import OpenError, Place, rows_of, texts, where

CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")
_GAP = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A problem as it is listed.

    Attributes:
        module: that it comes from.
        exits: names of the errors that it may be raised with; none for a warning.
        messages, hints, places: with gaps in braces.
    """

    code: str
    severity: str
    module: str
    exits: frozenset[str]
    messages: tuple[str, ...]
    hints: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def room(self) -> str:
        """The folder or file at the top of the program that it comes from."""
        return self.module.split(".")[1]


def listed_problems(source: Source, errors: Collection[str]) -> Iterator[Listed]:
    """All problems, one for each place that makes them.

    Args:
        source: the program.
        errors: names of the exceptions that carry problems.

    Raises:
        ValueError: a code cannot be followed, or has another form.
    """
    for call in source.calls["Problem"]:
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        if "code" not in given:
            raise ValueError(f"{where(source, call)}: a problem without keyword `code`")
        for place, code in _codes(source, given["code"], Place(node=call)):
            if not CODE.fullmatch(code):
                raise ValueError(f'{where(source, call)}: "{code}" is no code')
            for severity in texts(source, given.get("severity"), place, strict=False):
                weight = severity if severity == "warning" else "error"
                yield Listed(
                    code=code,
                    severity=weight,
                    module=source.module_of[_outermost(place)].name,
                    exits=_exits(source, place, errors) if weight == "error" else frozenset(),
                    messages=tuple(_of_rule(source, place))
                    or _patterns(source, given.get("message"), place),
                    hints=_patterns(source, given.get("hint"), place),
                    places=_patterns(source, given.get("where"), place),
                )


def _patterns(source: Source, node: ast.expr | None, place: Place) -> tuple[str, ...]:
    """Texts that an expression may be; those without a word of their own only when all are so."""
    found = tuple(text.strip() for text in texts(source, node, place, strict=False) if text)
    return tuple(text for text in found if re.search(r"\w", _GAP.sub("", text))) or found


def _codes(source: Source, node: ast.expr, place: Place) -> Iterator[tuple[Place, str]]:
    """The codes that an expression may be, each with the place that must be known for it."""
    try:
        found = texts(source, node, place, strict=True)
    except OpenError as opened:
        for known in _known(source, opened):
            yield from _codes(source, node, _with(place, opened.place, known))
    else:
        yield from ((place, code) for code in found)


def _known(source: Source, opened: OpenError) -> Iterator[Place]:
    """The open place with each of the things that it may be."""
    what, place = opened.what, opened.place
    if isinstance(what, ast.For):
        for row in rows_of(source, what):
            yield replace(place, rows=((what, row), *place.rows))
    elif isinstance(what, tuple):
        for call in (call for kind in what for call in source.calls[kind.name]):
            yield replace(place, made=Place(node=call))
    else:
        for call in source.callers(what):
            yield replace(place, caller=Place(node=call))


def _with(place: Place, old: Place, new: Place) -> Place:
    """The place, with one that it depends on replaced."""
    if place is old:
        return new
    return replace(
        place,
        caller=place.caller and _with(place.caller, old, new),
        made=place.made and _with(place.made, old, new),
    )


def _outermost(place: Place) -> ast.AST:
    while outer := place.made or place.caller:
        place = outer
    return place.node


def _of_rule(source: Source, place: Place) -> list[str]:
    """Messages that are given where a constant with the code is used.

    A rule that is made once and named, as in ``_TRIM = press_rule("trim-missing", ...)``, has a
    message wherever a call takes it: ``_TRIM.problem("...")``, ``tally.add(_TRIM, "...")``.
    """
    if place.made is None:
        return []
    node = _outermost(place)
    statement = next((n for n in source.around(node) if isinstance(n, ast.Assign)), None)
    if statement is None or source.scope_of(statement) is not source.module_of[node].tree:
        return []
    (target,) = statement.targets
    found = []
    for call in ast.walk(source.module_of[node].tree):
        if isinstance(call, ast.Call) and _takes(call, last_name(target)):
            for argument in call.args:
                some = _patterns(source, argument, Place(node=call))
                found += [text for text in some if " " in text]
    return list(dict.fromkeys(found))


def _takes(call: ast.Call, name: str) -> bool:
    """Whether a call has the constant among its arguments, or is one of its methods."""
    parts = [*call.args, *([call.func.value] if isinstance(call.func, ast.Attribute) else [])]
    bare = [part.value if isinstance(part, ast.Subscript) else part for part in parts]
    return any(isinstance(part, ast.Name) and part.id == name for part in bare)


def _exits(source: Source, place: Place, errors: Collection[str]) -> frozenset[str]:
    """The errors that a problem is raised with.

    They are those that its call stands in. A problem that is collected has those that are raised
    with what was collected: in its file, else in the files that import it.
    """
    made_in = place.made.node if place.made else place.node
    found = _raised_around(
        source, place.node, errors, {place.caller.node} if place.caller else set()
    )
    modules, seen = [source.module_of[place.node], source.module_of[made_in]], set[str]()
    while not found and modules:
        seen |= {module.name for module in modules}
        found = {name for module in modules for name in _raised_with_all(module, frozenset(errors))}
        near = (user for module in modules for user in source.importers(module))
        modules = [user for user in near if user.name not in seen]
    return frozenset(found)


def _raised_around(
    source: Source, node: ast.AST, errors: Collection[str], calls: set[ast.AST]
) -> set[str]:
    """Errors that a node stands in, or else calls of its function, or only those that are given."""
    for outer in source.around(node):
        if isinstance(outer, ast.Call) and last_name(outer.func) in errors:
            return {last_name(outer.func)}
    scope = source.scope_of(node)
    if isinstance(scope, ast.Module):
        return set()
    callers = [call for call in source.callers(scope) if not calls or call in calls]
    around = (source.around(call) for call in callers)
    return {
        last_name(outer.func)
        for outers in around
        for outer in outers
        if isinstance(outer, ast.Call) and last_name(outer.func) in errors
    }


@cache
def _raised_with_all(module: Module, errors: frozenset[str]) -> frozenset[str]:
    """Errors that are raised with what was collected, or whose exit code stands for it."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr == "exit_code":
            found.add(last_name(node.value))
        elif isinstance(node, ast.Call):
            given = (a.value if isinstance(a, ast.Starred) else a for a in node.args)
            if any(isinstance(value, ast.Name | ast.Attribute | ast.BoolOp) for value in given):
                found.add(last_name(node.func))
    return errors & found
