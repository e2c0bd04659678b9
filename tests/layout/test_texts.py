"""The words of the shipped layout: the same in both languages, tidy, and printable."""

import re
import tomllib
from collections.abc import Iterator, Mapping

import pytest
from matplotlib.ft2font import FT2Font
from msgspec.structs import fields

from reportgen.layout.load import Layout
from reportgen.model import Flag, Reason
from tests.layouts import SHIPPED

#: What is not listed in them is printed as the workbook has it.
OPEN = tuple(
    f"names.{table}."
    for table in (
        "units",
        "amounts",
        "areas",
        "area_labels",
        "indicators",
        "notices",
        "reason_texts",
        "abbreviations",
    )
)

#: Texts that join others, with their spaces.
JOINTS = {"style.conjunction", "findings.notes.extract_as_well"}

#: Texts that go on after another one, or before one, with the blank between them.
TAILS = {
    "charts.alts.other_city",
    "charts.alts.other_cities",
    "findings.messages.densities.only",
    "findings.references.alike_cities",
    "findings.references.some_cities",
}


def texts_of(language: str) -> dict[str, str]:
    """Every text of a language by its key path."""
    file = SHIPPED / f"{language}.toml"
    return dict(_texts(tomllib.loads(file.read_text(encoding="utf-8")), ""))


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    else:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type,var-annotated]
        for key, inner in pairs:
            yield from _texts(inner, f"{path}.{key}" if path else str(key))


def gaps(text: str) -> set[str]:
    # A label and a reference both name what a value is compared with; a language takes either.
    return set(re.findall(r"\{(\w+)\}", text.replace("{label}", "{reference}")))


def test_both_languages_have_the_same_keys() -> None:
    german, english = (
        {path for path in texts_of(language) if not path.startswith((*OPEN, "nouns."))}
        for language in ("de", "en")
    )

    assert len(german) > 150
    assert german == english


def test_both_languages_fill_the_same_gaps() -> None:
    german, english = texts_of("de"), texts_of("en")

    differing = {
        path: (gaps(text), gaps(english[path]))
        for path, text in german.items()
        if path in english and gaps(text) != gaps(english[path])
    }
    assert differing == {}


@pytest.mark.parametrize("language", ["de", "en"])
def test_texts_have_no_stray_blanks(language: str) -> None:
    stray = [
        path
        for path, text in texts_of(language).items()
        if not text
        or re.search(r"  |[\t\n]", text)
        or (path not in JOINTS | TAILS and text.strip(" ") != text)
    ]

    assert stray == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_joints_have_a_blank_on_either_side(language: str) -> None:
    texts = texts_of(language)

    assert all(re.fullmatch(r" \S+( \S+)* ", texts[path]) for path in JOINTS)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_font_has_every_character_of_the_texts(
    language: str, layouts: Mapping[str, Layout]
) -> None:
    style = "0123456789−+.,·Ø\u00a0\u202f"
    wanted = set(style).union(*texts_of(language).values())
    fonts = layouts[language].fonts

    missing = {
        field.name: {c for c in wanted if ord(c) not in FT2Font(file).get_charmap()}
        for field in fields(fonts)
        for file in [getattr(fonts, field.name)]
    }

    assert len(wanted) > 60
    assert missing == {"light": set(), "regular": set(), "semibold": set(), "bold": set()}


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reason_and_flag_is_explained(language: str, layouts: Mapping[str, Layout]) -> None:
    names = layouts[language].texts.names

    assert {reason.value for reason in Reason} == set(names.reasons)
    assert {flag.value for flag in Flag} <= set(names.signs)


def test_names_that_are_not_listed_are_those_of_the_workbook(
    layouts: Mapping[str, Layout],
) -> None:
    names = layouts["en"].texts.names

    assert names.unit("EUR") == "€"
    assert names.unit("parsec") == "parsec"
    assert names.reason(Reason.LATER) == "to follow later"
