"""The page of corrections at the end of a report."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportgen.layout.load import Layout
from reportgen.model import Edition, Profile, Report
from reportgen.pipeline import build_report
from tests.checks.accessibility.spoken import as_heard
from tests.checks.accessibility.tree import Node, tree_of
from tests.document.pdf import opened, page_texts
from tests.made_up import area, indicator, profiles

GOLDEN = Path(__file__).parents[1] / "golden"
CITIES = ("Köln", "Bonn", "Aachen", "Ulm", "Mainz", "Trier")
NOWHERE = Path("nowhere")


def page_of(layout: Layout) -> Node:
    """The last section of a corrected report, as its file has it."""
    before = made(1)
    about = replace(before.about, version="0.9", data_date=date(2021, 11, 2))
    former = replace(before, about=about)
    report = build_report(made(0), layout, NOWHERE, former=former)
    with opened(report.pdf) as document:
        return tree_of(document).nodes[-1]


def label_of(report: Report) -> str | None:
    """What sets the file apart, in its metadata."""
    with opened(report.pdf) as document, document.open_metadata() as metadata:
        return metadata.get("xmp:Label")


def made(shift: float, indicators: int = 1) -> Profile:
    """Köln's profile with numbers that differ by a shift."""
    names = [f"Quote {number}" for number in range(indicators)]
    return profiles(
        CITIES,
        areas=[area("SGB II", "Grundsicherung")],
        indicators=[indicator(name) for name in names],
        recipients={"SGB II": (9310 + 10 * shift, 4100, 3900, 2200, 2800, 1700)},
        economy=dict.fromkeys(names, (11.5 + shift, 9.5, 8, 4.5, 6.5, 7.5)),
    )[0]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_is_heard_as_what_stood_there_what_is_right_and_since_when(
    language: str, layouts: Mapping[str, Layout]
) -> None:
    heard = as_heard(page_of(layouts[language]))

    assert heard == (GOLDEN / f"erratum.{language}.txt").read_text(encoding="utf-8")


def test_a_report_in_which_nothing_changed_has_no_such_page(german: Layout) -> None:
    plain = build_report(made(0), german, NOWHERE)

    same = build_report(made(0), german, NOWHERE, former=made(0))

    assert same.pdf == plain.pdf
    assert not same.erratum


def test_the_page_stands_alone_and_last_and_leaves_the_others_as_they_are(german: Layout) -> None:
    plain = page_texts(build_report(made(0), german, NOWHERE).pdf)

    report = build_report(made(0), german, NOWHERE, former=made(1))

    texts = page_texts(report.pdf)
    assert texts[len(plain)].startswith("Berichtigung")
    assert [text.rpartition("Seite")[0] for text in texts[: len(plain)]] == [
        text.rpartition("Seite")[0] for text in plain
    ]


def test_the_page_is_a_section_with_tables_and_bookmarks(german: Layout) -> None:
    report = build_report(made(0), german, NOWHERE, former=made(1))

    with opened(report.pdf) as document, document.open_outline() as bookmarks:
        (title,) = bookmarks.root
        last = title.children[-1]
        section = tree_of(document).nodes[-1]
    assert last.title == "Berichtigung"
    assert "Wirtschaftliche Lage" in [child.title for child in last.children]
    assert section.tag == "Sect"
    tags = [node.tag for node in section.nodes]
    assert tags[:4] == ["H2", "P", "H3", "Table"]


@pytest.mark.parametrize("edition", [Edition.DIGITAL, Edition.PRINT])
def test_a_corrected_report_says_so_in_its_metadata(edition: Edition, german: Layout) -> None:
    report = build_report(made(0), german, NOWHERE, former=made(1), edition=edition)
    plain = build_report(made(0), german, NOWHERE, edition=edition)

    assert (report.erratum, label_of(report)) == ("Berichtigung", "Berichtigung")
    assert (plain.erratum, label_of(plain)) == ("", None)


def test_a_booklet_has_the_page_too(german: Layout) -> None:
    booklet = build_report(made(0), german, NOWHERE, former=made(1), edition=Edition.BOOKLET)

    assert any("Berichtigung" in text for text in page_texts(booklet.pdf))


def test_hundreds_of_corrections_go_on_over_pages_with_their_heads(german: Layout) -> None:
    former, profile = made(1, 40), made(0, 40)

    report = build_report(profile, german, NOWHERE, former=former)

    texts = page_texts(report.pdf)
    first = next(n for n, text in enumerate(texts) if text.startswith("Berichtigung"))
    tables = [text for text in texts[first:] if "Quote" in text and "dort stand" in text]
    assert len(tables) > 2
    for number in range(40):
        lines = [line for text in tables for line in text.splitlines()]
        assert any(line.startswith(f"Quote {number}, Stadt") for line in lines)
