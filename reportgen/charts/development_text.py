"""What the chart of measures over the years says to someone who does not see it, and what lacks."""

from collections.abc import Iterator, Sequence

import numpy as np

from reportgen.charts.courses import Course
from reportgen.charts.crowd import MANY
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import Profile, Section, claims

#: More cities without a value in a year are counted, not named.
_MOST_NAMED = 3

#: With more groups of cities and years it is only said that some are missing.
_MOST_GROUPS = 4


def courses_in_words(profile: Profile, courses: Sequence[Course], layout: Layout) -> str:
    """The alternative text: first and last value of each measure, of the city and the mean."""
    words, numbers = layout.texts.charts.development, Numbers(profile, layout.texts)
    means = [mean_in_words(course, profile, layout) for course in courses]
    text = words.alt_one if len(courses) == 1 else words.alt
    mean = words.alt_with_mean if any(means) else ""
    sentences = [
        text.format(n=layout.texts.style.number(len(courses)), city=profile.city.name, mean=mean)
    ]
    if Section.FIGURES in layout.look.own_sections:
        sentences.append(words.alt_table)
    for course, mean in zip(courses, means, strict=True):
        text = words.alt_course.format(
            name=course.name,
            unit=course.unit,
            first=numbers.number(course.comparison, course.first, unit=False),
            first_year=course.years[0],
            last=numbers.number(course.comparison, course.last, unit=False),
            last_year=course.years[-1],
        )
        sentences.append(f"{text}; {mean}." if mean else f"{text}.")
    return " ".join(sentences)


def mean_in_words(course: Course, profile: Profile, layout: Layout) -> str:
    """The mean of the first and the last year; empty where either has none to compare."""
    means = [course.series.mean_at(year) for year in (course.years[0], course.years[-1])]
    if None in means or not claims.has_mean(course.comparison):
        return ""
    numbers = Numbers(profile, layout.texts)
    first, last = (numbers.number(course.comparison, mean or 0, unit=False) for mean in means)
    return layout.texts.charts.development.alt_mean.format(first=first, last=last)


def missing_in_words(profile: Profile, courses: Sequence[Course], layout: Layout) -> Iterator[str]:
    """Sentences on the cities that have no value in some of the years; none where all have all.

    The mean is that of the same cities in all years: where others are missing there is none.
    """
    words, style = layout.texts.charts.development, layout.texts.style
    absent: dict[tuple[bool, str, tuple[str, ...]], list[str]] = {}
    for course in courses:
        for (names, has_mean), years in _absent(profile, course).items():
            absent.setdefault((has_mean, _listed(years), names), []).append(course.name)
    if absent and (len(profile.cities) >= MANY or len(absent) > _MOST_GROUPS):
        yield words.missing_many.format(year=profile.year)
        return
    for text, is_wanted in ((words.no_mean, False), (words.missing, True)):
        groups = [
            words.missing_group.format(
                name=style.enumerate(measures),
                years=listed,
                cities=style.enumerate(names)
                if len(names) <= _MOST_NAMED
                else layout.texts.charts.fewer_cities.format(
                    n=layout.texts.style.number(len(names))
                ),
            )
            for (has_mean, listed, names), measures in absent.items()
            if has_mean is is_wanted
        ]
        if groups:
            yield text.format(groups="; ".join(groups))


def _listed(years: Sequence[int]) -> str:
    """Years that follow one another by first and last, others one by one."""
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))


def breaks_in_words(courses: Sequence[Course], layout: Layout) -> Iterator[str]:
    """A sentence on measures that begin with a break: earlier years cannot be compared."""
    words, style = layout.texts.charts.development, layout.texts.style
    broken: dict[int, list[str]] = {}
    for course in courses:
        if course.begins_with_break:
            broken.setdefault(course.years[0], []).append(course.name)
    groups = [
        words.broken_group.format(names=style.enumerate(names), year=year)
        for year, names in broken.items()
    ]
    if groups:
        yield words.broken.format(groups="; ".join(groups))


def _absent(profile: Profile, course: Course) -> dict[tuple[tuple[str, ...], bool], list[int]]:
    """The years of a measure in which cities have no value: by these, and whether it has a mean."""
    panel, absent = course.series.panel, dict[tuple[tuple[str, ...], bool], list[int]]()
    for column, year in enumerate(panel.years):
        rows = np.flatnonzero(np.isnan(panel.values[:, column])).tolist()
        if rows and course.years[0] <= year <= course.years[-1]:
            names = tuple(profile.cities[row].name for row in rows)
            absent.setdefault((names, year in panel.comparable), []).append(year)
    return absent
