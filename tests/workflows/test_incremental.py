"""What is built again when something changes: what would come out otherwise, and nothing else."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import reportgen.workflows.city_reports
from reportgen.layout.load import Layout
from reportgen.model import Edition, Portrait, Profile, Report, Standard
from reportgen.store import FileState
from reportgen.workflows.begin import begin
from reportgen.workflows.fingerprint import Fingerprints
from reportgen.workflows.last_runs import NOTES
from reportgen.workflows.options import BuildOptions, CityResult
from tests.layouts import changed
from tests.running import files_in, run, run_alone
from tests.workbooks import Edit, edited, with_cell, with_figure

THREE = ("Bremen", "Düsseldorf", "Essen")
ALL = {"bremen.pdf", "duesseldorf.pdf", "essen.pdf"}
PORTRAIT = "+++\noffice = 'Amt für Soziales'\n+++\n\nDas Amt berät.\n"


@dataclass
class Made:
    """The reports that were made, by the names of cities and editions."""

    files: list[str] = field(default_factory=list)


@pytest.fixture(autouse=True)
def _no_date_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """Notes what is made from now on."""
    found = Made()
    original = reportgen.workflows.city_reports.build_reports

    def noting(profile: Profile, *args: Any, **kwargs: Any) -> Sequence[Report]:
        reports = original(profile, *args, **kwargs)
        found.files += (f"{profile.city.slug} {report.edition}" for report in reports)
        return reports

    monkeypatch.setattr(reportgen.workflows.city_reports, "build_reports", noting)
    return found


def options_of(project: Path, **others: Any) -> BuildOptions:
    usual = BuildOptions(
        workbook=project / "data/benchmarking-2020.xlsx",
        out=project / "out",
        cities=THREE,
        layout=str(project / "look"),
    )
    return replace(usual, **others)


def build(options: BuildOptions) -> list[CityResult]:
    results = list(begin(options).results)
    assert not any(result.exit_code for result in results), results
    return results


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose reports are built."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "data/portraits").mkdir(parents=True)
    edited(folder / "data")
    changed(folder)
    source = Path(__file__).parents[2] / "data/portraits"
    for name in ("duesseldorf.md", "duesseldorf.jpg"):
        shutil.copy(source / name, folder / "data/portraits" / name)
    (folder / "data/portraits/bremen.md").write_text(PORTRAIT, encoding="utf-8")
    (folder / "look/foreword.md").write_text("Ein Vorwort.\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        build(options_of(folder))
    return folder


@pytest.fixture
def project(first: Path, tmp_path: Path) -> Path:
    """A copy of it, where nothing is known of whole runs."""
    return Path(shutil.copytree(first, tmp_path / "project"))


# --- nothing changes ------------------------------------------------------------------------


def test_nothing_is_made_again_when_nothing_changes(project: Path, made: Made) -> None:
    results = build(options_of(project))

    assert made.files == []
    states = {path.name: state for result in results for path, state in result.files.items()}
    assert states == dict.fromkeys(sorted(ALL), FileState.UNCHANGED)


def test_the_second_run_reads_no_workbook_and_says_the_same(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_before = begin(options_of(project))
    before = (run_before.count, run_before.warnings, list(run_before.results))

    def refused(*_: object) -> None:
        raise AssertionError("the workbook is read")

    monkeypatch.setattr("reportgen.workflows.job.load_workbook", refused)
    again = begin(options_of(project))

    assert (again.count, again.warnings, list(again.results)) == before
    assert before[0] == 3
    assert [p.code for result in before[2] for p in result.problems] == ["portrait-missing"]


def test_the_warnings_of_the_workbook_are_repeated(project: Path) -> None:
    args = ("build", options_of(project).workbook, "--out", project / "out", "--city", "Essen")
    edited(project / "data", with_figure("Auszahlungen", "Essen", 2020, "SGB II", 1))

    first, second = (run("-v", *args) for _ in range(2))

    assert "warning[implausible" in first.err
    assert second.err.replace("unchanged", "written  ") == first.err.replace(
        "unchanged", "written  "
    ).replace("1 written, 0", "0 written, 1")


def test_a_run_without_change_loads_no_library_that_draws_or_reads(project: Path) -> None:
    args = ("build", options_of(project).workbook, "--out", project / "out", "--city", "Essen")
    assert run_alone(*args).code == 0
    slow = ("numpy", "matplotlib", "reportlab", "PIL", "pikepdf", "cryptography", "rich")
    at_end = (
        "import atexit\n"
        f"atexit.register(lambda: print(*[n for n in {slow} if n in sys.modules], 'loaded'))"
    )

    again = run_alone(*args, before=at_end)

    assert "0 written, 1 unchanged" in again.err
    assert again.out == "loaded\n"


# --- something changes ----------------------------------------------------------------------

Change = Callable[[Path], dict[str, Any]]


def workbook(*edits: Edit) -> Change:
    def change(project: Path) -> dict[str, Any]:
        edited(project / "data", *edits)
        return {}

    return change


def text(name: str, old: str, new: str) -> Change:
    def change(project: Path) -> dict[str, Any]:
        file = project / name
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        assert old in before
        file.write_text(before.replace(old, new, 1) if old else new, encoding="utf-8")
        return {}

    return change


def option(**options: Any) -> Change:
    return lambda _: options


def a_smaller_photo(project: Path) -> dict[str, Any]:
    from PIL import Image

    file = project / "data/portraits/duesseldorf.jpg"
    with Image.open(file) as image:
        image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(file, quality=90)
    return {}


def another_font(project: Path) -> dict[str, Any]:
    import font_source_sans_pro

    fonts = Path(font_source_sans_pro.__file__).parent / "files"
    name = "SourceSansPro-Semibold.ttf"
    # In the layout's own folder it goes before that of the package.
    shutil.copy(fonts / "SourceSansPro-Bold.ttf", project / "look" / name)
    return {}


def a_parent(project: Path) -> dict[str, Any]:
    """A layout that extends another one, of which a text then changes."""
    child = project / "child"
    child.mkdir()
    (child / "layout.toml").write_text('extends = "look"\n', encoding="utf-8")
    build(options_of(project, layout=str(child)))
    text("look/de.toml", 'title = "{unit.profile} ', 'title = "Ein {unit.profile} ')(project)
    return {"layout": str(child)}


def environment(_: Path) -> dict[str, Any]:
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    return {}


DUESSELDORF = {"duesseldorf.pdf"}
ENGLISH_TITLE = 'title = "'
TITLE = 'title = "{unit.profile} '
CHANGES: dict[str, tuple[Change, set[str]]] = {
    "a value of another city": (
        workbook(with_figure("Leistungsbeziehende", "Köln", 2020, "GSiAE", 23_456)),
        ALL,
    ),
    "the name of a city": (workbook(with_cell("Städte!C3", "XY")), ALL),
    "the version of the data": (workbook(with_cell("Angaben!B7", "2.0")), ALL),
    "a cell that no report shows": (workbook(with_cell("Angaben!D20", "x")), set()),
    "a portrait": (text("data/portraits/duesseldorf.md", "ordnet", "sortiert"), DUESSELDORF),
    "a first portrait": (text("data/portraits/essen.md", "", PORTRAIT), {"essen.pdf"}),
    "a photo": (a_smaller_photo, DUESSELDORF),
    "a credit": (text("data/portraits/duesseldorf.md", "eigene", "unsere"), DUESSELDORF),
    "a text": (text("look/de.toml", TITLE, 'title = "Das {unit.profile} '), ALL),
    "a text of another language": (text("look/en.toml", ENGLISH_TITLE, 'title = "The '), set()),
    "a remark in a layout": (text("look/layout.toml", "[page]", "# Seiten\n[page]"), set()),
    "a colour": (text("look/layout.toml", 'ink = "#16222c"', 'ink = "#16222d"'), ALL),
    "a text of a layout that is extended": (a_parent, ALL),
    "a font": (another_font, ALL),
    "the date": (option(issued=date(2022, 5, 4)), ALL),
    "the date in the environment": (environment, ALL),
    "attached data": (option(attach_data=True), ALL),
    "the standard": (option(standard=Standard.UA2), ALL),
    "peers": (option(peers=["HB,D,K"]), ALL),
    "a reference": (option(reference="K"), ALL),
}  # fmt: skip


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_builds_again_what_it_changes(
    name: str, project: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    change, expected = CHANGES[name]
    build(options_of(project))  # so that this run, at this place, is known as a whole
    assert made.files == []
    before = {file: (project / "out/2020" / file).read_bytes() for file in ALL}
    others = change(project)
    if name == "a text of a layout that is extended":
        before = {file: (project / "out/2020" / file).read_bytes() for file in ALL}
    made.files.clear()

    build(options_of(project, **others))

    assert {f"{each.split()[0]}.pdf" for each in made.files} == expected
    after = {file: (project / "out/2020" / file).read_bytes() for file in ALL}
    build(options_of(project, **others, out=project / "fresh"))
    fresh = {file: (project / "fresh/2020" / file).read_bytes() for file in ALL}
    assert after == fresh
    assert {file for file in ALL if after[file] != before[file]} == expected


@pytest.mark.exhaustive
def test_what_is_corrected_and_what_was_published_are_looked_at(project: Path, made: Made) -> None:
    old = options_of(project).workbook.rename(project / "old.xlsx")
    edited(
        project / "data",
        with_cell("Angaben!B7", "2.0"),
        with_figure("Leistungsbeziehende", "Essen", 2020, "GSiAE", 12_345),
    )
    build(options_of(project, erratum=old))
    made.files.clear()

    build(options_of(project, erratum=old))
    assert made.files == []
    build(options_of(project))
    assert {each.split()[0] for each in made.files} >= {"essen"}


def test_each_edition_is_made_again_by_what_changes_it(project: Path, made: Made) -> None:
    editions = (Edition.DIGITAL, Edition.PRINT, Edition.BOOKLET)
    build(options_of(project, cities=["Essen"], editions=editions))
    assert made.files == ["essen print", "essen booklet"]
    made.files.clear()

    build(options_of(project, cities=["Essen"], editions=editions, attach_data=True))

    assert made.files == ["essen digital"]


def test_what_changes_while_it_is_read_is_looked_at_again(project: Path, made: Made) -> None:
    portrait = project / "data/portraits/bremen.md"
    before = portrait.read_text(encoding="utf-8")
    run_of_three = begin(options_of(project)).results
    next(run_of_three)
    portrait.write_text(before.replace("berät", "hilft"), encoding="utf-8")
    list(run_of_three)

    build(options_of(project))

    assert made.files == ["bremen digital"]


def test_a_run_in_which_a_city_failed_is_not_known_as_a_whole(
    project: Path, fail_for: Callable[[str, BaseException], None], made: Made
) -> None:
    (project / "out/2020/essen.pdf").unlink()
    fail_for("essen", ValueError("oh"))

    for _ in range(2):
        results = {result.city.slug: result for result in begin(options_of(project)).results}
        assert {slug: result.exit_code for slug, result in results.items()} == {
            "bremen": 0, "duesseldorf": 0, "essen": 1,
        }  # fmt: skip
    assert made.files == []


def test_links_to_folders_of_a_layout_are_looked_at_each_time(project: Path, made: Made) -> None:
    texts = project / "texts"
    texts.mkdir()
    (texts / "foreword.md").write_text("Ein Vorwort.", encoding="utf-8")
    (project / "look/texts").symlink_to(texts)
    file = project / "look/layout.toml"
    block = '[blocks.foreword]\nkind = "text"\nfile = "texts/foreword.md"\n'
    look = file.read_text(encoding="utf-8").replace('= ["title"', '= ["title", "foreword"', 1)
    file.write_text(f"{look}\n{block}", encoding="utf-8")
    words = project / "look/de.toml"
    texts_of_block = '[blocks.foreword]\nheading = "Vorwort"\n'
    words.write_text(words.read_text(encoding="utf-8") + f"\n{texts_of_block}", encoding="utf-8")
    build(options_of(project))
    made.files.clear()

    (texts / "foreword.md").write_text("Ein anderes Vorwort.", encoding="utf-8")
    build(options_of(project))

    assert len(made.files) == 3


# --- files that are not as they were made ---------------------------------------------------


def without_files(project: Path) -> None:
    (project / "out/2020/essen.pdf").unlink()


def with_a_changed_file(project: Path) -> None:
    file = project / "out/2020/essen.pdf"
    content = file.read_bytes()
    file.write_bytes(content[:-7] + b"!" + content[-6:])


def with_a_longer_file(project: Path) -> None:
    with (project / "out/2020/essen.pdf").open("ab") as file:
        file.write(b"%")


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("damage", [without_files, with_a_changed_file, with_a_longer_file])
def test_a_file_that_is_missing_or_altered_is_there_again(
    damage: Callable[[Path], None], is_known: bool, project: Path
) -> None:
    if is_known:
        build(options_of(project))
    before = (project / "out/2020/essen.pdf").read_bytes()
    damage(project)

    states = {p.name: s for result in build(options_of(project)) for p, s in result.files.items()}

    assert (project / "out/2020/essen.pdf").read_bytes() == before
    assert states == dict.fromkeys(ALL, FileState.UNCHANGED) | {"essen.pdf": FileState.WRITTEN}


@pytest.mark.parametrize("lost", ["build.json", NOTES])
def test_a_lost_record_or_note_is_written_again(lost: str, project: Path) -> None:
    build(options_of(project))
    (file,) = project.glob(f"out/**/{lost}")
    before = json.loads(file.read_bytes())
    file.unlink()

    build(options_of(project))

    after = json.loads(file.read_bytes())
    if lost == NOTES:  # Those of other runs are lost.
        (call,) = after["calls"]
        assert after["calls"][call] == before["calls"][call]
    else:
        assert after == before


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": 1}', '{"format": 1, "calls": {}}', "\udcff"]
)
def test_notes_that_cannot_be_read_are_no_fault(content: str, project: Path, made: Made) -> None:
    build(options_of(project))
    (project / "out" / NOTES).write_bytes(content.encode(errors="surrogateescape"))

    build(options_of(project))

    assert made.files == []
    assert files_in(project / "out") == [f"2020/{file}" for file in sorted(ALL)]


def test_force_makes_all(project: Path, made: Made) -> None:
    build(options_of(project, force=True))

    assert made.files == [f"{name} digital" for name in ("bremen", "duesseldorf", "essen")]


def test_exact_numbers_of_thousands_of_digits_have_a_fingerprint(
    cities: Mapping[str, Profile], german: Layout
) -> None:
    """As the mean of thousands of units has."""
    of_run = Fingerprints(german, None, Standard.UA1, attach_data=False)
    essen, found = cities["essen"], set()
    for number in (Fraction(1, 10**6000 + 1), Fraction(1, 10**6000 + 3), None):
        (key, one), *others = essen.comparisons.items()
        comparisons = {key: replace(one, exact_mean=number), **dict(others)}
        changed_essen = replace(essen, comparisons=comparisons)
        found |= set(of_run.of(changed_essen, Portrait(), None, [Edition.DIGITAL]))

    assert len(found) == 3


def test_another_program_makes_all(
    project: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reportgen.workflows.fingerprint, "software", lambda: {"zlib": "0"})
    cities: Iterable[str] = ("Essen",)

    build(options_of(project, cities=cities))

    assert made.files == ["essen digital"]


def test_what_has_a_warning_is_made_each_time_and_warned_of(project: Path, made: Made) -> None:
    (project / "data/portraits/duesseldorf.jpg").write_bytes(b"no picture")

    for _ in range(2):
        made.files.clear()
        (project / "out" / NOTES).unlink(missing_ok=True)
        (result,) = build(options_of(project, cities=["Düsseldorf"]))
        assert [problem.code for problem in result.problems] == ["photo-unreadable"]
        assert made.files == ["duesseldorf digital"]
