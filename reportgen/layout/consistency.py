"""What a layout's files may not say although each of their values is of the right type."""

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from pyphen import LANGUAGES as HYPHENATIONS

from reportgen.errors import Problem, did_you_mean
from reportgen.layout.appearance import SMALLEST_TEXT, Appearance, Cmyk
from reportgen.layout.formatting import NO_HYPHENATION
from reportgen.layout.own_blocks import section_problems, unused_keys
from reportgen.layout.press_limits import CLEAR_OF_TRIM
from reportgen.layout.texts import Texts
from reportgen.model import Section
from reportgen.tomlfile import Gaps, notes_of, numbers_out_of_range

#: A gap as texts have it, and the one of how a number stands with its unit.
_GAP, _AMOUNT = re.compile(r"\{\w*\}"), "{number}"

#: Tables of a language file that others read and check.
_OPEN_TABLES = frozenset({"mail", "checks", "nouns"})

#: The table with the rule by which small numbers are kept secret.
_RULE = "confidentiality"

#: Ink limits that there are, in percent: a cross of register has two solid inks, and all four are
#: no more than this.
_LEAST_INK, _MOST_INK = 200, 400


def look_problems(look: Appearance, own: Mapping[str, Any], file: Path) -> Iterator[Problem]:
    """What is wrong with `layout.toml`, which `file` is; `own` is what it says by itself."""
    out_of_range = tuple(numbers_out_of_range(look, str(file)))
    yield from out_of_range
    yield from _impossible_values(look, file)
    if not any(f", {_RULE}." in problem.where for problem in out_of_range):
        yield from _contradictions(look, file)
    yield from _small_texts(look, file)
    yield from _low_contrasts(look, file)
    yield from _unprintable(look, file)
    yield from section_problems(look.sections, look.new_page, look.blocks, own, str(file))
    yield from unused_keys(look.blocks, own.get("blocks", {}), str(file))


def text_problems(texts: Texts, file: Path) -> Iterator[Problem]:
    """What is wrong with a language file, which `file` is."""
    yield from _unknown_hyphenation(texts, file)
    yield from _empty_texts(texts, file)
    yield from _unfilled_gaps(texts, file)


def _impossible_values(look: Appearance, file: Path) -> list[Problem]:
    page = look.page
    checks = (
        ("page.left", page.left + page.right < page.width, "the margins leave no width for text"),
        ("page.top", page.top + page.bottom < page.height, "the margins leave no height for text"),
        ("page.band", page.band < page.height - page.bottom, "the band does not fit the page"),
        ("press.condition", look.press.condition.strip(), "the printing condition has no name"),
        (
            "press.ink_limit",
            _LEAST_INK <= look.press.ink_limit <= _MOST_INK,
            f"must be from {_LEAST_INK} to {_MOST_INK} %, not {look.press.ink_limit:g} %",
        ),
        ("sections", len(set(look.sections)) == len(look.sections), "a section is named twice"),
        ("sections", look.sections[:1] == (Section.TITLE,), "the first section must be the title"),
    )
    return [_impossible(key, message, file) for key, fine, message in checks if not fine]


def _contradictions(look: Appearance, file: Path) -> Iterator[Problem]:
    """What makes no sense together in a rule each of whose numbers is in its range."""
    if rule := look.confidentiality:
        for key, message in rule.contradictions():
            yield _impossible(f"{_RULE}.{key}", message, file)


def _impossible(key: str, message: str, file: Path) -> Problem:
    return Problem(code="impossible-value", message=f"{key}: {message}", where=f"{file}, {key}")


def _small_texts(look: Appearance, file: Path) -> Iterator[Problem]:
    for key, size in look.text_sizes():
        if 0 < size < SMALLEST_TEXT:
            yield Problem(
                code="text-too-small",
                message=f"{key}: {size:g} pt is less than {SMALLEST_TEXT} pt",
                where=f"{file}, {key}",
                hint=f"make it {SMALLEST_TEXT} or more, so that it can be read in print",
            )


