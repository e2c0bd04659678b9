"""A portrait is plain Markdown; whatever it cannot hold is reported with its line."""

from pathlib import Path

import pytest

from reportgen.errors import Problem, Severity
from reportgen.model import City, Portrait, PortraitKind, Span
from reportgen.workbook import load_portrait
from tests.workbooks import WORKBOOK

CITY = City(name="Düsseldorf", slug="duesseldorf", ags="05111000", abbreviation="D", office="")
PARAGRAPH, HEADING, BULLET = PortraitKind


def read(folder: Path, text: str) -> tuple[Portrait, tuple[Problem, ...]]:
    (folder / "duesseldorf.md").write_text(text, encoding="utf-8")
    return load_portrait(folder, CITY)


def only_problem(folder: Path, text: str) -> Problem:
    _, (problem,) = read(folder, text)
    assert problem.where.startswith("duesseldorf.md")
    assert problem.hint
    return problem


def texts(portrait: Portrait) -> list[tuple[PortraitKind, str]]:
    return [(block.kind, "".join(span.text for span in block.spans)) for block in portrait.blocks]


def test_the_committed_portrait_has_no_problems() -> None:
    portrait, problems = load_portrait(WORKBOOK.parent / "portraits", CITY)

    assert problems == ()
    assert portrait.office == "Amt für Soziales"
    assert portrait.photo is None
    assert {block.kind for block in portrait.blocks} == {PARAGRAPH, HEADING, BULLET}


def test_front_matter_names_office_photo_and_credit(tmp_path: Path) -> None:
    (tmp_path / "rathaus.jpg").touch()

    portrait, problems = read(
        tmp_path,
        '+++\noffice = "Sozialamt"\nphoto = "rathaus.jpg"\ncredit = "Stadtarchiv"\n+++\nText\n',
    )

    assert problems == ()
    assert (portrait.office, portrait.credit) == ("Sozialamt", "Stadtarchiv")
    assert portrait.photo == tmp_path / "rathaus.jpg"


def test_markdown_becomes_blocks(tmp_path: Path) -> None:
    portrait, problems = read(
        tmp_path, "Das Amt\nberät.\n\n## Aufgaben\n\n- Pflege\n- Rente\n\nEnde.\n"
    )

    assert problems == ()
    assert texts(portrait) == [
        (PARAGRAPH, "Das Amt berät."),
        (HEADING, "Aufgaben"),
        (BULLET, "Pflege"),
        (BULLET, "Rente"),
        (PARAGRAPH, "Ende."),
    ]


def test_strong_text_and_links_keep_their_style(tmp_path: Path) -> None:
    portrait, _ = read(tmp_path, "Zum **Amt** im [Netz **hier**](https://www.duesseldorf.de).\n")

    assert portrait.blocks[0].spans == (
        Span(text="Zum "),
        Span(text="Amt", strong=True),
        Span(text=" im "),
        Span(text="Netz ", href="https://www.duesseldorf.de"),
        Span(text="hier", strong=True, href="https://www.duesseldorf.de"),
        Span(text="."),
    )


@pytest.mark.parametrize(
    ("markdown", "name", "kept"),
    [
        ("Ein *schräges* Wort", "italics", [(PARAGRAPH, "Ein schräges Wort")]),
        ("![Rathaus](rathaus.jpg)", "image", [(PARAGRAPH, "Rathaus")]),
        ("Mit `Code`", "code", [(PARAGRAPH, "Mit Code")]),
        ("```\nCode\n```", "code", [(PARAGRAPH, "Code")]),
        ("<div>Kasten</div>", "HTML", [(PARAGRAPH, "Kasten")]),
        ("1. erstens", "numbered list", [(BULLET, "erstens")]),
        ("> Zitat", "quotation", [(PARAGRAPH, "Zitat")]),
        ("***", "rule", []),
        ("~~alt~~", "struck", [(PARAGRAPH, "alt")]),
        ("eins  \nzwei", "forced line break", [(PARAGRAPH, "eins zwei")]),
        ("| a |\n|---|\n| b |", "table", [(PARAGRAPH, "a"), (PARAGRAPH, "b")]),
    ],
)
def test_what_a_portrait_cannot_hold_is_reported_and_its_text_kept(
    markdown: str, name: str, kept: list[tuple[PortraitKind, str]], tmp_path: Path
) -> None:
    portrait, (problem,) = read(tmp_path, f'+++\noffice = "Amt"\n+++\n\n{markdown}\n')

    assert (problem.code, problem.severity) == ("unsupported-markdown", Severity.WARNING)
    assert problem.where == "duesseldorf.md, line 5"
    assert name in problem.message
    assert texts(portrait) == kept


