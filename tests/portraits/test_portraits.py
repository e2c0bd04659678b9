"""A portrait is plain Markdown; whatever it cannot hold is reported with its line."""

from pathlib import Path

import pytest

from reportgen.errors import Problem, Severity
from reportgen.model import City, Portrait, PortraitKind, Span
from reportgen.portraits import load_portrait, unused_files
from tests.workbooks import WORKBOOK

CITY = City(name="Düsseldorf", slug="duesseldorf", ags="05111000", abbreviation="D", office="")
PARAGRAPH, HEADING, BULLET = PortraitKind


def read(folder: Path, text: str) -> tuple[Portrait, tuple[Problem, ...]]:
    (folder / "duesseldorf.md").write_text(text, encoding="utf-8")
    return load_portrait(folder, CITY)


def only_problem(folder: Path, text: str) -> Problem:
    _, (problem,) = read(folder, text)
    assert problem.where.startswith("duesseldorf.md")
    assert problem.hint
    return problem


def texts(portrait: Portrait) -> list[tuple[PortraitKind, str]]:
    return [(block.kind, "".join(span.text for span in block.spans)) for block in portrait.blocks]


def test_the_committed_portrait_has_no_problems() -> None:
    portrait, problems = load_portrait(WORKBOOK.parent / "portraits", CITY)

    assert problems == ()
    assert portrait.office == "Amt für Soziales"
    assert portrait.photo == WORKBOOK.parent / "portraits" / "duesseldorf.jpg"
    assert {block.kind for block in portrait.blocks} == {PARAGRAPH, HEADING, BULLET}


def test_front_matter_names_office_photo_and_credit(tmp_path: Path) -> None:
    (tmp_path / "rathaus.jpg").touch()

    portrait, problems = read(
        tmp_path,
        '+++\noffice = "Sozialamt"\nphoto = "rathaus.jpg"\ncredit = "Stadtarchiv"\n+++\nText\n',
    )

    assert problems == ()
    assert (portrait.office, portrait.credit) == ("Sozialamt", "Stadtarchiv")
    assert portrait.photo == tmp_path / "rathaus.jpg"


@pytest.mark.parametrize("key", ["office", "credit"])
def test_office_and_credit_have_room_for_400_characters(key: str, tmp_path: Path) -> None:
    _, problems = read(tmp_path, f'+++\n{key} = "{"Amt " * 100}"\n+++\nText\n')
    assert problems == ()

    problem = only_problem(tmp_path, f'+++\n{key} = "{"Amt " * 100}!"\n+++\nText\n')

    assert (problem.code, problem.severity) == ("too-long", Severity.ERROR)
    assert key in problem.message


def test_markdown_becomes_blocks(tmp_path: Path) -> None:
    portrait, problems = read(
        tmp_path, "Das Amt\nberät.\n\n## Aufgaben\n\n- Pflege\n- Rente\n\nEnde.\n"
    )

    assert problems == ()
    assert texts(portrait) == [
        (PARAGRAPH, "Das Amt berät."),
        (HEADING, "Aufgaben"),
        (BULLET, "Pflege"),
        (BULLET, "Rente"),
        (PARAGRAPH, "Ende."),
    ]


def test_strong_text_and_links_keep_their_style(tmp_path: Path) -> None:
    portrait, _ = read(tmp_path, "Zum **Amt** im [Netz **hier**](https://www.duesseldorf.de).\n")

    assert portrait.blocks[0].spans == (
        Span(text="Zum "),
        Span(text="Amt", strong=True),
        Span(text=" im "),
        Span(text="Netz ", href="https://www.duesseldorf.de"),
        Span(text="hier", strong=True, href="https://www.duesseldorf.de"),
        Span(text="."),
    )


