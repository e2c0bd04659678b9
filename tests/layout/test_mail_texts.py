"""Texts of mails are checked when the layout is loaded, and do nothing but fill gaps."""

from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest

from reportgen.errors import LayoutError
from reportgen.layout.load import Layout, load_layout
from reportgen.layout.mail_texts import html_of
from tests.layouts import changed


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("subject", '"{town}"', "unknown-gap"),
        ("subject", '"{citi}"', "unknown-gap"),
        ("heading", '"{name}"', "unknown-gap"),
        # Without an earlier report there is nothing to name.
        ("subject", '"{replaced_date}"', "unknown-gap"),
        ("file", '"{city}"', "unknown-gap"),
        ("subject", '"{city"', "wrong-value"),
        ("subject", '"{city.__class__.__mro__}"', "unknown-gap"),
        ("subject", '"{city[0]}"', "unknown-gap"),
        ("subject", '"{year:d}"', "wrong-value"),
        ("heading", "3", "wrong-type"),
        # As other programs, and layouts of earlier versions, write them.
        ("subject", '"{{ city }}"', "wrong-value"),
        ("heading", '"{% if replaces %}!"', "unknown-gap"),
        ("heading", "", "missing-text"),
    ],
)
def test_a_text_that_cannot_be_filled_is_reported_with_file_and_key(
    tmp_path: Path, key: str, text: str, code: str
) -> None:
    look = changed(tmp_path, ("de.toml", f"mail.{key}", text))

    with pytest.raises(LayoutError) as caught:
        load_layout(look)

    (problem,) = caught.value.problems
    file, _, place = problem.where.partition(", ")
    assert (problem.code, Path(file).name, place.partition("[")[0]) == (
        code, "de.toml", f"mail.{key}",
    )  # fmt: skip


def test_mails_must_be_a_table(tmp_path: Path) -> None:
    look = changed(tmp_path)
    reports, _, _ = (look / "de.toml").read_text(encoding="utf-8").partition("[mail]")
    (look / "de.toml").write_text(f"mail = 3\n{reports}", encoding="utf-8")

    with pytest.raises(LayoutError) as caught:
        load_layout(look)

    assert "must be a table" in str(caught.value)


def test_reports_of_an_archived_layout_need_no_mails(
    tmp_path: Path, layouts: Mapping[str, Layout]
) -> None:
    look = changed(tmp_path, ("de.toml", "mail.subject", '"{{ city }}"'))

    loaded = load_layout(look, archived=True)

    assert loaded.mail is None
    assert loaded.texts.document == layouts["de"].texts.document


def test_html_escapes_every_value() -> None:
    sharp = '<&">'
    page = html_of(
        language="de", subject=sharp, heading=sharp, paragraphs=[sharp], files_heading=sharp,
        files=[sharp],
    )  # fmt: skip

    assert sharp not in page
    assert unescape(page).count(sharp) == 5
