"""What is no file of the kind that a command asks for, in place of every input."""

import os
import stat
from pathlib import Path

from hypothesis import strategies as st

from tests.torture.attempt import Attempt

#: Commands with the place of an input.
_COMMANDS = (
    ("validate", "INPUT"),
    ("build", "INPUT"),
    ("cities", "INPUT"),
    ("indicators", "INPUT"),
    ("check", "INPUT"),
    ("proof", "INPUT"),
    ("build", "book.xlsx", "--layout", "INPUT"),
    ("send", "INPUT", "--dry-run"),
    ("send", "reports", "--departments", "INPUT", "--dry-run"),
    ("archive", "verify", "INPUT"),
    ("archive", "list", "INPUT"),
    ("archive", "add", "INPUT", "--to", "archive"),
    ("archive", "add", "reports", "--to", "INPUT"),
    ("archive", "rebuild", "INPUT"),
)


def _prepare(path: Path, what: str) -> None:
    """Puts something odd at a place."""
    if what == "pipe":
        os.mkfifo(path)
    elif what == "endless":
        path.symlink_to("/dev/zero")
    elif what == "socket":
        os.mknod(path, stat.S_IFSOCK | 0o600)
    elif what == "folder":
        path.mkdir()
    elif what == "loop":
        path.symlink_to(path.name)
    elif what == "huge":
        with path.open("wb") as file:
            file.truncate(3_000_000_000)
    elif what == "locked":
        path.write_bytes(b"a")
        path.chmod(0)


@st.composite
def attempts(draw: st.DrawFn) -> Attempt:
    """Something odd in place of a file or folder, under an odd name."""
    command = draw(st.sampled_from(_COMMANDS))
    what = draw(
        st.sampled_from(
            ("missing", "pipe", "endless", "socket", "folder", "loop", "huge", "locked", "bytes")
        )
    )
    name = draw(
        st.sampled_from(
            ("input.xlsx", "input.pdf", "input.toml", "input", "*?[1].pdf", " ", "ä" * 90)
        )
        | st.text(
            st.characters(exclude_characters="/\0", exclude_categories=["Cs"]),
            min_size=1,
            max_size=60,
        ).filter(lambda name: name.strip(".") and not name.startswith("-"))
    )
    files = {name: draw(st.binary(max_size=200))} if what == "bytes" else {}
    return Attempt(
        files=files,
        commands=(tuple(name if word == "INPUT" else word for word in command),),
        prepare=lambda folder: _prepare(folder / name, what),
        words=f"{what} as {name!r}",
    )
