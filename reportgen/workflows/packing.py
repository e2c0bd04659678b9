"""Packs an object with the files that it names, for a machine that has none of them.

Whatever path is in an object arrives as the path of a copy: of the same name, and there only if
the file was there when it was packed. What the other machine happens to have counts for nothing.
"""

import copyreg
import io
import pickle
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from reportgen.errors import Problem
from reportgen.input_file import InputKind, read_input

#: The quickest; rows of a workbook become a fifth.
_COMPRESSION = 1


class Unpacked(Struct, frozen=True, kw_only=True):
    """An object from elsewhere.

    Attributes:
        content: the object.
        places: of its files, where they are here and where they were there.
    """

    content: Any
    places: tuple[tuple[str, str], ...]

    def as_there(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems with the names that files have there."""
        return tuple(self._renamed(problem) for problem in problems)

    def _renamed(self, problem: Problem) -> Problem:
        message, where, hint = problem.message, problem.where, problem.hint
        for here, there in self.places:
            message, where, hint = (text.replace(here, there) for text in (message, where, hint))
        return replace(problem, message=message, where=where, hint=hint)


def packed(content: Any) -> bytes:
    """An object and its files.

    Raises:
        OSError: a file that is there cannot be read.
    """
    files: dict[Path, int] = {}
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = copyreg.dispatch_table | {
        type(Path()): lambda path: (_file, (files.setdefault(path, len(files)),))
    }
    pickler.dump(content)
    contents = [(str(path), _content(path)) for path in files]
    data = pickle.dumps((contents, buffer.getvalue()), pickle.HIGHEST_PROTOCOL)
    return zlib.compress(data, _COMPRESSION)


def unpacked(data: bytes, folder: Path) -> Unpacked:
    """The object, its files written into a folder.

    Args:
        data: from `packed`.
        folder: that is empty.

    Raises:
        OSError: a file cannot be written.
    """
    contents, pickled = pickle.loads(zlib.decompress(data))
    paths: list[Path] = []
    for number, (name, content) in enumerate(contents):
        path = folder / str(number) / Path(name).name
        paths.append(path)
        if content is not None:
            path.parent.mkdir()
            path.write_bytes(content)
    found = _Unpickler(io.BytesIO(pickled), paths).load()
    places = zip(map(str, paths), (name for name, _ in contents), strict=True)
    return Unpacked(content=found, places=tuple(places))


class _Unpickler(pickle.Unpickler):
    """Puts the copies of files in their places."""

    def __init__(self, file: io.BytesIO, paths: list[Path]) -> None:
        super().__init__(file)
        self._paths = paths

    def find_class(self, module: str, name: str, /) -> Any:
        if (module, name) == (__name__, _file.__name__):
            return self._paths.__getitem__
        return super().find_class(module, name)


def _file(number: int) -> Path:
    """Stands in a pickle for a file."""
    raise AssertionError(number)


def _content(path: Path) -> bytes | None:
    """The content of a file; None of what is no file."""
    is_file = False
    with suppress(OSError):
        is_file = path.is_file()
    return read_input(path, InputKind.PDF) if is_file else None
