"""The program's source as syntax trees: who defines what, who calls whom, who imports whom."""

import ast
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = Function | ast.ClassDef | ast.Module


@dataclass(slots=True, kw_only=True, eq=False)
class Module:
    """One file.

    Attributes:
        name: dotted, e.g. ``reportgen.workbook.cells``.
        imports: dotted name of the origin of each name that it imports.
    """

    name: str
    tree: ast.Module
    imports: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, eq=False)
class Source:
    """All modules, and indexes of what is in them.

    Attributes:
        module_of, parents: of each node.
        calls: by the last name of what is called.
        classes: by name.
        functions: by name, methods too.
    """

    modules: dict[str, Module] = field(default_factory=dict)
    module_of: dict[ast.AST, Module] = field(default_factory=dict)
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    calls: dict[str, list[ast.Call]] = field(default_factory=lambda: defaultdict(list))
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    functions: dict[str, list[Function]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, text: str) -> None:
        """Reads a module."""
        module = Module(name=name, tree=ast.parse(text))
        self.modules[name] = module
        for node in ast.walk(module.tree):
            self.module_of[node] = module
            for child in ast.iter_child_nodes(node):
                self.parents[child] = node
            if isinstance(node, ast.Call) and (called := last_name(node.func)):
                self.calls[called].append(node)
            elif isinstance(node, ast.ClassDef):
                self.classes[node.name] = node
            elif isinstance(node, Function):
                self.functions[node.name].append(node)
            elif isinstance(node, ast.Import):
                module.imports |= {(a.asname or a.name): a.name for a in node.names}
            elif isinstance(node, ast.ImportFrom):
                origin = node.module or ""
                module.imports |= {(a.asname or a.name): f"{origin}.{a.name}" for a in node.names}

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, from the inside out."""
        while (node := self.parents.get(node, node)) and node in self.parents:
            yield node
        yield self.module_of[node].tree

    def scope_of(self, node: ast.AST) -> Function | ast.Module:
        """The function that a node stands in, else its module."""
        scope = next(
            n for n in self.around(node) if isinstance(n, (*Function.__args__, ast.Module))
        )
        assert isinstance(scope, Function | ast.Module)
        return scope

    def class_of(self, node: ast.AST) -> ast.ClassDef | None:
        """The class whose method a function is, or that a node stands in."""
        return next((n for n in self.around(node) if isinstance(n, ast.ClassDef)), None)

    def callers(self, function: Function) -> Iterator[ast.Call]:
        """Calls of a function or method, as far as names say."""
        owner = self.parents[function]
        for call in self.calls[function.name]:
            module, home = self.module_of[call], self.module_of[function]
            if isinstance(call.func, ast.Name):
                origin = module.imports.get(function.name, f"{module.name}.{function.name}")
                is_home = origin.rpartition(".")[0] in {home.name, *_packages(home.name)}
                if is_home and not isinstance(owner, ast.ClassDef):
                    yield call
            elif isinstance(owner, ast.ClassDef):
                if self._may_be(call, owner):
                    yield call
            elif home.name.endswith(f".{last_name(call.func.value)}"):  # type: ignore[attr-defined]
                yield call

    def _may_be(self, call: ast.Call, owner: ast.ClassDef) -> bool:
        assert isinstance(call.func, ast.Attribute)
        base = call.func.value
        if isinstance(base, ast.Name) and base.id == "self":
            own = self.class_of(call)
            return own is not None and (own is owner or owner.name in map(last_name, own.bases))
        return not (isinstance(base, ast.Name) and base.id in _loggers(self.module_of[call]))

    def constant(self, module: Module, name: str) -> Sequence[ast.expr]:
        """What a name at the top of a module, or of the one it is imported from, is set to."""
        if values := _constants(module).get(name):
            return values
        origin, _, there = module.imports.get(name, "").rpartition(".")
        return self.constant(self.modules[origin], there) if origin in self.modules else ()

    def importers(self, module: Module) -> Iterator[Module]:
        """Modules that import one."""
        return (other for other in self.modules.values() if module.name in _imported(other))


def plain_fields(kind: ast.ClassDef) -> Collection[str]:
    """Fields of a class that hold one plain thing, such as a text, and so may hold a code."""
    return {
        node.target.id
        for node in kind.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if isinstance(node.annotation, ast.Name)
    }


@cache
def _imported(module: Module) -> frozenset[str]:
    """Dotted names of modules, and of the packages that they are in."""
    return frozenset(
        name for origin in module.imports.values() for name in (origin, *_packages(origin))
    )


@cache
def _loggers(module: Module) -> frozenset[str]:
    """Names that have methods such as ``error``, too, and mean something else by them."""
    made = (node for node in module.tree.body if isinstance(node, ast.Assign))
    return frozenset(
        {"logging", "warnings"}
        | {last_name(node.targets[0]) for node in made if "logging." in ast.unparse(node.value)}
    )


def read_source(folder: Path) -> Source:
    """Reads the package in a folder."""
    source = Source()
    for path in sorted(folder.rglob("*.py")):
        parts = (folder.name, *path.relative_to(folder).with_suffix("").parts)
        name = ".".join(part for part in parts if part != "__init__")
        source.add(name, path.read_text(encoding="utf-8"))
    return source


def last_name(node: ast.AST) -> str:
    """``c`` of ``a.b.c``; empty when it is no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@cache
