"""One bag (RFC 8493): a folder with content, what is said of it, and checksums of both."""

import contextlib
import logging
import os
import shutil
from collections.abc import Iterable, Mapping
from hashlib import sha512
from pathlib import Path

from msgspec import Struct

from reportgen.input_file import InputKind, read_input, read_input_text
from reportgen.store import flush

#: Checksums that every bag has; readers of the next decades will know at least one of them.
ALGORITHMS = ("sha256", "sha512")

#: First lines of a bag (RFC 8493, 2.1.1).
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

#: What a bag holds besides ``data/``, apart from the manifests of these.
TAG_FILES = ("bagit.txt", "bag-info.txt", *(f"manifest-{name}.txt" for name in ALGORITHMS))

#: Lists all files of a bag but the content, which the files that it lists do.
MANIFEST_OF_ALL = "tagmanifest-sha512.txt"

# What the library has to say is raised as well, and reported by us.
logging.getLogger("bagit").propagate = False
logging.getLogger("bagit").addHandler(logging.NullHandler())


class BagFile(Struct, frozen=True, kw_only=True):
    """A file that goes into a bag.

    Attributes:
        name: below ``data/``, with slashes.
        content: of the file, or where to copy it from.
        sha256: of the content; a copy that differs is reported.
    """

    name: str
    content: bytes | Path
    sha256: str


def write_bag(folder: Path, items: Iterable[BagFile], info: Mapping[str, str]) -> None:
    """Makes `folder` a bag of `items`; it must not exist yet.

    Args:
        folder: of the bag.
        items: with different names.
        info: lines of ``bag-info.txt``; ``Payload-Oxum`` is added.

    Raises:
        OSError: the disk does not take it.
    """
    import bagit  # noqa: PLC0415, it is slow to import

    folder.mkdir()
    for item in items:
        path = folder / item.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(item.content, Path):
            shutil.copyfile(item.content, path)
        else:
            path.write_bytes(item.content)
    # The library works within the folder, and does not always come back from it.
    with contextlib.chdir("."):
        bagit.make_bag(str(folder), dict(info), checksums=ALGORITHMS)
        # It declares the last draft before the RFC; what it writes is what the RFC wants.
        (folder / "bagit.txt").write_bytes(DECLARATION)
        bagit.Bag(str(folder)).save()


def close_bag(folder: Path) -> None:
    """Waits until the disk has a bag, and takes the right to write from it."""
    for place, _, files in os.walk(folder, topdown=False):
        for name in files:
            flush(Path(place) / name)
            (Path(place) / name).chmod(0o444)
        flush(Path(place))
        Path(place).chmod(0o555)


def remove_bag(folder: Path) -> None:
    """Removes a bag that was not finished; of a link in its place, that alone."""
    if folder.is_symlink() or not folder.is_dir():
        folder.unlink()
        return
    for place, _, files in os.walk(folder):
        Path(place).chmod(0o755)
        for path in (Path(place) / name for name in files):
            # Windows removes no file that must not be written.
            if not path.is_symlink():
                path.chmod(0o644)
    shutil.rmtree(folder)


def read_info(folder: Path) -> Mapping[str, str]:
    """What ``bag-info.txt`` says; of a name that stands there twice, the last.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    lines = read_input_text(folder / "bag-info.txt", InputKind.LIST).splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def read_checksums(folder: Path) -> Mapping[str, str]:
    """SHA-256 of the content by name below ``data/``, from the manifest of a sound bag."""
    lines = read_input_text(folder / "manifest-sha256.txt", InputKind.LIST).splitlines()
    parts = (line.split(maxsplit=1) for line in lines)
    return {name.removeprefix("data/"): checksum for checksum, name in parts}


def fingerprint(folder: Path) -> str:
    """SHA-512 of the manifest of manifests: of all that the bag holds, in one number."""
    return sha512(read_input(folder / MANIFEST_OF_ALL, InputKind.LIST)).hexdigest()


def fingerprint_if_readable(folder: Path) -> str | None:
    """None of a bag whose manifest cannot be read, which `verify` reports."""
    try:
        return fingerprint(folder)
    except OSError:
        return None