def _low_contrasts(look: Appearance, file: Path) -> Iterator[Problem]:
    for front, ground, exact, least in look.colours.insufficient_contrasts():
        # Rounded up, 4.48 would be 4.5, and not less than that.
        contrast = math.floor(10 * exact) / 10
        yield Problem(
            code="low-contrast",
            message=f"{front} on {ground} has a contrast of {contrast:.1f}:1, less than {least}:1",
            where=f"{file}, colours.{front}",
            hint="make one of the two darker or lighter (WCAG 2.2, level AA)",
        )


def _unprintable(look: Appearance, file: Path) -> Iterator[Problem]:
    """What a press cannot print, or two things at once for one colour."""
    inks: dict[str, tuple[str, Cmyk | None]] = {}
    for role, colour in look.colours.by_role():
        place = f"{file}, colours.{role}"
        if colour.inks and sum(colour.inks) > look.press.ink_limit:
            yield Problem(
                code="too-much-ink",
                message=f"{role} takes {sum(colour.inks):g} % of ink, more than the limit of "
                f"{look.press.ink_limit:g} %",
                where=place,
                hint="take away cyan, magenta and yellow, and add some black",
            )
        other, before = inks.setdefault(colour, (role, colour.inks))
        if before != colour.inks:
            yield Problem(
                code="two-print-colours",
                message=f"{other} and {role} are one colour on the screen, but not in print",
                where=place,
                hint="give both the same inks, or change one of them a little on the screen",
            )
    for side in ("left", "right", "top", "bottom", "foot"):
        if 0 < getattr(look.page, side) < CLEAR_OF_TRIM:
            yield Problem(
                code="text-near-trim",
                message=f"page.{side} leaves less than {CLEAR_OF_TRIM} mm between text and trim",
                where=f"{file}, page.{side}",
                hint="paper moves while it is cut; leave more",
            )


def _empty_texts(texts: Texts, file: Path) -> Iterator[Problem]:
    """Headings and labels must say something to those who only listen."""
    for table in ("charts", "document"):
        for key, text in _leaves(getattr(texts, table), table):
            if not text.strip():
                yield Problem(
                    code="empty-text",
                    message=f"{key}: the text is empty",
                    where=f"{file}, {key}",
                    hint="a chart or heading without words cannot be found by a screen reader",
                )


def _unfilled_gaps(texts: Texts, file: Path) -> Iterator[Problem]:
    """What would be printed with its braces: gaps of texts that have none, or another one."""
    for key, text in _without_gaps(texts, ""):
        known = _AMOUNT if key.startswith("names.amounts.") else ""
        for gap in _GAP.findall(text):
            if gap != known:
                yield Problem(
                    code="unknown-gap",
                    message=f"{key}: nothing fills the gap {gap}",
                    where=f"{file}, {key}",
                    hint=f"write {known}" if known else "this text has no gaps; leave it out",
                )


def _without_gaps(value: object, path: str) -> Iterator[tuple[str, str]]:
    """The texts that are printed as they are, with their keys."""
    match value:
        case str():
            yield path, value
        case tuple():
            for place, each in enumerate(value):
                yield from _without_gaps(each, f"{path}[{place}]")
        case Mapping():
            for key, each in value.items():
                yield from _without_gaps(each, f"{path}.{key}")
        case Struct():
            gaps = notes_of(type(value), Gaps)
            for name, each in asdict(value).items():
                if name not in gaps and name not in _OPEN_TABLES:
                    yield from _without_gaps(each, f"{path}.{name}" if path else name)


def _leaves(table: Struct, path: str) -> Iterator[tuple[str, str]]:
    for key, value in asdict(table).items():
        if isinstance(value, str):
            yield f"{path}.{key}", value
        elif isinstance(value, Struct):
            yield from _leaves(value, f"{path}.{key}")


def _unknown_hyphenation(texts: Texts, file: Path) -> list[Problem]:
    wanted = texts.style.hyphenation
    if wanted in HYPHENATIONS or wanted == NO_HYPHENATION:
        return []
    return [
        Problem(
            code="unknown-hyphenation",
            message=f'style.hyphenation: there is no dictionary "{wanted}"',
            where=f"{file}, style.hyphenation",
            hint=did_you_mean(wanted, HYPHENATIONS)
            or 'give language and region, e.g. de_DE, or "none"',
        )
    ]