@pytest.mark.parametrize(
    ("markdown", "name", "kept"),
    [
        ("Ein *schräges* Wort", "italics", [(PARAGRAPH, "Ein schräges Wort")]),
        ("![Rathaus](rathaus.jpg)", "image", [(PARAGRAPH, "Rathaus")]),
        ("Mit `Code`", "code", [(PARAGRAPH, "Mit Code")]),
        ("```\nCode\n```", "code", [(PARAGRAPH, "Code")]),
        ("<div>Kasten</div>", "HTML", [(PARAGRAPH, "Kasten")]),
        ("1. erstens", "numbered list", [(BULLET, "erstens")]),
        ("> Zitat", "quotation", [(PARAGRAPH, "Zitat")]),
        ("***", "rule", []),
        ("~~alt~~", "struck", [(PARAGRAPH, "alt")]),
        ("eins  \nzwei", "forced line break", [(PARAGRAPH, "eins zwei")]),
        ("| a |\n|---|\n| b |", "table", [(PARAGRAPH, "a"), (PARAGRAPH, "b")]),
    ],
)
def test_what_a_portrait_cannot_hold_is_reported_and_its_text_kept(
    markdown: str, name: str, kept: list[tuple[PortraitKind, str]], tmp_path: Path
) -> None:
    portrait, (problem,) = read(tmp_path, f'+++\noffice = "Amt"\n+++\n\n{markdown}\n')

    assert (problem.code, problem.severity) == ("unsupported-markdown", Severity.WARNING)
    assert problem.where == "duesseldorf.md, line 5"
    assert name in problem.message
    assert texts(portrait) == kept


def test_a_list_within_a_list_is_reported_and_its_bullets_kept(tmp_path: Path) -> None:
    portrait, (problem,) = read(tmp_path, "- Pflege\n  - Heime\n  - Dienste\n- Rente\n")

    assert (problem.code, problem.severity) == ("unsupported-markdown", Severity.WARNING)
    assert problem.where == "duesseldorf.md, line 2"
    assert "list within a list" in problem.message
    assert [text for _, text in texts(portrait)] == ["Pflege", "Heime", "Dienste", "Rente"]
    assert {kind for kind, _ in texts(portrait)} == {BULLET}


def test_a_missing_portrait_is_a_warning(tmp_path: Path) -> None:
    portrait, (problem,) = load_portrait(tmp_path, CITY)

    assert portrait == Portrait()
    assert (problem.code, problem.severity) == ("portrait-missing", Severity.WARNING)
    assert "duesseldorf.md" in problem.hint


def test_front_matter_names_what_of_a_photo_stays_visible(tmp_path: Path) -> None:
    (tmp_path / "rathaus.jpg").touch()
    photo = 'photo = "rathaus.jpg"\ncredit = "Stadt"\n'

    assert read(tmp_path, f"+++\n{photo}+++\n")[0].photo_focus == (0.5, 0.5)
    portrait, problems = read(tmp_path, f"+++\n{photo}photo_focus = [0, 0.25]\n+++\n")
    assert (portrait.photo_focus, problems) == ((0, 0.25), ())


@pytest.mark.parametrize("value", ["[]", "[0.5]", "[0.5, 1.1]", "[0.5, -0.1]", "[0.5, nan]"])
def test_a_focus_that_is_no_place_in_the_photo_is_reported(value: str, tmp_path: Path) -> None:
    problem = only_problem(tmp_path, f"+++\nphoto_focus = {value}\n+++\n")

    assert (problem.code, problem.where) == ("bad-focus", "duesseldorf.md, photo_focus")


def test_a_missing_photo_is_a_warning(tmp_path: Path) -> None:
    portrait, (problem,) = read(tmp_path, '+++\nphoto = "fehlt.jpg"\ncredit = "Stadt"\n+++\n')

    assert portrait.photo is None
    assert (problem.code, problem.severity) == ("photo-missing", Severity.WARNING)


def test_a_photo_without_credit_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "rathaus.jpg").touch()

    problem = only_problem(tmp_path, '+++\nphoto = "rathaus.jpg"\n+++\n')

    assert (problem.code, problem.severity) == ("credit-missing", Severity.WARNING)


def test_an_unknown_key_is_an_error_that_names_the_nearest_one(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, '+++\nofice = "Amt"\n+++\n')

    assert (problem.code, problem.severity) == ("unknown-key", Severity.ERROR)
    assert problem.where == "duesseldorf.md, ofice"
    assert problem.hint == 'did you mean "office"?'


def test_a_key_that_is_not_a_text_is_an_error(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, "+++\noffice = 50\n+++\n")

    assert (problem.code, problem.severity) == ("wrong-type", Severity.ERROR)
    assert problem.where == "duesseldorf.md, office"


def test_all_faults_of_a_portrait_are_reported_in_one_run(tmp_path: Path) -> None:
    _, problems = read(tmp_path, '+++\nofice = "Amt"\noffice = 50\n+++\n\n> Zitat\n')

    assert {problem.code for problem in problems} == {
        "unknown-key",
        "wrong-type",
        "unsupported-markdown",
    }


