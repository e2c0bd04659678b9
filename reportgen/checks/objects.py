"""Entries of objects in any file, by the type that ISO 32000-1 gives them.

Files hold null where something was taken away, names that are no UTF-8, and objects of types that
nobody expects. An entry of another type counts as not there, so that a rule sees what is left.
"""

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream, String

#: Trees of names, numbers and fields may be built upon one another, but no file needs more levels.
_DEEPEST = 50

#: What is read of such a tree.
_MOST = 100_000


def dictionary(owner: Any, key: str) -> Any:
    """The dictionary, or that of the stream, that an entry is; else an empty one."""
    found = entry(owner, key)
    return found if isinstance(found, Dictionary | Stream) else Dictionary()


def entry(owner: Any, key: str) -> Any:
    """An entry of a dictionary or stream; None when it is null or there is no dictionary."""
    if not isinstance(owner, Dictionary | Stream):
        return None
    try:
        return owner.get(key)
    except (TypeError, UnicodeError):  # the key is no UTF-8
        return owner.get(_odd_name(key))


def _odd_name(key: str) -> Any:
    escaped = "".join(f"#{byte:02x}" for byte in key[1:].encode(errors="surrogateescape"))
    return Object.parse(f"/{escaped}".encode())


def identity_of(found: Any) -> Any:
    """What tells a dictionary from others: its number, or all that it holds when it has none."""
    if not isinstance(found, Dictionary | Stream):
        return None
    return found.objgen if found.objgen != (0, 0) else found.unparse()


def items(owner: Any, key: str) -> list[Any]:
    """What an array holds, without null; what is no array is its only item."""
    found = entry(owner, key)
    if found is None:
        return []
    held = list(found) if isinstance(found, Array) else [found]
    return [item for item in held if item is not None]


def dictionaries(owner: Any, key: str) -> list[Any]:
    """The dictionaries and streams that an array holds."""
    return [item for item in items(owner, key) if isinstance(item, Dictionary | Stream)]


def values(owner: Any) -> Iterator[tuple[str, Any]]:
    """Names and values of a dictionary; a name that is no UTF-8 keeps its bytes as surrogates."""
    if isinstance(owner, Dictionary | Stream):
        # The items cannot be read when a name is no UTF-8, and the keys come in any order.
        for key in sorted(owner.keys()):
            value = entry(owner, key)
            if value is not None:
                yield key, value


def name_of(value: Any) -> str:
    """A name without its slash, whatever bytes it has; empty when it is no name."""
    if not isinstance(value, Name):
        return ""
    return bytes(value)[1:].decode(errors="surrogateescape")


def name(owner: Any, key: str) -> str:
    """The name that an entry is, without its slash; else empty."""
    return name_of(entry(owner, key))


def text(owner: Any, key: str) -> str | None:
    """The text that an entry is; None when it is none."""
    found = entry(owner, key)
    return text_of(found) if isinstance(found, String) else None


def text_of(value: Any) -> str:
    """What a string says, whatever bytes it has."""
    try:
        return str(value)
    except UnicodeDecodeError:
        return bytes(value).decode("latin-1")


def number(owner: Any, key: str, usual: int = 0) -> int:
    """The number that an entry is; else `usual`."""
    found = entry(owner, key)
    is_number = isinstance(found, int | float) or type(found).__name__ == "Decimal"
    return int(found) if is_number else usual


def tree_values(root: Any, leaves: str) -> Iterator[tuple[Any, Any]]:
    """Keys and values of a tree of names or numbers (ISO 32000-1, 7.9.6 and 7.9.7).

    Args:
        root: its topmost node.
        leaves: ``/Names`` or ``/Nums``.
    """
    waiting, seen = [(root, 0)], set[tuple[int, int]]()
    count = 0
    while waiting:
        node, depth = waiting.pop()
        if not isinstance(node, Dictionary) or depth > _DEEPEST:
            continue
        if node.objgen != (0, 0):
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        held = entry(node, leaves)
        pairs = list(held) if isinstance(held, Array) else []
        for key, value in zip(pairs[::2], pairs[1::2], strict=False):
            count += 1
            if count > _MOST:
                return
            if value is not None:
                yield key, value
        waiting += [(kid, depth + 1) for kid in reversed(dictionaries(node, "/Kids"))]


def same(one: Object | None, other: Object | None) -> bool:
    """Whether two are one and the same object of the file."""
    return (
        one is not None
        and other is not None
        and one.objgen == other.objgen
        and one.objgen != (0, 0)
    )
