"""A finished message is recognised by its template, whatever fills its gaps."""

import time

import pytest

from reportgen.delivery.address import Mailbox
from reportgen.messages import choose, is_german, language_of, translated
from reportgen.messages.catalogue import Catalogue
from reportgen.messages.po import Entry, read_entries


@pytest.fixture
def small() -> Catalogue:
    entries = {
        "there are no pages": "Es gibt keine Seiten",
        "{name} is missing": "{name} fehlt",
        '"{name}" is no year': "„{name}“ ist kein Jahr",
        "{name} is missing: {next} is there": "{name} fehlt: {next} ist da",
        "{name} cannot be read: {reason}": "{name} kann nicht gelesen werden: {reason}",
        'move it from "{old}" to "{new}"': "Verschieben Sie es von „{old}“ nach „{new}“",
        "say {city}=a or {city}=b": "{city}=a oder {city}=b",
        "a table": "eine Tabelle",
        "write {{name}}": "schreiben Sie {{name}}",
    }
    return Catalogue([Entry("", *each) for each in entries.items()])


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("there are no pages", "Es gibt keine Seiten"),
        ("Köln is missing", "Köln fehlt"),
        ('"Köln" is missing', "„Köln“ fehlt"),
        ('"Köln", "Ulm" is missing', "„Köln“, „Ulm“ fehlt"),
        ('"Köln is missing', '"Köln fehlt'),
        ("v1 is missing: v2 is there", "v1 fehlt: v2 ist da"),
        ("a.xlsx cannot be read: there are no pages", "a.xlsx kann nicht gelesen werden: "
         "Es gibt keine Seiten"),
        ('"a table" is no year', "„a table“ ist kein Jahr"),
        ("a table is missing", "Eine Tabelle fehlt"),
        ('move it from "x" to "y" to "z"', "Verschieben Sie es von „x“ nach „y\" to \"z“"),
        ("layout.toml, areas: there are no pages", "layout.toml, areas: Es gibt keine Seiten"),
        ("there are no pages: No such thing", "Es gibt keine Seiten: No such thing"),
        ("say Köln=a or Köln=b", "Köln=a oder Köln=b"),
        ("write {name}", "schreiben Sie {name}"),
    ],
)  # fmt: skip
def test_messages_are_translated(small: Catalogue, english: str, german: str) -> None:
    assert small.translated(english) == german


@pytest.mark.parametrize(
    "text", ["", "something else", "say Köln=a or Bonn=b", "There are no pages", "is missing?"]
)
def test_what_is_no_message_stays(small: Catalogue, text: str) -> None:
    assert small.translated(text) == text


@pytest.mark.parametrize("value", ["{0}", "{name}", "%s", "\\1", "}{", "„“"])
def test_values_are_no_templates(small: Catalogue, value: str) -> None:
    assert small.translated(f"{value} is missing") == f"{value} fehlt"


@pytest.mark.parametrize(
    "unit", ["a: ", "; ", '" is "', 'sheet "', "(also in ", 'x: "a" is ', "is missing: ", "\n"]
)
def test_no_message_takes_long(unit: str) -> None:
    choose("de")
    try:
        start = time.process_time()
        for length in (100, 1000, 4990, 1_000_000):
            translated((unit * length)[:length])
    finally:
        choose("en")
    assert time.process_time() - start < 1


def test_contexts_tell_words_apart() -> None:
    catalogue = Catalogue([Entry("heading", "of", "von"), Entry("word", "of", "aus")])
    assert [catalogue.translated("of", c) for c in ("heading", "word", "")] == ["von", "aus", "of"]


def test_entries_may_go_over_several_lines() -> None:
    text = (
        '#, fuzzy\nmsgctxt "word"\nmsgid ""\n"one \\"two\\" "\n"three"\nmsgstr "eins\\n"\n"zwei"\n'
    )
    assert list(read_entries(text)) == [Entry("word", 'one "two" three', "eins\nzwei")]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "de_AT"}, "de"),
        ({"LANG": "den_CA"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
        ({"LANG": "de_DE.UTF-8", "REPORTGEN_MESSAGES": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "REPORTGEN_MESSAGES": "de"}, "de"),
        ({"LANG": "de_DE.UTF-8", "REPORTGEN_MESSAGES": "xx"}, "de"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_english_is_told_as_it_is() -> None:
    choose("en")
    assert not is_german()
    assert translated("there are no pages") == "there are no pages"


def test_german_can_be_chosen_and_left() -> None:
    choose("de")
    try:
        assert is_german()
        assert translated("there are no pages") == "Es gibt keine Seiten"
    finally:
        choose("en")
    assert translated("there are no pages") == "there are no pages"


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("valid are: left, right", "Gültig sind: left, right"),
        (
            "the archive cannot be read: Permission denied",
            "Das Archiv kann nicht gelesen werden: Zugriff verweigert",
        ),
        (
            "document.title: the gaps of this text cannot be read: x",
            "document.title: Die Lücken dieses Textes sind nicht zu lesen: x",
        ),
        (
            "manifest-sha256.txt is cut off or not well-formed",
            "manifest-sha256.txt ist abgeschnitten oder fehlerhaft aufgebaut",
        ),
        (
            'the workbook has no sheet "Städte" (also in B3 and 4 more)',
            "Die Arbeitsmappe hat kein Blatt „Städte“ (auch in B3 und 4 weiteren)",
        ),
        (
            'sheet "a: there are no pages" has no rows',
            "Das Blatt „a: there are no pages“ hat keine Zeilen",
        ),
        (
            'rows 3 ("Summe") and 2 more of sheet "Städte" are not read',
            'Die Zeilen 3 ("Summe") und 2 weitere des Blatts „Städte“ werden nicht gelesen',
        ),
        (
            "the area at the left edge ends 3.0 pt short of the bleed",
            "Fläche am linken Rand endet 3,0 pt vor dem Beschnitt",
        ),
    ],
)
def test_messages_of_the_program_are_read_as_they_are_meant(english: str, german: str) -> None:
    choose("de")
    try:
        assert translated(english) == german
    finally:
        choose("en")


@pytest.mark.parametrize(
    "address",
    [
        *("a", "@b.de", "a@", "a..b@c.de", ".a@c.de", "a.@c.de", "a@b", "a@-b.de", "a@b-.de"),
        *("a@.b.de", "a@b.de.", "a b@c.de", "a@b c.de", f"a@{'b' * 70}.de"),
        *("a@[1.2.3.4]", '"a"@b.de', "a@b,de", "a@b.1", f"a@{'b.' * 130}de", "a@b@c.de"),
        "a@b.local",
    ],
)
def test_what_is_wrong_with_an_address_is_told_in_german(address: str) -> None:
    with pytest.raises(ValueError, match="is not an address") as found:
        Mailbox.from_toml(address)
    choose("de")
    try:
        said = translated(str(found.value))
    finally:
        choose("en")

    assert said != str(found.value)
    assert not {"The", "the", "An", "is", "must", "There", "not"} & set(said.split())