def test_a_list_within_a_list_is_reported_and_its_bullets_kept(tmp_path: Path) -> None:
    portrait, (problem,) = read(tmp_path, "- Pflege\n  - Heime\n  - Dienste\n- Rente\n")

    assert (problem.code, problem.severity) == ("unsupported-markdown", Severity.WARNING)
    assert problem.where == "duesseldorf.md, line 2"
    assert "list within a list" in problem.message
    assert [text for _, text in texts(portrait)] == ["Pflege", "Heime", "Dienste", "Rente"]
    assert {kind for kind, _ in texts(portrait)} == {BULLET}


def test_a_missing_portrait_is_a_warning(tmp_path: Path) -> None:
    portrait, (problem,) = load_portrait(tmp_path, CITY)

    assert portrait == Portrait()
    assert (problem.code, problem.severity) == ("portrait-missing", Severity.WARNING)
    assert "duesseldorf.md" in problem.hint


def test_front_matter_names_what_of_a_photo_stays_visible(tmp_path: Path) -> None:
    (tmp_path / "rathaus.jpg").touch()
    photo = 'photo = "rathaus.jpg"\ncredit = "Stadt"\n'

    assert read(tmp_path, f"+++\n{photo}+++\n")[0].photo_focus == (0.5, 0.5)
    portrait, problems = read(tmp_path, f"+++\n{photo}photo_focus = [0, 0.25]\n+++\n")
    assert (portrait.photo_focus, problems) == ((0, 0.25), ())


@pytest.mark.parametrize("value", ["[]", "[0.5]", "[0.5, 1.1]", "[0.5, -0.1]", "[0.5, nan]"])
def test_a_focus_that_is_no_place_in_the_photo_is_reported(value: str, tmp_path: Path) -> None:
    problem = only_problem(tmp_path, f"+++\nphoto_focus = {value}\n+++\n")

    assert (problem.code, problem.where) == ("bad-focus", "duesseldorf.md, photo_focus")


def test_a_missing_photo_is_a_warning(tmp_path: Path) -> None:
    portrait, (problem,) = read(tmp_path, '+++\nphoto = "fehlt.jpg"\ncredit = "Stadt"\n+++\n')

    assert portrait.photo is None
    assert (problem.code, problem.severity) == ("photo-missing", Severity.WARNING)


def test_a_photo_without_credit_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "rathaus.jpg").touch()

    problem = only_problem(tmp_path, '+++\nphoto = "rathaus.jpg"\n+++\n')

    assert (problem.code, problem.severity) == ("credit-missing", Severity.WARNING)


def test_an_unknown_key_is_an_error_that_names_the_nearest_one(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, '+++\nofice = "Amt"\n+++\n')

    assert (problem.code, problem.severity) == ("unknown-key", Severity.ERROR)
    assert problem.where == "duesseldorf.md, ofice"
    assert problem.hint == 'did you mean "office"?'


def test_a_key_that_is_not_a_text_is_an_error(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, "+++\noffice = 50\n+++\n")

    assert (problem.code, problem.severity) == ("wrong-type", Severity.ERROR)
    assert problem.where == "duesseldorf.md, office"


def test_all_faults_of_a_portrait_are_reported_in_one_run(tmp_path: Path) -> None:
    _, problems = read(tmp_path, '+++\nofice = "Amt"\noffice = 50\n+++\n\n> Zitat\n')

    assert {problem.code for problem in problems} == {
        "unknown-key",
        "wrong-type",
        "unsupported-markdown",
    }


@pytest.mark.parametrize("text", ["+++\noffice = Amt\n+++\n", '+++\noffice = "Amt"\n'])
def test_broken_front_matter_is_an_error(text: str, tmp_path: Path) -> None:
    problem = only_problem(tmp_path, text)

    assert (problem.code, problem.severity) == ("bad-front-matter", Severity.ERROR)


def test_a_portrait_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "duesseldorf.md").write_bytes("Pflegebüro".encode("latin-1"))

    _, (problem,) = load_portrait(tmp_path, CITY)

    assert (problem.code, problem.severity) == ("not-utf8", Severity.ERROR)


def test_a_folder_in_the_place_of_a_portrait_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "duesseldorf.md").mkdir()

    _, (problem,) = load_portrait(tmp_path, CITY)

    assert (problem.code, problem.severity) == ("portrait-unreadable", Severity.ERROR)
