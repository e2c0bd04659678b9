"""Nobody is sent another city's report: every file says itself whose it is, and is believed."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reportgen.delivery.departments import load_departments
from reportgen.delivery.plan import plan, refuse_reserved
from reportgen.editions.identity import data_of, identify
from reportgen.errors import DeliveryError
from reportgen.indicators import table, to_csv
from reportgen.layout.load import Layout
from reportgen.model import Edition, Identity, Profile, Report, Standard, report_name
from reportgen.pipeline import build_report
from tests.delivery.making import write_departments, write_report

TWO = {"Köln": ["a@koeln-amt.de"], "Essen": ["a@essen-amt.de"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports and departments of two cities."""
    for city, name in (("Köln", "koeln"), ("Essen", "essen")):
        write_report(tmp_path / "2020" / f"{name}.pdf", city)
    write_departments(tmp_path / "departments.toml", TWO)
    return tmp_path


def faults(folder: Path, *names: str) -> list[tuple[str, str]]:
    """Codes and messages of what keeps a run from starting."""
    directory = load_departments(folder / "departments.toml")
    with pytest.raises(DeliveryError) as caught:
        plan(folder / "2020", directory, names, identify)
    return [(problem.code, problem.message) for problem in caught.value.problems]


def slugs(folder: Path, place: str = "2020", *names: str) -> list[str]:
    directory = load_departments(folder / "departments.toml")
    return [mailing.slug for mailing in plan(folder / place, directory, names, identify)]


def test_every_city_gets_the_file_of_its_name(folder: Path) -> None:
    assert slugs(folder) == slugs(folder, ".") == ["koeln", "essen"]
    assert slugs(folder, "2020", "Essen") == ["essen"]


def test_another_city_in_a_file_stops_everything(folder: Path) -> None:
    write_report(folder / "2020" / "koeln.pdf", "Bonn")

    assert faults(folder) == [
        (
            "wrong-report",
            'koeln.pdf must be of "Köln" (de, digital), but is of "Bonn" (de, digital)',
        )
    ]


def test_swapped_files_are_both_told(folder: Path) -> None:
    write_report(folder / "2020" / "koeln.pdf", "Essen")
    write_report(folder / "2020" / "essen.pdf", "Köln")

    assert [code for code, _ in faults(folder)] == ["wrong-report", "wrong-report"]


def test_another_year_language_or_edition_stops_everything(folder: Path) -> None:
    koeln = folder / "2020" / "koeln.pdf"
    write_report(koeln, "Köln", 2019)
    assert faults(folder) == [("wrong-report", "koeln.pdf must be of 2020, but is of 2019")]

    write_report(koeln, "Köln", language="en")
    assert [code for code, _ in faults(folder)] == ["wrong-report"]

    write_report(koeln, "Köln", for_print=True)
    assert [code for code, _ in faults(folder)] == ["wrong-report"]


def test_mixed_years_stop_everything_wherever_they_lie(folder: Path) -> None:
    write_report(folder / "2020" / "koeln.pdf", "Köln", 2019)
    (folder / "2020").rename(folder / "reports")
    directory = load_departments(folder / "departments.toml")

    with pytest.raises(DeliveryError) as caught:
        plan(folder / "reports", directory, (), identify)

    assert caught.value.problems[0].code == "wrong-report"


def test_a_city_without_recipients_stops_everything(folder: Path) -> None:
    write_report(folder / "2020" / "bonn-en-print.pdf", "Bonn")

    assert faults(folder) == [("city-without-recipients", "nobody is to receive bonn-en-print.pdf")]
    # Unless the wanted cities are named.
    assert slugs(folder, "2020", "Köln") == ["koeln"]


def test_recipients_without_a_city_stop_everything(folder: Path) -> None:
    (folder / "2020" / "koeln.pdf").unlink()

    assert faults(folder) == [
        ("recipients-without-city", "Köln has recipients, but no report koeln.pdf")
    ]


def test_files_in_the_other_language_and_edition_are_no_fault(folder: Path) -> None:
    for name in ("koeln-en", "koeln-print", "essen-en-print", "bonn-booklet", "bonn-2up"):
        write_report(folder / "2020" / f"{name}.pdf", "Bonn")

    assert slugs(folder) == ["koeln", "essen"]


def test_several_years_must_be_told_apart(folder: Path) -> None:
    write_report(folder / "2021" / "koeln.pdf", "Köln", 2021)
    directory = load_departments(folder / "departments.toml")

    with pytest.raises(DeliveryError) as caught:
        plan(folder, directory, (), identify)

    assert [problem.code for problem in caught.value.problems] == ["several-years"]


def test_a_folder_without_reports_is_told(folder: Path) -> None:
    directory = load_departments(folder / "departments.toml")

    for place in (folder / "none", folder / "2020" / "none"):
        with pytest.raises(DeliveryError) as caught:
            plan(place, directory, (), identify)
        assert [problem.code for problem in caught.value.problems] == ["no-reports"]


