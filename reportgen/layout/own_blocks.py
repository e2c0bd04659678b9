"""Blocks of a layout's own: texts, a contact box, a logo, charts, where its sections name them."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from msgspec import Struct

from reportgen.clean_text import clean_text
from reportgen.errors import Problem, did_you_mean, reason_of
from reportgen.input_file import InputKind, read_input_text
from reportgen.layout.inherit import find_file
from reportgen.markdown.read import blocks_of
from reportgen.model import WITH_SERIES, WORKBOOK_LANGUAGE, Kind, PortraitBlock, Section
from reportgen.problems import Problems
from reportgen.tomlfile import Gaps, Range


class BlockKind(StrEnum):
    """What a block of one's own is."""

    TEXT = "text"
    CONTACT = "contact"
    LOGO = "logo"
    CHART = "chart"


class ChartStyle(StrEnum):
    """How a chart of one's own shows its measure."""

    BARS = "bars"
    DOTS = "dots"
    DEVIATIONS = "deviations"
    LINES = "lines"


#: Kinds of measures that such a chart may show.
CHARTED = (
    Kind.RECIPIENTS,
    Kind.PAYMENTS,
    Kind.SHARE_OF_RECIPIENTS,
    Kind.SHARE_OF_PAYMENTS,
    Kind.DENSITY,
    Kind.PAYMENTS_PER_RECIPIENT,
    Kind.PAYMENTS_PER_INHABITANT,
    Kind.ECONOMY,
)


#: Keys of each kind of block in `layout.toml`, beside those that all have.
_KEYS: Mapping[BlockKind, tuple[str, ...]] = {
    BlockKind.TEXT: ("file",),
    BlockKind.CONTACT: ("link",),
    BlockKind.LOGO: ("file", "width"),
    BlockKind.CHART: ("measure", "style"),
}

#: Words of each kind of block in a language file.
_WORDS: Mapping[BlockKind, tuple[str, ...]] = {
    BlockKind.TEXT: ("heading",),
    BlockKind.CONTACT: (),
    BlockKind.LOGO: ("alt",),
    BlockKind.CHART: ("heading",),
}


class BlockLook(Struct, frozen=True, kw_only=True):
    """A block in `layout.toml`.

    Attributes:
        kind: what it is.
        file: of a text in Markdown (``foreword.md``; ``foreword.en.md`` in another language), or
            of a logo.
        width: of a logo, in millimetres.
        link: of a contact box, to the data; with a code that cameras read.
        measure: of a chart: the key of an economic indicator, or a kind and a key, e.g.
            ``density sgb2``.
        style: of a chart.
        optional: whether it is left out where its page has no room for it.
    """

    kind: BlockKind
    file: str = ""
    width: Annotated[float, Range(5, 300)] = 40.0
    optional: bool = False
    measure: str = ""
    style: ChartStyle = ChartStyle.BARS
    link: Annotated[str, Gaps("city", "slug", "year", "ags")] = ""


class BlockTexts(Struct, frozen=True, kw_only=True):
    """Words of a block in a language file: heading of a text or chart; of a logo, what is seen."""

    heading: str = ""
    alt: str = ""


class ContactTexts(Struct, frozen=True, kw_only=True):
    """Labels and lines of contact boxes, and the alternative text of the code."""

    contact: str
    publisher: str
    data: str
    data_line: Annotated[str, Gaps("date", "day")]
    link: str
    code: Annotated[str, Gaps("link")]


class OwnBlock(Struct, frozen=True, kw_only=True):
    """A block with what it shows: paragraphs of a text, the file of a logo, the link of a box."""

    kind: BlockKind
    heading: str = ""
    blocks: tuple[PortraitBlock, ...] = ()
    file: Path | None = None
    alt: str = ""
    width: float = 0.0
    link: str = ""
    optional: bool = False
    measure: tuple[str, str] = ("", "")
    style: ChartStyle = ChartStyle.BARS


def section_problems(
    sections: Sequence[str],
    starts: Sequence[str],
    looks: Mapping[str, BlockLook],
    own: Mapping[str, Any],
    file: str,
) -> Iterator[Problem]:
    """What is wrong with the names of sections, and with blocks that none of them names.

    What only a layout says that is extended, and not the layout's `own` file, may go unused.
    """
    known = {section.value for section in Section}
    for key, names in (("sections", sections), ("new_page", starts)):
        for name in names:
            if name not in known | set(looks):
                hint = did_you_mean(name, sorted(known | set(looks)))
                message = f'{key}: "{name}" is neither a section nor a block'
                yield _problem("unknown-section", message, file, key, hint)
            elif name not in sections and key in own:
                message = f'{key}: no entry of sections is "{name}"'
                yield _problem("unused-section", message, file, key, "add it there, or remove it")
    for name in looks:
        place = f"blocks.{name}"
        if name in known:
            message = f'{place}: a section is called "{name}" already'
            yield _problem("unused-block", message, file, place, "give it another name")
        elif name not in sections and name in own.get("blocks", {}):
            message = f'{place}: no entry of sections is "{name}"'
            yield _problem("unused-block", message, file, place, "add it there, or remove it")


def unused_keys(
    looks: Mapping[str, BlockLook], own: Mapping[str, Mapping[str, Any]], file: str
) -> Iterator[Problem]:
    """The keys that a file itself gives a block, though blocks of that kind make no use of them."""
    for name, keys in own.items():
        kind = looks[name].kind
        used = ("kind", *_KEYS[kind], "optional")
        for key in keys:
            if key not in used:
                place = f"blocks.{name}.{key}"
                message = f'{place}: a block of the kind "{kind}" makes no use of it'
                hint = f"remove it; that kind has: {', '.join(used)}"
                yield _problem("unused-key", message, file, place, hint)


