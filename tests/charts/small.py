"""A profile of five cities that is small enough to know every mark of its charts."""

from reportgen.model import Chart, Profile, Section
from tests.charts.drawn import Mark, texts_of
from tests.made_up import area, indicator, profiles

CITIES = ("Köln", "Bonn", "Aachen", "Ulm", "Mainz")
ALL = [Section.RECIPIENTS, Section.PAYMENTS, Section.DENSITIES, Section.ECONOMY]


def small(**given: object) -> Profile:
    """The first of five cities with two areas and one indicator."""
    columns = {
        "recipients": {"one": [600, *[100] * 4], "two": [200, *[300] * 4]},
        "payments": {"one": [5e6, *[1e6] * 4], "two": [5e6, 1e6, *[3e6] * 3]},
        "economy": {"Quote": [8.0, *[5.0] * 4]},
        **given,
    }
    return profiles(
        CITIES,
        areas=[area("one", "The first"), area("two", "The second")],
        indicators=[indicator("Quote")],
        **columns,  # type: ignore[arg-type]
    )[0]


def words(chart: Chart) -> list[str]:
    return [mark.text for mark in texts_of(chart)]


def middle(mark: Mark) -> tuple[float, float]:
    return (mark.left + mark.right) / 2, (mark.bottom + mark.top) / 2
