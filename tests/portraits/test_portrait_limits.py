"""A portrait is of a reasonable size, its links lead where links may, its photo lies beside it."""

import time
from pathlib import Path

import pytest

from reportgen.errors import Problem, Severity
from reportgen.model import City, Portrait
from reportgen.portraits import load_portrait

pytestmark = pytest.mark.exhaustive

KOELN = City(name="Köln", slug="koeln", ags="05315000", abbreviation="K", office="")


def read(folder: Path, text: str) -> tuple[Portrait, tuple[Problem, ...]]:
    (folder / "koeln.md").write_text(text, encoding="utf-8")
    return load_portrait(folder, KOELN)


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {p.code for p in problems if p.severity is Severity.ERROR}


@pytest.mark.parametrize("text", ["Wort " * 5000, "[" * 30_000, "a\n\n" * 600, "- a\n" * 600])
def test_a_text_that_is_too_long_is_told_and_not_read(text: str, tmp_path: Path) -> None:
    portrait, problems = read(tmp_path, text)

    assert codes(problems) == {"too-long"}
    assert not portrait.blocks


@pytest.mark.parametrize(
    "piece", ["[", "![", "—", "<!--", "<?a", "<![CDATA[", "`a``", "**a", "[a](", "&", "\\", "> - "]
)
def test_no_markdown_of_the_longest_length_takes_long(piece: str, tmp_path: Path) -> None:
    started = time.process_time()
    read(tmp_path, (piece * 3000)[:6000])
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "address",
    [
        "smb://server/share", "launch:a.exe", "//server/share", "javascript:alert(1)",
        "JaVaScRiPt:x", "file:///etc/passwd", "data:text/html,x", "\\\\server\\share", "ftp://a.de",
        "https:///a", "&#106;avascript:x",
    ],
)  # fmt: skip
def test_a_link_of_another_kind_never_gets_into_the_report(address: str, tmp_path: Path) -> None:
    portrait, problems = read(tmp_path, f"Hier [steht es]({address}).\n")

    assert {span.href for block in portrait.blocks for span in block.spans} == {""}
    assert "unusable-link" in {p.code for p in problems}


@pytest.mark.parametrize(
    "head",
    [
        "photo_focus = " + "[" * 5000,
        "photo_focus = [" + "9" * 5000 + "]",
        "photo_focus = [" + "9" * 400 + ", 1]",
        "a." * 9000 + "b = 1",
    ],
)
def test_front_matter_that_exhausts_is_told(head: str, tmp_path: Path) -> None:
    _, problems = read(tmp_path, f"+++\n{head}\n+++\nText\n")

    assert codes(problems) & {"bad-front-matter", "bad-focus"}


def test_a_photo_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "portraits"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (folder / "a.jpg").symlink_to("../secret.jpg")

    portrait, problems = read(folder, '+++\nphoto = "a.jpg"\ncredit = "X"\n+++\nText\n')

    assert portrait.photo is None
    assert codes(problems) == {"photo-elsewhere"}


@pytest.mark.parametrize("name", ["a" * 5000, "ä" * 200 + ".jpg", "a\\u0001b"])
def test_a_photo_of_an_impossible_name_is_missing(name: str, tmp_path: Path) -> None:
    portrait, problems = read(tmp_path, f'+++\nphoto = "{name}"\n+++\nText\n')

    assert portrait.photo is None
    assert {p.code for p in problems} == {"photo-missing"}
    assert all(len(str(p)) < 1000 for p in problems)


def test_a_device_is_no_portrait(tmp_path: Path) -> None:
    (tmp_path / "koeln.md").symlink_to("/dev/zero")

    _, problems = load_portrait(tmp_path, KOELN)

    assert codes(problems) == {"portrait-unreadable"}
