"""Where bookmarks, links and the opening of a file lead to (ISO 32000-2, 12.3.2)."""

from collections.abc import Callable, Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from reportgen.checks.annotations import page_annotations
from reportgen.checks.objects import dictionary, entry, name, name_of, text_of, tree_values


def destinations(document: Pdf) -> Iterator[Any]:
    """Each destination within the file, the one in its structure where there is one.

    Yields:
        An array as a rule; None for a name that the file does not explain.
    """
    named = _names(document.Root)
    holders = list(bookmarks(entry(document.Root, "/Outlines")))
    for page in document.pages:
        holders += page_annotations(page.obj)
    opening = entry(document.Root, "/OpenAction")
    if isinstance(opening, Array):
        yield opening
    elif isinstance(opening, Dictionary):
        holders.append(Dictionary(A=opening))
    for holder in holders:
        action = entry(holder, "/A")
        if (own := entry(holder, "/Dest")) is not None:
            yield named(own)
        elif name(action, "/S") == "GoTo":
            yield named(_in_structure(action))


def bookmarks(outlines: Any) -> Iterator[Any]:
    """All entries below one, and it itself, each once however they are linked."""
    waiting, seen = [outlines], set[tuple[int, int]]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary) and one.objgen not in seen:
            seen.add(one.objgen)
            yield one
            waiting += [entry(one, "/Next"), entry(one, "/First")]


def _names(root: Any) -> Callable[[Any], Any]:
    """Gives what a name of a destination stands for."""
    tree = entry(dictionary(root, "/Names"), "/Dests")
    strings = {text_of(key): value for key, value in tree_values(tree, "/Names")}
    names = dictionary(root, "/Dests")

    def explained(destination: Any) -> Any:
        if isinstance(destination, String):
            destination = strings.get(text_of(destination))
        elif isinstance(destination, Name):
            destination = entry(names, f"/{name_of(destination)}")
        if isinstance(destination, Dictionary):
            return _in_structure(destination)
        return destination

    return explained


def _in_structure(holder: Any) -> Any:
    found = entry(holder, "/SD")
    return entry(holder, "/D") if found is None else found
