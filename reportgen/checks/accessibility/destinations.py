"""Where bookmarks, links and the opening of a file lead to (ISO 32000-2, 12.3.2)."""

from collections.abc import Callable, Iterator

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String


def destinations(document: Pdf) -> Iterator[Object | None]:
    """Each destination within the file, the one in its structure where there is one.

    Yields:
        An array as a rule; None for a name that the file does not explain.
    """
    named = _names(document)
    holders = [*_bookmarks(document.Root.get("/Outlines")), *_annotations(document)]
    opening = document.Root.get("/OpenAction")
    if isinstance(opening, Array):
        yield opening
    elif isinstance(opening, Dictionary):
        holders.append(Dictionary(A=opening))
    for holder in holders:
        action = holder.get("/A")
        if "/Dest" in holder:
            yield named(holder.Dest)
        elif isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
            yield named(action.get("/SD", action.get("/D")))


def _names(document: Pdf) -> Callable[[Object | None], Object | None]:
    """Gives what a name of a destination stands for."""
    tree = document.Root.get("/Names", Dictionary()).get("/Dests")
    strings = NameTree(tree) if isinstance(tree, Dictionary) else {}
    names = document.Root.get("/Dests", Dictionary())

    def explained(destination: Object | None) -> Object | None:
        if isinstance(destination, String):
            destination = strings.get(str(destination))
        elif isinstance(destination, Name):
            destination = names.get(str(destination))
        if isinstance(destination, Dictionary):
            return destination.get("/SD", destination.get("/D"))
        return destination

    return explained


def _bookmarks(outlines: Object | None) -> Iterator[Object]:
    waiting, seen = [outlines], set[tuple[int, int]]()
    while waiting:
        parent = waiting.pop()
        bookmark = parent.get("/First") if isinstance(parent, Dictionary) else None
        while isinstance(bookmark, Dictionary) and bookmark.objgen not in seen:
            seen.add(bookmark.objgen)
            yield bookmark
            waiting.append(bookmark)
            bookmark = bookmark.get("/Next")


def _annotations(document: Pdf) -> Iterator[Object]:
    for page in document.pages:
        yield from (a for a in page.obj.get("/Annots", Array()) if isinstance(a, Dictionary))
