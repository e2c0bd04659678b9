"""What a correction corrects: an earlier workbook, or a version of an archive.

Cities are the same when their municipality key is, so that one keeps its history under a new name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reportgen.archive.catalogue import VERSION
from reportgen.clean_text import one_line
from reportgen.confidentiality import Published
from reportgen.errors import ArchiveError, Problem, Severity, UsageError, faults_as
from reportgen.layout.confidentiality import Confidentiality
from reportgen.layout.load import archived_rule
from reportgen.model import City, Dataset, PeerChoice, Profile
from reportgen.pipeline import build_profiles
from reportgen.workbook import load_workbook
from reportgen.workflows.record import ABOUT, BuildSettings, read_archived_record


class Issue(Struct, frozen=True, kw_only=True):
    """A workbook, by itself or from an archive.

    Attributes:
        name: as the user calls it.
        file: the workbook.
        dataset: what is in it.
        year: of the archived reports; None for a workbook by itself.
        rule: of the layout that is archived with it, by which small numbers were kept secret.
    """

    name: str
    file: Path
    dataset: Dataset
    year: int | None = None
    rule: Confidentiality | None = None


def load_issue(path: Path, characters: frozenset[str] | None = None) -> Issue:
    """Reads a workbook, or the one of an archive's version.

    Args:
        path: of a workbook, or the folder of a version, e.g. ``archive/2020/v1``.
        characters: what the fonts of the pages can show; by default those of the program.

    Raises:
        UsageError: a folder is no version of an archive.
        ArchiveError: a version is damaged.
        LayoutError: the rule of its layout cannot be read.
        WorkbookError: the workbook cannot be read.
    """
    unreadable = Problem(
        code="issue-unreadable",
        message="what is compared cannot be read",
        where=str(path),
        hint="check the path and the rights on it",
    )
    file, year, rule = path, None, None
    with faults_as(ArchiveError, unreadable, faults=(OSError, ValueError)):
        if path.is_dir():
            file, year, rule = _archived_workbook(path)
    dataset = load_workbook(file, characters)
    return Issue(name=str(path), file=file, dataset=dataset, year=year, rule=rule)


def _archived_workbook(folder: Path) -> tuple[Path, int, Confidentiality | None]:
    """The workbook of a version, the year of its reports, and the rule of their layout."""
    from reportgen.archive.verify_bag import verify_bag  # noqa: PLC0415, it is slow to import

    if not (folder / "bagit.txt").is_file():
        raise UsageError(_no_version(folder))
    if wrong := verify_bag(folder):
        raise ArchiveError(*wrong)
    data = folder / "data"
    record = read_archived_record(data)
    for run in record.runs:
        file = data / ABOUT / run.terms.workbook.path
        if file.resolve().is_relative_to(data.resolve()):
            return file, record.year, _archived_rule(data, run.terms)
    raise ArchiveError(
        Problem(
            code="archived-workbook-missing",
            message="the version does not say from which workbook its reports were made",
            where=str(folder),
            hint="name the workbook itself",
        )
    )


def _archived_rule(data: Path, terms: BuildSettings) -> Confidentiality | None:
    folder = data / ABOUT / terms.layout.path
    if not terms.layout.path or not folder.resolve().is_relative_to(data.resolve()):
        return None
    return archived_rule(folder)


def _no_version(folder: Path) -> Problem:
    bags = (path for pattern in ("v*", "*/v*") for path in sorted(folder.glob(pattern)))
    inside = [path for path in bags if VERSION.fullmatch(path.name)]
    hint = "name a workbook, or the folder of a version, e.g. archive/2020/v1"
    return Problem(
        code="not-a-version",
        message="the folder is no version of an archive",
        where=str(folder),
        hint=f"name a version, e.g. {inside[-1]}" if inside else hint,
    )


def same_cities(old: Dataset, new: Dataset) -> Mapping[str, City]:
    """The city of the old workbook for the slug of each one of the new workbook that it has."""
    by_ags = {city.ags: city for city in old.cities if city.ags}
    by_slug = {city.slug: city for city in old.cities}
    found = ((city, by_ags.get(city.ags) or by_slug.get(city.slug)) for city in new.cities)
    return {city.slug: former for city, former in found if former}


def publications(issues: Iterable[Issue], new: Dataset) -> tuple[Published, ...]:
    """What readers have already: some workbooks, and all versions of the archives they are in.

    Of a version of an archive is known what it showed: where numbers were secret, its workbook has
    none. Of a workbook by itself nobody knows by which rule reports were made from it.

    Args:
        issues: in the order of the user.
        new: what is to be published.

    Raises:
        UsageError: one has no city in common with the new workbook.
        ArchiveError: a version is damaged.
    """
    found: dict[Path, Issue] = {}
    for issue in issues:
        if not same_cities(issue.dataset, new):
            raise UsageError(_no_common_city(issue, new.file))
        found.setdefault(issue.file.resolve(), issue)
        for version in _other_versions(_bag_of(issue.file)):
            other = load_issue(version)
            found.setdefault(other.file.resolve(), other)
    return tuple(
        Published(
            name=issue.name,
            dataset=_with_slugs_of(new, issue.dataset),
            is_open=True if _bag_of(file) else None,
        )
        for file, issue in found.items()
    )


def _bag_of(file: Path) -> Path | None:
    """The version of an archive that a file lies in."""
    return next((each for each in file.parents if (each / "bagit.txt").is_file()), None)


def _other_versions(bag: Path | None) -> Iterator[Path]:
    if bag is None:
        return
    for path in sorted(bag.resolve().parent.parent.glob("*/v*")):
        if VERSION.fullmatch(path.name) and path != bag.resolve():
            yield path


def _with_slugs_of(new: Dataset, old: Dataset) -> Dataset:
    """The old dataset, its cities under the slugs that they have now."""
    renamed = {city.slug: slug for slug, city in same_cities(old, new).items()}
    observations = {
        (table, renamed.get(slug, slug), year, key): one
        for (table, slug, year, key), one in old.observations.items()
    }
    return replace(old, observations=observations)


def former_profiles(
    old: Dataset,
    new: Dataset,
    year: int,
    cities: Sequence[City] = (),
    choice: PeerChoice | None = None,
) -> Mapping[str, Profile]:
    """The earlier profiles of cities, by slug in the new workbook; without any, of all.

    They are compared with the same peers of `choice`, as far as the old workbook has them.

    Raises:
        IndicatorError: the old workbook has no data for that year.
    """
    wanted = {city.slug for city in cities or new.cities}
    former = same_cities(old, new)
    pairs = {slug: city for slug, city in former.items() if slug in wanted}
    if not pairs:
        return {}
    names = [city.slug for city in pairs.values()]
    chosen = _former_choice(choice or PeerChoice(), former)
    profiles = {profile.city: profile for profile in build_profiles(old, year, names, chosen)}
    return {slug: profiles[city] for slug, city in pairs.items()}


def _former_choice(choice: PeerChoice, former: Mapping[str, City]) -> PeerChoice:
    """The same choice among the cities of the old workbook."""
    reference = choice.reference
    return PeerChoice(
        cities=tuple(former[city.slug] for city in choice.cities if city.slug in former),
        reference=former.get(reference.slug) if reference else None,
    )


def require_same_comparison(old: Issue, new: Issue, year: int | None) -> int:
    """Makes sure that one workbook may be a correction of the other.

    Args:
        old: what is corrected.
        new: the correction.
        year: that is compared, where it is not the workbook's.

    Returns:
        The year.

    Raises:
        UsageError: they are of different projects or years, or have no city in common.
    """
    problems: list[Problem] = []
    before, after = old.dataset.about, new.dataset.about

    def differ(code: str, message: str, hint: str) -> None:
        problems.append(Problem(code=code, message=message, where=old.name, hint=hint))

    if _folded(before.project) != _folded(after.project):
        message = f'it is of "{before.project}", {new.name} of "{after.project}"'
        hint = "compare workbooks of one project; its name is in the sheet Angaben of both"
        differ("other-project", message, hint)
    wanted = year or new.year or after.year
    of_new = new.year or wanted
    of_old = old.year or (wanted if before.year == after.year else before.year)
    if not of_old == of_new == wanted:
        message = f"it is of {of_old}, {new.name} of {of_new}"
        differ("other-year", message, "a correction is for the same year as what it corrects")
    if not same_cities(old.dataset, new.dataset):
        problems.append(_no_common_city(old, new.name))
    if problems:
        raise UsageError(*problems)
    return wanted


def _no_common_city(old: Issue, new: str) -> Problem:
    return Problem(
        code="no-common-city",
        message=f"it has no city in common with {new}",
        where=old.name,
        hint="compare workbooks of one comparison",
    )


def same_version(old: Issue, new: Issue) -> tuple[Problem, ...]:
    """The warning that nobody can tell a correction from what it corrects."""
    before, after = old.dataset.about, new.dataset.about
    if (before.version, before.data_date) != (after.version, after.data_date):
        return ()
    return (
        Problem(
            code="same-version",
            message=f"the correction calls itself version {after.version} of {after.data_date},"
            " as what it corrects does",
            where=new.name,
            hint="change Datenstand and Fassung in the sheet Angaben",
            severity=Severity.WARNING,
        ),
    )


def _folded(text: str) -> str:
    return one_line(text).casefold()
