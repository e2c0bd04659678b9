"""Cities with the same text in the column of peer groups are peers of each other."""

from pathlib import Path

import pytest

from reportgen.errors import Severity, UsageError
from reportgen.model import Dataset, PeerChoice
from reportgen.workbook import choose_peers, load_workbook
from tests.workbook.problems import only_problem
from tests.workbooks import edited, renamed_column, with_cell, without_column


def _places(*cities: int) -> tuple[str, ...]:
    return tuple(f"Städte!E{row}" for row in cities)


def test_cities_keep_the_text_of_their_group(tmp_path: Path, committed: Dataset) -> None:
    cells = [with_cell(place, " Rhein/Ruhr ") for place in _places(3, 5, 6)]

    dataset = load_workbook(edited(tmp_path, *cells))

    groups = {city.name: city.peer_group for city in dataset.cities if city.peer_group}
    assert groups == dict.fromkeys(("Dortmund", "Duisburg", "Düsseldorf"), "Rhein/Ruhr")
    assert {city.peer_group for city in committed.cities} == {""}


def test_the_column_may_be_missing(tmp_path: Path, committed: Dataset) -> None:
    dataset = load_workbook(edited(tmp_path, without_column("Städte", "Vergleichsgruppe")))

    assert dataset.warnings == ()
    assert dataset.cities == committed.cities


def test_a_misspelt_column_of_groups_is_told(tmp_path: Path) -> None:
    path = edited(tmp_path, renamed_column("Städte", "Vergleichsgruppe", "Vergleichsgrupe"))

    problem = only_problem(path)

    assert (problem.code, problem.hint) == (
        "unknown-column",
        'did you mean "Vergleichsgruppe"?',
    )


@pytest.mark.parametrize("members", [(3,), (3, 5)])
def test_a_group_that_gives_no_city_two_peers_is_an_error(
    members: tuple[int, ...], tmp_path: Path
) -> None:
    cells = [with_cell(place, "Ruhr") for place in _places(*members)]
    others = [with_cell(place, "Küste") for place in _places(2, 9, 15)]

    problem = only_problem(edited(tmp_path, *cells, *others))

    assert (problem.code, problem.severity) == ("small-peer-group", Severity.ERROR)
    assert problem.where == "benchmarking-2020.xlsx, Städte!E3"
    assert f"{len(members)} of the 3 cities" in problem.message


def test_a_slip_in_a_group_is_told_with_the_group_that_was_meant(tmp_path: Path) -> None:
    cells = [with_cell(place, "Rhein-Ruhr") for place in _places(3, 5, 6)]

    problem = only_problem(edited(tmp_path, *cells, with_cell("Städte!E7", "Rhein-Rur")))

    assert (problem.code, problem.hint) == ("small-peer-group", 'did you mean "Rhein-Ruhr"?')


def _chosen(dataset: Dataset, *peers: str, reference: str = "", city: str = "") -> PeerChoice:
    wanted = [one for one in dataset.cities if city in {"", one.slug}]
    return choose_peers(dataset, peers, reference, wanted)


@pytest.mark.parametrize("peers", [("F,HH,K",), (" f , hamburg,Köln ",), ("F", "HH", "K,K")])
def test_peers_are_named_like_cities(peers: tuple[str, ...], committed: Dataset) -> None:
    choice = _chosen(committed, *peers)

    assert [city.abbreviation for city in choice.cities] == ["F", "HH", "K"]
    assert choice.reference is None


def test_a_name_with_a_comma_is_one_city(tmp_path: Path) -> None:
    dataset = load_workbook(
        edited(tmp_path, with_cell("Städte!C2", "Bremen, Stadt")),
    )

    choice = _chosen(dataset, "Bremen, Stadt", "K,HH")

    assert [city.slug for city in choice.cities] == ["bremen", "hamburg", "koeln"]


def test_one_city_may_be_the_reference(committed: Dataset) -> None:
    choice = _chosen(committed, reference="hh")

    assert choice.reference is not None
    assert (choice.reference.name, choice.cities) == ("Hamburg", ())
    assert _chosen(committed) == PeerChoice()


@pytest.mark.parametrize(
    ("peers", "reference", "named"),
    [("F,HH,Kölln", "", "Kölln"), ("F,,HH,K", "", '""'), ("", "Bonn", "Bonn"), (",", "", '""')],
)
def test_a_city_that_is_not_there_is_refused(
    peers: str, reference: str, named: str, committed: Dataset
) -> None:
    with pytest.raises(UsageError) as caught:
        _chosen(committed, *filter(None, [peers]), reference=reference)

    assert {problem.code for problem in caught.value.problems} == {"unknown-city"}
    assert named in caught.value.problems[0].message


@pytest.mark.parametrize(
    ("peers", "city"), [("F", ""), ("F,F", ""), ("F,K", ""), ("F,K", "koeln"), ("F", "koeln")]
)
def test_a_choice_that_leaves_a_city_one_peer_is_refused(
    peers: str, city: str, committed: Dataset
) -> None:
    with pytest.raises(UsageError) as caught:
        _chosen(committed, peers, city=city)

    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("small-peer-group", "--peers")


def test_two_peers_do_where_the_city_itself_is_not_among_them(committed: Dataset) -> None:
    assert len(_chosen(committed, "F,K", city="hamburg").cities) == 2
