"""How objects of somebody else's file are read."""

from pikepdf import Dictionary, Name, Pdf

from reportgen.checks.objects import values


def test_values_come_by_name_so_that_findings_come_in_one_order() -> None:
    names = [f"/{letter}{number}" for letter in "CAB" for number in range(20)]
    with Pdf.new() as document:
        held = document.make_indirect(Dictionary(dict.fromkeys(names, Name.Any)))
        assert [name for name, _ in values(held)] == sorted(names)


def test_what_is_null_is_absent_and_what_is_no_dictionary_has_no_values() -> None:
    assert list(values(Dictionary(A=1, B=None))) == [("/A", 1)]
    assert list(values(Name.Any)) == []
