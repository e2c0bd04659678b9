"""What two workbooks say otherwise besides their figures."""

from msgspec.structs import replace

from reportgen.model import Break, Dataset, Table
from reportgen.workflows.described import text_changes


def _with_break(dataset: Dataset, year: int, remark: str) -> Dataset:
    one = Break(table=Table.ECONOMY, key="asking_rent", year=year, remark=remark)
    return replace(dataset, breaks=(one,))


def test_a_break_that_is_new_gone_or_explained_otherwise_is_told(committed: Dataset) -> None:
    old = _with_break(committed, 2012, "Neue Erhebung")

    reworded = text_changes(old, _with_break(committed, 2012, "Andere Erhebung"))
    moved = text_changes(old, _with_break(committed, 2013, "Neue Erhebung"))

    assert [(one.of, one.field, one.old, one.new) for one in reworded] == [
        ("Wirtschaft Angebotsmiete 2012", "remark", "Neue Erhebung", "Andere Erhebung")
    ]
    assert [(one.what, one.old, one.new) for one in moved] == [
        ("break", "", "Wirtschaft Angebotsmiete 2013"),
        ("break", "Wirtschaft Angebotsmiete 2012", ""),
    ]


def test_another_peer_group_of_a_city_is_told(committed: Dataset) -> None:
    first, *others = committed.cities
    grouped = replace(committed, cities=(replace(first, peer_group="Küste"), *others))

    (change,) = text_changes(committed, grouped)

    assert (change.of, change.field, change.new) == (first.name, "peer_group", "Küste")
