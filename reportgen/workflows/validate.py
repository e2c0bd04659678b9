"""A workbook against the rules of a layout, and what goes back to those who delivered it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from re import sub

from msgspec import Struct

from reportgen.errors import Problem, Severity, UsageError, WorkbookError, faults_as
from reportgen.input_file import InputKind, read_input
from reportgen.layout.load import Layout
from reportgen.model import Dataset, Doubt, Reason
from reportgen.plausibility import RuleSet, Verdict, check_figures, read_rules
from reportgen.store import store
from reportgen.workbook import load_workbook


class Examination(Struct, frozen=True, kw_only=True):
    """A workbook that was read, and what the rules say of it."""

    dataset: Dataset
    rule_set: RuleSet
    verdict: Verdict


def examine(workbook: Path, layout: Layout, *, all_years: bool = False) -> Examination:
    """Reads a workbook and applies the rules of a layout to the last two years, or to all.

    Raises:
        WorkbookError: the workbook cannot be read.
        LayoutError: the rules cannot be used.
    """
    dataset = load_workbook(workbook, layout.characters)
    rule_set = read_rules(layout)
    verdict = check_figures(dataset, rule_set, all_years=all_years)
    return Examination(dataset=dataset, rule_set=rule_set, verdict=verdict)


def doubts_of_build(dataset: Dataset, layout: Layout) -> tuple[Problem, ...]:
    """One warning that says how many values look implausible; none without any.

    Raises:
        LayoutError: the rules cannot be used.
        WorkbookError: with the first of the doubts that the layout takes for errors.
    """
    doubts = check_figures(dataset, read_rules(layout)).doubts
    hint = "`reportgen validate` tells them; the sheet Bestätigt takes what is right all the same"
    errors = [doubt for doubt in doubts if doubt.severity is Severity.ERROR]
    if errors:
        raise WorkbookError(_implausible(len(errors), dataset.file, hint, Severity.ERROR))
    return (_implausible(len(doubts), dataset.file, hint, Severity.WARNING),) if doubts else ()


def _implausible(count: int, file: str, hint: str, severity: Severity) -> Problem:
    are = "value looks" if count == 1 else "values look"
    return Problem(
        code="implausible",
        message=f"{count} {are} implausible",
        where=file,
        hint=hint,
        severity=severity,
    )


def annotate(workbook: Path, found: Examination, out: Path) -> Path:
    """Writes a copy of the workbook with all doubts.

    Raises:
        UsageError: it would replace the workbook.
        WorkbookError: the workbook cannot be copied.
        DocumentError: the copy cannot be written.
    """
    _refuse_itself(workbook, out)
    store(_copied(workbook, found, found.verdict.doubts), out)
    return out


def annotate_by_city(workbook: Path, found: Examination, folder: Path) -> Iterator[Path]:
    """Writes a copy for each city that has a doubt, with the figures of that city alone.

    Raises:
        UsageError: one of them would replace the workbook.
        WorkbookError: the workbook cannot be copied.
        DocumentError: a copy cannot be written.
    """
    rows = _rows_of_cities(found.dataset)
    for city in found.dataset.cities:
        own = tuple(doubt for doubt in found.verdict.doubts if doubt.city == city.slug)
        if own:
            out = folder / f"{city.slug}.xlsx"
            _refuse_itself(workbook, out)
            kept = rows.get(city.slug, {})
            others: dict[str, set[int]] = defaultdict(set)
            for slug, sheets in rows.items():
                for sheet, numbers in sheets.items():
                    if slug != city.slug:
                        others[sheet] |= numbers - kept.get(sheet, set())
            emptied = {sheet: frozenset(numbers) for sheet, numbers in others.items()}
            store(_copied(workbook, found, own, emptied), out)
            yield out


def _refuse_itself(workbook: Path, out: Path) -> None:
    if out.exists() and out.resolve() == workbook.resolve():
        raise UsageError(
            Problem(
                code="would-replace-workbook",
                message="the copy would replace the workbook",
                where=str(out),
                hint="choose another name",
            )
        )


def _rows_of_cities(dataset: Dataset) -> Mapping[str, Mapping[str, set[int]]]:
    """Rows with figures by city and sheet."""
    rows: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for observations in (dataset.observations, dataset.unused):
        for (_, slug, _, _), one in observations.items():
            # What was not delivered may point to the header.
            if one.reason is not Reason.NOT_DELIVERED:
                rows[slug][one.sheet].add(int(sub("[A-Z]", "", one.cell)))
    return rows


def _copied(
    workbook: Path,
    found: Examination,
    doubts: tuple[Doubt, ...],
    emptied: Mapping[str, frozenset[int]] | None = None,
) -> bytes:
    from reportgen.workbook.annotate import annotated  # noqa: PLC0415, openpyxl is slow to import

    unreadable = Problem(
        code="file-unreadable", message="the workbook cannot be read", where=str(workbook)
    )
    with faults_as(WorkbookError, unreadable):
        content = read_input(workbook, InputKind.WORKBOOK)
    texts = found.rule_set.texts
    notes = [
        (
            doubt,
            "\n".join(
                (
                    texts.title.format(rule=doubt.rule),
                    doubt.message,
                    doubt.why,
                    texts.confirm.format(cell=doubt.cells[0], rule=doubt.rule, value=doubt.value),
                )
            ),
        )
        for doubt in doubts
        if texts
    ]
    return annotated(content, workbook.name, notes, emptied)
