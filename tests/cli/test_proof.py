"""`reportgen proof` writes its pictures, prints its figures and says what cannot be proved."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from tests.document.pressing import add_page, new_document
from tests.running import Result, files_in, run

#: 60 % of cyan on all of the page, and 280 % of ink on a hundredth of it.
PAGE = ".6 0 0 0 k 0 0 100 100 re f .6 .6 .8 .8 k 0 0 10 10 re f"


def press_file(folder: Path, name: str = "a-print.pdf", *, content: str = PAGE) -> Path:
    document = new_document()
    add_page(document, content)
    add_page(document, "0 0 0 1 k 0 0 10 100 re f")
    folder.mkdir(parents=True, exist_ok=True)
    document.save(folder / name)
    return folder / name


def proof(tmp_path: Path, *args: object) -> Result:
    return run("proof", *args, "--out", tmp_path / "proof", "--dpi", 72)


def test_a_proof_is_a_folder_of_pictures_and_a_table_of_figures(tmp_path: Path) -> None:
    file = press_file(tmp_path)

    result = proof(tmp_path, file)

    assert result.code == 0
    assert files_in(tmp_path / "proof") == sorted(
        [
            "a-print/contact.png",
            *(
                f"a-print/page-{number}{kind}.png"
                for number in (1, 2)
                for kind in ("", "-cyan", "-magenta", "-yellow", "-black", "-ink")
            ),
        ]
    )
    head, _, first, second = (line.split() for line in result.out.splitlines())
    assert " ".join(head) == "file page C % M % Y % K % all % most %"
    assert first == ["a-print.pdf", "1", "60.0", "0.6", "0.8", "0.8", "62.2", "280"]
    assert second == ["a-print.pdf", "2", "0.0", "0.0", "0.0", "10.0", "10.0", "100"]
    assert result.err == f"all pages at a glance: {tmp_path / 'proof/a-print/contact.png'}\n"


def test_a_quiet_proof_prints_figures_only(tmp_path: Path) -> None:
    result = run("-q", "proof", press_file(tmp_path), "--out", tmp_path / "proof")

    assert (result.code, result.err) == (0, "")
    assert "most %" in result.out


def test_too_much_ink_is_told_after_the_pictures_that_show_it_are_written(tmp_path: Path) -> None:
    file = press_file(tmp_path)

    result = proof(tmp_path, file, "--ink-limit", 270)

    assert result.code == 7
    assert "error[too-much-ink]: 100 pixels have more than 270 % of ink" in result.err
    assert f"  --> {file}" in result.err
    assert "a-print/page-1-ink.png" in files_in(tmp_path / "proof")


def test_one_pixel_is_enough(tmp_path: Path) -> None:
    result = proof(tmp_path, press_file(tmp_path, content="1 1 1 1 k 5 5 1 1 re f"))

    assert result.code == 7
    assert "error[too-much-ink]: 1 pixel has more than 300 % of ink" in result.err


def test_every_file_has_a_folder_of_its_own(tmp_path: Path) -> None:
    files = [press_file(tmp_path, "a.pdf"), press_file(tmp_path, "b.pdf")]

    result = proof(tmp_path, *files, files[0])

    assert result.code == 0
    assert {name.partition("/")[0] for name in files_in(tmp_path / "proof")} == {"a", "b"}
    assert [line.split()[0] for line in result.out.splitlines()[2:]] == [
        *["a.pdf"] * 2,
        *["b.pdf"] * 2,
    ]


def test_files_of_one_name_are_not_mixed(tmp_path: Path) -> None:
    one, other = press_file(tmp_path / "one"), press_file(tmp_path / "other")

    result = proof(tmp_path, one, other)

    assert result.code == 2
    assert "error[same-name]: " in result.err
    assert str(one) in result.err
    assert str(other) in result.err
    assert not (tmp_path / "proof").exists()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = proof(tmp_path, tmp_path / "none.pdf", press_file(tmp_path), tmp_path / "nil.pdf")

    assert result.code == 2
    assert result.err.count("error[file-missing]: there is no file ") == 2
    assert not (tmp_path / "proof").exists()


def encrypted(tmp_path: Path) -> Path:
    with pikepdf.open(press_file(tmp_path)) as document:
        document.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="u", owner="o"))
    return tmp_path / "locked.pdf"


def text(tmp_path: Path) -> Path:
    file = tmp_path / "text.pdf"
    file.write_text("no PDF", encoding="utf-8")
    return file


def malformed(tmp_path: Path) -> Path:
    document = new_document()
    add_page(document, "/There-is-none gs")
    document.save(tmp_path / "malformed.pdf")
    return tmp_path / "malformed.pdf"


def endless(tmp_path: Path) -> Path:
    document = new_document()
    form = document.make_stream(b"/F Do")
    form.Subtype, form.BBox = Name.Form, [0, 0, 9, 9]
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    add_page(document, "/F Do", F=form)
    document.save(tmp_path / "endless.pdf")
    return tmp_path / "endless.pdf"


def immense(tmp_path: Path) -> Path:
    document = new_document()
    add_page(document, "").mediabox = [0, 0, 100, 200_000]
    document.save(tmp_path / "immense.pdf")
    return tmp_path / "immense.pdf"


def poster(tmp_path: Path) -> Path:
    document = new_document()
    add_page(document, "").mediabox = [0, 0, 14_000, 14_000]
    document.save(tmp_path / "poster.pdf")
    return tmp_path / "poster.pdf"


def doubling(tmp_path: Path) -> Path:
    """Forms that draw each other 2^30 times, each time in another grey."""
    document = new_document()
    form = document.make_stream(b"0 0 9 9 re f")
    form.Subtype, form.BBox = Name.Form, [0, 0, 9, 9]
    for _ in range(30):
        above = document.make_stream(b"/F Do 1 0 0 1 1 0 cm /F Do")
        above.Subtype, above.BBox = Name.Form, [0, 0, 9, 9]
        above.Resources = Dictionary(XObject=Dictionary(F=form))
        form = above
    add_page(document, "/F Do", F=form)
    document.save(tmp_path / "doubling.pdf")
    return tmp_path / "doubling.pdf"


def deep(tmp_path: Path) -> Path:
    document = new_document()
    form = document.make_stream(b"0 0 9 9 re f")
    form.Subtype, form.BBox = Name.Form, [0, 0, 9, 9]
    for _ in range(1000):
        above = document.make_stream(b"/F Do")
        above.Subtype, above.BBox = Name.Form, [0, 0, 9, 9]
        above.Resources = Dictionary(XObject=Dictionary(F=form))
        form = above
    add_page(document, "/F Do", F=form)
    document.save(tmp_path / "deep.pdf")
    return tmp_path / "deep.pdf"


def empty(tmp_path: Path) -> Path:
    new_document().save(tmp_path / "empty.pdf")
    return tmp_path / "empty.pdf"


def digital(tmp_path: Path) -> Path:
    document = pikepdf.new()
    document.add_blank_page().obj.Contents = document.make_stream(b"1 0 0 rg 0 0 9 9 re f")
    document.save(tmp_path / "digital.pdf")
    return tmp_path / "digital.pdf"


@pytest.mark.parametrize(
    ("make", "code", "message"),
    [
        (encrypted, "encrypted-pdf", "locked.pdf is encrypted, which PDF/X-4 forbids"),
        (text, "not-a-pdf", "text.pdf cannot be read as a PDF: "),
        (malformed, "page-unreadable", "the page cannot be read: "),
        (endless, "page-unreadable", "the page cannot be read: a form holds itself"),
        (immense, "page-size", "the page measures 100 by 200000 points"),
        (poster, "page-too-large", "at 72 dpi the page has 196 megapixels, more than 16"),
        (deep, "pdf-beyond-limits", "deep.pdf cannot be proved: it is nested deeper than"),
        (empty, "no-pages", "there are no pages"),
        (digital, "not-of-four-inks", "the page uses RGB"),
        (digital, "no-press-intent", "the PDF has no output intent with an ICC profile for CMYK"),
    ],
)
def test_a_file_that_cannot_be_proved_stops_the_run(
    tmp_path: Path, make: object, code: str, message: str
) -> None:
    assert callable(make)
    file = make(tmp_path)

    result = proof(tmp_path, press_file(tmp_path, "good.pdf"), file)

    assert result.code == 7
    assert f"error[{code}]: {message}" in result.err
    assert str(file) in result.err
    assert "nothing was written" in result.err
    assert not (tmp_path / "proof").exists()


def test_all_files_that_cannot_be_proved_are_told(tmp_path: Path) -> None:
    result = proof(tmp_path, text(tmp_path), encrypted(tmp_path))

    assert "error[not-a-pdf]" in result.err
    assert "error[encrypted-pdf]" in result.err


@pytest.mark.parametrize("args", [["--dpi", 5], ["--dpi", 5000], ["--ink-limit", 0], []])
def test_wrong_use(tmp_path: Path, args: list[object]) -> None:
    files = [press_file(tmp_path)] if args else []

    assert run("proof", *files, *args).code == 2


@pytest.mark.exhaustive
def test_what_would_be_painted_for_ever_is_given_up(tmp_path: Path) -> None:
    result = proof(tmp_path, doubling(tmp_path))

    assert result.code == 7
    assert "error[pdf-beyond-limits]: doubling.pdf cannot be proved: " in result.err
