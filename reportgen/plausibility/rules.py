"""Reads the rules of a layout from its ``checks.toml``, and their words from a language file."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from reportgen.errors import LayoutError, Problem, did_you_mean
from reportgen.layout.formatting import Style
from reportgen.layout.load import Layout
from reportgen.plausibility import cells, copies, exchanged, group, past, whole
from reportgen.plausibility.rule import Rule
from reportgen.plausibility.wording import CheckTexts
from reportgen.tomlfile import fill, numbers_out_of_range, read_toml

#: File of a layout that has its rules.
CHECKS = "checks.toml"

#: Every kind of rule by the word that stands for it.
KINDS: Mapping[str, type[Rule]] = {
    "order": cells.Order,
    "span": cells.Span,
    "fractions": cells.Fractions,
    "share": cells.Share,
    "ratio": cells.Ratio,
    "unmatched": cells.Unmatched,
    "small": cells.Small,
    "placeholder": cells.Placeholder,
    "previous": past.Previous,
    "change": past.Change,
    "repeated": past.Repeated,
    "vanished": past.Vanished,
    "median": group.Median,
    "zero": group.Zero,
    "shared": group.Shared,
    "copied-row": copies.CopiedRow,
    "copied-column": copies.CopiedColumn,
    "total": copies.Total,
    "rounded": copies.Rounded,
    "exchanged": exchanged.Exchanged,
    "shifted": exchanged.Shifted,
    "scale": exchanged.Scale,
    "territory": exchanged.Territory,
    "data-date": whole.DataDate,
    "source": whole.Sourceless,
    "region": whole.Regions,
}


class RuleSet(Struct, frozen=True, kw_only=True):
    """The rules of a layout.

    Attributes:
        file: that they were read from.
        rules: by code, in the order of the file: of several rules that find a cell, the first one
            is told.
        texts: their words; None without rules.
        style: how numbers are written.
    """

    file: str
    rules: Mapping[str, Rule]
    texts: CheckTexts | None
    style: Style


class _Table(Struct, frozen=True):
    """A table that is read later, when its kind is known."""

    table: Mapping[str, Any]

    @classmethod
    def from_toml(cls, value: object) -> "_Table":
        if not isinstance(value, dict):
            raise ValueError("must be a table")
        return cls(value)


class _File(Struct, frozen=True, kw_only=True):
    rules: Mapping[str, _Table]


def read_rules(layout: Layout) -> RuleSet:
    """The rules of a layout; none where it has none.

    They are not those of a layout that it extends: thresholds hold for one kind of unit, and what
    is odd for a large city is usual for a district.

    Raises:
        LayoutError: with every problem of the rules and their words.
    """
    file, style = layout.folder / CHECKS, layout.texts.style
    if not file.is_file():
        return RuleSet(file=str(file), rules={}, texts=None, style=style)
    problems: list[Problem] = []
    content = read_toml(file, _File, problems)
    rules = dict(_rules(content.rules, str(file), problems)) if content else {}
    language_file = f"{layout.folder / layout.language}.toml"
    words = layout.texts.checks.table
    texts = fill(CheckTexts, words, language_file, problems, "checks")
    if content and texts:
        problems += _unexplained(content.rules, texts, language_file)
        if not layout.parents:  # A layout has all words of those that it extends.
            problems += _unruled(content.rules, texts, language_file)
    if problems or texts is None:
        raise LayoutError(*problems)
    return RuleSet(file=str(file), rules=rules, texts=texts, style=style)


def _rules(
    tables: Mapping[str, _Table], file: str, problems: list[Problem]
) -> Iterator[tuple[str, Rule]]:
    for code, raw in tables.items():
        path = f"rules.{code}"
        kind = raw.table.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            problems.append(
                Problem(
                    code="unknown-check",
                    message=f"{path}.kind: there is no kind of rule {kind!r:.60}",
                    where=f"{file}, {path}.kind",
                    hint=did_you_mean(str(kind)[:60], KINDS) or "see layouts/README.md",
                )
            )
            continue
        rule = fill(KINDS[kind], raw.table, file, problems, path)
        if rule is None:
            continue
        problems += numbers_out_of_range(rule, file, path)
        problems += (
            Problem(
                code="impossible-value",
                message=f"{path}.{key}: {why}",
                where=f"{file}, {path}.{key}",
            )
            for key, why in rule.faults()
        )
        yield code, rule


def _unexplained(rules: Mapping[str, _Table], texts: CheckTexts, file: str) -> Iterator[Problem]:
    for code in rules:
        if not texts.why.get(code, "").strip():
            yield Problem(
                code="missing-text",
                message=f'checks.why.{code}: the rule "{code}" is not explained',
                where=f"{file}, checks.why.{code}",
                hint="say in one sentence why such a value is probably wrong",
            )


def _unruled(rules: Mapping[str, _Table], texts: CheckTexts, file: str) -> Iterator[Problem]:
    for code in texts.why:
        if code not in rules:
            yield Problem(
                code="unknown-key",
                message=f'checks.why.{code}: there is no rule "{code}"',
                where=f"{file}, checks.why.{code}",
                hint=did_you_mean(code, rules),
            )
