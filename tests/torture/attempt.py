"""One hostile input: the files, the commands that read them, and what would be wrong afterwards."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from msgspec import Struct, field

from tests.running import Result

#: Looks at the folder and at what each command answered; says what is wrong, or nothing.
Judge = Callable[[Path, Sequence[Result]], str]


def nothing_more(folder: Path, results: Sequence[Result]) -> str:
    """The rules that hold for everything are enough."""
    del folder, results
    return ""


class Attempt(Struct, frozen=True, kw_only=True):
    """A hostile input.

    Attributes:
        files: content by path, relative to an empty folder.
        commands: are run in that folder, one after the other, without the program's name.
        prepare: what no bytes can say is done by it beforehand: pipes, links, mutated copies.
        around: what is there while the commands run, e.g. a server.
        judge: rules of this kind, besides those that hold for all.
        words: says in short what is hostile.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    commands: tuple[tuple[str, ...], ...]
    prepare: Callable[[Path], None] | None = None
    around: Callable[[], AbstractContextManager[object]] = nullcontext
    judge: Judge = nothing_more
    words: str = ""

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} ({len(content)} bytes)" for name, content in self.files.items())
        commands = "; ".join("reportgen " + " ".join(command) for command in self.commands)
        return f"<{self.words or 'attempt'}: {sizes}: {commands}>"

    def lay_out(self, folder: Path) -> None:
        """Writes the files to `folder` and prepares what is no plain file."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if self.prepare:
            self.prepare(folder)
