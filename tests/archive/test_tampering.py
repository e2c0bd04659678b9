"""Every known way to tamper with an archive: which the chain finds, which the seal, and which none.

`BY_CHAIN` is found in any archive; `BY_SEAL` in a sealed one by who has the certificate of the key;
`OUT_OF_REACH` by nobody, with the reason.
"""

import os
import shutil
import unicodedata
from pathlib import Path

import pytest

from reportgen.archive.keep import keep
from reportgen.archive.register import REGISTER, SEAL, UNFINISHED_REGISTER, UNFINISHED_SEAL
from reportgen.archive.verify import verify_archive
from reportgen.errors import errors_among
from reportgen.signing.keys import Key
from tests.archive.bags import DESCRIPTION, FIRST, SECOND, YEAR, add, items, no_faults
from tests.archive.tampering import (
    ACCEPTED,
    REPORT,
    Way,
    accepted,
    all_of,
    at_line,
    copy,
    edit,
    folder,
    forged,
    info,
    link,
    listed,
    next_version,
    older_state,
    pipe,
    relisted,
    remove,
    rename,
    resealed,
    resummed,
    rewritten,
    swap,
    without_lines,
    write,
)
from tests.archive.test_list_seal import key
from tests.signing.keys import pair, private_key

pytestmark = pytest.mark.exhaustive


def _made(archive: Path, sealer: Key | None) -> Path:
    """Two versions of a year and the first of the next, with the right to write."""
    add(archive, key=sealer)
    (archive.parent / "old").mkdir()
    shutil.copytree(archive, archive.parent / "old/archive")
    add(archive, SECOND, "correction", key=sealer)
    keep(archive, YEAR + 1, items(FIRST), DESCRIPTION, reason="", prove=no_faults, key=sealer)
    for path in (archive.parent, *archive.parent.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return archive


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("plain") / "archive", None)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("sealed") / "archive", key())


#: Another key with a certificate in the same name.
TWIN = Key(private=private_key(), certificate=pair("Stadt Beispiel").certificate, chain=())


SIX = "data/inputs/layouts/city profile/Größe.toml"

