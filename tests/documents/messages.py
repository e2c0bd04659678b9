"""Every text of the program that an officer reads, read from its source."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import click

from reportgen import cli
from tests.documents.render import program_problems
from tests.documents.texts import name_of, resolved, texts_of
from tests.running import ROOT, every_command

_PROGRAM = ROOT / "reportgen"

#: Calls in `cli` whose texts are told, and the contexts of their texts.
_TOLD = {
    "say": "",
    "UsageError": "",
    "BadParameter": "",
    "translated": "",
    "word": "word",
    "counted": "count",
    "show_table": "heading",
}


def is_prose(text: str) -> bool:
    """Whether a template has words of its own."""
    return re.search("[a-z]{2}", re.sub(r"\{\w+\}", "", text)) is not None


def templates_of_problems() -> set[str]:
    """Messages and hints of all problems, as templates."""
    found = (text for each in program_problems() for text in (*each.messages, *each.hints))
    return {text for text in found if is_prose(text)}


def templates_of_commands() -> set[tuple[str, str]]:
    """What the commands tell in words of their own, with its context."""
    return {
        (context, text)
        for path in sorted((_PROGRAM / "cli").rglob("*.py"))
        for context, text in _told(resolved(path, _PROGRAM))
        if is_prose(text)
    }


def texts_of_help() -> set[str]:
    """Help of commands and options, by paragraph."""
    return set(_help({"": cli.cli, **every_command()}.values()))


@cache
def texts_of_source() -> Sequence[str]:
    """All texts in the source, as templates."""
    trees = [resolved(path, _PROGRAM) for path in sorted(_PROGRAM.rglob("*.py"))]
    return tuple(
        dict.fromkeys(
            text
            for tree in trees
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr | ast.BinOp | ast.Constant)
            for text in texts_of(node, None)
        )
    )


def lines_of_proposals() -> Iterator[str]:
    """The lines of proposed recipes, as templates."""
    tree = resolved(_PROGRAM / "importing" / "propose.py", _PROGRAM)
    for node in ast.walk(tree):
        if isinstance(node, ast.Yield) and node.value is not None:
            for text in texts_of(node.value, None):
                yield from text.splitlines()


def _told(tree: ast.Module) -> Iterator[tuple[str, str]]:
    owners: dict[ast.AST, ast.AST] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            owners |= dict.fromkeys(ast.walk(node), node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in _TOLD and node.args:
            context = _TOLD[name_of(node.func)]
            texts = node.args
            match node:
                case ast.Call(
                    func=ast.Name(id="translated"), args=[text, ast.Constant(value=kind)]
                ):
                    context, texts = str(kind), [text]
                case ast.Call(func=ast.Name(id="show_table"), args=[title, head, *_]):
                    texts = [title, *_elements(head, owners.get(node))]
                case ast.Call(args=[_, noun]) if context == "count":
                    nouns = texts_of(noun, None)
                    yield from ((context, f"{{count}} {n}{s}") for n in nouns for s in ("", "s"))
                    continue
                case _:
                    texts = node.args[:1]
            for text in texts:
                yield from ((context, found) for found in texts_of(text, owners.get(node)))


def _elements(head: ast.expr, owner: ast.AST | None) -> Iterator[ast.expr]:
    """The headings of a table, which may be set before in a name."""
    for node in ast.walk(owner) if isinstance(head, ast.Name) and owner else ():
        if isinstance(node, ast.Assign) and name_of(node.targets[0]) == name_of(head):
            yield from _elements(node.value, owner)
    if isinstance(head, ast.IfExp):
        yield from (*_elements(head.body, owner), *_elements(head.orelse, owner))
    if isinstance(head, ast.Tuple):
        for each in head.elts:
            is_part = isinstance(each, ast.Starred)
            yield from _elements(each.value, owner) if is_part else (each,)


def _help(commands: Iterable[click.Command]) -> Iterator[str]:
    for command in commands:
        for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(command.help or "")):
            yield (
                paragraph.splitlines()[1]
                if paragraph.startswith("\b")
                else " ".join(paragraph.split())
            )
        yield command.get_short_help_str(1000)
        yield from filter(None, [inspect.cleandoc(command.epilog or "").removeprefix("\b\n")])
        for parameter in command.params:
            yield from filter(None, [getattr(parameter, "help", None)])