@pytest.mark.parametrize("text", ["+++\noffice = Amt\n+++\n", '+++\noffice = "Amt"\n'])
def test_broken_front_matter_is_an_error(text: str, tmp_path: Path) -> None:
    problem = only_problem(tmp_path, text)

    assert (problem.code, problem.severity) == ("bad-front-matter", Severity.ERROR)


def test_a_portrait_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "duesseldorf.md").write_bytes("Pflegebüro".encode("latin-1"))

    _, (problem,) = load_portrait(tmp_path, CITY)

    assert (problem.code, problem.severity) == ("not-utf8", Severity.ERROR)


def test_a_folder_in_the_place_of_a_portrait_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "duesseldorf.md").mkdir()

    _, (problem,) = load_portrait(tmp_path, CITY)

    assert (problem.code, problem.severity) == ("portrait-unreadable", Severity.ERROR)


# --- what nearly fits -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('\n+++\noffice = "Amt"\n+++\nText', 2),
        ('<!-- Porträt -->\n+++\noffice = "Amt"\n+++\nText', 2),
        ('---\noffice: "Amt"\n---\nText', 1),
        ("---\nautor: Presseamt\nstand: 2020\n---\nText", 1),
        ('```toml\noffice = "Amt"\n```\nText', 2),
        ('++++\noffice = "Amt"\n++++\nText', 1),
        ('++ +\noffice = "Amt"\n+++\nText', 1),
        ('office = "Amt"\n+++\nText', 1),
        ("office: Amt\n\nText", 1),
        ('+++\n+++\nphoto = "amt.jpg"\n', 3),
        ('Text\n\ncredit = "Stadt"\n', 3),
        ("# Das Amt\n\n- Photo: Max Muster\n", 3),
    ],
)
def test_what_nearly_is_front_matter_is_one_error_and_never_text(
    text: str, line: int, tmp_path: Path
) -> None:
    portrait, (problem,) = read(tmp_path, text)

    assert (problem.code, problem.severity) == ("bad-front-matter", Severity.ERROR)
    assert problem.where == f"duesseldorf.md, line {line}"
    assert "+++" in problem.hint
    assert portrait.blocks == ()


@pytest.mark.parametrize(
    "text", ["---\n\nText", "Text\n\n---\n\nText", "Das Amt: Beratung", "+ eins\n+ zwei"]
)
def test_rules_and_colons_are_no_front_matter(text: str, tmp_path: Path) -> None:
    _, problems = read(tmp_path, text)

    assert {problem.severity for problem in problems} <= {Severity.WARNING}


@pytest.mark.parametrize("start", ["\ufeff", "\ufeff\ufeff", "\u200b"])
def test_invisible_characters_do_not_hide_front_matter(start: str, tmp_path: Path) -> None:
    text = f'{start}+++\u00a0\noffice = "Sozial\u200bamt"\n+++\nZur\u2011Zeit\u00ad\n'

    portrait, problems = read(tmp_path, text)

    assert (portrait.office, problems) == ("Sozialamt", ())
    assert texts(portrait) == [(PARAGRAPH, "Zur-Zeit")]


def test_typographic_quotes_are_explained(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, "+++\noffice = „Amt“\n+++\n")

    assert "straight quotes" in problem.hint


def test_bullets_pasted_from_a_word_processor_are_bullets(tmp_path: Path) -> None:
    portrait, problems = read(tmp_path, "Aufgaben:\n\uf0b7\tPflege\n\uf0a7 Rente\n• Beratung\n")

    assert problems == ()
    assert texts(portrait) == [
        (PARAGRAPH, "Aufgaben:"),
        (BULLET, "Pflege"),
        (BULLET, "Rente"),
        (BULLET, "Beratung"),
    ]


# --- links, characters, files -----------------------------------------------------------------