BY_CHAIN: dict[str, Way] = {
    # Content.
    "a bit of a report": edit(f"2020/v2/{REPORT}", lambda c: bytes([c[0] ^ 1]) + c[1:]),
    "a bit in the oldest version": edit(f"2020/v1/{REPORT}", lambda c: c[:-1] + b"!"),
    "a bit in the newest version": edit(f"2021/v1/{REPORT}", lambda c: c[:-1] + b"!"),
    "a report cut": edit(f"2020/v2/{REPORT}", lambda c: c[:-3]),
    "a report with more at its end": edit(f"2020/v2/{REPORT}", lambda c: c + b"\n"),
    "a report emptied": write(f"2020/v2/{REPORT}", b""),
    "a report of zeros": edit(f"2020/v2/{REPORT}", lambda c: bytes(len(c))),
    "a report removed": remove(f"2020/v2/{REPORT}"),
    "a report of another version": copy(f"2020/v1/{REPORT}", f"2020/v2/{REPORT}"),
    "two reports exchanged": swap(f"2020/v2/{REPORT}", "2020/v2/data/reports/bonn.pdf"),
    "a report renamed": rename(f"2020/v2/{REPORT}", "2020/v2/data/reports/aachen.pdf"),
    "a report in capitals": rename(f"2020/v2/{REPORT}", "2020/v2/data/reports/Koeln.pdf"),
    "a report moved": rename(f"2020/v2/{REPORT}", "2020/v2/data/koeln.pdf"),
    "a name of other characters": rename(
        f"2020/v2/{SIX}", unicodedata.normalize("NFD", f"2020/v2/{SIX}")
    ),
    "a line break in a name": rename(f"2020/v2/{REPORT}", f"2020/v2/{REPORT}\n"),
    "a file added": write("2020/v2/data/reports/new.pdf"),
    "a hidden file added": write("2020/v2/data/.hidden", b""),
    "a name that is no UTF-8": write(os.fsdecode(b"2020/v2/data/\xff.pdf")),
    "a folder with a file added": write("2020/v2/data/more/x"),
    "an empty folder added": folder("2020/v2/data/more"),
    "a report that is a link": link(f"2020/v2/{REPORT}"),
    "a report that is a folder": all_of(remove(f"2020/v2/{REPORT}"), folder(f"2020/v2/{REPORT}")),
    "a report that is a pipe": pipe(f"2020/v2/{REPORT}"),
    "a folder of reports that is a link": link("2020/v2/data/reports"),
    "a data folder that is a link": link("2020/v2/data"),
    "all content removed": remove("2020/v2/data"),
    "the workbook": write("2020/v2/data/inputs/book.xlsx"),
    "the indicators": edit("2020/v2/data/results/indicators.csv", lambda c: c + b"\n"),
    "the list of changes": edit("2020/v2/data/changes.csv", lambda c: c.replace(b"1.5", b"1.6")),
    "the versions of software": write("2020/v2/data/about/software.json", b"{} "),
    # Tag files and manifests.
    "the declaration": write("2020/v2/bagit.txt", b"BagIt-Version: 0.97\n"),
    "the declaration removed": remove("2020/v2/bagit.txt"),
    "the declaration with a mark before": edit("2020/v2/bagit.txt", lambda c: b"\xef\xbb\xbf" + c),
    "the description": edit("2020/v2/bag-info.txt", lambda c: c.replace(b"correction", b"nothing")),
    "the description removed": remove("2020/v2/bag-info.txt"),
    "the description with other line ends": edit(
        "2020/v2/bag-info.txt", lambda c: c.replace(b"\n", b"\r\n")
    ),
    "a list of what is to be fetched": write("2020/v2/fetch.txt", b"https://x.de/ 1 data/x\n"),
    "a manifest of a weak algorithm": write("2020/v2/manifest-md5.txt"),
    "a tag file added": write("2020/v2/notes/note.txt"),
    "a manifest removed": remove("2020/v2/manifest-sha256.txt"),
    "a manifest emptied": write("2020/v2/manifest-sha512.txt", b""),
    "a manifest with one line": edit(
        "2020/v2/manifest-sha512.txt", lambda c: c[: c.find(b"\n") + 1]
    ),
    "a manifest with a line twice": edit("2020/v2/manifest-sha256.txt", lambda c: c * 2),
    "a manifest with other line ends": edit(
        "2020/v2/manifest-sha256.txt", lambda c: c.replace(b"\n", b"\r\n")
    ),
    "a manifest in capitals": edit("2020/v2/manifest-sha256.txt", bytes.upper),
    "a manifest that leaves the bag": edit(
        "2020/v2/manifest-sha256.txt", lambda c: c + b"0" * 64 + b"  data/../../x\n"
    ),
    "a manifest that is a link": link("2020/v2/manifest-sha256.txt"),
    "a manifest of manifests removed": remove("2020/v2/tagmanifest-sha256.txt"),
    "the one that is fingerprinted removed": remove("2020/v2/tagmanifest-sha512.txt"),
    "the one that is fingerprinted in another order": edit(
        "2020/v2/tagmanifest-sha512.txt", lambda c: b"".join(c.splitlines(keepends=True)[::-1])
    ),
    "the one that is fingerprinted emptied": write("2020/v2/tagmanifest-sha512.txt", b""),
    # Bags that are sound in themselves.
    "the first version forged": forged("2020/v1"),
    "the second version forged": forged("2020/v2"),
    "the last version forged": forged("2021/v1"),
    "a file added to all manifests": resummed("2020/v2", write("2020/v2/data/reports/new.pdf")),
    "a file removed from all manifests": resummed("2020/v2", remove(f"2020/v2/{REPORT}")),
    "another reason": info("2020/v2", "Reason: correction", "Reason: nothing"),
    "another publisher": info("2021/v1", "Stadt Beispiel", "Anderswo"),
    "nothing that is replaced": without_lines("2020/v2", "Replaces"),
    "nothing that is followed": without_lines("2021/v1", "Follows"),
    "another place": info("2020/v2", "Identifier: 2020/v2", "Identifier: 2020/v9"),
    "a first version forged and listed": relisted(forged("2020/v1")),
    "a second version forged and listed": relisted(forged("2020/v2")),
    "a version that replaces nothing and is listed": relisted(without_lines("2020/v2", "Replaces")),
    "a version of another place that is listed": relisted(
        info("2021/v1", "Identifier: 2021/v1", "Identifier: 2021/v9")
    ),
    # The list.
    "the list removed": remove(REGISTER),
    "the list emptied": write(REGISTER, b""),
    "the list cut": edit(REGISTER, lambda c: c[:-1]),
    "the list without its first line": listed(lambda lines: lines[1:]),
    "the list without a line": listed(lambda lines: [lines[0], lines[2]]),
    "the list without its last line": listed(lambda lines: lines[:-1]),
    "the list in another order": listed(lambda lines: lines[::-1]),
    "the list twice": listed(lambda lines: lines * 2),
    "the list with other line ends": edit(REGISTER, lambda c: c.replace(b"\n", b"\r\n")),
    "the list in capitals": edit(REGISTER, bytes.upper),
    "the list with a mark before": edit(REGISTER, lambda c: b"\xef\xbb\xbf" + c),
    "a comment in the list": edit(REGISTER, lambda c: b"# note\n" + c),
    "an empty line in the list": edit(REGISTER, lambda c: b"\n" + c),
    "a digit of a fingerprint": at_line(
        1, lambda line: ("1" if line[0] == "0" else "0") + line[1:]
    ),
    "two fingerprints exchanged": listed(
        lambda ls: [ls[1][:128] + ls[0][128:], ls[0][:128] + ls[1][128:], ls[2]]
    ),
    "an entry of a version that never was": listed(
        lambda lines: [*lines, lines[0].replace("2020/v1", "2021/v2")]
    ),
    "an entry that leaves the archive": at_line(
        0, lambda line: line.replace("2020/v1", "../2020/v1")
    ),
    "a list that is a link": link(REGISTER),
    "a list that is a folder": all_of(remove(REGISTER), folder(REGISTER)),
    "a list that is a pipe": pipe(REGISTER),
    # The versions.
    "the first version removed": remove("2020/v1"),
    "a version removed": remove("2020/v2"),
    "the last year removed": remove("2021"),
    "a version removed with its line": all_of(
        remove("2020/v2"), listed(lambda lines: [lines[0], lines[2]])
    ),
    "two versions exchanged": swap("2020/v1", "2020/v2"),
    "two versions exchanged and listed": relisted(swap("2020/v1", "2020/v2")),
    "a version of another number": rename("2020/v2", "2020/v3"),
    "a version of another number, listed": relisted(rename("2020/v2", "2020/v3")),
    "a version of another year": copy("2020/v1", "2019/v1"),
    "a version of another year, listed": relisted(rename("2021/v1", "2022/v1")),
    "a year renamed": rename("2020", "2022"),
    "a version twice": copy("2020/v2", "2020/v3"),
    "a version twice, listed": relisted(copy("2020/v2", "2020/v3")),
    "a version that is a link": link("2020/v2"),
    "a year that is a link": link("2020"),
    "a version that is a file": all_of(remove("2020/v2"), write("2020/v2")),
    "a version as if it were not finished": all_of(
        rename("2020/v2", "2020/.v2.part")
    ),
    "a version with a nought": rename("2020/v2", "2020/v02"),
    "a version in capitals": rename("2020/v2", "2020/V2"),
    "a forged version more": next_version,
    # What lies beside.
    "a file beside the years": write("note.txt"),
    "a hidden file beside the years": write(".note"),
    "a file beside the versions": write("2020/note.txt"),
    "a folder like a year": folder("2020-old"),
    "a lock that is a link": all_of(remove(".lock"), lambda a: (a / ".lock").symlink_to("/x")),
    "an unfinished list that is a link": lambda a: (a / UNFINISHED_REGISTER).symlink_to("/x"),
    "an unfinished seal that is a folder": folder(UNFINISHED_SEAL),
    "a loss that nobody accepted": listed(
        lambda ls: [*ls, ACCEPTED.format("2020/v9", "missing", "nothing").replace("2026", "26")]
    ),
}  # fmt: skip

