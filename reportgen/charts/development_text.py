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
    groups: list[str] = []
    for course in courses:
        panel = course.series.panel
        absent: dict[tuple[str, ...], list[int]] = {}
        for column, year in enumerate(panel.years):
            if course.years[0] <= year <= course.years[-1]:
                rows = np.flatnonzero(np.isnan(panel.values[:, column])).tolist()
                if rows:
                    names = tuple(profile.cities[row].name for row in rows)
                    absent.setdefault(names, []).append(year)
        for names, years in absent.items():
            cities = (
                style.enumerate(names)
                if len(names) <= _MOST_NAMED
                else layout.texts.charts.fewer_cities.format(n=len(names))
            )
            listed = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
            groups.append(words.missing_group.format(name=course.name, years=listed, cities=cities))
    return words.missing.format(groups="; ".join(groups)) if groups else ""
