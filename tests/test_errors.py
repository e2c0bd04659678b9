"""Problems in words, and hints that name what was meant."""

import pytest

from reportgen import errors
from reportgen.errors import (
    Problem,
    ReportgenError,
    Severity,
    did_you_mean,
    errors_among,
    nearest,
)

CITIES = ("Bremen", "Düsseldorf", "Frankfurt am Main", "Köln", "München", "Nürnberg")


def test_a_problem_is_told_with_its_place_and_what_to_do() -> None:
    problem = Problem(code="bad-thing", message="it is bad", where="a.xlsx, B!C1", hint="mend it")

    assert str(problem).splitlines() == [
        "error[bad-thing]: it is bad",
        "  --> a.xlsx, B!C1",
        "  hint: mend it",
    ]


def test_a_problem_without_place_and_hint_is_one_line() -> None:
    problem = Problem(code="odd-thing", message="it is odd", severity=Severity.WARNING)

    assert str(problem) == "warning[odd-thing]: it is odd"


def test_only_errors_stop_a_run() -> None:
    error = Problem(code="a", message="")
    warning = Problem(code="b", message="", severity=Severity.WARNING)

    assert errors_among([warning, error]) == (error,)
    assert errors_among([warning]) == ()


def test_an_exception_tells_all_its_problems() -> None:
    fault = ReportgenError(Problem(code="a", message="one"), Problem(code="b", message="two"))

    assert [p.code for p in fault.problems] == ["a", "b"]
    assert str(fault) == "error[a]: one\nerror[b]: two"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.ReportgenError, 1),
        (errors.UsageError, 2),
        (errors.WorkbookError, 3),
        (errors.LayoutError, 4),
        (errors.IndicatorError, 5),
        (errors.DocumentError, 6),
    ],
)
def test_each_stage_has_its_exit_code(kind: type[ReportgenError], code: int) -> None:
    assert kind.exit_code == code
    assert issubclass(kind, ReportgenError)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Dusseldorf", "Düsseldorf"),
        ("Duesseldorf", "Düsseldorf"),
        ("düsseldorff", "Düsseldorf"),
        ("Koeln", "Köln"),
        ("koln", "Köln"),
        ("Muenchen", "München"),
        ("Frankfurt", "Frankfurt am Main"),
        ("Paris", None),
        ("", None),
    ],
)
def test_the_nearest_name_is_what_was_meant(written: str, meant: str | None) -> None:
    assert nearest(written, CITIES) == meant


def test_an_umlaut_is_nearer_than_a_letter_less() -> None:
    assert nearest("Gottingen", ("Gotingen", "Göttingen")) == "Göttingen"


def test_a_hint_names_the_nearest_word() -> None:
    assert did_you_mean("Dusseldorf", CITIES) == 'did you mean "Düsseldorf"?'


def test_a_hint_lists_the_valid_words_when_none_is_near_and_they_are_few() -> None:
    assert did_you_mean("xyz", ("left", "right")) == "valid are: left, right"
    assert did_you_mean("xyz", map(str, range(13))) == ""
    assert did_you_mean("xyz", ()) == ""
