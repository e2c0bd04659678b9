"""Reads how a city's office describes itself: Markdown below a few lines of TOML."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportgen.errors import Problem
from reportgen.model import City, Portrait, PortraitBlock, PortraitKind, Span
from reportgen.tomlfile import fill
from reportgen.workbook.problems import Problems

_FENCE = "+++"
_LISTS = {"bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"}
_TAG = re.compile(r"<[^>]*>")

#: Markdown that a portrait has no place for, and what its author would call it.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _FrontMatter:
    office: str = ""
    photo: str = ""
    photo_focus: tuple[float, ...] = (0.5, 0.5)
    credit: str = ""


def load_portrait(folder: Path, city: City) -> tuple[Portrait, tuple[Problem, ...]]:
    """Reads the file of a city, ``<slug>.md``.

    Args:
        folder: where the portraits and their photos are.
        city: whose portrait to read.

    Returns:
        The portrait, empty when there is none that can be read, and what is wrong with it.
    """
    path = folder / f"{city.slug}.md"
    problems = Problems(path.name)
    portrait = _read(path, city, problems)
    return portrait, problems.as_tuple()


def _read(path: Path, city: City, problems: Problems) -> Portrait:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        front_matter, markdown = _split(lines)
    except FileNotFoundError:
        hint = f"write {path}; `reportgen manual` shows how"
        problems.warning("portrait-missing", f"{city.name} has no portrait", hint=hint)
        return Portrait()
    except OSError as fault:
        hint = "check that it is a file that you may read"
        problems.error("portrait-unreadable", f"{path}: {fault.strerror}", hint=hint)
        return Portrait()
    except UnicodeDecodeError as fault:
        message = f"the file is not UTF-8 (byte {fault.start})"
        problems.error("not-utf8", message, hint="save it as UTF-8 in your editor")
        return Portrait()
    except tomllib.TOMLDecodeError as fault:
        hint = f'write lines such as office = "Amt für Soziales" between two lines {_FENCE}'
        problems.error("bad-front-matter", str(fault), hint=hint)
        return Portrait()
    wrong: list[Problem] = []
    front = fill(_FrontMatter, front_matter, path.name, wrong) or _FrontMatter()
    problems.extend(wrong)
    photo = _photo(path.parent, front.photo, front.credit, problems)
    blocks = tuple(_blocks(markdown, problems))
    return Portrait(
        office=front.office,
        photo=photo,
        photo_focus=_focus(front.photo_focus, problems),
        credit=front.credit,
        blocks=blocks,
    )


def _split(lines: Sequence[str]) -> tuple[dict[str, object], str]:
    """The front matter and the Markdown; blank lines stand for it to keep the line numbers."""
    if not lines or lines[0].strip() != _FENCE:
        return {}, "\n".join(lines)
    end = next((i for i, line in enumerate(lines) if i and line.strip() == _FENCE), None)
    if end is None:
        raise tomllib.TOMLDecodeError(f"the second line {_FENCE} is missing")
    front_matter = tomllib.loads("\n".join(["", *lines[1:end]]))
    return front_matter, "\n".join([*[""] * (end + 1), *lines[end + 1 :]])


def _photo(folder: Path, name: str, credit: str, problems: Problems) -> Path | None:
    if not name:
        return None
    photo = folder / name
    if not photo.is_file():
        hint = "put it there, or remove the key"
        problems.warning("photo-missing", f"there is no photo {photo}", "front matter", hint)
        return None
    if not credit:
        hint = 'name who took it: credit = "..."'
        problems.warning("credit-missing", "the photo has no credit", "front matter", hint)
    return photo


def _focus(parts: Sequence[float], problems: Problems) -> tuple[float, float]:
    if len(parts) == 2 and all(0 <= part <= 1 for part in parts):
        return parts[0], parts[1]
    hint = "write two numbers from 0 to 1, from the left and from the top: photo_focus = [0.5, 0.3]"
    problems.error("bad-focus", f"{list(parts)} is no place in a photo", "photo_focus", hint)
    return 0.5, 0.5


def _blocks(markdown: str, problems: Problems) -> Iterator[PortraitBlock]:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    line, list_depth, kind = 1, 0, PortraitKind.PARAGRAPH
    for token in tokens:
        if token.map:
            line = token.map[0] + 1
        for part in (token, *(token.children or ())):
            if part.type in _UNSUPPORTED:
                _report_unsupported(_UNSUPPORTED[part.type], line, problems)
        if token.type in _LISTS:
            list_depth += token.nesting
            if token.nesting > 0 and list_depth > 1:
                _report_unsupported("a list within a list", line, problems)
        elif token.type == "heading_open":
            kind = PortraitKind.HEADING
        elif token.type == "paragraph_open":
            kind = PortraitKind.BULLET if list_depth else PortraitKind.PARAGRAPH
        if spans := _spans(token):
            yield PortraitBlock(kind=kind, spans=spans)
            kind = PortraitKind.PARAGRAPH


def _report_unsupported(what: str, line: int, problems: Problems) -> None:
    problems.warning(
        "unsupported-markdown",
        f"{what} is not supported; at most its text is printed",
        f"line {line}",
        "use paragraphs, headings, bullets, **strong** text and links",
    )


def _spans(token: Token) -> tuple[Span, ...]:
    """The runs of a block's text; neighbours in one style are one run."""
    runs: list[Span] = []
    strong, href = False, ""
    for part in token.children if token.children is not None else [token]:
        match part.type:
            case "strong_open" | "strong_close":
                strong = part.nesting > 0
            case "link_open":
                href = str(part.attrGet("href"))
            case "link_close":
                href = ""
        text = _plain_text(part)
        if runs and (runs[-1].strong, runs[-1].href) == (strong, href):
            text = runs.pop().text + text
        if text:
            # Words are hyphenated anew; soft hyphens of the author would be seen.
            runs.append(Span(text=text.replace("\u00ad", ""), strong=strong, href=href))
    return tuple(runs)


def _plain_text(token: Token) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return " "
        case "html_inline" | "html_block":
            return _TAG.sub("", token.content).strip()
        case "fence" | "code_block":
            return " ".join(token.content.split())
        case _:
            return token.content
