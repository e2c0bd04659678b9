"""What the chart of measures over the years says to someone who does not see it, and what lacks."""

from collections.abc import Sequence

import numpy as np

from reportgen.charts.crowd import MANY
from reportgen.charts.development import Course
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import Profile, claims

#: More cities without a value in a year are counted, not named.
_MOST_NAMED = 3


def courses_in_words(profile: Profile, courses: Sequence[Course], layout: Layout) -> str:
    """The alternative text: first and last value of each measure, of the city and the mean."""
    words, numbers = layout.texts.charts.development, Numbers(profile, layout.texts)
    sentences = [words.alt.format(n=len(courses), city=profile.city.name)]
    for course in courses:
        start, end = course.years[0], course.years[-1]
        text = words.alt_course.format(
            name=course.name,
            unit=course.unit,
            first=numbers.number(course.comparison, course.first, unit=False),
            first_year=start,
            last=numbers.number(course.comparison, course.last, unit=False),
            last_year=end,
        )
        means = [course.series.mean_at(year) for year in (start, end)]
        if claims.has_mean(course.comparison) and None not in means:
            first, last = (
                numbers.number(course.comparison, mean or 0, unit=False) for mean in means
            )
            text = f"{text}; {words.alt_mean.format(first=first, last=last)}"
        sentences.append(f"{text}.")
    return " ".join(sentences)


def missing_in_words(profile: Profile, courses: Sequence[Course], layout: Layout) -> str:
    """Which cities have no value in some of the years; nothing where all have all."""
    words, style = layout.texts.charts.development, layout.texts.style
    if len(profile.cities) >= MANY:
        return ""
    absent: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for course in courses:
        for names, years in _absent(profile, course).items():
            listed = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
            absent.setdefault((listed, names), []).append(course.name)
    groups = [
        words.missing_group.format(
            name=style.enumerate(measures),
            years=listed,
            cities=style.enumerate(names)
            if len(names) <= _MOST_NAMED
            else layout.texts.charts.fewer_cities.format(n=len(names)),
        )
        for (listed, names), measures in absent.items()
    ]
    return words.missing.format(groups="; ".join(groups)) if groups else ""


def breaks_in_words(courses: Sequence[Course], layout: Layout) -> str:
    """Which measures begin with a break, as earlier years cannot be compared; else nothing."""
    words, style = layout.texts.charts.development, layout.texts.style
    broken: dict[int, list[str]] = {}
    for course in courses:
        if len(course.series.spans) > 1:
            broken.setdefault(course.years[0], []).append(course.name)
    groups = [
        words.broken_group.format(names=style.enumerate(names), year=year)
        for year, names in broken.items()
    ]
    return words.broken.format(groups="; ".join(groups)) if groups else ""


def _absent(profile: Profile, course: Course) -> dict[tuple[str, ...], list[int]]:
    """The years of a measure in which cities have no value, by these cities."""
    panel, absent = course.series.panel, dict[tuple[str, ...], list[int]]()
    for column, year in enumerate(panel.years):
        rows = np.flatnonzero(np.isnan(panel.values[:, column])).tolist()
        if rows and course.years[0] <= year <= course.years[-1]:
            names = tuple(profile.cities[row].name for row in rows)
            absent.setdefault(names, []).append(year)
    return absent
