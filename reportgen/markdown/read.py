"""Markdown becomes blocks of text; whatever a report has no place for is reported."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reportgen.clean_text import clean_text
from reportgen.markdown.html_filter import HtmlFilter, malformed_comment, without_unseen
from reportgen.model import PortraitBlock, PortraitKind, Span
from reportgen.problems import Problems, excerpt, no_font_shows

if TYPE_CHECKING:
    from markdown_it.token import Token

#: So many characters a text has at most, and so many paragraphs, headings and bullets: some
#: seven pages. Markdown that is made to take for ever needs more.
MOST_CHARACTERS, _MOST_BLOCKS = 20_000, 500

_LISTS = {"bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"}

#: Markdown that a report has no place for, and what its author would call it.
_UNSUPPORTED = {
    "blockquote_open": "a quotation",
    "code_block": "code",
    "code_inline": "code",
    "em_open": "emphasis in italics",
    "fence": "code",
    "hardbreak": "a forced line break",
    "hr": "a rule",
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "an image",
    "ordered_list_open": "a numbered list",
    "s_open": "struck text",
    "table_open": "a table",
}
#: What other kinds of Markdown have, and is plain text in this one.
_UNKNOWN_MARKUP = (
    (re.compile(r"\[\^[^\]]+\]"), "a footnote"),
    (re.compile(r"^\[[ xX]\] "), "a box to tick"),
)
#: A link whose address Markdown does not take for one, as that of a script or with a blank in it.
_NO_LINK = re.compile(r"\[[^\]]*\]\(((?:[^()]|\([^()]*\))*)\)")
#: Bullets as word processors have them.
_PASTED_BULLET = re.compile(r"^([ \t]*)•[ \t]*", re.MULTILINE)
_BLANKS = re.compile(r"[ \t\r\n]+")


def blocks_of(
    markdown: str, characters: frozenset[str], problems: Problems
) -> tuple[PortraitBlock, ...]:
    """The paragraphs, headings and bullets of a text.

    Args:
        markdown: cleaned text.
        characters: what the fonts of the pages can show.
        problems: takes what a report has no place for.
    """
    seen, lines, endless = without_unseen(_PASTED_BULLET.sub(r"\1- ", markdown))
    for line in lines:
        if line == endless:
            continue
        problems.warning(
            "unsupported-markdown",
            "HTML that nobody would see is left out: a comment, script or style",
            f"line {line}",
            "remove it",
        )
    if endless:
        hint = "end it, e.g. a comment with -->"
        problems.error("html-without-end", "the HTML here never ends", f"line {endless}", hint)
    elif lines and "-->" in seen:
        line = seen.count("\n", 0, seen.index("-->")) + 1
        hint = "a comment ends at the first -->; comments cannot hold comments"
        problems.error("html-without-end", "a comment ends here once more", f"line {line}", hint)
    elif line := malformed_comment(seen):
        hint = "begin a comment with <!-- and end it with -->, in plain signs, or remove it"
        message = "a comment here is not written as one, so that it would be printed"
        problems.error("html-without-end", message, f"line {line}", hint)
    blocks = tuple(islice(_blocks(seen, characters, problems), _MOST_BLOCKS + 1))
    if len(blocks) <= _MOST_BLOCKS:
        return blocks
    message = f"the text has more than {_MOST_BLOCKS} paragraphs, headings and bullets"
    problems.error("too-long", message, hint="shorten it")
    return ()


def _blocks(
    markdown: str, characters: frozenset[str], problems: Problems
) -> Iterator[PortraitBlock]:
    from markdown_it import MarkdownIt  # noqa: PLC0415, it is slow to import

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    html = HtmlFilter()
    line, list_depth, kind = 1, 0, PortraitKind.PARAGRAPH
    for token in tokens:
        if token.map:
            line = token.map[0] + 1
        for what in _unsupported_in(token):
            _report_unsupported(what, line, problems)
        if token.type in _LISTS:
            list_depth += token.nesting
            if token.nesting > 0 and list_depth > 1:
                _report_unsupported("a list within a list", line, problems)
        elif token.type == "heading_open":
            kind = PortraitKind.HEADING
        elif token.type == "paragraph_open":
            kind = PortraitKind.BULLET if list_depth else PortraitKind.PARAGRAPH
        if token.block and token.nesting > 0:
            html.start_block()
        if spans := _spans(token, html, line, problems):
            _check_text("".join(span.text for span in spans), characters, line, problems)
            yield PortraitBlock(kind=kind, spans=spans)
            kind = PortraitKind.PARAGRAPH


def _unsupported_in(token: "Token") -> Sequence[str]:
    types = (part.type for part in (token, *(token.children or ())))
    return list(dict.fromkeys(_UNSUPPORTED[name] for name in types if name in _UNSUPPORTED))


def _report_unsupported(what: str, line: int, problems: Problems) -> None:
    problems.warning(
        "unsupported-markdown",
        f"{what} is not supported; at most its text is printed",
        f"line {line}",
        "use paragraphs, headings, bullets, **strong** text and links",
    )


def _check_text(text: str, characters: frozenset[str], line: int, problems: Problems) -> None:
    for pattern, what in _UNKNOWN_MARKUP:
        if pattern.search(text):
            _report_unsupported(what, line, problems)
    for found in _NO_LINK.finditer(text):
        _report_link(found[1], "is printed as it stands", line, problems)
    report_missing(text, characters, f"line {line}", problems)


def report_missing(text: str, characters: frozenset[str], place: str, problems: Problems) -> None:
    """Notes what of a text no font of the report can show."""
    missing = list(dict.fromkeys(c for c in text if c not in characters and c != " "))
    if missing:
        hint = "write it with other characters"
        problems.error("missing-glyph", no_font_shows(missing), place, hint)


def _spans(token: "Token", html: HtmlFilter, line: int, problems: Problems) -> tuple[Span, ...]:
    """The runs of a block's text; neighbours in one style are one run."""
    runs: list[Span] = []
    strong, href, link_text = False, "", ""
    for part in token.children if token.children is not None else [token]:
        match part.type:
            case "strong_open" | "strong_close":
                strong = part.nesting > 0
            case "link_open":
                href, link_text = _address(str(part.attrGet("href")), line, problems), ""
            case "link_close":
                if href and not link_text.strip():
                    _report_link(href, "has no text", line, problems)
                href = ""
        text = clean_text(_plain_text(part, html))
        link_text += text
        if runs and (runs[-1].strong, runs[-1].href) == (strong, href):
            text = runs.pop().text + text
        if text:
            runs.append(Span(text=text, strong=strong, href=href))
    return _without_extra_blanks(runs)


