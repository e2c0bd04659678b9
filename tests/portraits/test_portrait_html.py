"""HTML in a portrait: what a browser would not show is never published."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.errors import Problem, Severity
from reportgen.layout.glyphs import shipped_characters
from reportgen.markdown.read import blocks_of
from reportgen.model import City
from reportgen.portraits import load_portrait
from reportgen.problems import Problems

CITY = City(name="Köln", slug="koeln", ags="05315000", abbreviation="K", office="")


def read(folder: Path, text: str) -> tuple[list[str], tuple[Problem, ...]]:
    (folder / "koeln.md").write_text(text, encoding="utf-8")
    portrait, problems = load_portrait(folder, CITY)
    return ["".join(span.text for span in block.spans) for block in portrait.blocks], problems


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Vor <!-- a -> b, c > d --> nach", ["Vor nach"]),
        ("Vor <!-- a\n\n- b -> c\n\n## d\n--> nach", ["Vor", "nach"]),
        ("- Punkt <!-- geheim -->\n- <!-- ganz\n  geheim -->zwei", ["Punkt", "zwei"]),
        ("## Titel <!-- Entwurf -->\n\nText", ["Titel", "Text"]),
        ("<!-->offen<!--->auch<!-- zu -->", ["offenauch"]),
        ("Wort<!-- x -->ende", ["Wortende"]),
        ("<!-- eins --!> zwei", ["zwei"]),
        ("Vor <script>if (a < b) x('</p>');</script> nach", ["Vor nach"]),
        ("<style media='a>b'>\n\np > b {}\n\n</style>\n\nText", ["Text"]),
        ("<STYLE>p{}</Style>Text", ["Text"]),
        ("Vor <template><p>geheim</p></template> nach", ["Vor nach"]),
        ("<head><title>geheim</title></head>\n\nText", ["Text"]),
        ("<svg><text>geheim</text></svg> Text", ["Text"]),
        ("Ein <span hidden>geheim **sehr** geheim</span> Wort", ["Ein Wort"]),
        ("Ein <b style='display: none'>geheim</b> Wort", ["Ein Wort"]),
        ("<div hidden>\n\nGeheim\n\n- auch\n\n</div>\n\nOffen", ["Offen"]),
        ("<p hidden>geheim\n\nOffen", ["Offen"]),
        ("<![CDATA[ geheim > ]]> Text", ["Text"]),
        ("<?php echo 'geheim > '; ?> Text", ["Text"]),
        ("<!DOCTYPE html>\n\nText", ["Text"]),
        ("C:\\\\<!-- a\n\nb -> c --> Text", ["C:\\", "Text"]),
    ],
)
def test_what_is_not_shown_vanishes_whole(markdown: str, shown: list[str], tmp_path: Path) -> None:
    texts, problems = read(tmp_path, markdown)

    assert texts == shown
    assert problems
    assert {(p.code, p.severity) for p in problems} == {("unsupported-markdown", Severity.WARNING)}
    assert all("HTML" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Montag<br>Dienstag<br/>Mittwoch<BR />Donnerstag", "Montag Dienstag Mittwoch Donnerstag"),
        ("<p>Erster</p><p>Zweiter</p>", "Erster Zweiter"),
        ("<ul><li>eins</li><li>zwei</li></ul>", "eins zwei"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("Text <span title='a>b'>sichtbar</span>.", "Text sichtbar."),
        ("H<sub>2</sub>O und m<sup>2</sup>", "H2O und m2"),
        ("Ein <b>fettes</b>Wort", "Ein fettesWort"),
        ("<details><summary>Mehr</summary>Text</details>", "Mehr Text"),
        ("<a href='https://x.de'>Seite</a>", "Seite"),
        ("<div>5 &lt; 6 &amp; 7 &gt; 2</div>", "5 < 6 & 7 > 2"),
    ],
)
def test_of_the_rest_the_text_is_kept_and_words_stay_apart(
    markdown: str, shown: str, tmp_path: Path
) -> None:
    texts, (problem,) = read(tmp_path, markdown)

    assert texts == [shown]
    assert (problem.code, problem.severity) == ("unsupported-markdown", Severity.WARNING)


@pytest.mark.parametrize(
    "markdown",
    ["a < b und c > d", "x <= 5", "\\<!-- gezeigt -->", "&lt;script&gt;", "1 <2> 3", "A --> B"],
)
def test_signs_that_are_no_html_stay(markdown: str, tmp_path: Path) -> None:
    texts, problems = read(tmp_path, markdown)

    assert len(texts) == 1
    assert problems == ()
    assert "<" in texts[0] or ">" in texts[0]


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("Offen\n\n<!-- geheim\n\nauch geheim", 3),
        ("Offen <script>geheim", 1),
        ("Offen <!-- a <!-- b --> auch geheim -->", 1),
        ("Offen\n\n<!-- a <!-- b -->\nauch geheim\n-->", 5),
    ],
)
def test_what_never_ends_is_an_error(markdown: str, line: int, tmp_path: Path) -> None:
    _, problems = read(tmp_path, markdown)

    (error,) = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert error.code == "html-without-end"
    assert error.where == f"koeln.md, line {line}"
    assert error.hint


@pytest.mark.parametrize(
    "markdown",
    [
        "‹!–– geheim ––>",
        "‹!-- geheim --›",
        "<!– geheim –>",
        "<!— geheim —>",
        "<! -- geheim -->",
        "< !-- geheim -->",
        "<!- geheim ->",
        "geheim ––>",
        "geheim --!>",
        "Offen <!-- a --> und <!– geheim –>",
        "C:\\\\<!– geheim –>",
    ],
)
def test_what_a_word_processor_makes_of_a_comment_is_an_error(
    markdown: str, tmp_path: Path
) -> None:
    _, problems = read(tmp_path, f"Offen\n\nHier {markdown}")

    (error,) = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert (error.code, error.where) == ("html-without-end", "koeln.md, line 3")
    assert error.hint


@pytest.mark.parametrize(
    "markdown",
    ["Sie ruft ›Halt‹!", "‹Ja –› sagt sie", "2010–2020", "a -> b", "A --> B", "> Zitat – ja"[2:]],
)
def test_quotes_dashes_and_arrows_are_no_comments(markdown: str, tmp_path: Path) -> None:
    texts, problems = read(tmp_path, markdown)

    assert (texts, problems) == ([markdown], ())


@pytest.mark.parametrize(
    "line",
    [
        "[//]: # (geheim)", '[//]: # "geheim"', "[//]: # 'geheim'", "[comment]: <> (geheim)",
        "  [//]: # (geheim (sehr))", "[//]: # geheim", "[//]: # (geheim\nund mehr)", "[//]: #",
    ],
)  # fmt: skip
def test_comments_of_markdown_are_left_out_wherever_they_stand(line: str, tmp_path: Path) -> None:
    texts, problems = read(tmp_path, f"Offen\n{line}\nauch offen (hier)")

    assert texts == ["Offen", "auch offen (hier)"]
    assert [(p.code, p.where) for p in problems] == [("unsupported-markdown", "koeln.md, line 2")]


def test_a_comment_of_markdown_that_does_not_end_hides_its_line_only(tmp_path: Path) -> None:
    texts, _ = read(tmp_path, "[//]: # (geheim\n\nOffen (hier)")

    assert texts == ["Offen (hier)"]


SECRET = "GEHEIM"
hidden = st.sampled_from(
    [f"<!-- {SECRET} -> x -->", f"<!--\n\n{SECRET}\n\n-->", f"<script>a > '{SECRET}'</script>",
     f"<style>\n\n{SECRET} > b\n\n</style>", f"<span hidden>{SECRET}</span>"]
)  # fmt: skip
pieces = st.one_of(
    hidden,
    st.sampled_from(["Text ", "**fett** ", "\n\n", "- ", "## ", "<br>", "> ", "a < b ", "`", "*",
                     "&lt;", "[x](https://x.de) ", "<b>", "</b>", "\n", "1. ", "|", "<p>",
                     "</p>", "\\"]),
)  # fmt: skip


@given(st.lists(pieces, max_size=12))
@settings(max_examples=150, deadline=None)
def test_no_surrounding_brings_a_secret_to_light(parts: list[str]) -> None:
    # A backslash makes a tag a text, and within code a tag is meant to be seen.
    markdown = re.sub(r"\\+<", "<", "".join(parts).replace("`", ""))
    problems = Problems("koeln.md")

    blocks = blocks_of(markdown, shipped_characters(), problems)

    assert not any(SECRET in span.text for block in blocks for span in block.spans)
