"""Changes of datasets in memory: what officers deliver wrongly, in a few words.

changed(dataset, figure("Leistungsbeziehende", "koeln", 2020, "sgb2", 1177760))
"""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from reportgen.model import Dataset, Observation, ObservationKey, Reason, Table

P, R, A, W = Table.POPULATION, Table.RECIPIENTS, Table.PAYMENTS, Table.ECONOMY

Figures = dict[ObservationKey, Observation]
Edit = Callable[[Figures], None]


def changed(dataset: Dataset, *edits: Edit) -> Dataset:
    """A copy of a dataset with all edits made."""
    figures = {**dataset.observations, **dataset.unused}
    for edit in edits:
        edit(figures)
    return replace(
        dataset,
        observations={key: one for key, one in figures.items() if key not in dataset.unused},
        unused={key: figures[key] for key in dataset.unused},
    )


def figure(
    table: Table, city: str, year: int, key: str, new: float | Reason | Callable[[float], float]
) -> Edit:
    """Another figure, a reason, or what a function makes of the figure."""

    def edit(figures: Figures) -> None:
        _set(figures, (table, city, year, key), new)

    return edit


def row(table: Table, city: str, year: int, new: Callable[[float], float]) -> Edit:
    """All figures of a row."""

    def edit(figures: Figures) -> None:
        for place, one in tuple(figures.items()):
            if place[:3] == (table, city, year) and one.value is not None:
                _set(figures, place, new)

    return edit


def column(table: Table, year: int, key: str, new: Callable[[float], float]) -> Edit:
    """All figures of a column in a year."""

    def edit(figures: Figures) -> None:
        for place, one in tuple(figures.items()):
            if (place[0], *place[2:]) == (table, year, key) and one.value is not None:
                _set(figures, place, new)

    return edit


def moved(moves: Callable[[ObservationKey], ObservationKey | None]) -> Edit:
    """Figures from elsewhere: for a place, where its figure comes from, or None."""

    def edit(figures: Figures) -> None:
        old = dict(figures)
        for place, own in old.items():
            if one := old.get(moves(place) or place):
                figures[place] = replace(own, value=one.value, reason=one.reason, flag=one.flag)

    return edit


def swapped_cities(table: Table, first: str, second: str, year: int) -> Edit:
    other = {first: second, second: first}
    return moved(
        lambda k: (
            (table, other[k[1]], year, k[3])
            if k[0] is table and k[2] == year and k[1] in other
            else None
        )
    )


def swapped_columns(table: Table, first: str, second: str, year: int, city: str = "") -> Edit:
    other = {first: second, second: first}
    return moved(
        lambda k: (
            (table, k[1], year, other[k[3]])
            if k[0] is table and k[2] == year and k[3] in other and city in {"", k[1]}
            else None
        )
    )


def _set(
    figures: Figures, place: ObservationKey, new: float | Reason | Callable[[float], float]
) -> None:
    old = figures[place]
    if isinstance(new, Reason):
        figures[place] = replace(old, value=None, reason=new, flag=None)
        return
    value = new(old.value or 0.0) if callable(new) else new
    figures[place] = replace(old, value=float(value), reason=None)


def only(dataset: Dataset, *, cities: Mapping[str, object] | None = None, year: int = 0) -> Dataset:
    """The dataset of some cities, or of one year."""

    def is_kept(place: ObservationKey) -> bool:
        return (cities is None or place[1] in cities) and year in {0, place[2]}

    return replace(
        dataset,
        cities=tuple(c for c in dataset.cities if cities is None or c.slug in cities),
        observations={k: o for k, o in dataset.observations.items() if is_kept(k)},
        unused={k: o for k, o in dataset.unused.items() if is_kept(k)},
    )
