"""Archives that somebody tampered with: `verify` finds it, and no command is harmed by it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import bagit
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import strategies as st

from reportgen.archive.register import REGISTER, SEAL, UNFINISHED_SEAL
from reportgen.signing.detached import sign_detached
from reportgen.signing.keys import Key
from tests.archive.bags import FIRST, SECOND, add, opened
from tests.running import Result
from tests.signing.keys import pair
from tests.torture.attempt import Attempt, Judge
from tests.torture.mutation import mutated

_VERIFY = ("archive", "verify", "archive")
_COMMANDS = (
    ("archive", "list", "archive"),
    ("archive", "show", "archive", "Köln", "--year", "2020"),
    ("archive", "rebuild", "archive", "--year", "2020"),
)

#: What is hostile in a line of a list.
_LINES = st.sampled_from(
    (
        b"# note",
        b"# \x1b[2J",
        b"0" * 128 + b"  2020/v3/tagmanifest-sha512.txt",
        b"0" * 128 + b"  2020/../../x/tagmanifest-sha512.txt",
        b"0" * 128 + b"  2020/v" + b"9" * 5000 + b"/tagmanifest-sha512.txt",
        b"# 2020-99-99 accepted 2020/v2 as missing instead of nothing, by a: b",
        b"Replaces: 2020/v9",
        b"data/../../x",
        b"",
    )
)


@cache
def _key(name: str) -> Key:
    made = pair(name, private=ec.generate_private_key(ec.SECP256R1()))
    return Key(private=made.private, certificate=made.certificate, chain=())


@cache
def _sound(*, sealed: bool) -> Path:
    """An archive of two versions, without PDFs, which are of another kind."""
    archive, key = Path(tempfile.mkdtemp(), "archive"), _key("Stadt") if sealed else None
    first, second = (
        {name.replace(".pdf", ".txt"): text for name, text in content.items()}
        for content in (FIRST, SECOND)
    )
    add(archive, first, key=key)
    add(archive, second, "correction", key=key)
    return archive


def _changed(folder: Path, *, sealed: bool) -> bool:
    """Whether anything differs from the sound archive."""

    def shown(archive: Path) -> dict[str, object]:
        found: dict[str, object] = {
            str(path.relative_to(archive)): _said(path)
            if path.is_file() and not path.is_symlink()
            else path.is_symlink() or path.is_dir() or "odd"
            for path in archive.rglob("*")
            if path.name != ".lock"
        }
        # It stands for the seal where that is missing, and for nothing else.
        unfinished = found.pop(UNFINISHED_SEAL, None)
        return {SEAL: unfinished} | found

    return shown(folder / "archive") != shown(_sound(sealed=sealed))


def _said(path: Path) -> object:
    """What a file says; there is more than one way to write down the same signature."""
    content = path.read_bytes()
    if path.name not in {SEAL, UNFINISHED_SEAL}:
        return content
    try:
        (signer,) = cms.ContentInfo.load(content)["content"]["signer_infos"]
        return signer["signature"].native, signer["signed_attrs"].untag().dump()
    except Exception:  # asn1crypto raises anything
        return content


def _apply(change: Callable[[Path], object], *, sealed: bool) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        shutil.copytree(_sound(sealed=sealed), folder / "archive")
        if sealed:
            certificate = _key("Stadt").certificate.public_bytes(Encoding.PEM)
            (folder / "certificate.pem").write_bytes(certificate)
        with opened(folder / "archive"):
            change(folder / "archive")

    return prepare


def _judge(*, sealed: bool) -> Judge:
    def judge(folder: Path, results: Sequence[Result]) -> str:
        if _changed(folder, sealed=sealed) and results[0].code == 0:
            return "tampering that is not found"
        return "a terminal obeys it" if any("\x1b" in r.out + r.err for r in results) else ""

    return judge


_NAMES = (
    REGISTER,
    *(
        f"2020/v{number}/{name}"
        for number in (1, 2)
        for name in (
            *("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt"),
            *("tagmanifest-sha256.txt", "tagmanifest-sha512.txt", "data/about/software.json"),
            *("data/results/indicators.csv", "data/inputs/book.xlsx", "data/reports/koeln.txt"),
        )
    ),
)


@st.composite
def attempts(draw: st.DrawFn) -> Attempt:
    """One way to tamper with one file or version."""
    sealed = draw(st.booleans())
    name = draw(st.sampled_from(_NAMES))
    ways = ("bytes", "cut", "lines", "odd", "versions", "forged")
    way = draw(st.sampled_from((*ways, "seal", "seal", "seal") if sealed else ways))
    at, length = draw(st.floats(0, 1)), draw(st.integers(0, 9))
    change: Callable[[Path], object]
    if way == "bytes":
        change = _edited(name, _with_bytes, at, length, draw(st.binary(max_size=40)))
    elif way == "cut":
        change = _edited(name, _cut, at, 0, b"")
    elif way == "lines":
        change = _edited(name, _with_line, at, length, draw(_LINES))
    elif way == "odd":
        name = draw(st.sampled_from((name, SEAL))) if sealed else name
        change = _odd(name, draw(st.sampled_from(("pipe", "link", "endless", "folder", "gone"))))
    elif way == "versions":
        target = draw(st.sampled_from(("2020/v3", "2020/v1", "2020/v02", "2021/v1", "2019/v2")))
        change = _moved(target, copies=draw(st.booleans()))
    elif way == "seal":
        name, change = SEAL, draw(_seals())
    else:
        change = _forged(draw(st.sampled_from(("2020/v1", "2020/v2"))), draw(st.binary()))
    verify = (*_VERIFY, "--trust", "certificate.pem") if sealed else _VERIFY
    return Attempt(
        commands=(verify, *_COMMANDS),
        prepare=_apply(change, sealed=sealed),
        judge=_judge(sealed=sealed),
        words=f"{way} {name}",
    )


@st.composite
def _seals(draw: st.DrawFn) -> Callable[[Path], object]:
    """A damaged seal, one of somebody else, or one of another list."""
    sound = (_sound(sealed=True) / SEAL).read_bytes()
    register = (_sound(sealed=True) / REGISTER).read_bytes()
    way = draw(st.sampled_from(("damaged", "damaged", "other key", "other list", "deep", "none")))
    if way == "damaged":
        content = draw(mutated(sound))
    elif way == "other key":
        content = sign_detached(register, _key(draw(st.sampled_from(("Stadt ", "Forger")))))
    elif way == "other list":
        content = sign_detached(register + b"# note\n", _key("Stadt"))
    elif way == "deep":
        content = b"\x30\x80" * draw(st.sampled_from((100, 100_000)))
    else:
        content = b""
    name = draw(st.sampled_from((SEAL, SEAL, UNFINISHED_SEAL)))
    alone = draw(st.booleans())

    def change(archive: Path) -> None:
        if alone:
            (archive / SEAL).unlink()
        (archive / name).write_bytes(content)

    return change


#: Makes other content of a file's: where, how much, and with what.
_Edit = Callable[[bytes, float, int, bytes], bytes]


def _edited(name: str, edit: _Edit, at: float, length: int, new: bytes) -> Callable[[Path], object]:
    return lambda archive: (archive / name).write_bytes(
        edit((archive / name).read_bytes(), at, length, new)
    )


def _with_bytes(content: bytes, at: float, length: int, new: bytes) -> bytes:
    place = round(at * len(content))
    return content[:place] + new + content[place + length :]


def _cut(content: bytes, at: float, _length: int, _new: bytes) -> bytes:
    return content[: round(at * len(content))]


def _with_line(content: bytes, at: float, length: int, new: bytes) -> bytes:
    """With a line more, and sometimes in the order turned round."""
    lines = content.split(b"\n")
    lines.insert(round(at * len(lines)), new)
    return b"\n".join(lines[::-1] if length > 5 else lines)


def _odd(name: str, what: str) -> Callable[[Path], object]:
    def change(archive: Path) -> None:
        path = archive / name
        path.rename(archive.parent / "moved")
        if what == "pipe":
            os.mkfifo(path)
        elif what == "link":
            path.symlink_to(archive.parent / "moved")
        elif what == "endless":
            path.symlink_to("/dev/zero")
        elif what == "folder":
            path.mkdir()

    return change


def _moved(target: str, *, copies: bool) -> Callable[[Path], object]:
    def change(archive: Path) -> None:
        if (archive / target).exists():
            shutil.rmtree(archive / target)
        (archive / target).parent.mkdir(exist_ok=True)
        if copies:
            shutil.copytree(archive / "2020/v2", archive / target)
        else:
            (archive / "2020/v2").rename(archive / target)

    return change


def _forged(version: str, content: bytes) -> Callable[[Path], object]:
    def change(archive: Path) -> None:
        (archive / version / "data/reports/koeln.txt").write_bytes(content)
        bagit.Bag(str(archive / version)).save(manifests=True)

    return change
