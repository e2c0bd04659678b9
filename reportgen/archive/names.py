"""Names of files that mean the same on every system, and to every reader of a manifest."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from reportgen.errors import ArchiveError, Problem

# A percent sign is an escape in manifests, the others are refused by some systems.
_UNSAFE = re.compile(r'[%\\<>:"|?*]')


def check_names(names: Iterable[str]) -> None:
    """Makes sure that files can be archived under these names.

    Args:
        names: seen from one folder, with slashes.

    Raises:
        ArchiveError: with those that cannot.
    """
    names = tuple(names)
    written = Counter(map(_folded, names))
    wrong = [name for name in names if written[_folded(name)] > 1 or not _is_plain(name)]
    if wrong:
        raise ArchiveError(*map(_unsafe, wrong))


def _is_plain(name: str) -> bool:
    parts = name.split("/")
    return (
        all(part and part == part.strip() and part == part.rstrip(".") for part in parts)
        and name.isprintable()
        and not _UNSAFE.search(name)
    )


def _folded(name: str) -> str:
    """The same for names that are one to a system that knows no capitals."""
    return unicodedata.normalize("NFC", name).casefold()


def _unsafe(name: str) -> Problem:
    return Problem(
        code="unsafe-name",
        message=f'"{name}" cannot be archived under this name',
        hint=(
            'rename it: without % \\ < > : " | ? *, characters that are not seen, or blanks and'
            " dots at the ends; and not as another file but for capitals"
        ),
    )
