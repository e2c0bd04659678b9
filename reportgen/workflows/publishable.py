"""What of the inputs of reports may be archived: workbooks without what is secret."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from reportgen.archive.catalogue import Version
from reportgen.confidentiality import as_archived, protect
from reportgen.errors import ArchiveError, Problem
from reportgen.indicators import table, to_csv
from reportgen.input_file import InputKind, read_input
from reportgen.layout.confidentiality import Confidentiality
from reportgen.layout.load import load_layout
from reportgen.model import Dataset
from reportgen.pipeline import build_profiles
from reportgen.workbook import load_workbook
from reportgen.workflows.former import Issue, load_issue, publications
from reportgen.workflows.provenance import Sources
from reportgen.workflows.record import Record, hash_of


class Publishable(Struct, frozen=True, kw_only=True):
    """What is archived in place of what reports were made from.

    Attributes:
        record: of the build, with the workbooks that are archived.
        sources: where they are.
        dataset: of the workbook, without what is secret.
        rule: of the layout.
    """

    record: Record
    sources: Sources
    dataset: Dataset
    rule: Confidentiality | None


def protected_indicators(rule: Confidentiality, version: Version) -> bytes:
    """The indicators of an earlier version as they may be told now: its rule may not have been."""
    earlier = protect(load_issue(version.path).dataset, rule).dataset
    rows = table(build_profiles(earlier, version.year))
    return to_csv(rows, neutral=earlier.is_neutral)


@contextmanager
def publishable(record: Record, sources: Sources) -> Iterator[Publishable]:
    """Within, workbooks that an archive may hold: where numbers are secret, copies without them.

    Reports that are made from the copies are the same.

    Raises:
        ArchiveError: a copy does not say what the workbook says.
        LayoutError: the layout cannot be read.
        WorkbookError: a workbook cannot be read or copied.
    """
    first = record.runs[0].terms
    rule = load_layout(sources.layout, first.language).look.confidentiality
    dataset = load_workbook(sources.workbook)
    if rule is None:
        yield Publishable(record=record, sources=sources, dataset=dataset, rule=None)
        return
    with TemporaryDirectory() as folder:
        olds, others = (
            [_issue(sources.record / former.path) for former in formers]
            for formers in (first.erratum, first.published)
        )
        published = protect(dataset, rule, publications([*olds, *others], dataset)).dataset
        workbook = _copy(sources.workbook, dataset, published, Path(folder) / "workbook")
        formers = [
            _copy(old.file, old.dataset, protect(old.dataset, rule).dataset, Path(folder) / str(n))
            for n, old in enumerate(olds)
        ]
        terms = replace(
            first,
            workbook=replace(first.workbook, sha256=hash_of(workbook)),
            erratum=tuple(
                replace(old, path=file.as_posix(), sha256=hash_of(file))
                for old, file in zip(first.erratum, formers, strict=True)
            ),
        )
        runs = tuple(
            replace(
                run,
                terms=replace(
                    run.terms, workbook=terms.workbook, erratum=terms.erratum, published=()
                ),
            )
            for run in record.runs
        )
        yield Publishable(
            record=replace(record, runs=runs),
            sources=replace(sources, workbook=workbook),
            dataset=as_archived(load_workbook(workbook), rule),
            rule=rule,
        )


def _issue(file: Path) -> Issue:
    return Issue(name=file.name, file=file, dataset=load_workbook(file))


def _copy(file: Path, dataset: Dataset, published: Dataset, folder: Path) -> Path:
    """A copy of a workbook under its own name, read again and compared."""
    from reportgen.workbook.withhold import withheld  # noqa: PLC0415, openpyxl is slow to import

    folder.mkdir()
    copy = folder / file.name
    copy.write_bytes(withheld(read_input(file, InputKind.WORKBOOK), dataset, published))
    if told(load_workbook(copy)) != told(published):
        raise ArchiveError(
            Problem(
                code="not-withheld",
                message="the copy without secret numbers says something else than the workbook",
                where=str(file),
                hint="save it anew in your spreadsheet program, build and archive again",
            )
        )
    return copy


def told(dataset: Dataset) -> Dataset:
    """A dataset without what a copy need not say again: where it stands, doubts and their answers.

    A field that is added to `Dataset` counts.
    """
    observations, unused = (
        {key: replace(one, sheet="", cell="") for key, one in values.items()}
        for values in (dataset.observations, dataset.unused)
    )
    return replace(
        dataset,
        file="",
        about=replace(dataset.about, data_date_cell=""),
        observations=observations,
        unused=unused,
        warnings=(),
        confirmations=(),
        protection="",
    )
