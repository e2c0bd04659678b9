"""How a workbook describes cities, areas, indicators, sources, breaks and itself; what changed."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from reportgen.model import Dataset
from reportgen.workflows.former import same_cities

#: Fields that name a thing, or are the same on both sides.
_NOT_COMPARED = frozenset({"slug", "ags", "key", "table", "city", "year", "project"})

#: What is printed in every report, and not among the corrections.
_IN_EVERY_IMPRINT = frozenset({"version", "data_date"})


class TextChange(Struct, frozen=True, kw_only=True):
    """A text that was changed, or a thing that is only in one workbook.

    Attributes:
        what: ``city``, ``area``, ``indicator``, ``source``, ``break`` or ``about``.
        of: name of the thing.
        field: of it; empty where the thing is new or gone.
        old, new: the text; empty on the side that does not have it.
        key: of the area or indicator, else empty.
    """

    what: str
    of: str
    field: str
    old: str
    new: str
    key: str = ""

    @property
    def is_on_every_page(self) -> bool:
        """Whether it is said in every report, and not told as a correction."""
        return self.what == "about" and self.field in _IN_EVERY_IMPRINT


class _Thing(Struct, frozen=True):
    """Something that is described, with all texts by the name of their field."""

    what: str
    name: str
    texts: Mapping[str, str]
    key: str = ""


def text_changes(old: Dataset, new: Dataset) -> Iterator[TextChange]:
    """Everything but the values that two workbooks say otherwise."""
    before = _things(old, {city.slug: slug for slug, city in same_cities(old, new).items()})
    after = _things(new, {})
    for place in dict.fromkeys((*after, *before)):
        was, now = before.get(place), after.get(place)
        thing = now or was
        assert thing
        if was is None or now is None:
            yield TextChange(
                what=thing.what,
                of=thing.name,
                field="",
                old=was.texts.get("citation", was.name) if was else "",
                new=now.texts.get("citation", now.name) if now else "",
                key=thing.key,
            )
            continue
        for field, text in now.texts.items():
            if text != was.texts[field]:
                yield TextChange(
                    what=now.what,
                    of=now.name,
                    field=field,
                    old=was.texts[field],
                    new=text,
                    key=now.key,
                )


def _things(dataset: Dataset, renamed: Mapping[str, str]) -> Mapping[tuple[object, ...], _Thing]:
    """By what makes each the same in both workbooks."""
    found: dict[tuple[object, ...], _Thing] = {}
    names = {city.slug: city.name for city in dataset.cities}
    labels = {area.key: area.short for area in dataset.areas}
    labels |= {indicator.key: indicator.label for indicator in dataset.indicators}
    found["about",] = _Thing("about", "Angaben", _texts(dataset.about))
    for city in dataset.cities:
        slug = renamed.get(city.slug, city.slug)
        found["city", slug] = _Thing("city", city.name, _texts(city))
    for area in dataset.areas:
        found["area", area.key] = _Thing("area", area.short, _texts(area), area.key)
    for each in dataset.indicators:
        found["indicator", each.key] = _Thing("indicator", each.label, _texts(each), each.key)
    for source in dataset.sources:
        slug = renamed.get(source.city or "", source.city or "")
        place: tuple[object, ...] = ("source", source.table, slug, source.year)
        number = sum(known[:4] == place for known in found)
        words = (str(source.table), names.get(source.city or ""), source.year)
        name = " ".join(str(word) for word in words if word)
        found[*place, number] = _Thing("source", name, _texts(source))
    for one in dataset.breaks:
        label = labels.get(one.key, one.key)
        name = f"{one.table} {label} {one.year}"
        found["break", one.table, one.key, one.year] = _Thing("break", name, _texts(one))
    return found


def _texts(thing: Any) -> Mapping[str, str]:
    values = asdict(thing)
    return {
        name: str(value.value if isinstance(value, Enum) else value)
        for name, value in values.items()
        if name not in _NOT_COMPARED
    }
