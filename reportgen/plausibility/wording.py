"""What the messages of rules say, in the layout's language."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec import Struct

from reportgen.layout.formatting import Style
from reportgen.plausibility.rule import Fact
from reportgen.tomlfile import Gaps

_PAST = ("value", "past", "past_year")
_RATE = ("value", "rate", "median", "factor")
_RATIO = ("value", "base", "ratio", "least", "most")


class Says(Struct, frozen=True, kw_only=True):
    """A message for each thing that rules find; see the kinds of rules for what they mean."""

    order: Annotated[str, Gaps("value", "other", "limit")]
    span: Annotated[str, Gaps("value", "least", "most")]
    fractions: Annotated[str, Gaps("value")]
    share: Annotated[str, Gaps("value", "other", "base", "share", "most")]
    ratio: Annotated[str, Gaps(*_RATIO)]
    same_as_recipients: Annotated[str, Gaps(*_RATIO)]
    paid_to_nobody: Annotated[str, Gaps("value")]
    paid_not_responsible: Annotated[str, Gaps("value")]
    nothing_paid: Annotated[str, Gaps("base")]
    small: Annotated[str, Gaps("value", "least", "most")]
    placeholder: Annotated[str, Gaps("value")]
    previous_above: Annotated[str, Gaps(*_PAST, "factor")]
    previous_below: Annotated[str, Gaps(*_PAST, "factor")]
    previous_slip_above: Annotated[str, Gaps(*_PAST, "factor")]
    previous_slip_below: Annotated[str, Gaps(*_PAST, "factor")]
    change: Annotated[str, Gaps(*_PAST, "change", "usual")]
    repeated: Annotated[str, Gaps("value", "past_year")]
    vanished: Annotated[str, Gaps("past", "past_year")]
    appeared: Annotated[str, Gaps("value", "past_year")]
    share_above: Annotated[str, Gaps(*_RATE)]
    share_below: Annotated[str, Gaps(*_RATE)]
    share_slip_above: Annotated[str, Gaps(*_RATE)]
    share_slip_below: Annotated[str, Gaps(*_RATE)]
    density_above: Annotated[str, Gaps(*_RATE)]
    density_below: Annotated[str, Gaps(*_RATE)]
    density_slip_above: Annotated[str, Gaps(*_RATE)]
    density_slip_below: Annotated[str, Gaps(*_RATE)]
    per_recipient_above: Annotated[str, Gaps(*_RATE)]
    per_recipient_below: Annotated[str, Gaps(*_RATE)]
    per_recipient_slip_above: Annotated[str, Gaps(*_RATE)]
    per_recipient_slip_below: Annotated[str, Gaps(*_RATE)]
    value_above: Annotated[str, Gaps(*_RATE)]
    value_below: Annotated[str, Gaps(*_RATE)]
    value_slip_above: Annotated[str, Gaps(*_RATE)]
    value_slip_below: Annotated[str, Gaps(*_RATE)]
    zero: Annotated[str, Gaps("n")]
    shared: Annotated[str, Gaps("value", "other")]
    row_of_other: Annotated[str, Gaps("n", "other")]
    row_of_past: Annotated[str, Gaps("n", "past_year")]
    column_of_other: Annotated[str, Gaps("n", "other")]
    column_of_past: Annotated[str, Gaps("n", "past_year")]
    total: Annotated[str, Gaps("value")]
    rounded: Annotated[str, Gaps("n", "multiple")]
    columns_exchanged: Annotated[str, Gaps("other")]
    all_exchanged: Annotated[str, Gaps("n", "other")]
    cities_exchanged: Annotated[str, Gaps("other")]
    shifted_right: Annotated[str, Gaps()]
    shifted_left: Annotated[str, Gaps()]
    column_above: Annotated[str, Gaps("n", "factor")]
    column_below: Annotated[str, Gaps("n", "factor")]
    row_above: Annotated[str, Gaps("n", "factor")]
    row_below: Annotated[str, Gaps("n", "factor")]
    territory_above: Annotated[str, Gaps("n", "factor")]
    territory_below: Annotated[str, Gaps("n", "factor")]
    data_date: Annotated[str, Gaps("day", "end")]
    no_source: Annotated[str, Gaps("other")]
    region: Annotated[str, Gaps()]
    holds_other: Annotated[str, Gaps("other")]


class CheckTexts(Struct, frozen=True, kw_only=True):
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

    frame: Annotated[str, Gaps("city", "column", "year", "text")]
    frame_of_row: Annotated[str, Gaps("city", "sheet", "year", "text")]
    frame_of_column: Annotated[str, Gaps("column", "sheet", "year", "text")]
    title: Annotated[str, Gaps("rule")]
    confirm: Annotated[str, Gaps("cell", "rule", "value")]
    past: Annotated[str, Gaps("value")]
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
