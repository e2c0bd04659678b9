"""What differs between two workbooks, and in whose reports it is printed."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportgen.errors import UsageError
from reportgen.layout.confidentiality import Confidentiality
from reportgen.layout.load import Layout
from reportgen.model import City, Dataset, Flag, Reason, Source, Table
from reportgen.workflows.diff import Difference, compare
from reportgen.workflows.former import Issue
from tests.datasets import TOTAL, UNDER_65, Cell, Cells, dataset

pytestmark = pytest.mark.exhaustive

CITIES = "ABCDEF"

Compare = Callable[..., Difference]


def book(cities: str = CITIES, **changed: Mapping[str, Cell]) -> Dataset:
    """Six cities with two areas and an indicator; `changed` has other values by city and key."""
    values: dict[str, dict[str, tuple[Cell, ...]]] = {
        "population": dict.fromkeys((TOTAL, UNDER_65), (90000, 80000, 70000, 60000, 50000, 40000)),
        "recipients": {
            "sgb2": (9310, 8100, 5200, 5100, 4900, 2200),
            "gsiae": (930, 810, 520, 510, 490, 220),
        },
        "payments": {},
        "economy": {"unemployment": (9.44, 8.4, 7.5, 5.25, 4.6, 3.1)},
    }

    def cells(table: str) -> Cells:
        found: dict[tuple[str, int, str], Cell] = {
            (city, 2020, key): value
            for key, column in values[table].items()
            for city, value in zip(CITIES, column, strict=True)
            if city in cities
        }
        others = changed.get(table, {})
        return found | {(place[0], 2020, place[2:]): cell for place, cell in others.items()}

    made = dataset(cities, **{table: cells(table) for table in values})
    source = Source(
        table=Table.RECIPIENTS, city=None, year=None, citation="Landesamt", remark=""
    )  # fmt: skip
    return replace(made, sources=(source,), about=replace(made.about, version="1.1"))


@pytest.fixture
def differ(german: Layout) -> Compare:
    """Compares the workbook of version 1.0 with another one."""

    def call(
        new: Dataset, old: Dataset | None = None, *, cities: tuple[str, ...] = ()
    ) -> Difference:
        first = old or book()
        before = replace(first, about=replace(first.about, version="1.0"))
        issues = (
            Issue(name=f"{name}.xlsx", file=Path(f"{name}.xlsx"), dataset=content)
            for name, content in (("old", before), ("new", new))
        )
        return compare(*issues, german, cities=cities)

    return call


def printed(found: Difference) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    """In whose reports each indicator that changed is printed, by city, kind and key."""
    return {(i.change.city, i.change.kind, i.change.key): i.printed_in for i in found.indicators}


def with_city(content: Dataset, known_by: str, **fields: str) -> Dataset:
    """The dataset with another description of a city."""
    cities = (replace(c, **fields) if c.slug == known_by else c for c in content.cities)
    return replace(content, cities=tuple(cities))


def test_workbooks_that_say_the_same_do_not_differ(differ: Compare) -> None:
    found = differ(book(), replace(book()))

    assert (found.inputs, found.indicators, found.corrections) == ((), (), {})
    assert [(t.change.field, t.change.old, t.change.new) for t in found.texts] == [
        ("version", "1.0", "1.1")
    ]
    assert found.problems == ()


def test_a_correction_of_the_same_version_is_told(differ: Compare) -> None:
    same = book(economy={"A unemployment": 1.0})

    found = differ(replace(same, about=replace(same.about, version="1.0")))

    assert [problem.code for problem in found.problems] == ["same-version"]
    assert found.problems[0].where == "new.xlsx"


def test_a_value_is_shown_with_its_cells(differ: Compare) -> None:
    found = differ(book(recipients={"A gsiae": (935, Flag.CORRECTED)}))

    (value,) = found.inputs
    assert (value.table, value.city, value.year, value.of) == (
        Table.RECIPIENTS, "A", 2020, "GSiAE",
    )  # fmt: skip
    assert value.old
    assert value.new
    assert (value.old.value, value.new.value, value.new.flag) == (930, 935, Flag.CORRECTED)
    assert value.old.where == value.new.where == "Leistungsbeziehende!A:2020:gsiae"


def test_an_indicator_is_printed_where_a_printed_number_of_it_differs(differ: Compare) -> None:
    found = differ(book(economy={"A unemployment": 9.84}))

    assert printed(found)["A", "economy", "unemployment"] == tuple(CITIES), "the mean is 6,4"
    assert found.inputs[0].printed_in == tuple(CITIES)
    change = found.indicators[0].change
    assert (change.old, change.new) == ("9.44", "9.84")
    assert change.old_cells == change.new_cells == "Wirtschaft!A:2020:unemployment"


def test_a_mean_that_changes_beyond_its_digits_is_not_printed_elsewhere(differ: Compare) -> None:
    old, new = (book(economy={"B unemployment": value}) for value in (8.449, 8.451))

    found = differ(new, old)

    assert printed(found)["B", "economy", "unemployment"] == ("B",)
    assert list(found.corrections) == ["B"]


def test_what_is_rounded_away_is_printed_nowhere(differ: Compare) -> None:
    found = differ(book(economy={"A unemployment": 9.4401}))

    assert len(found.inputs) == len(found.indicators) == 1
    assert printed(found)["A", "economy", "unemployment"] == ()
    assert found.corrections == {}


def test_a_population_is_printed_where_its_densities_are(differ: Compare) -> None:
    found = differ(book(population={f"F {TOTAL}": 41_000, f"F {UNDER_65}": 41_000}))

    assert {value.of for value in found.inputs} == {TOTAL, UNDER_65}
    assert all("F" in value.printed_in for value in found.inputs)
    assert printed(found)["F", "population", TOTAL] == (), "inhabitants stand in no report"


@pytest.mark.parametrize("absent", [Reason.CONFIDENTIAL, Reason.NOT_RESPONSIBLE])
def test_a_value_that_is_gone_is_a_change_and_printed(absent: Reason, differ: Compare) -> None:
    found = differ(book(economy={"A unemployment": absent}))

    (value,) = found.inputs
    assert value.new
    assert value.new.reason is absent
    assert "A" in value.printed_in
    assert found.indicators[0].change.new == absent.value


def test_only_another_sign_is_a_change(differ: Compare) -> None:
    old = book(economy={"A unemployment": Reason.CONFIDENTIAL})

    found = differ(book(economy={"A unemployment": Reason.LATER}), old)

    assert {i.change.new for i in found.indicators} == {"later"}
    assert found.inputs[0].printed_in == ("A",)


def test_a_cell_that_only_moved_is_no_change(differ: Compare) -> None:
    content = book()
    moved = {k: replace(v, cell=f"Z{v.cell}") for k, v in content.observations.items()}

    found = differ(replace(content, observations=moved))

    assert (found.inputs, found.indicators) == ((), ())


# --- texts, cities, areas and indicators ------------------------------------------------------


def test_texts_are_shown_by_what_they_belong_to_and_where_they_are_printed(
    differ: Compare,
) -> None:
    content = with_city(book(), "b", office="Amt für Soziales")
    source = replace(content.sources[0], citation="Bundesamt")
    about = replace(content.about, data_date=date(2022, 1, 2))

    found = differ(replace(content, sources=(source,), about=about))

    told = {(t.change.what, t.change.field): (t.change.of, t.printed_in) for t in found.texts}
    assert told == {
        ("about", "version"): ("Angaben", tuple(CITIES)),
        ("about", "data_date"): ("Angaben", tuple(CITIES)),
        ("city", "office"): ("B", ("B",)),
        ("source", "citation"): ("Leistungsbeziehende", tuple(CITIES)),
    }


def test_an_area_and_an_indicator_that_are_gone_are_told_with_their_numbers(
    differ: Compare,
) -> None:
    content = book()
    rest = {k: v for k, v in content.observations.items() if k[3] not in {"gsiae", "unemployment"}}
    smaller = replace(
        content,
        areas=tuple(area for area in content.areas if area.key != "gsiae"),
        indicators=tuple(each for each in content.indicators if each.key != "unemployment"),
        observations=rest,
    )

    found = differ(smaller)

    gone = {(t.change.what, t.change.old, t.change.new) for t in found.texts}
    assert {("area", "GSiAE", ""), ("indicator", "Arbeitslosenquote", "")} <= gone
    lost = [i.change for i in found.indicators if i.change.key in {"gsiae", "unemployment"}]
    assert {change.new for change in lost} == {""}
    assert {(i.of, i.new) for i in found.inputs} == {("GSiAE", None), ("Arbeitslosenquote", None)}


def test_a_city_that_is_gone_is_told_and_the_means_that_it_moved(differ: Compare) -> None:
    found = differ(book("ABCDE"))

    assert ("city", "F", "") in {(t.change.what, t.change.old, t.change.new) for t in found.texts}
    assert {value.city for value in found.inputs} == {"F"}
    assert printed(found)["F", "economy", "unemployment"] == tuple("ABCDE")
    assert found.inputs[-1].printed_in == tuple("ABCDE")


def test_a_city_that_is_new_prints_its_own_numbers(differ: Compare) -> None:
    found = differ(book(), book("ABCDE"))

    assert "F" in printed(found)["F", "recipients", "sgb2"]
    assert all("F" in value.printed_in for value in found.inputs)
    assert "F" not in found.corrections


def test_a_city_keeps_its_history_under_a_new_name(differ: Compare) -> None:
    content = with_city(book(), "f", name="Foo am Main", slug="foo-am-main")
    moved = {
        (t, "foo-am-main" if slug == "f" else slug, y, k): value
        for (t, slug, y, k), value in content.observations.items()
    }

    found = differ(replace(content, observations=moved))

    assert (found.inputs, found.indicators) == ((), ())
    assert [(t.change.old, t.change.new) for t in found.texts if t.change.field == "name"] == [
        ("F", "Foo am Main")
    ]


def test_only_what_concerns_the_cities_that_are_asked_for_is_shown(differ: Compare) -> None:
    new = book(economy={"A unemployment": 9.4401}, recipients={"B gsiae": 850})

    found = differ(new, cities=("B",))

    assert {value.city for value in found.inputs} == {"B"}
    assert {i.change.city for i in found.indicators} == {"B"}
    assert list(found.asked_corrections()) == ["B"]
    assert "A" in found.corrections, "the mean of the shares"


# --- other comparisons ------------------------------------------------------------------------


def renamed(cities: tuple[City, ...]) -> tuple[City, ...]:
    return tuple(replace(c, slug=f"x{c.slug}", ags=f"9{c.ags[1:]}") for c in cities)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("other-project", lambda d: replace(d, about=replace(d.about, project="Anderes"))),
        ("other-year", lambda d: replace(d, about=replace(d.about, year=2019))),
        ("no-common-city", lambda d: replace(d, cities=renamed(d.cities))),
    ],
)
def test_workbooks_of_other_comparisons_are_refused(
    code: str, change: Callable[[Dataset], Dataset], differ: Compare
) -> None:
    with pytest.raises(UsageError) as refused:
        differ(book(), change(book()))

    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == (code, "old.xlsx")
    assert problem.hint


def test_the_projects_name_may_be_written_with_other_blanks_and_capitals(differ: Compare) -> None:
    other = book()

    found = differ(book(), replace(other, about=replace(other.about, project="BENCHmarking ")))

    assert found.inputs == ()


def test_a_city_that_is_in_neither_is_refused(differ: Compare) -> None:
    with pytest.raises(UsageError, match="unknown-city"):
        differ(book(), cities=("Kölln",))


def test_a_city_that_only_the_old_one_has_may_be_asked_for(differ: Compare) -> None:
    assert differ(book("ABCDE"), cities=("F",)).cities == ("F",)


def test_an_earlier_year_is_printed_where_the_course_of_it_is_drawn(
    committed: Dataset, differ: Compare
) -> None:
    place = (Table.RECIPIENTS, "koeln", 2018, "sgb2")
    one = committed.observations[place]
    values = {**committed.observations, place: replace(one, value=119_203.0)}
    about = replace(committed.about, version="1.1")

    found = differ(replace(committed, observations=values, about=about), committed)

    (value,) = found.inputs
    assert (value.city, value.year, value.of) == ("Köln", 2018, "SGB II")
    assert "Köln" in value.printed_in
    assert "Köln" in found.corrections


def test_what_a_version_kept_secret_stays_so_with_a_layout_without_rule(german: Layout) -> None:
    rule = Confidentiality(minimum=5)
    old = replace(book(), about=replace(book().about, version="1.0"))
    new = book(recipients={"F gsiae": 3}, economy={"A unemployment": 9.84})
    issues = (
        Issue(name="archive/2020/v1", file=Path("a.xlsx"), dataset=old, rule=rule),
        Issue(name="new.xlsx", file=Path("new.xlsx"), dataset=new),
    )

    kept = compare(*issues, german)
    shown = compare(replace(issues[0], rule=None), issues[1], german)

    values = [{each.new and each.new.value for each in found.inputs} for found in (kept, shown)]
    assert [3 in some for some in values] == [False, True]
    assert [9.84 in some for some in values] == [True, True]
    assert [problem.code for problem in kept.problems if problem.code == "archived-rule"]
    assert not [problem.code for problem in shown.problems if problem.code == "archived-rule"]