def test_both_editions_and_english_are_found(folder: Path) -> None:
    write_departments(
        folder / "departments.toml",
        {"Köln": ["a@koeln-amt.de"]},
        'attach = ["print", "digital"]',
        'language = "en"',
    )
    for edition in Edition:
        name = report_name("koeln", "en", edition)
        for_print = edition is Edition.PRINT
        write_report(folder / "2020" / name, "Köln", language="en", for_print=for_print)
    directory = load_departments(folder / "departments.toml")

    (mailing,) = plan(folder / "2020", directory, ("koeln",), identify)

    assert [pdf.path.name for pdf in mailing.pdfs] == ["koeln-en.pdf", "koeln-en-print.pdf"]


def test_data_must_be_inside_to_be_attached(folder: Path) -> None:
    write_departments(folder / "departments.toml", TWO, 'attach = ["digital", "data"]')

    assert [code for code, _ in faults(folder)] == ["no-data-inside"] * 2


def test_too_large_files_are_told_before_anything_is_sent(folder: Path) -> None:
    write_departments(folder / "departments.toml", TWO, "size_limit_mb = 0.001")

    assert [code for code, _ in faults(folder)] == ["message-too-large"] * 2


def test_examples_are_not_written_to(folder: Path) -> None:
    answers = 'reply_to = ["b@example.org"]'
    file = write_departments(folder / "departments.toml", {"Köln": ["a@example.org"]}, answers)
    text = file.read_text(encoding="utf-8").replace("post@benchmarking.de", "post@example.org")
    file.write_text(text, encoding="utf-8")
    directory = load_departments(file)
    mailings = plan(folder / "2020", directory, ("Köln",), identify)

    with pytest.raises(DeliveryError) as caught:
        refuse_reserved(mailings, directory)

    assert [(p.code, p.where.partition(", ")[2]) for p in caught.value.problems] == [
        ("reserved-domain", "mail.sender"),
        ("reserved-domain", "mail.reply_to"),
        ("reserved-domain", "cities.koeln"),
    ]


# --- what a PDF says of itself --------------------------------------------------------------


@pytest.mark.parametrize("slug", ["duesseldorf", "frankfurt-am-main"])
def test_a_real_report_says_whose_it_is(
    slug: str, reports: Mapping[str, Report], cities: Mapping[str, Profile]
) -> None:
    assert identify(reports[slug].pdf, "x.pdf") == Identity(
        city=cities[slug].city.name,
        year=2020,
        language="de",
        edition=Edition.DIGITAL,
        has_data=False,
    )


def test_a_report_with_data_gives_them_back(
    cities: Mapping[str, Profile], layouts: Mapping[str, Layout], portraits: Path
) -> None:
    city = cities["koeln"]
    pdf = build_report(city, layouts["en"], portraits, attach_data=True).pdf

    identity = identify(pdf, "x.pdf")

    assert (identity.language, identity.has_data) == ("en", True)
    assert data_of(pdf) == to_csv(table([city]))


def test_a_report_without_document_information_says_whose_it_is(
    cities: Mapping[str, Profile], german: Layout, portraits: Path
) -> None:
    """As of PDF 2.0, which has no such thing; who adds another name to it is not believed."""
    pdf = build_report(cities["koeln"], german, portraits, standard=Standard.UA2).pdf
    assert identify(pdf, "x.pdf") == Identity(
        city="Köln", year=2020, language="de", edition=Edition.DIGITAL, has_data=False
    )
    changed = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.docinfo["/Title"] = "Essen"
        document.save(changed)
    with pytest.raises(DeliveryError):
        identify(changed.getvalue(), "x.pdf")


def test_a_report_that_was_cut_off_is_told(reports: Mapping[str, Report]) -> None:
    """Also one that had something added, such as a seal: what was before it is another report."""
    whole = reports["koeln"].pdf
    sealed = whole + whole[whole.rindex(b"startxref") :].replace(b"%%EOF", b"% seal\n%%EOF")
    assert identify(sealed, "a.pdf").city == "Köln"

    for content in (whole[:-100], whole[: len(whole) // 2], sealed[:-20]):
        with pytest.raises(DeliveryError) as caught:
            identify(content, "a.pdf")
        assert [problem.code for problem in caught.value.problems] == ["not-a-report"]


def test_a_print_edition_is_known_by_its_standard(tmp_path: Path) -> None:
    path = write_report(tmp_path / "a.pdf", "Köln, Stadt", 2021, for_print=True)

    assert identify(path.read_bytes(), "a.pdf") == Identity(
        city="Köln, Stadt", year=2021, language="de", edition=Edition.PRINT, has_data=False
    )


def test_what_is_no_report_is_told(tmp_path: Path) -> None:
    path = write_report(tmp_path / "a.pdf", "Köln")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.docinfo["/Keywords"] = "Essen, 2020, SGB II"
        document.save(path)

    # The last one says Köln in one place and Essen in the other.
    for content in (b"", b"%PDF-1.7 nonsense", path.read_bytes()):
        with pytest.raises(DeliveryError) as caught:
            identify(content, "a.pdf")
        assert [problem.code for problem in caught.value.problems] == ["not-a-report"]


def test_a_file_that_cannot_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Path) -> bytes:
        raise OSError(5, "Input/output error")

    directory = load_departments(folder / "departments.toml")
    monkeypatch.setattr(Path, "read_bytes", broken)

    with pytest.raises(DeliveryError) as caught:
        plan(folder / "2020", directory, ("Köln",), identify)

    assert [problem.code for problem in caught.value.problems] == ["file-unreadable"]