def _constants(module: Module) -> Mapping[str, Sequence[ast.expr]]:
    """What each name at the top of a module is set to."""
    found: dict[str, list[ast.expr]] = defaultdict(list)
    top = [node for node in module.tree.body if not isinstance(node, Function | ast.ClassDef)]
    for name, value in _assignments(top):
        found[name].append(value)
    return found


def assigned(body: Sequence[ast.AST], name: str) -> Iterator[ast.expr]:
    """What a name is set to in statements and what they hold, also as one of several."""
    return (value for found, value in _assignments(body) if found == name)


def _assignments(body: Sequence[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    for node in (node for statement in body for node in ast.walk(statement)):
        if isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value:
            pairs = [(node.target, node.value)]
        elif isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        else:
            continue
        for target, value in pairs:
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                both = zip(target.elts, value.elts, strict=False)
                yield from ((one.id, its) for one, its in both if isinstance(one, ast.Name))
            elif isinstance(target, ast.Name):
                yield target.id, value


def arguments(call: ast.Call, names: Sequence[str]) -> Mapping[str, ast.expr]:
    """The arguments of a call by the names of the parameters."""
    plain = takewhile(lambda argument: not isinstance(argument, ast.Starred), call.args)
    by_place = dict(zip(names, plain, strict=False))
    return by_place | {k.arg: k.value for k in call.keywords if k.arg}


def parameters(function: Function) -> Sequence[str]:
    """Names of parameters, without ``self``."""
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    return [
        *(n for n in names if n not in {"self", "cls"}),
        *(a.arg for a in function.args.kwonlyargs),
    ]


def defaults(function: Function) -> Mapping[str, ast.expr]:
    """Defaults of parameters."""
    args = function.args
    plain = [a.arg for a in (*args.posonlyargs, *args.args)]
    found = dict(zip(reversed(plain), reversed(args.defaults), strict=False))
    keyword = zip(args.kwonlyargs, args.kw_defaults, strict=True)
    return found | {a.arg: value for a, value in keyword if value}


def fields(kind: ast.ClassDef) -> Mapping[str, ast.expr | None]:
    """Annotated fields of a class with their defaults."""
    return {
        node.target.id: node.value
        for node in kind.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def _packages(name: str) -> Iterator[str]:
    """The packages that may pass a module's names on."""
    while "." in name:
        name = name.rpartition(".")[0]
        yield name
