"""A layout is whole and makes sense, or all that is wrong with it is told at once."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.errors import LayoutError, Problem
from reportgen.layout.appearance import POINTS_PER_MM, Colour, PageFormat
from reportgen.layout.load import Layout, load_layout
from reportgen.model import Section
from tests.layouts import SHIPPED, changed


def problems_of(name: Path | str, language: str = "de") -> tuple[Problem, ...]:
    with pytest.raises(LayoutError) as caught:
        load_layout(name, language)
    return caught.value.problems


# --- good ones ------------------------------------------------------------------------------


def test_the_shipped_layout_loads_in_both_languages(layouts: Mapping[str, Layout]) -> None:
    assert {language: layout.language for language, layout in layouts.items()} == {
        "de": "de",
        "en": "en",
    }
    assert layouts["de"].look == layouts["en"].look
    assert layouts["de"].texts != layouts["en"].texts
    own = layouts["de"].look.own_sections
    assert set(own) == set(Section)
    assert set(layouts["de"].look.sections) - set(own) == layouts["de"].blocks.keys() == {"contact"}
    assert all(font.is_file() for font in (layouts["de"].fonts.light, layouts["de"].fonts.semibold))


def test_a_layout_is_named_or_lies_in_a_folder(
    layouts: Mapping[str, Layout], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(changed(tmp_path).parent)

    assert load_layout("city-profile") == layouts["de"]
    assert load_layout(SHIPPED) == layouts["de"]
    assert load_layout("look").folder == Path("look")


def test_a_font_beside_the_layout_comes_before_that_of_the_package(tmp_path: Path) -> None:
    folder = changed(tmp_path)
    shipped = load_layout(folder).fonts.bold
    (folder / shipped.name).write_bytes(shipped.read_bytes())

    assert load_layout(folder).fonts.bold == folder / shipped.name


def test_a_colour_is_known_by_its_parts() -> None:
    colour = Colour.from_toml("#FF8000")

    assert colour == "#ff8000"
    assert colour.rgb == (1.0, 128 / 255, 0.0)


def test_the_width_of_text_is_what_the_margins_leave() -> None:
    page = PageFormat(width=210, height=297, left=20, right=30, top=9, bottom=9, foot=9, band=9)

    assert page.text_width == pytest.approx(160 * POINTS_PER_MM)
    assert round(POINTS_PER_MM, 6) == 2.834646


# --- faults ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "path", "value", "code", "hint"),
    [
        ("layout.toml", "page.widht", "3", "unknown-key", 'did you mean "width"?'),
        ("layout.toml", "page.width", "", "missing-key", "add it"),
        ("layout.toml", "page.width", '"210"', "wrong-type", ""),
        ("layout.toml", "thresholds.photo_dpi", "200.5", "wrong-type", ""),
        ("layout.toml", "colours.ink", '"black"', "wrong-value", ""),
        ("layout.toml", "colours.ink", '"#12345"', "wrong-value", ""),
        ("layout.toml", "colours.ink", "0x123456", "wrong-value", ""),
        ("de.toml", "document.title", "", "missing-text", "add it"),
        ("de.toml", "document.title", '"{city} {town}"', "unknown-gap", "valid are: city, year"),
        ("de.toml", "document.title", '"{city} {yaer}"', "unknown-gap", 'did you mean "year"?'),
        ("de.toml", "document.title", '"{city"', "wrong-value", ""),
        ("de.toml", "document.titel", '"x"', "unknown-key", 'did you mean "title"?'),
        ("de.toml", "style.date_pattern", '"{tag}.{month}."', "unknown-gap", "valid are: day"),
        ("de.toml", "style.hyphenation", '"de_ED"', "unknown-hyphenation", 'did you mean "de_'),
        ("de.toml", "style.hyphenation", '""', "unknown-hyphenation", "give language and region"),
        ("de.toml", "names.reasons.later", "", "missing-text", "add it"),
        ("de.toml", "names.reasons.latter", '"x"', "unknown-key", 'did you mean "later"?'),
        ("de.toml", "names.units.EUR", "1", "wrong-type", ""),
    ],
)
def test_a_fault_is_told_with_file_key_and_hint(
    file: str, path: str, value: str, code: str, hint: str, tmp_path: Path
) -> None:
    folder = changed(tmp_path, (file, path, value))

    (problem,) = problems_of(folder)

    assert (problem.code, problem.where) == (code, f"{folder / file}, {path}")
    assert problem.message.startswith(f"{path}: ")
    assert problem.hint.startswith(hint)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("page.left", "200"),
        ("page.top", "280"),
        ("page.band", "280"),
        ("page.width", "0"),
        ("type.body", "-1"),
        ("type.leading", "0"),
        ("type.small", "nan"),
        ("charts.row", "inf"),
        ("thresholds.notable_deviation", "0"),
        ("thresholds.photo_dpi", "-1"),
        ("sections", '["extract", "title", "contact", "recipients", "economy", "figures"]'),
        ("sections", '["title", "contact", "recipients", "economy", "figures", "figures"]'),
    ],
)
def test_a_value_that_makes_no_sense_is_told(path: str, value: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", path, value))

    problems = problems_of(folder)

    assert {p.code for p in problems} == {"impossible-value"}
    assert f"{folder / 'layout.toml'}, {path}" in {p.where for p in problems}


def test_a_layout_without_any_section_is_told(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", "sections", "[]"))

    assert ("impossible-value", f"{folder / 'layout.toml'}, sections") in [
        (problem.code, problem.where) for problem in problems_of(folder)
    ]


@pytest.mark.parametrize("key", ["sections", "new_page"])
def test_an_unknown_section_is_told_with_the_nearest(key: str, tmp_path: Path) -> None:
    names = '["title", "contact", "denstiies"]'
    folder = changed(tmp_path, ("layout.toml", key, names))

    problem = next(p for p in problems_of(folder) if p.code == "unknown-section")

    assert problem.where == f"{folder / 'layout.toml'}, {key}"
    assert '"denstiies"' in problem.message
    assert problem.hint == 'did you mean "densities"?'


@pytest.mark.parametrize("name", ["Nowhere.ttf", "", "."])
def test_a_font_that_is_missing_is_told(name: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", "type.faces.bold", f'"{name}"'))

    (problem,) = problems_of(folder)

    assert (problem.code, problem.where) == (
        "font-missing",
        f"{folder / 'layout.toml'}, type.faces.bold",
    )
    assert "install the package font_source_sans_pro" in problem.hint


@pytest.mark.parametrize("package", ["no_such_package", "os", "os.path", "", ".relative", "a b"])
def test_a_package_without_fonts_is_told_for_each_weight(package: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", "type.faces.package", f'"{package}"'))

    assert [p.code for p in problems_of(folder)] == ["font-missing"] * 4


def test_a_font_of_another_kind_is_told(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", "type.faces.bold", '"font.otf"'))
    (folder / "font.otf").write_bytes(b"OTTO and more")

    (problem,) = problems_of(folder)

    assert (problem.code, problem.message) == (
        "font-unusable",
        '"font.otf" is not a TrueType font',
    )


def test_all_faults_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        ("layout.toml", "page.widht", "3"),
        ("layout.toml", "colours.ink", '"black"'),
        ("layout.toml", "type.body", ""),
        ("de.toml", "document.title", ""),
        ("de.toml", "charts.fewer_cities", '"{wells}"'),
    )

    problems = problems_of(folder)

    look, texts = folder / "layout.toml", folder / "de.toml"
    assert [(p.code, p.where) for p in problems] == [
        ("unknown-key", f"{look}, page.widht"),
        ("missing-key", f"{look}, type.body"),
        ("wrong-value", f"{look}, colours.ink"),
        ("unknown-gap", f"{texts}, charts.fewer_cities"),
        ("missing-text", f"{texts}, document.title"),
    ]


def test_impossible_values_fonts_and_texts_are_told_together(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        ("layout.toml", "type.faces.bold", '"Nowhere.ttf"'),
        ("layout.toml", "type.body", "0"),
        ("de.toml", "style.hyphenation", '"xx"'),
    )

    codes = [p.code for p in problems_of(folder)]

    assert codes == ["font-missing", "impossible-value", "unknown-hyphenation"]


def test_broken_toml_in_both_files_is_told_at_once(tmp_path: Path) -> None:
    folder = changed(tmp_path)
    for name in ("layout.toml", "de.toml"):
        (folder / name).write_text("[page\n", encoding="utf-8")

    assert [(p.code, p.where) for p in problems_of(folder)] == [
        ("toml-syntax", str(folder / "layout.toml")),
        ("toml-syntax", str(folder / "de.toml")),
    ]


def test_a_language_without_a_file_is_told(tmp_path: Path) -> None:
    folder = changed(tmp_path)

    (problem,) = problems_of(folder, "fr")

    assert (problem.code, problem.where) == ("file-missing", str(folder / "fr.toml"))


def test_the_other_language_may_be_broken(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("en.toml", "document.title", ""))

    assert load_layout(folder, "de").language == "de"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("city-profil", 'did you mean "city-profile"?'),
        ("reportgen", "valid are: city-profile, district-youth"),
    ],
)
def test_an_unknown_layout_is_told_with_those_that_there_are(name: str, hint: str) -> None:
    (problem,) = problems_of(name)

    assert (problem.code, problem.hint) == ("layout-missing", hint)
    assert name in problem.message


def test_colours_that_cannot_be_told_apart_are_told(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", "colours.muted", '"#9aa4ac"'))

    with pytest.raises(LayoutError) as caught:
        load_layout(folder)

    first, second = caught.value.problems
    assert (first.code, second.code) == ("low-contrast", "low-contrast")
    assert first.message == "muted on paper has a contrast of 2.5:1, less than 4.5:1"
    assert second.message.startswith("muted on ground")
    assert first.where.endswith("layout.toml, colours.muted")


def test_a_contrast_that_falls_short_by_little_is_not_rounded_to_what_is_enough(
    tmp_path: Path,
) -> None:
    folder = changed(tmp_path, ("layout.toml", "colours.muted", '"#777777"'))

    with pytest.raises(LayoutError) as caught:
        load_layout(folder)

    first, *_ = caught.value.problems
    assert first.message == "muted on paper has a contrast of 4.4:1, less than 4.5:1"


@pytest.mark.parametrize("key", ["charts.recipients.title", "document.figures.heading"])
def test_a_heading_without_words_is_told(key: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("de.toml", key, '" "'))

    with pytest.raises(LayoutError) as caught:
        load_layout(folder)

    (problem,) = caught.value.problems
    assert problem.code == "empty-text"
    assert problem.where.endswith(f"de.toml, {key}")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("document.figures.economy", '"Wirtschaft {year}"'),
        ("names.units.EUR", '"{unit}"'),
        ("names.amounts.EUR", '"€{nmber}"'),
        ("findings.messages.standing.highest", '["{n} höher"]'),
        ("findings.messages.forms.sgb2.label", '"SGB II in {city}"'),
    ],
)
def test_a_gap_in_a_text_that_has_none_is_told(key: str, value: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("de.toml", key, value))

    (problem,) = problems_of(folder)

    assert problem.code == "unknown-gap"
    assert problem.where.startswith(f"{folder / 'de.toml'}, {key}")


@pytest.mark.parametrize("key", ["type.small", "type.table", "charts.small", "charts.value"])
def test_type_that_is_too_small_to_read_is_told(key: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, ("layout.toml", key, "7.9"))

    (problem,) = problems_of(folder)

    assert (problem.code, problem.where) == ("text-too-small", f"{folder / 'layout.toml'}, {key}")
    assert problem.message == f"{key}: 7.9 pt is less than 8 pt"


def test_type_of_the_least_size_passes(tmp_path: Path) -> None:
    assert load_layout(changed(tmp_path, ("layout.toml", "type.small", "8"))).look.type.small == 8


def test_every_size_of_type_is_checked(german: Layout) -> None:
    # All numbers of the table but two factors are sizes.
    sizes = {key for key, _ in german.look.text_sizes() if key.startswith("type.")}
    fields = {f"type.{name}" for name in german.look.type.__struct_fields__}

    assert fields - sizes == {"type.faces", "type.leading", "type.measure"}
