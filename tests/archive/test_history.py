"""What a correction changed, indicator by indicator."""

import pytest

from reportgen.archive.history import changes, is_neutral, read_csv, to_csv
from tests.archive.bags import table


def told(old: str, new: str) -> list[tuple[str, str, str]]:
    """City, old and new of each change between two rows of a table."""
    rows = (table(*filter(None, [row])).encode() for row in (old, new))
    return [(change.city, change.old, change.new) for change in changes(*rows)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("K,share,a,2020,A,1.5,,", "K,share,a,2020,A,1.5,,", []),
        ("K,share,a,2020,A,1.5,,", "K,share,a,2020,A,1.50,,", []),
        ("K,share,a,2020,A,1.5,,", "K,share,a,2020,A,1.5000000000000002,,", []),
        ("K,share,a,2020,A,1.5,,", "K,share,a,2020,A,1.500001,,", [("K", "1.5", "1.500001")]),
        ("K,share,a,2020,A,0,,", "K,share,a,2020,A,1,,", [("K", "0", "1")]),
        ("K,share,a,2020,A,1.5,,s", "K,share,a,2020,A,1.5,,", [("K", "1.5 s", "1.5")]),
        ("K,share,a,2020,A,,unknown,", "K,share,a,2020,A,2,,", [("K", "unknown", "2")]),
        ("K,share,a,2020,A,,unknown,", "K,share,a,2020,A,,unknown,", []),
        ("K,share,a,2020,A,,unknown,", "K,share,a,2020,A,,later,", [("K", "unknown", "later")]),
        ("K,share,a,2020,A,1,,", "", [("K", "1", "")]),
        ("", "K,share,a,2020,A,1,,", [("K", "", "1")]),
        ("K,share,a,2020,A,1,,", "K,share,a,2020,B,1,,", []),
    ],
)
def test_values_marks_and_reasons_are_compared(
    old: str, new: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(old, new) == expected


def test_changes_come_in_the_order_of_the_new_table_with_what_is_gone_last() -> None:
    old = table("A,share,a,2020,L,1,,", "B,share,a,2020,L,1,,", "C,share,a,2020,L,1,,")
    new = table("C,share,a,2020,L,2,,", "B,share,a,2020,L,2,,")

    assert [c.city for c in changes(old.encode(), new.encode())] == ["C", "B", "A"]


def test_what_is_written_can_be_read() -> None:
    old, new = table("K,share,a,2020,A,1,,"), table('K,share,a,2020,A,"1,5",,')
    changed = changes(table().encode(), new.encode()) + changes(old.encode(), table().encode())

    assert len(changed) == 2
    assert read_csv(to_csv(changed)) == changed


def test_tables_of_other_units_are_compared_also_with_those_that_spoke_of_cities() -> None:
    old, new = (table(f"K,share,a,2020,A,{value},,").encode() for value in (1, 2))
    neutral = [each.replace(b"city", b"name", 1) for each in (old, new)]

    found = [changes(before, after) for before in (old, neutral[0]) for after in (new, neutral[1])]

    assert set(found) == {changes(old, new)}
    assert [is_neutral(each) for each in (old, neutral[0])] == [False, True]
    written = to_csv(found[0], neutral=True)
    assert written.startswith(b"name,kind,key,")
    assert read_csv(written) == found[0]
