"""What somebody may do to an archive, as functions that do it."""

import os
import shutil
from collections.abc import Callable
from hashlib import sha512
from pathlib import Path

import bagit

from reportgen.archive.catalogue import versions
from reportgen.archive.register import REGISTER, SEAL
from reportgen.signing.detached import sign_detached
from reportgen.signing.keys import Key

Way = Callable[[Path], object]
REPORT = "data/reports/koeln.pdf"
ACCEPTED = "# 2026-05-04T12:00:00+00:00 accepted {} as {} instead of {}, by Ada: compared\n"


def edit(name: str, change: Callable[[bytes], bytes]) -> Way:
    return lambda a: (a / name).write_bytes(change((a / name).read_bytes()))


def write(name: str, content: bytes = b"x") -> Way:
    def way(archive: Path) -> None:
        (archive / name).parent.mkdir(parents=True, exist_ok=True)
        (archive / name).write_bytes(content)

    return way


def remove(name: str) -> Way:
    return lambda a: shutil.rmtree(a / name) if (a / name).is_dir() else (a / name).unlink()


def rename(name: str, new: str) -> Way:
    def way(archive: Path) -> None:
        (archive / new).parent.mkdir(exist_ok=True)
        (archive / name).rename(archive / new)

    return way


def copy(name: str, new: str) -> Way:
    return lambda a: (shutil.copytree if (a / name).is_dir() else shutil.copy)(a / name, a / new)


def swap(name: str, other: str) -> Way:
    return all_of(rename(name, "away"), rename(other, name), rename("away", other))


def link(name: str) -> Way:
    """The same content, but elsewhere."""

    def way(archive: Path) -> None:
        (archive / name).rename(archive.parent / "elsewhere")
        (archive / name).symlink_to(archive.parent / "elsewhere")

    return way


def pipe(name: str) -> Way:
    return all_of(remove(name), lambda a: os.mkfifo(a / name))


def folder(name: str) -> Way:
    return lambda a: (a / name).mkdir()


def all_of(*ways: Way) -> Way:
    return lambda a: [way(a) for way in ways]


def resummed(version: str, *ways: Way) -> Way:
    """Writes the manifests anew, so that the bag is sound in itself."""

    def way(archive: Path) -> None:
        for each in ways:
            each(archive)
        bagit.Bag(str(archive / version)).save(manifests=True)

    return way


def forged(version: str) -> Way:
    return resummed(version, write(f"{version}/{REPORT}", b"%PDF forged"))


def info(version: str, old: str, new: str) -> Way:
    """Another description, with its checksums."""
    path = f"{version}/bag-info.txt"
    return resummed(version, edit(path, lambda c: c.replace(old.encode(), new.encode())))


def without_lines(version: str, start: str) -> Way:
    """A description without some lines, with its checksums."""
    return resummed(version, edit(f"{version}/bag-info.txt", lambda c: _less(c, start)))


def _less(content: bytes, start: str) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(start.encode()))


def relisted(*ways: Way) -> Way:
    """Writes the list anew, from what there is."""

    def way(archive: Path) -> None:
        for each in ways:
            each(archive)
        lines = (
            f"{fingerprint_of(version.path)}  {version.name}/tagmanifest-sha512.txt\n"
            for version in versions(archive)
        )
        (archive / REGISTER).write_text("".join(lines), encoding="ascii")

    return way


def fingerprint_of(bag: Path) -> str:
    return sha512((bag / "tagmanifest-sha512.txt").read_bytes()).hexdigest()


def rewritten(archive: Path) -> None:
    """Forges the first version, and lets every bag after it and the list vouch for that."""
    old = {version.name: fingerprint_of(version.path) for version in versions(archive)}
    forged("2020/v1")(archive)
    for before, after in (("2020/v1", "2020/v2"), ("2020/v2", "2021/v1")):
        info(after, old[before], fingerprint_of(archive / before))(archive)
    relisted()(archive)


def next_version(archive: Path) -> None:
    """A version more that names the one before, as if it had been added."""
    shutil.copytree(archive / "2021/v1", archive / "2021/v2")
    replaces = f"Replaces: 2021/v1\nReplaces-Fingerprint: {fingerprint_of(archive / '2021/v1')}\n"
    path = archive / "2021/v2/bag-info.txt"
    content = _less(_less(path.read_bytes(), "Follows"), "Internal-Sender")
    path.write_bytes(content + b"Internal-Sender-Identifier: 2021/v2\n" + replaces.encode())
    forged("2021/v2")(archive)


def accepted(version: str, by_loss: bool = False) -> Way:
    """A line as if a person had vouched for what was forged."""

    def way(archive: Path) -> None:
        now = "missing" if by_loss else fingerprint_of(archive / version)
        lines = (archive / REGISTER).read_text(encoding="ascii").splitlines(keepends=True)
        (at,) = (n for n, line in enumerate(lines) if version in line)
        old = lines[at][:128]
        lines[at] = ACCEPTED.format(version, now, old)
        lines[at] += "" if by_loss else f"{now}  {version}/tagmanifest-sha512.txt\n"
        (archive / REGISTER).write_text("".join(lines), encoding="ascii")

    return way


def listed(change: Callable[[list[str]], list[str]]) -> Way:
    """Changes the lines of the list."""

    def way(archive: Path) -> None:
        lines = (archive / REGISTER).read_text(encoding="ascii").splitlines(keepends=True)
        (archive / REGISTER).write_bytes("".join(change(lines)).encode())

    return way


def resealed(by: Key) -> Way:
    return lambda a: (a / SEAL).write_bytes(sign_detached((a / REGISTER).read_bytes(), by))


def older_state(archive: Path) -> None:
    shutil.rmtree(archive)
    shutil.copytree(archive.parent / "old/archive", archive)


def at_line(number: int, new: Callable[[str], str]) -> Way:
    return listed(lambda ls: [new(line) if n == number else line for n, line in enumerate(ls)])