BY_SEAL: dict[str, Way] = {
    "the whole chain rewritten": rewritten,
    "the whole chain rewritten, without a seal": all_of(rewritten, remove(SEAL)),
    "the whole chain rewritten, sealed by another": all_of(rewritten, resealed(key("Forger"))),
    "the same in the same name": all_of(rewritten, resealed(TWIN)),
    "the last version forged and listed": relisted(forged("2021/v1")),
    "the last version removed with its line": relisted(remove("2021")),
    "a version more, listed": relisted(next_version),
    "a version accepted by nobody": all_of(forged("2020/v2"), accepted("2020/v2")),
    "a loss accepted by nobody": all_of(remove("2020/v2"), accepted("2020/v2", by_loss=True)),
    "an acceptance without need": edit(
        REGISTER, lambda c: c + ACCEPTED.format("2021/v2", "missing", "nothing").encode()
    ),
    "everything removed, the seal as well": all_of(
        remove("2020"), remove("2021"), remove(REGISTER), remove(SEAL)
    ),
    "the seal removed": remove(SEAL),
    "the seal emptied": write(SEAL, b""),
    "the seal cut": edit(SEAL, lambda c: c[:-1]),
    "more after the seal": edit(SEAL, lambda c: c + b"\n"),
    "a bit of the seal": edit(SEAL, lambda c: c[:-9] + bytes([c[-9] ^ 1]) + c[-8:]),
    "an old seal": lambda a: shutil.copy(a.parent / "old/archive" / SEAL, a / SEAL),
    "the seal of another": resealed(key("Forger")),
    "the seal of another of this name": resealed(TWIN),
    "a seal that is a link": link(SEAL),
    "a seal that is a folder": all_of(remove(SEAL), folder(SEAL)),
    "a seal that is a pipe": pipe(SEAL),
    "the seal and what bags say of it": all_of(
        relisted(
            without_lines("2020/v1", "List-Sealed"),
            without_lines("2020/v2", "List-Sealed"),
            without_lines("2021/v1", "List-Sealed"),
        ),
        remove(SEAL),
    ),
}  # fmt: skip