def load_blocks(
    looks: Mapping[str, BlockLook],
    texts: Mapping[str, BlockTexts],
    folders: Sequence[Path],
    language: str,
    characters: frozenset[str],
    problems: list[Problem],
) -> dict[str, OwnBlock]:
    """The blocks of a layout by name.

    Args:
        looks: from `layout.toml`.
        texts: from the language file.
        folders: of the layout and of those that it extends.
        language: of the reports.
        characters: what the fonts can show.
        problems: takes what is missing or wrong.
    """
    file = str(folders[0] / "layout.toml")
    words_file = str(folders[0] / f"{language}.toml")
    for name in texts.keys() - looks.keys():
        message = f'blocks.{name}: layout.toml has no block "{name}"'
        hint = did_you_mean(name, looks) or "remove it"
        problems.append(_problem("unused-block", message, words_file, f"blocks.{name}", hint))
    loaded = {}
    for name, look in looks.items():
        words, place = texts.get(name, BlockTexts()), f"blocks.{name}"
        problems.extend(_unused_words(words, look.kind, place, words_file))
        blocks: tuple[PortraitBlock, ...] = ()
        path = None
        if look.kind is BlockKind.CHART and (fault := _fault_of_chart(look)):
            message = f"{place}.measure: {fault}"
            kinds = _kinds_of(look.style)
            hint = f"kinds are: {', '.join(kinds)}; alone, a key is that of an indicator"
            problems.append(_problem("unknown-measure", message, file, f"{place}.measure", hint))
        if look.kind in {BlockKind.TEXT, BlockKind.LOGO}:
            path = _file_of(look, folders, language)
            if not look.file or not path.is_file():
                message = f'{place}.file: there is no file "{look.file}"'
                hint = "put it beside layout.toml"
                problems.append(_problem("file-missing", message, file, f"{place}.file", hint))
                continue
        if look.kind is BlockKind.TEXT and path:
            blocks = _text(path, characters, problems)
        if look.kind is BlockKind.LOGO and not words.alt.strip():
            message = f"{place}.alt: a logo needs an alternative text"
            hint = 'say whose it is: alt = "Logo der Stadt ..."'
            problems.append(_problem("missing-text", message, words_file, f"{place}.alt", hint))
        if look.link and not _is_web(look.link):
            message = f'{place}.link: "{look.link[:80]}" is no address in the web'
            hint = "write it in full: https://..."
            problems.append(_problem("unusable-link", message, file, f"{place}.link", hint))
        loaded[name] = OwnBlock(
            kind=look.kind,
            heading=words.heading,
            blocks=blocks,
            file=path,
            alt=words.alt,
            width=look.width,
            link=look.link,
            optional=look.optional,
            measure=_measure(look),
            style=look.style,
        )
    return loaded


def _unused_words(words: BlockTexts, kind: BlockKind, path: str, file: str) -> Iterator[Problem]:
    for key in ("heading", "alt"):
        if getattr(words, key) and key not in _WORDS[kind]:
            place = f"{path}.{key}"
            message = f'{place}: a block of the kind "{kind}" makes no use of it'
            yield _problem("unused-key", message, file, place, "remove it")


def _measure(look: BlockLook) -> tuple[str, str]:
    """Kind and key; a key alone is that of an economic indicator."""
    kind, _, key = look.measure.strip().partition(" ")
    return (kind, key.strip()) if key else (Kind.ECONOMY.value, kind)


def _fault_of_chart(look: BlockLook) -> str:
    """What is wrong with the measure of a chart; empty where nothing is."""
    kind, key = _measure(look)
    if not key:
        return "a chart needs a measure"
    if kind not in CHARTED:
        return f'"{kind}" is no kind of measure'
    if kind in _kinds_of(look.style):
        return ""
    if look.style is ChartStyle.DEVIATIONS:
        return "only economic indicators have a favourable side and deviations"
    return f'the kind "{kind}" is not followed over the years'


def _kinds_of(style: ChartStyle) -> Sequence[Kind]:
    """The kinds of measures that a style can show."""
    match style:
        case ChartStyle.DEVIATIONS:
            return (Kind.ECONOMY,)
        case ChartStyle.LINES:
            return [kind for kinds in WITH_SERIES.values() for kind in kinds]
        case _:
            return CHARTED


def _file_of(look: BlockLook, folders: Sequence[Path], language: str) -> Path:
    """The file; a text in another language than the workbook's has that before its ending."""
    path = Path(look.file)
    if look.kind is BlockKind.TEXT and language != WORKBOOK_LANGUAGE and path.suffix:
        translated = find_file(folders, f"{path.stem}.{language}{path.suffix}")
        if translated.is_file():
            return translated
    return find_file(folders, look.file)


def _text(
    path: Path, characters: frozenset[str], problems: list[Problem]
) -> tuple[PortraitBlock, ...]:
    found = Problems(str(path))
    try:
        text = clean_text(read_input_text(path, InputKind.PORTRAIT))
    except (OSError, UnicodeDecodeError) as fault:
        message = f"{path.name} cannot be read: {reason_of(fault)}"
        problems.append(Problem(code="file-unreadable", message=message, where=str(path)))
        return ()
    blocks = blocks_of(text, characters, found)
    if not blocks:
        found.error("empty-text", f"{path.name} has no text", hint="write some, or remove it")
    problems.extend(found.as_tuple())
    return blocks


def _is_web(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _problem(code: str, message: str, file: str, path: str, hint: str) -> Problem:
    return Problem(code=code, message=message, where=f"{file}, {path}", hint=hint)
