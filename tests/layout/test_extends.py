"""Layouts that extend another and say only what differs; nouns that all texts take."""

import shutil
from pathlib import Path

import pytest

from reportgen.errors import LayoutError, Problem
from reportgen.layout.load import Layout, about_layout, load_layout
from tests.layouts import SHIPPED, changed

LOOK = 'name = "child"\nextends = "city-profile"\n'


def child(folder: Path, look: str = LOOK, **languages: str) -> Path:
    layout = folder / "child"
    layout.mkdir(parents=True)
    (layout / "layout.toml").write_text(look, encoding="utf-8")
    for language, texts in languages.items():
        (layout / f"{language}.toml").write_text(texts, encoding="utf-8")
    return layout


def problems_of(folder: Path, language: str = "de") -> list[Problem]:
    with pytest.raises(LayoutError) as caught:
        load_layout(folder, language)
    return list(caught.value.problems)


def only_problem(folder: Path, language: str = "de") -> Problem:
    (problem,) = problems_of(folder, language)
    return problem


def test_a_layout_says_only_what_differs(tmp_path: Path, german: Layout) -> None:
    look = LOOK + '[colours]\nink = "#000000"\n'
    layout = load_layout(child(tmp_path, look, de='[document]\noffice = "Das Haus"\n'))

    assert (layout.look.name, layout.look.colours.ink) == ("child", "#000000")
    assert layout.look.colours.paper == german.look.colours.paper
    assert layout.texts.document.office == "Das Haus"
    assert layout.texts.document.extract == german.texts.document.extract
    assert layout.parents == (SHIPPED,)


def test_files_of_the_layout_that_is_extended_are_found(tmp_path: Path, german: Layout) -> None:
    assert load_layout(child(tmp_path)).condition.profile == german.condition.profile


def test_a_list_is_said_anew_as_a_whole(tmp_path: Path) -> None:
    layout = child(tmp_path, 'sections = ["title", "figures"]\n' + LOOK)

    assert load_layout(layout).look.sections == ("title", "figures")


def test_a_layout_may_extend_one_that_extends_another(tmp_path: Path) -> None:
    child(tmp_path, de='[document]\noffice = "Das Haus"\n')
    grandchild = tmp_path / "grandchild"
    grandchild.mkdir()
    (grandchild / "layout.toml").write_text('name = "grandchild"\nextends = "child"\n')

    assert load_layout(grandchild).texts.document.office == "Das Haus"
    assert about_layout(grandchild) == (("child", "city-profile"), ("de", "en"))


@pytest.mark.parametrize(
    ("look", "texts", "code", "file", "key"),
    [
        (LOOK + "[page]\nwidht = 1\n", "", "unknown-key", "layout.toml", "page.widht"),
        (LOOK + "[page]\nwidth = 0\n", "", "impossible-value", "layout.toml", "page.width"),
        (LOOK, "[document]\noffise = ''\n", "unknown-key", "de.toml", "document.offise"),
        (LOOK, "[document]\ntitle = '{citi}'\n", "unknown-gap", "de.toml", "document.title"),
        (LOOK, "[document]\noffice = '{unit.amny}'", "unknown-gap", "de.toml", "document.office"),
        (LOOK, "[nouns.unit]\nmanny = ''\n", "unknown-key", "de.toml", "nouns.unit.manny"),
        (LOOK, "[nouns.unit]\nmany = '{n}'\n", "wrong-value", "de.toml", "nouns.unit.many"),
        (LOOK, "[mail]\nheading = '{n}'\n", "unknown-gap", "de.toml", "mail.heading"),
    ],
)
def test_a_fault_names_the_file_that_it_stands_in(
    look: str, texts: str, code: str, file: str, key: str, tmp_path: Path
) -> None:
    layout = child(tmp_path, look, de=texts)

    problem = next(p for p in problems_of(layout) if p.where.endswith(f", {key}"))

    assert (problem.code, problem.where) == (code, f"{layout / file}, {key}")


def test_a_fault_of_the_layout_that_is_extended_is_told_of_its_file(tmp_path: Path) -> None:
    parent = changed(tmp_path, ("de.toml", "document.office", "7"))
    layout = child(tmp_path, LOOK.replace("city-profile", "look"))

    assert only_problem(layout).where == f"{parent / 'de.toml'}, document.office"


def test_an_unknown_layout_to_extend_is_told(tmp_path: Path) -> None:
    layout = child(tmp_path, 'name = "child"\nextends = "city-profil"\n')

    problem = only_problem(layout)

    assert (problem.code, problem.hint) == ("layout-missing", 'did you mean "city-profile"?')
    assert problem.where == f"{layout / 'layout.toml'}, extends"


@pytest.mark.parametrize("name", ["../child", "/etc", ".", "a/b"])
def test_only_names_can_be_extended(name: str, tmp_path: Path) -> None:
    assert only_problem(child(tmp_path, f'extends = "{name}"')).code == "layout-missing"


def test_a_circle_is_told(tmp_path: Path) -> None:
    one = child(tmp_path, 'extends = "two"')
    two = tmp_path / "two"
    two.mkdir()
    (two / "layout.toml").write_text('extends = "child"', encoding="utf-8")

    assert only_problem(one).code == "layout-cycle"
    assert only_problem(two).code == "layout-cycle"


def test_a_third_language_is_a_file(tmp_path: Path) -> None:
    texts = (SHIPPED / "en.toml").read_text(encoding="utf-8")
    texts = texts.replace('hyphenation = "en_GB"', 'hyphenation = "none"')
    layout = child(tmp_path, nl=texts.replace('extract = "What', 'extract = "Wat'))

    loaded = load_layout(layout, "nl")

    assert about_layout(layout)[1] == ("de", "en", "nl")
    assert loaded.texts.document.extract.startswith("Wat ")
    assert loaded.texts.style.dictionary == ""


def test_a_language_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    problem = only_problem(child(tmp_path), "nl")

    assert (problem.code, problem.hint) == ("file-missing", "the layout has: de, en")


def test_without_anything_of_its_own_a_layout_is_that_which_it_extends(
    tmp_path: Path, german: Layout
) -> None:
    assert load_layout(child(tmp_path)).texts == german.texts


def test_nouns_are_in_all_texts_also_at_their_beginning(tmp_path: Path) -> None:
    nouns = "[nouns.unit]\nprofile = 'quarter profile'\nmany = 'quarters'\n"
    layout = load_layout(child(tmp_path, en=nouns), "en")

    assert layout.texts.document.foot.startswith("Quarter profile {city}")
    assert layout.texts.charts.fewer_cities == "{n} quarters"
    assert layout.mail
    assert "the quarter profile of {city}" in layout.mail.paragraphs[1]


def test_a_layout_that_is_copied_still_extends(tmp_path: Path) -> None:
    layout = child(tmp_path / "one", de='[document]\noffice = "Das Haus"\n')
    shutil.copytree(layout, tmp_path / "two/other")

    assert load_layout(tmp_path / "two/other").texts.document.office == "Das Haus"
