"""The finished report, and what keeps one from being finished."""

from collections.abc import Mapping
from hashlib import sha256

import pytest
from msgspec.structs import replace

from reportgen.document.blocks import Heading
from reportgen.document.paragraphs import HeadingLine
from reportgen.document.setting import Setting
from reportgen.document.structure import Element
from reportgen.errors import ConformanceError, DocumentError, Problem
from reportgen.layout.load import Layout
from reportgen.model import Portrait, PortraitBlock, PortraitKind, Profile, Report, Span
from tests.document.making import report_of
from tests.document.pdf import page_texts, pieces, running_text
from tests.made_up import area, profiles

WORDS = "Das Amt berät die Bürgerinnen und Bürger der Stadt in allen Fragen der Sozialhilfe. "


def portrait_of(kind: PortraitKind, text: str) -> Portrait:
    return Portrait(blocks=(PortraitBlock(kind=kind, spans=(Span(text=text),)),))


def test_a_report_knows_its_city_year_language_and_checksum(
    reports: Mapping[str, Report], cities: Mapping[str, Profile]
) -> None:
    for slug, report in reports.items():
        assert (report.city, report.year) == (cities[slug].city, 2020)
        assert report.language == "de"
        assert report.sha256 == sha256(report.pdf).hexdigest()
        assert len(page_texts(report.pdf)) == report.pages


def test_the_foot_of_every_page_names_city_year_and_page(reports: Mapping[str, Report]) -> None:
    report = reports["frankfurt-am-main"]
    for number, text in enumerate(page_texts(report.pdf), start=1):
        assert "Stadtprofil Frankfurt am Main · Berichtsjahr 2020" in text
        assert f"Seite {number} von {report.pages}" in text


def test_the_foot_stands_at_the_same_place_on_every_page(reports: Mapping[str, Report]) -> None:
    report = reports["frankfurt-am-main"]
    feet = [p for p in pieces(report.pdf) if p.text.startswith("Stadtprofil Frankfurt am Main ·")]
    assert len(feet) == report.pages
    assert len({(round(p.left, 2), round(p.bottom, 2)) for p in feet}) == 1


@pytest.mark.parametrize("kind", [PortraitKind.PARAGRAPH, PortraitKind.BULLET])
def test_a_long_portrait_goes_on_over_pages(
    cities: Mapping[str, Profile], german: Layout, kind: PortraitKind
) -> None:
    """One paragraph of four pages, or as many bullets; no word is lost."""
    blocks = {
        PortraitKind.PARAGRAPH: portrait_of(kind, WORDS * 250).blocks,
        PortraitKind.BULLET: portrait_of(kind, WORDS).blocks * 250,
    }[kind]
    with_portrait = report_of(cities["essen"], german, Portrait(blocks=blocks))
    without = report_of(cities["essen"], german)
    assert with_portrait.pages >= without.pages + 3
    # A word may be divided by a foot.
    assert running_text(with_portrait.pdf).count("Sozialhilfe. ") >= 250 - with_portrait.pages


def test_a_block_that_no_page_can_hold_is_an_error_with_its_city(german: Layout) -> None:
    profile, *_ = profiles(["Köln"], areas=[area("A" * 20_000)], recipients={"A" * 20_000: [1]})
    with pytest.raises(DocumentError) as caught:
        report_of(profile, german)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("too-tall", "Köln")
    assert caught.value.exit_code == 6
    assert problem.hint


def test_a_violation_of_a_standard_is_an_error_with_its_city(
    cities: Mapping[str, Profile], german: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Problem(code="ua", message="something is not tagged", where="page 2")
    monkeypatch.setattr("reportgen.editions.digital.violations", lambda *_: (fault,))
    with pytest.raises(ConformanceError) as caught:
        report_of(cities["essen"], german)
    assert caught.value.problems == (replace(fault, where="Essen, page 2"),)
    assert caught.value.exit_code == 7


@pytest.mark.parametrize("count", [18, 22, 60])
def test_all_areas_are_shown_however_many(german: Layout, count: int) -> None:
    many = [area(f"Bereich {number}") for number in range(count)]
    columns = {each.key: [100 + i, 50, 20] for i, each in enumerate(many)}
    profile, *_ = profiles(["Köln", "Bonn", "Aachen"], areas=many, recipients=columns)
    text = "".join(page_texts(report_of(profile, german).pdf))
    assert all(f"Bereich {number} " in text for number in range(count))


def test_other_margins_and_sizes_are_followed(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    look = replace(
        german.look,
        page=replace(german.look.page, left=35, right=30),
        type=replace(german.look.type, body=12),
    )
    report = report_of(cities["essen"], replace(german, look=look))
    left, right = 35 / 25.4 * 72, (210 - 30) / 25.4 * 72
    texts = [p for p in pieces(report.pdf) if p.page > 0]
    assert all(left - 1 <= p.left and p.right <= right + 4 for p in texts)


def test_a_long_heading_is_as_high_as_its_lines(german: Layout) -> None:
    setting = Setting.of(german)
    one, several = (
        HeadingLine(Heading(level=2, text=text), setting, Element("H2")).height(200)
        for text in (
            "Kurz",
            "Eine Überschrift, die in drei oder mehr Zeilen steht, weil sie lang ist",
        )
    )
    assert several >= 3 * one
