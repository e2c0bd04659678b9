"""Applies all rules to a dataset, tells each cell once, and leaves out what was confirmed."""

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reportgen.errors import LayoutError, Problem, Severity, did_you_mean
from reportgen.model import (
    Dataset,
    Doubt,
    ObservationKey,
    content_of,
)
from reportgen.plausibility.figures import Figures
from reportgen.plausibility.rule import Hit, Rule
from reportgen.plausibility.rules import RuleSet
from reportgen.plausibility.wording import CheckTexts, worded


class Verdict(Struct, frozen=True, kw_only=True):
    """What the rules say of a dataset.

    Attributes:
        doubts: what is not confirmed, in the order of the rules.
        confirmed: what is.
        problems: of confirmations that fit no cell or no rule.
    """

    doubts: tuple[Doubt, ...]
    confirmed: tuple[Doubt, ...]
    problems: tuple[Problem, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many doubts each rule has, in the order of the rules."""
        return Counter(doubt.rule for doubt in self.doubts)


@np.errstate(over="ignore")  # Of tiny figures, quotients are infinite.
def check_figures(dataset: Dataset, rule_set: RuleSet, *, all_years: bool = False) -> Verdict:
    """All implausible values of the reporting year and the year before, or of all years.

    A cell is told once, by the first rule that finds it; what several cells say together covers
    all of them. What is seen in relation to a cell that was told is not told as well.

    Raises:
        LayoutError: a rule names a column that the workbook does not have.
    """
    texts = rule_set.texts
    if texts is None:
        return Verdict(doubts=(), confirmed=(), problems=())
    figures = Figures(dataset, all_years=all_years)
    if unknown := list(_unknown_columns(figures, rule_set)):
        raise LayoutError(*unknown)
    wording = _Wording(figures, rule_set, texts)
    covered: set[ObservationKey | str] = set()
    found: list[Doubt] = []
    for code, rule in rule_set.rules.items():
        for hit in rule.hits(figures):
            own = hit.keys or (hit.place,)
            bases = figures.bases_of(hit.keys[0]) if rule.is_relative else ()
            if own[0] not in covered and covered.isdisjoint(bases):
                covered.update(own)
                found.append(wording.doubt(code, rule, hit))
    return _answered(found, dataset, rule_set, texts)


def _unknown_columns(figures: Figures, rule_set: RuleSet) -> Iterator[Problem]:
    known = [label for block in figures.blocks.values() for label in block.labels]
    for code, rule in rule_set.rules.items():
        for name in rule.unknown_columns(figures):
            yield Problem(
                code="unknown-check-column",
                message=f'rules.{code}: the workbook has no column "{name}"',
                where=f"{rule_set.file}, rules.{code}",
                hint=did_you_mean(name, known)
                or "correct it, or add if_there = true when a workbook may lack it",
            )


class _Wording:
    def __init__(self, figures: Figures, rule_set: RuleSet, texts: CheckTexts) -> None:
        self._figures, self._style, self._texts = figures, rule_set.style, texts
        self._names = dict(zip(figures.slugs, figures.names, strict=True))

    def doubt(self, code: str, rule: Rule, hit: Hit) -> Doubt:
        """A hit in words."""
        text = worded(hit.says, hit.facts, self._texts, self._style)
        why = self._texts.why[code]
        if not hit.keys:
            return Doubt(
                rule=code, severity=rule.severity, city=None, year=None, cells=(hit.place,),
                value=hit.content, message=text, why=why,
            )  # fmt: skip
        found = [self._figures.observation(key) for key in hit.keys]
        cells = [one for one in found if one]
        cities = {key[1] for key in hit.keys}
        years = {key[2] for key in hit.keys}
        if len(cells) == 1:
            one = cells[0]
            value = content_of(one.reason if one.value is None else one.value)
        else:
            value = content_of(float(sum(one.value or 0 for one in cells)))
        return Doubt(
            rule=code,
            severity=rule.severity,
            city=hit.keys[0][1] if len(cities) == 1 or "exchanged" in hit.says else None,
            year=hit.keys[0][2] if len(years) == 1 else None,
            cells=tuple(one.where for one in cells),
            value=value,
            message=self._framed(hit, text),
            why=why,
        )

    def _framed(self, hit: Hit, text: str) -> str:
        table, slug, year, key = hit.keys[0]
        block = self._figures.blocks[table]
        gaps = {
            "city": self._names[slug],
            "column": block.labels[block.keys.index(key)],
            "sheet": str(table),
            "year": str(year),
            "text": text,
        }
        cities, columns = ({k[1] for k in hit.keys}, {k[3] for k in hit.keys})
        frame = self._texts.frame
        if len(cities) > 1 and hit.says not in {"cities_exchanged", "shared"}:
            frame = self._texts.frame_of_column
        elif len(columns) > 1 and hit.says != "columns_exchanged":
            frame = self._texts.frame_of_row
        return frame.format(**gaps)


def _answered(
    found: list[Doubt], dataset: Dataset, rule_set: RuleSet, texts: CheckTexts
) -> Verdict:
    answers = {(one.cell, one.rule): one for one in dataset.confirmations}
    doubts, confirmed = [], []
    for doubt in found:
        answer = answers.get((doubt.cells[0], doubt.rule))
        if answer is None:
            doubts.append(doubt)
        elif answer.value == doubt.value:
            confirmed.append(doubt)
        else:
            past = texts.past.format(value=answer.value)
            doubts.append(
                replace(doubt, message=f"{doubt.message} {past}", past_value=answer.value)
            )
    return Verdict(
        doubts=tuple(doubts),
        confirmed=tuple(confirmed),
        problems=tuple(_useless(dataset, rule_set)),
    )


def _useless(dataset: Dataset, rule_set: RuleSet) -> Iterator[Problem]:
    """Confirmations of cells that hold no figure, or of rules that there are not."""
    if not dataset.confirmations:
        return
    known = {one.where for one in dataset.observations.values()}
    known |= {one.where for one in dataset.unused.values()}
    known |= {dataset.about.data_date_cell, "Quellen!A1"}
    for answer in dataset.confirmations:
        place = f"{dataset.file}, {answer.where}"
        if answer.cell not in known:
            yield Problem(
                code="confirmed-unknown-cell",
                message=f"{answer.cell} is confirmed, but holds no figure",
                where=place,
                hint="write sheet and cell as `reportgen validate` tells them, or clear the row",
                severity=Severity.WARNING,
            )
        if answer.rule not in rule_set.rules:
            yield Problem(
                code="confirmed-unknown-rule",
                message=f'there is no rule "{answer.rule}"',
                where=place,
                hint=did_you_mean(answer.rule, rule_set.rules) or "clear the row",
                severity=Severity.WARNING,
            )
