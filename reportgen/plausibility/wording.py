"""What the messages of rules say, in the layout's language."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.layout.formatting import Style
from reportgen.plausibility.rule import Fact
from reportgen.tomlfile import template

_PAST = ("value", "past", "past_year")
_RATE = ("value", "rate", "median", "factor")
_RATIO = ("value", "base", "ratio", "least", "most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """A message for each thing that rules find; see the kinds of rules for what they mean."""

    order: str = template("value", "other", "limit")
    span: str = template("value", "least", "most")
    fractions: str = template("value")
    share: str = template("value", "other", "base", "share", "most")
    ratio: str = template(*_RATIO)
    same_as_recipients: str = template(*_RATIO)
    paid_to_nobody: str = template("value")
    paid_not_responsible: str = template("value")
    nothing_paid: str = template("base")
    small: str = template("value", "least", "most")
    placeholder: str = template("value")
    previous_above: str = template(*_PAST, "factor")
    previous_below: str = template(*_PAST, "factor")
    previous_slip_above: str = template(*_PAST, "factor")
    previous_slip_below: str = template(*_PAST, "factor")
    change: str = template(*_PAST, "change", "usual")
    repeated: str = template("value", "past_year")
    vanished: str = template("past", "past_year")
    appeared: str = template("value", "past_year")
    share_above: str = template(*_RATE)
    share_below: str = template(*_RATE)
    share_slip_above: str = template(*_RATE)
    share_slip_below: str = template(*_RATE)
    density_above: str = template(*_RATE)
    density_below: str = template(*_RATE)
    density_slip_above: str = template(*_RATE)
    density_slip_below: str = template(*_RATE)
    per_recipient_above: str = template(*_RATE)
    per_recipient_below: str = template(*_RATE)
    per_recipient_slip_above: str = template(*_RATE)
    per_recipient_slip_below: str = template(*_RATE)
    value_above: str = template(*_RATE)
    value_below: str = template(*_RATE)
    value_slip_above: str = template(*_RATE)
    value_slip_below: str = template(*_RATE)
    zero: str = template("n")
    shared: str = template("value", "other")
    row_of_other: str = template("n", "other")
    row_of_past: str = template("n", "past_year")
    column_of_other: str = template("n", "other")
    column_of_past: str = template("n", "past_year")
    total: str = template("value")
    rounded: str = template("n", "multiple")
    columns_exchanged: str = template("other")
    all_exchanged: str = template("n", "other")
    cities_exchanged: str = template("other")
    shifted_right: str = template()
    shifted_left: str = template()
    column_above: str = template("n", "factor")
    column_below: str = template("n", "factor")
    row_above: str = template("n", "factor")
    row_below: str = template("n", "factor")
    territory_above: str = template("n", "factor")
    territory_below: str = template("n", "factor")
    data_date: str = template("day", "end")
    no_source: str = template("other")
    region: str = template()
    holds_other: str = template("other")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTexts:
    """The table ``checks`` of a language file.

    Attributes:
        frame: of a message on one figure; `frame_of_row` of one on a city, `frame_of_column` of
            one on a column.
        title: of the note on a marked cell.
        confirm: how a value is confirmed, for that note.
        past: what is added when the value changed since it was confirmed.
        says: the messages.
        why: the explanation of each rule, by its code.
    """

    frame: str = template("city", "column", "year", "text")
    frame_of_row: str = template("city", "sheet", "year", "text")
    frame_of_column: str = template("column", "sheet", "year", "text")
    title: str = template("rule")
    confirm: str = template("cell", "rule", "value")
    past: str = template("value")
    says: Says
    why: Mapping[str, str]


def worded(says: str, facts: Mapping[str, Fact], texts: CheckTexts, style: Style) -> str:
    """A message with its gaps filled; numbers and days are written in the layout's language."""
    return str(getattr(texts.says, says)).format(
        **{name: _said(fact, style) for name, fact in facts.items()}
    )


def _said(fact: Fact, style: Style) -> str:
    if isinstance(fact, str):
        is_day = len(fact) == 10 and fact[4:5] == fact[7:8] == "-"
        return style.day(date.fromisoformat(fact)) if is_day else fact
    if not math.isfinite(fact):
        return "–"
    size = abs(fact)
    decimals = 0 if size >= 1000 or float(fact).is_integer() else 1 if size >= 10 else 2
    return style.number(float(fact), decimals)
