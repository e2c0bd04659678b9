"""The German catalogue is complete, valid, and of this program alone."""

import io
import re
from collections.abc import Mapping
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from reportgen.messages import CATALOGUE
from reportgen.messages.catalogue import Catalogue
from reportgen.messages.po import Entry, read_entries
from tests.documents.messages import (
    lines_of_proposals,
    templates_of_commands,
    templates_of_problems,
    texts_of_help,
    texts_of_source,
)

ENTRIES = tuple(read_entries(CATALOGUE.read_text(encoding="utf-8")))

#: What fills the gaps in tests; the second kind has words of our own messages in it.
FILLINGS = (
    ["Köln", "12", "a b.xlsx", "Städte!B3", "x", "2020", "7,5", "[…]"],
    ["missing y z", "the sheet", "not a date?", "(also in", "read 1", "or", "damaged", "0"],
)
#: A note in a proposed recipe.
_NOTE = re.compile(r'(?:^# +|" # QUESTION: )(?:QUESTION: )?(.*)')
#: The name of a sheet, say, that looks like messages.
NAME = "the sheet has no rows and is damaged (x): there are no pages"


@pytest.fixture(scope="module")
def messages() -> Catalogue:
    return Catalogue(ENTRIES)


@pytest.fixture(scope="module")
def read() -> Catalog:
    """The catalogue as gettext's tools read it."""
    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="de", abort_invalid=True)


def gaps(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def test_the_tools_of_gettext_read_the_same_as_the_program(read: Catalog) -> None:
    theirs = {(m.context or "", str(m.id), str(m.string)) for m in read if m.id}

    assert theirs == {(e.context, e.message, e.translation) for e in ENTRIES}
    assert not any(message.fuzzy for message in read if message.id)
    assert read.charset == "utf-8"
    assert str(read.locale) == "de"


def test_no_message_stands_there_twice() -> None:
    assert len({(e.context, e.message) for e in ENTRIES}) == len(ENTRIES) > 1000


def test_every_problem_is_told_in_german() -> None:
    known = {entry.message for entry in ENTRIES if not entry.context}
    forms = set(map(form, known))
    others = {template for template in templates_of_problems() if form(template) not in forms}
    # A few are spelt out, where the words in their gaps decide on the rest of the sentence.
    spelt_out = {
        template
        for template in others
        if any(Catalogue([Entry("", template, "!")]).translated(m) == "!" for m in known)
    }
    assert others == spelt_out
    assert len(templates_of_problems()) > 700
    assert len(spelt_out) <= 5


def test_what_commands_tell_is_told_in_german() -> None:
    known = {(entry.context, form(entry.message)) for entry in ENTRIES}
    assert {(c, t) for c, t in templates_of_commands() if (c, form(t)) not in known} == set()
    assert len(templates_of_commands()) > 100


def test_notes_of_a_proposed_recipe_are_in_german() -> None:
    known = {form(entry.message) for entry in ENTRIES if entry.context == "recipe"}
    notes = {found[1] for line in lines_of_proposals() if (found := _NOTE.search(line))}
    assert {note for note in notes if form(note) not in known} == {
        "{question}",  # about numbers, in words of its own
        "{others}",
        "{comment} stands there {times} times ({usual}).",
    }
    assert len(notes) > 25


def test_help_is_in_german() -> None:
    known = {entry.message for entry in ENTRIES if not entry.context}
    assert texts_of_help() - known == set()
    assert len(texts_of_help()) > 100


def test_german_has_the_gaps_of_english() -> None:
    differing = [
        e for e in ENTRIES if sorted(set(gaps(e.message))) != sorted(set(gaps(e.translation)))
    ]
    assert differing == []


def test_german_is_written_in_german() -> None:
    quoted = re.compile(r"`[^`]*`|\S*=\s*\S+|\"[^\"]*\"")
    for entry in ENTRIES:
        words = set(
            re.findall(
                "[A-Za-zÄÖÜäöüß]+", quoted.sub("", re.sub(r"\{\w+\}", "", entry.translation))
            )
        )
        assert not words & {"the", "of", "and", "not", "is", "are", "with", "that"}, (
            entry.translation
        )


def test_nothing_is_translated_that_the_program_does_not_say(read: Catalog) -> None:
    """Each fixed part is a part of a text in the source, or the whole fills one with gaps."""
    others = {str(m.id) for m in read if m.auto_comments}
    texts = "\0".join(texts_of_source())
    said = {text.replace("{{", "{").replace("}}", "}") for text in texts_of_source()}
    helped = texts_of_help()
    sources = Catalogue(
        [Entry("", text, text) for text in texts_of_source() if prose_size(text) > 7]
    )

    left = [
        entry.message
        for entry in ENTRIES
        if entry.message not in others | said | helped
        and not all(part in texts for part in fixed_parts(entry.message))
        and sources.translated(f"{filled(entry.message, FILLINGS[0])}\x01") == ""
    ]

    assert left == []


def form(text: str) -> str:
    """The text with its gaps numbered: their names do not matter."""
    numbers = {name: str(number) for number, name in enumerate(dict.fromkeys(gaps(text)))}
    return re.sub(r"\{(\w+)\}", lambda match: f"{{{numbers.get(match[1], match[1])}}}", text)


def prose_size(text: str) -> int:
    return len(re.sub(r"\{\w+\}", "", text))


def fixed_parts(text: str) -> list[str]:
    return [part.strip() for part, *_ in Formatter().parse(text) if part]


def values_of(text: str, fillings: list[str]) -> Mapping[str, str]:
    """What stands in quotation marks is a name, which may be any text, also one of our own."""
    values = dict(zip(dict.fromkeys(gaps(text)), fillings, strict=False))
    bare = re.findall(r'(?<!")\{(\w+)\}|\{(\w+)\}(?!")', text)
    quoted = dict.fromkeys(set(gaps(text)) - {name for pair in bare for name in pair}, NAME)
    return values | (quoted if fillings is FILLINGS[1] else {})


def filled(text: str, fillings: list[str]) -> str:
    return text.format_map(values_of(text, fillings))


@pytest.mark.parametrize("fillings", FILLINGS)
def test_each_message_is_recognised_and_its_gaps_are_kept(
    messages: Catalogue, fillings: list[str]
) -> None:
    wrong = []
    for entry in ENTRIES:
        values = values_of(entry.message, fillings)
        expected = entry.translation.format_map(values)
        found = messages.translated(entry.message.format_map(values), entry.context)
        if found != expected:
            wrong.append((entry.message, found, expected))
    assert wrong == []