def _without_extra_blanks(runs: Sequence[Span]) -> tuple[Span, ...]:
    """The runs with one blank between words, and none at the ends."""
    kept: list[Span] = []
    before = " "
    for run in runs:
        text = _BLANKS.sub(" ", run.text)
        text = text[1:] if before.endswith(" ") and text.startswith(" ") else text
        if text:
            kept.append(Span(text=text, strong=run.strong, href=run.href))
            before = text
    if kept and kept[-1].text.endswith(" "):
        last = kept.pop()
        if text := last.text.rstrip(" "):
            kept.append(Span(text=text, strong=last.strong, href=last.href))
    return tuple(kept)


def _plain_text(token: "Token", html: HtmlFilter) -> str:
    match token.type:
        case "html_inline" | "html_block":
            return html.text_of(token.content)
        case _ if html.hides:
            return ""
        case "softbreak" | "hardbreak":
            return " "
        case "image":
            return "".join(_plain_text(part, html) for part in token.children or ())
        case _:
            return token.content


def _address(href: str, line: int, problems: Problems) -> str:
    """The address of a link, if it leads somewhere from a PDF."""
    try:
        parts = urlsplit(href)
    except ValueError:
        parts = urlsplit("")
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    is_other = parts.scheme in {"mailto", "tel"} and bool(parts.path)
    if is_web or (is_other and (parts.scheme == "tel" or "@" in parts.path)):
        return href
    _report_link(href, "leads nowhere from a PDF", line, problems)
    return ""


def _report_link(href: str, what: str, line: int, problems: Problems) -> None:
    problems.warning(
        "unusable-link",
        f'the link to "{excerpt(href, 80)}" {what}' if href else "a link has no address",
        f"line {line}",
        "write [text](https://...) with the whole address",
    )
