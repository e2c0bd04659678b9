"""Pages on youth welfare in districts speak of nothing else, in both languages."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from reportgen.delivery.departments import load_departments
from reportgen.indicators import columns_to_csv, table, to_csv
from reportgen.layout.load import Layout
from reportgen.model import Dataset, Kind, Profile
from reportgen.pipeline import build_report
from reportgen.workbook import load_workbook
from tests.checks.accessibility.spoken import as_heard
from tests.checks.accessibility.tree import Node, tree_of
from tests.document.pdf import opened, page_texts
from tests.domains.sentences import pages, sentences
from tests.running import ROOT, run
from tests.workbook.make_youth_workbook import NOTICE, YOUTH_WORKBOOK, make
from tests.workbooks import Edit

#: Words of the other domain; „Statistik“ has the letters of one.
CITY = re.compile(r"stadt|städt|\bcit(?:y|ies)", re.IGNORECASE)
SOCIAL = re.compile(
    r"leistungsbezieh|beziehende|auszahl|existenz|lebensunterhalt"
    r"|payment|(?<!note )recipient|livelihood",
    re.IGNORECASE,
)
GOLDEN = ROOT / "tests" / "golden"
NOTICES = {"de": NOTICE, "en": "All figures are made up."}
ONE, WITH_GAP = "musterkreis-adlerstein", "musterkreis-eschenau"
REVIEWED = (ONE, WITH_GAP, "musterkreis-moorbeke", "musterkreis-weidengrund")

LANGUAGES = pytest.mark.parametrize("language", ["de", "en"])


def spoken(node: Node) -> Iterator[str]:
    """All that is heard, alternative texts and expansions of abbreviations included."""
    for each in node.walk():
        yield each.alt
        yield from (words.text + words.expansion for words in each.words)


def told_by(document: pikepdf.Pdf) -> Iterator[str]:
    """What a file says of itself."""
    yield from map(str, document.docinfo.values())
    yield document.Root.Metadata.read_bytes().decode()
    with document.open_outline() as outline:
        yield from (item.title for item in outline.root)


def test_the_committed_workbook_is_what_the_script_makes() -> None:
    committed, made = openpyxl.load_workbook(YOUTH_WORKBOOK), make()

    assert committed.sheetnames == made.sheetnames
    for name in made.sheetnames:
        rows = [[cell.value for cell in row] for row in committed[name].iter_rows()]
        assert _plain(rows) == _plain([[c.value for c in row] for row in made[name].iter_rows()])


def _plain(rows: list[list[object]]) -> list[list[str]]:
    """As openpyxl reads them again: dates with a time, whole numbers without decimals."""
    return [[str(value).removesuffix(" 00:00:00").removesuffix(".0") for value in r] for r in rows]


def test_a_comparison_without_payments_is_read_without_a_warning(districts: Dataset) -> None:
    assert districts.warnings == ()
    assert len(districts.cities) == 12
    assert districts.groups == ("insgesamt", "0 bis unter 21")
    assert [area.in_total for area in districts.areas] == [True] * 4 + [False]


@LANGUAGES
def test_pages_speak_of_districts_and_of_no_payments(
    language: str, district_profiles: Mapping[str, Profile], youth: Mapping[str, Layout]
) -> None:
    for profile in district_profiles.values():
        text = pages(profile, youth[language])
        assert not CITY.findall(text)
        assert not SOCIAL.findall(text)


@LANGUAGES
def test_sentences_read_as_reviewed(
    language: str, district_profiles: Mapping[str, Profile], youth: Mapping[str, Layout]
) -> None:
    golden = GOLDEN / f"sentences-districts.{language}.txt"
    said = sentences([district_profiles[slug] for slug in REVIEWED], youth[language])
    assert said == golden.read_text(encoding="utf-8")


@LANGUAGES
@pytest.mark.exhaustive
def test_nothing_of_a_file_speaks_of_cities(
    language: str,
    district_profiles: Mapping[str, Profile],
    youth: Mapping[str, Layout],
    tmp_path: Path,
) -> None:
    profile, layout = district_profiles[WITH_GAP], youth[language]
    report = build_report(profile, layout, tmp_path, attach_data=True)

    with opened(report.pdf) as document:
        tree = tree_of(document)
        attached = [each.get_file().read_bytes().decode() for each in document.attachments.values()]
        texts = [*spoken(tree), *told_by(document), *page_texts(report.pdf), *attached]

    assert len(attached) == 2
    assert [found for text in texts for found in CITY.findall(text)] == []
    if language == "de":
        golden = GOLDEN / "reading-eschenau.de.txt"
        assert as_heard(tree) == golden.read_text(encoding="utf-8")


@LANGUAGES
def test_the_notice_stands_on_every_page_and_in_what_the_file_says_of_itself(
    language: str,
    district_profiles: Mapping[str, Profile],
    youth: Mapping[str, Layout],
    tmp_path: Path,
) -> None:
    report = build_report(district_profiles[ONE], youth[language], tmp_path)

    assert report.pages == len(page_texts(report.pdf)) > 2
    assert all(NOTICES[language] in text for text in page_texts(report.pdf))
    with opened(report.pdf) as document:
        assert str(document.docinfo["/Subject"]).endswith(f". {NOTICES[language]}")
        assert NOTICES[language] in document.Root.Metadata.read_bytes().decode()
        assert NOTICES[language] in tree_of(document).text


def test_a_workbook_without_notice_has_none(german: Layout, cities: Mapping[str, Profile]) -> None:
    assert cities["koeln"].about.notice == ""
    assert NOTICE not in pages(cities["koeln"], german)


@LANGUAGES
def test_mails_speak_of_districts(language: str, youth: Mapping[str, Layout]) -> None:
    mail = youth[language].mail
    assert mail
    texts = (mail.subject, mail.heading, *mail.paragraphs, mail.name, mail.name_print)
    assert not CITY.findall(" ".join(texts).replace("{city}", ""))
    assert not SOCIAL.findall(" ".join(texts))


def test_columns_of_the_data_speak_of_no_city(district_profiles: Mapping[str, Profile]) -> None:
    profile = district_profiles[ONE]
    assert profile.is_neutral
    data = to_csv(table([profile]), neutral=True) + columns_to_csv(neutral=True)
    assert data.startswith(b"name,kind,key,label,")
    assert not CITY.findall(data.decode())


def test_all_help_together_is_relative_to_the_young(
    district_profiles: Mapping[str, Profile],
) -> None:
    whole = district_profiles[ONE].get(Kind.DENSITY, "total").measure
    assert whole.method.startswith("recipients / population 0 to under 21 * 1,000")


def test_the_console_speaks_in_the_words_of_the_workbook() -> None:
    result = run("validate", YOUTH_WORKBOOK)

    assert "Personen 2020" in result.out
    assert "Kontext 2020" in result.out
    assert "Auszahlungen" not in result.out + result.err
    assert not CITY.findall(run("cities", YOUTH_WORKBOOK).out)


# --- neutral names -----------------------------------------------------------------------------


def changed(folder: Path, *edits: Edit) -> Path:
    workbook = openpyxl.load_workbook(YOUTH_WORKBOOK)
    for edit in edits:
        edit(workbook)
    workbook.save(folder / "changed.xlsx")
    return folder / "changed.xlsx"


def with_value(sheet: str, address: str, value: object) -> Edit:
    def edit(workbook: openpyxl.Workbook) -> None:
        workbook[sheet][address] = value

    return edit


@pytest.mark.parametrize(
    ("sheet", "address", "value", "code", "told"),
    [
        ("Personen", "A2", "Musterkreis Adlerstien", "unknown-city", 'in sheet "Einheiten"'),
        ("Personen", "A1", None, "missing-column", 'no column "Einheit"'),
        ("Einheiten", "A1", "Nummer", "missing-column", 'no column "Schlüssel"'),
        ("Einheiten", "A2", "9901", "bad-ags", "not a key of 5 digits"),
        ("Quellen", "A2", "Kontekst", "unknown-table", "not one of the words"),
        ("Angaben", "A8", "Hinweiss", "unknown-about", 'line "Hinweiss" is not read'),
    ],
)
def test_problems_use_the_names_of_the_workbook(
    sheet: str, address: str, value: object, code: str, told: str, tmp_path: Path
) -> None:
    book = changed(tmp_path, with_value(sheet, address, value))
    result = run("validate", book, "--layout", "district-youth")

    assert f"[{code}]" in result.err
    assert told in result.err
    assert not CITY.findall(re.sub(r"unknown-city|city \"|names no city", "", result.err))


@LANGUAGES
@pytest.mark.parametrize(
    ("sheet", "address", "value", "rule"),
    [
        ("Personen", "C3", 9999, "previous"),
        ("Bevölkerung", "C3", 9_999_999, "previous"),
        ("Kontext", "C3", 140, "percentage"),
    ],
)
def test_implausible_values_are_told_without_a_word_of_cities(
    language: str, sheet: str, address: str, value: object, rule: str, tmp_path: Path
) -> None:
    book = changed(tmp_path, with_value(sheet, address, value))
    result = run("validate", book, "--layout", "district-youth", "--lang", language)

    assert f"[{rule}]" in result.err
    assert not CITY.findall(result.err)


def test_districts_may_be_called_what_would_be_no_city(tmp_path: Path) -> None:
    def rename(workbook: openpyxl.Workbook) -> None:
        for sheet in workbook:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("Musterkreis", "Landkreis")

    result = run("validate", changed(tmp_path, rename), "--layout", "district-youth")

    assert result.code == 0
    assert "Landkreis Adlerstein" in result.out
    assert "implausible" not in result.err


def test_the_made_up_figures_are_plausible() -> None:
    result = run("validate", YOUTH_WORKBOOK, "--layout", "district-youth")

    assert "implausible" not in result.err


def own_keys(workbook: openpyxl.Workbook) -> None:
    for row in range(2, 14):
        workbook["Einheiten"].cell(row, 1).value = f"K-{row}"


def long_keys(workbook: openpyxl.Workbook) -> None:
    for row in range(2, 14):
        workbook["Einheiten"].cell(row, 1).value = f"0515101000{row:02}"


@pytest.mark.parametrize("keys", [own_keys, long_keys])
def test_keys_may_be_of_any_form(keys: Edit, tmp_path: Path) -> None:
    dataset = load_workbook(changed(tmp_path, keys))

    assert dataset.warnings == ()
    assert len({city.ags for city in dataset.cities}) == 12


def test_keys_are_unique(tmp_path: Path) -> None:
    double = with_value("Einheiten", "A3", "99001")
    assert "[duplicate-city]" in run("validate", changed(tmp_path, double)).err


def test_departments_may_want_any_language(tmp_path: Path) -> None:
    file = tmp_path / "departments.toml"
    text = (ROOT / "data" / "departments.toml").read_text(encoding="utf-8")
    file.write_text(text.replace("\nto =", '\nlanguage = "nl"\nto =', 1), encoding="utf-8")

    languages = [each.language for each in load_departments(file).departments.cities.values()]
    assert languages[:2] == ["nl", "de"]