#: Those of them that are no matter of the seal itself.
FORGERIES = [words for words, way in BY_SEAL.items() if "seal" not in words]

#: With the reason why nothing in an archive can tell.
OUT_OF_REACH: dict[str, Way] = {
    "an older state as a whole: it was sound, and sealed; a fingerprint kept elsewhere tells": (
        older_state
    ),
    "a chain rewritten by who has the key: then the key vouches for nothing any more": all_of(
        rewritten, resealed(key())
    ),
    "times, rights and owners of files: bags say nothing of them": lambda a: [
        (os.utime(path, (0, 0)), path.chmod(0o777)) for path in a.rglob("*")
    ],
    "the seal under its unfinished name: it is the same seal, and told as a warning": (
        rename(SEAL, UNFINISHED_SEAL)
    ),
    "a file that has a second name elsewhere: its content is the same": lambda a: os.link(
        a / f"2020/v2/{REPORT}", a.parent / "elsewhere"
    ),
}


def _tampered(base: Path, tmp_path: Path, way: Way) -> Path:
    shutil.copytree(base.parent, tmp_path / "all")
    archive = tmp_path / "all/archive"
    way(archive)
    return archive


def _finds(archive: Path, trusted: Key | None) -> bool:
    certificates = (trusted.certificate,) if trusted else None
    return bool(errors_among(verify_archive(archive, trusted=certificates)))


@pytest.mark.parametrize("words", BY_CHAIN)
def test_the_chain_finds(plain: Path, tmp_path: Path, words: str) -> None:
    assert _finds(_tampered(plain, tmp_path, BY_CHAIN[words]), None)


@pytest.mark.parametrize("words", BY_SEAL)
def test_the_seal_finds(sealed: Path, tmp_path: Path, words: str) -> None:
    assert _finds(_tampered(sealed, tmp_path, BY_SEAL[words]), key())


@pytest.mark.parametrize("words", FORGERIES)
def test_the_chain_alone_does_not_find(plain: Path, tmp_path: Path, words: str) -> None:
    """So that each of these is one that takes a seal."""
    assert not _finds(_tampered(plain, tmp_path, BY_SEAL[words]), None)


@pytest.mark.parametrize("words", OUT_OF_REACH)
def test_nothing_in_an_archive_tells(sealed: Path, tmp_path: Path, words: str) -> None:
    assert not _finds(_tampered(sealed, tmp_path, OUT_OF_REACH[words]), key())


def test_both_are_sound_before(plain: Path, sealed: Path) -> None:
    assert not _finds(plain, None)
    assert not _finds(sealed, key())
