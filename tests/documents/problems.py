"""Every problem that the program can report, read from its source.

What takes a parameter ``code`` makes problems: `Problem` itself, and functions and classes that
pass one on. Each call of such a thing has its code as a literal, or hands on its own parameter.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from msgspec import Struct, field

from tests.documents.texts import name_of, resolved, texts_of

CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Listed(Struct, frozen=True, kw_only=True):
    """A problem as it is listed; gaps in `messages` and `hints` are in braces."""

    code: str
    room: str
    severity: str
    messages: tuple[str, ...]
    hints: tuple[str, ...]


class _Module(Struct):
    """A source file.

    Attributes:
        room: the folder or file at the top of the program that it belongs to.
        owners: the function that each node is in.
    """

    name: str
    room: str
    tree: ast.Module
    owners: dict[ast.AST, ast.AST] = field(default_factory=dict)


def listed_problems(folder: Path) -> Sequence[Listed]:
    """All problems of the program in `folder`, one for each place that makes them.

    Raises:
        ValueError: a code is neither a literal nor a parameter, or has another form.
    """
    modules = [_module(path, folder) for path in sorted(folder.rglob("*.py"))]
    own = {module.name: dict(_makers(module.tree)) for module in modules}
    public = {
        n: params for made in own.values() for n, params in made.items() if n.lstrip(".")[0] != "_"
    }
    public["replace"] = _Maker(ast.Pass(), ["object"])  # of types: fields by keyword
    return tuple(
        listed
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        for makers in [public | own[module.name]]
        for maker in [
            makers.get(name_of(node.func))
            or (isinstance(node.func, ast.Attribute) and makers.get(f".{node.func.attr}"))
        ]
        if maker
        for listed in _listed(module, node, maker)
    )


def _module(path: Path, folder: Path) -> _Module:
    name = path.relative_to(folder).as_posix()
    tree = resolved(path, folder)
    module = _Module(name, name.partition("/")[0].removesuffix(".py"), tree)
    for function in ast.walk(tree):  # outer ones come first
        if isinstance(function, _FUNCTIONS):
            module.owners |= dict.fromkeys(ast.walk(function), function)
    return module


class _Maker(Struct, frozen=True):
    """What takes a parameter or has a field ``code`` of text: with all its parameters in order."""

    node: ast.AST
    parameters: Sequence[str]

    @property
    def messages(self) -> tuple[str, ...]:
        """What it says of each code by itself, when it is not told."""
        calls = (n for n in ast.walk(self.node) if isinstance(n, ast.Call))
        handing_on = (c for c in calls if any(name_of(a) == "code" for a in c.args))
        return tuple(t for c in handing_on for t in texts_of(c.args[1], self.node))


def _makers(tree: ast.Module) -> Iterator[tuple[str, _Maker]]:
    """All makers of a module; the names of methods begin with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, _FUNCTIONS):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            is_method = bool(given) and given[0].arg in {"self", "cls"}
            names = [(a.arg, a.annotation) for a in given[is_method:]]
        elif isinstance(node, ast.ClassDef):
            is_method, fields = False, (n for n in node.body if isinstance(n, ast.AnnAssign))
            names = [(name_of(n.target), n.annotation) for n in fields]
        else:
            continue
        if any(name == "code" and name_of(kind) == "str" for name, kind in names):
            key = f"{'.' if is_method else ''}{node.name}"
            yield key, _Maker(node, [name for name, _ in names])


def _listed(module: _Module, call: ast.Call, maker: _Maker) -> Iterator[Listed]:
    given: dict[str, ast.expr] = dict(zip(maker.parameters, call.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if "code" not in given:
        return
    owner = module.owners.get(call)
    messages = _shown(given, "message", owner) or maker.messages or _said(module, call)
    is_warning = name_of(call.func) == "warning" or "WARNING" in ast.unparse(
        given.get("severity", ast.Constant(""))
    )
    for code in _codes(given["code"], module, owner):
        if re.fullmatch(r"\{([\w.]+\.)?code\}", code):
            continue  # handed on
        if not CODE.fullmatch(code):
            raise ValueError(f"{module.name}:{call.lineno}: {code} is no literal code")
        yield Listed(
            code=code,
            room=module.room,
            severity="warning" if is_warning else "error",
            messages=messages,
            hints=_shown(given, "hint", owner),
        )


def _shown(given: Mapping[str, ast.expr], name: str, owner: ast.AST | None) -> tuple[str, ...]:
    texts = texts_of(given[name], owner) if name in given else ()
    return tuple(text for text in texts if text and text != f"{{{name}}}")


def _codes(node: ast.expr, module: _Module, owner: ast.AST | None) -> Sequence[str]:
    """What a code may be; a field of an object is what the module's objects are made with."""
    if not isinstance(node, ast.Attribute) or node.attr == "code":
        return texts_of(node, owner)
    calls = [n for n in ast.walk(module.tree) if isinstance(n, ast.Call)]
    given = [k.value for call in calls for k in call.keywords if k.arg == node.attr]
    codes = [text for value in given for text in texts_of(value, None) if CODE.fullmatch(text)]
    return codes or texts_of(node, owner)


def _said(module: _Module, rule: ast.Call) -> tuple[str, ...]:
    """Messages that follow a rule, or the constant that holds it, in a call or a tuple."""
    assigned = (n for n in module.tree.body if isinstance(n, ast.Assign))
    held = [n for n in assigned if rule in (n.value, *getattr(n.value, "values", ()))]
    holder = name_of(held[0].targets[0]) if held else ""
    found = []
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Attribute(value=first), args=rest):
                parts = [first, *rest]
            case ast.Call(args=parts) | ast.Tuple(elts=parts):
                pass
            case _:
                continue
        for one, other in pairwise(parts):
            if one is rule or (
                holder and holder in (name_of(one), name_of(getattr(one, "value", None)))
            ):
                found += texts_of(other, module.owners.get(node))
    return tuple(found)
