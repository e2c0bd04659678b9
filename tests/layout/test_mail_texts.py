"""Templates of mails are checked when the layout is loaded, and do nothing but fill gaps."""

import re
from pathlib import Path

import pytest

from reportgen.errors import LayoutError
from reportgen.layout.load import load_layout
from reportgen.layout.mail_texts import VALUES, FileTemplate, Template, html_of
from tests.layouts import changed


def filled(source: str) -> str:
    return Template.from_toml(source).fill(VALUES)


def test_a_template_is_filled() -> None:
    assert filled("{{ city }} {{ year }}{% if replaces %}!{% endif %} ") == "Köln 2020!"
    assert Template.from_toml("{% if replaces %}!{% endif %}").fill({"replaces": None}) == ""


def test_an_attached_file_can_be_named() -> None:
    template = FileTemplate.from_toml("{{ file.name }}, {{ city }}")

    assert template.fill({"file": {"name": "a.pdf"}, "city": "Köln"}) == "a.pdf, Köln"


def test_values_are_not_templates() -> None:
    assert Template.from_toml("{{ city }}").fill({"city": "{{ year }}"}) == "{{ year }}"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ town }}", 'nothing fills "town"'),
        ("{{ file.name }}", 'nothing fills "file"'),
        ("{{ citi }}", 'did you mean "city"?'),
        ("{{ city", "is not a template"),
        ("{% if replaces %}", "is not a template"),
        ("{{ replaces.day }}", "cannot be filled"),
        # Without a former report there is nothing to name.
        ("{{ replaces.date }}", "cannot be filled"),
        ("{{ year / 0 }}", "cannot be filled"),
        ("{{ city + 1 }}", "cannot be filled"),
        ("{{ city.__class__.__mro__ }}", "cannot be filled"),
        ("{% for i in range(10**9) %}{% endfor %}", "cannot be filled"),
        ("{% include 'x' %}", "cannot be filled"),
        ("{{ '{town}'.format() }}", "cannot be filled"),
        ("{{ city * 10**18 }}", "cannot be filled"),
        (3, "must be a text"),
    ],
)
def test_a_template_that_cannot_work_is_refused(source: object, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Template.from_toml(source)


@pytest.mark.parametrize("source", ["{{ city[3].upper() }}", "{{ city[:city.index('n') + 1] }}"])
def test_a_text_that_some_values_do_not_fill_is_told(source: str) -> None:
    template = Template.from_toml(source)

    assert template.fill({"city": "Bonn"}) in {"N", "Bon"}
    with pytest.raises(LayoutError) as caught:
        template.fill({"city": "Ulm"})
    assert [problem.code for problem in caught.value.problems] == ["text-unfillable"]


def test_a_fault_is_told_with_file_and_key(tmp_path: Path) -> None:
    look = changed(
        tmp_path, ("de.toml", "mail.subject", '"{{ town }}"'), ("de.toml", "mail.heading", "")
    )

    with pytest.raises(LayoutError) as caught:
        load_layout(look)

    assert [(p.code, p.where.partition(", ")[2]) for p in caught.value.problems] == [
        ("wrong-value", "mail.subject"),
        ("missing-key", "mail.heading"),
    ]


def test_html_escapes_every_value() -> None:
    sharp = '<&">'
    page = html_of(
        language="de", subject=sharp, heading=sharp, paragraphs=[sharp], files_heading=sharp,
        files=[sharp],
    )  # fmt: skip

    assert sharp not in page
    assert page.count("&lt;&amp;&#34;&gt;") == 5
