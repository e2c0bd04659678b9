"""What is built again when something changes: what would come out otherwise, and nothing else."""

import json
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

import reportgen.workflows.city_reports
from reportgen.layout.load import Layout
from reportgen.model import Edition, Portrait, Profile, Standard
from reportgen.store import FileState
from reportgen.workflows.begin import begin
from reportgen.workflows.fingerprint import Fingerprints
from reportgen.workflows.last_runs import NOTES
from tests.running import files_in, run, run_alone
from tests.workbooks import edited, with_cell, with_figure
from tests.workflows.three_cities import ALL, Made, build, options_of


@pytest.fixture(autouse=True)
def _no_date_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


# --- nothing changes ------------------------------------------------------------------------


def test_nothing_is_made_again_when_nothing_changes(three: Path, made: Made) -> None:
    results = build(options_of(three))

    assert made.files == []
    states = {path.name: state for result in results for path, state in result.files.items()}
    assert states == dict.fromkeys(sorted(ALL), FileState.UNCHANGED)


def test_the_second_run_reads_no_workbook_and_says_the_same(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_before = begin(options_of(three))
    before = (run_before.count, run_before.warnings, list(run_before.results))

    def refused(*_: object) -> None:
        raise AssertionError("the workbook is read")

    monkeypatch.setattr("reportgen.workflows.job.load_workbook", refused)
    again = begin(options_of(three))

    assert (again.count, again.warnings, list(again.results)) == before
    assert before[0] == 3
    assert [p.code for result in before[2] for p in result.problems] == ["portrait-missing"]


def test_the_warnings_of_the_workbook_are_repeated(three: Path) -> None:
    args = ("build", options_of(three).workbook, "--out", three / "out", "--city", "Essen")
    edited(three / "data", with_figure("Auszahlungen", "Essen", 2020, "SGB II", 1))

    first, second = (run("-v", *args) for _ in range(2))

    assert "warning[implausible" in first.err
    assert second.err.replace("unchanged", "written  ") == first.err.replace(
        "unchanged", "written  "
    ).replace("1 written, 0", "0 written, 1")


def test_a_run_without_change_loads_no_library_that_draws_or_reads(three: Path) -> None:
    args = ("build", options_of(three).workbook, "--out", three / "out", "--city", "Essen")
    assert run_alone(*args).code == 0
    slow = ("numpy", "matplotlib", "reportlab", "PIL", "pikepdf", "cryptography", "rich")
    at_end = (
        "import atexit\n"
        f"atexit.register(lambda: print(*[n for n in {slow} if n in sys.modules], 'loaded'))"
    )

    again = run_alone(*args, before=at_end)

    assert "0 written, 1 unchanged" in again.err
    assert again.out == "loaded\n"


@pytest.mark.exhaustive
def test_what_is_corrected_and_what_was_published_are_looked_at(three: Path, made: Made) -> None:
    old = options_of(three).workbook.rename(three / "old.xlsx")
    edited(
        three / "data",
        with_cell("Angaben!B7", "2.0"),
        with_figure("Leistungsbeziehende", "Essen", 2020, "GSiAE", 12_345),
    )
    build(options_of(three, erratum=old))
    made.files.clear()

    build(options_of(three, erratum=old))
    assert made.files == []
    build(options_of(three))
    assert {each.split()[0] for each in made.files} >= {"essen"}


def test_each_edition_is_made_again_by_what_changes_it(three: Path, made: Made) -> None:
    editions = (Edition.DIGITAL, Edition.PRINT, Edition.BOOKLET)
    build(options_of(three, cities=["Essen"], editions=editions))
    assert made.files == ["essen print", "essen booklet"]
    made.files.clear()

    build(options_of(three, cities=["Essen"], editions=editions, attach_data=True))

    assert made.files == ["essen digital"]


def test_what_changes_while_it_is_read_is_looked_at_again(three: Path, made: Made) -> None:
    portrait = three / "data/portraits/bremen.md"
    before = portrait.read_text(encoding="utf-8")
    run_of_three = begin(options_of(three)).results
    next(run_of_three)
    portrait.write_text(before.replace("berät", "hilft"), encoding="utf-8")
    list(run_of_three)

    build(options_of(three))

    assert made.files == ["bremen digital"]


def test_a_run_in_which_a_city_failed_is_not_known_as_a_whole(
    three: Path, fail_for: Callable[[str, BaseException], None], made: Made
) -> None:
    (three / "out/2020/essen.pdf").unlink()
    fail_for("essen", ValueError("oh"))

    for _ in range(2):
        results = {result.city.slug: result for result in begin(options_of(three)).results}
        assert {slug: result.exit_code for slug, result in results.items()} == {
            "bremen": 0, "duesseldorf": 0, "essen": 1,
        }  # fmt: skip
    assert made.files == []


def test_links_to_folders_of_a_layout_are_looked_at_each_time(three: Path, made: Made) -> None:
    texts = three / "texts"
    texts.mkdir()
    (texts / "foreword.md").write_text("Ein Vorwort.", encoding="utf-8")
    (three / "look/texts").symlink_to(texts)
    file = three / "look/layout.toml"
    block = '[blocks.foreword]\nkind = "text"\nfile = "texts/foreword.md"\n'
    look = file.read_text(encoding="utf-8").replace('= ["title"', '= ["title", "foreword"', 1)
    file.write_text(f"{look}\n{block}", encoding="utf-8")
    words = three / "look/de.toml"
    texts_of_block = '[blocks.foreword]\nheading = "Vorwort"\n'
    words.write_text(words.read_text(encoding="utf-8") + f"\n{texts_of_block}", encoding="utf-8")
    build(options_of(three))
    made.files.clear()

    (texts / "foreword.md").write_text("Ein anderes Vorwort.", encoding="utf-8")
    build(options_of(three))

    assert len(made.files) == 3


# --- files that are not as they were made ---------------------------------------------------


def without_files(three: Path) -> None:
    (three / "out/2020/essen.pdf").unlink()


def with_a_changed_file(three: Path) -> None:
    file = three / "out/2020/essen.pdf"
    content = file.read_bytes()
    file.write_bytes(content[:-7] + b"!" + content[-6:])


def with_a_longer_file(three: Path) -> None:
    with (three / "out/2020/essen.pdf").open("ab") as file:
        file.write(b"%")


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("damage", [without_files, with_a_changed_file, with_a_longer_file])
def test_a_file_that_is_missing_or_altered_is_there_again(
    damage: Callable[[Path], None], is_known: bool, three: Path
) -> None:
    if is_known:
        build(options_of(three))
    before = (three / "out/2020/essen.pdf").read_bytes()
    damage(three)

    states = {p.name: s for result in build(options_of(three)) for p, s in result.files.items()}

    assert (three / "out/2020/essen.pdf").read_bytes() == before
    assert states == dict.fromkeys(ALL, FileState.UNCHANGED) | {"essen.pdf": FileState.WRITTEN}


@pytest.mark.parametrize("lost", ["build.json", NOTES])
def test_a_lost_record_or_note_is_written_again(lost: str, three: Path) -> None:
    build(options_of(three))
    (file,) = three.glob(f"out/**/{lost}")
    before = json.loads(file.read_bytes())
    file.unlink()

    build(options_of(three))

    after = json.loads(file.read_bytes())
    if lost == NOTES:  # Those of other runs are lost.
        (call,) = after["calls"]
        assert after["calls"][call] == before["calls"][call]
    else:
        assert after == before


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": 1}', '{"format": 1, "calls": {}}', "\udcff"]
)
def test_notes_that_cannot_be_read_are_no_fault(content: str, three: Path, made: Made) -> None:
    build(options_of(three))
    (three / "out" / NOTES).write_bytes(content.encode(errors="surrogateescape"))

    build(options_of(three))

    assert made.files == []
    assert files_in(three / "out") == [f"2020/{file}" for file in sorted(ALL)]


def test_force_makes_all(three: Path, made: Made) -> None:
    build(options_of(three, force=True))

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
    three: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reportgen.workflows.fingerprint, "software", lambda: {"zlib": "0"})
    cities: Iterable[str] = ("Essen",)

    build(options_of(three, cities=cities))

    assert made.files == ["essen digital"]


def test_what_has_a_warning_is_made_each_time_and_warned_of(three: Path, made: Made) -> None:
    (three / "data/portraits/duesseldorf.jpg").write_bytes(b"no picture")

    for _ in range(2):
        made.files.clear()
        (three / "out" / NOTES).unlink(missing_ok=True)
        (result,) = build(options_of(three, cities=["Düsseldorf"]))
        assert [problem.code for problem in result.problems] == ["photo-unreadable"]
        assert made.files == ["duesseldorf digital"]