@pytest.mark.parametrize(
    "link",
    [
        "[Bericht](berichte/2020.pdf)", "[Anker](#kapitel)", "[Netz](//server/x)", "[leer]()",
        "[Mail](mailto:niemand)", "[Start](launch:x)", "[Freigabe](smb://server/x)",
        "[ohne](https:///pfad)", "[](https://example.org)", "[ \u200b](https://example.org)",
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_reported_and_is_none(link: str, tmp_path: Path) -> None:
    portrait, (problem,) = read(tmp_path, f"Siehe {link} hier.\n")

    assert (problem.code, problem.where) == ("unusable-link", "duesseldorf.md, line 1")
    assert problem.hint
    assert '""' not in problem.message
    assert {span.href for block in portrait.blocks for span in block.spans} == {""}


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a b", "javascript:alert(1)", "file:///C:/x.pdf", "vbscript:x"],
)
def test_a_link_that_markdown_takes_for_none_is_printed_and_named(
    address: str, tmp_path: Path
) -> None:
    portrait, (problem,) = read(tmp_path, f"Siehe [hier]({address}) mehr.\n")

    assert problem.code == "unusable-link"
    assert problem.message == f'the link to "{address}" is printed as it stands'
    assert texts(portrait) == [(PARAGRAPH, f"Siehe [hier]({address}) mehr.")]


@pytest.mark.parametrize(
    "href",
    ["https://example.org/a?b=c#d", "http://example.org", "mailto:amt@example.org", "tel:+49211"],
)
def test_a_link_to_the_web_to_mail_or_a_telephone_is_one(href: str, tmp_path: Path) -> None:
    portrait, problems = read(tmp_path, f"[Amt]({href})\n")

    assert problems == ()
    assert portrait.blocks[0].spans == (Span(text="Amt", href=href),)


@pytest.mark.parametrize("text", ["Fußnote[^1]", "- [ ] offen"])
def test_what_is_markdown_elsewhere_is_reported(text: str, tmp_path: Path) -> None:
    assert only_problem(tmp_path, text).code == "unsupported-markdown"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Erste Zeile\n\nZweite 😀\n", "line 3"),
        ("- Punkt\n- مدينة\n", "line 2"),
        ('+++\noffice = "Amt \U0001f3db"\n+++\n', "front matter"),
        ("&#xe000;", "line 1"),
    ],
)
def test_what_no_font_can_show_is_an_error_with_its_place(
    text: str, place: str, tmp_path: Path
) -> None:
    problem = only_problem(tmp_path, text)

    assert (problem.code, problem.severity) == ("missing-glyph", Severity.ERROR)
    assert problem.where == f"duesseldorf.md, {place}"
    assert "U+" in problem.message


@pytest.mark.parametrize("name", ["RATHAUS.JPG", "Rathaus.jpg", "ko\u0308ln.jpg", "K\u00d6LN.jpg"])
def test_a_photo_is_found_by_any_way_to_write_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    wanted = "rathaus.jpg" if "ath" in name.casefold() else "köln.jpg"

    portrait, problems = read(tmp_path, f'+++\nphoto = "{wanted}"\ncredit = "Stadt"\n+++\n')

    assert (portrait.photo, problems) == (tmp_path / name, ())


@pytest.mark.parametrize("photo", ["/etc/passwd", "../bild.jpg", "a/../../b.jpg"])
def test_a_photo_lies_beside_its_portrait(photo: str, tmp_path: Path) -> None:
    problem = only_problem(tmp_path, f'+++\nphoto = "{photo}"\ncredit = "Stadt"\n+++\n')

    assert (problem.code, problem.severity) == ("photo-elsewhere", Severity.ERROR)


@pytest.mark.parametrize(
    "name", ["Düsseldorf.md", "Du\u0308sseldorf.md", "DUESSELDORF.MD", "duesseldorf.txt"]
)
@pytest.mark.parametrize("beside", [True, False])
def test_a_portrait_of_nearly_the_right_name_is_an_error(
    name: str, beside: bool, tmp_path: Path
) -> None:
    (tmp_path / name).write_text("Entwurf", encoding="utf-8")
    if beside:
        (tmp_path / "duesseldorf.md").write_text("Text", encoding="utf-8")

    _, (problem,) = load_portrait(tmp_path, CITY)

    assert (problem.code, problem.severity) == ("portrait-name", Severity.ERROR)
    assert 'call it "duesseldorf.md"' in problem.hint


def test_files_of_no_city_are_reported_once(tmp_path: Path) -> None:
    for name in ("aachen.md", "rathaus.jpg", "alt.png", "README.md", ".x.md", "notiz.docx"):
        (tmp_path / name).touch()
    portrait, _ = read(tmp_path, '+++\nphoto = "rathaus.jpg"\ncredit = "Stadt"\n+++\n')

    (problem,) = unused_files(tmp_path, [CITY], [portrait])

    assert (problem.code, problem.severity) == ("unused-file", Severity.WARNING)
    assert '"aachen.md", "alt.png"' in problem.message
    assert "rathaus" not in problem.message
