"""What an office says on chapters of its report stands in its portrait, under headings."""

from pathlib import Path

import pytest

from reportgen.errors import Severity
from reportgen.model import PortraitKind, Section
from tests.portraits.test_portraits import only_problem, read, texts


def test_a_comment_goes_on_to_the_next_of_its_kind(tmp_path: Path) -> None:
    portrait, problems = read(
        tmp_path,
        "Das Amt.\n\n# Kommentar: Dichten\n\nMehr Anträge.\n\n## Warum\n\n- Reform\n\n"
        "# Kommentar: Wirtschaft\n\nWeniger Arbeit.\n",
    )

    assert problems == ()
    assert texts(portrait) == [(PortraitKind.PARAGRAPH, "Das Amt.")]
    assert {
        section: ["".join(span.text for span in block.spans) for block in said]
        for section, said in portrait.comments.items()
    } == {
        Section.DENSITIES: ["Mehr Anträge.", "Warum", "Reform"],
        Section.ECONOMY: ["Weniger Arbeit."],
    }


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("# Kommentar: Leistungsbeziehende", Section.RECIPIENTS),
        ("## KOMMENTAR :  auszahlungen", Section.PAYMENTS),
        ("# Comment: densities", Section.DENSITIES),
        ("# Kommentar: Geld", Section.MONEY),
        ("# comment:development", Section.DEVELOPMENT),
    ],
)
def test_a_chapter_has_its_name_in_both_languages(
    heading: str, section: Section, tmp_path: Path
) -> None:
    portrait, problems = read(tmp_path, f"{heading}\n\nEin Satz.\n")

    assert problems == ()
    assert list(portrait.comments) == [section]


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("# Kommentar: Dichte\n\nText\n", "unknown-chapter", '"Dichte"'),
        ("# Kommentar:\n\nText\n", "unknown-chapter", "there is not"),
        (
            "# Kommentar: Dichten\n\nText\n\n# Comment: densities\n\nNoch einer\n",
            "duplicate-comment",
            "densities",
        ),
        ("# Kommentar: Wirtschaft\n", "empty-comment", "economy"),
        ("# Kommentar: Geld\n\n# Kommentar: Dichten\n\nText\n", "empty-comment", "money"),
    ],
)
def test_what_is_wrong_with_a_comment_is_told(
    text: str, code: str, named: str, tmp_path: Path
) -> None:
    problem = only_problem(tmp_path, text)

    assert (problem.code, problem.severity) == (code, Severity.ERROR)
    assert named in problem.message


def test_a_misspelled_chapter_is_told_with_the_nearest(tmp_path: Path) -> None:
    assert "dichten" in only_problem(tmp_path, "# Kommentar: Dichtn\n\nText\n").hint


def test_a_comment_of_an_unknown_chapter_is_not_printed_in_the_portrait(tmp_path: Path) -> None:
    portrait, _ = read(tmp_path, "Das Amt.\n\n# Kommentar: Nirgends\n\nGeheim.\n")

    assert texts(portrait) == [(PortraitKind.PARAGRAPH, "Das Amt.")]
    assert not portrait.comments
