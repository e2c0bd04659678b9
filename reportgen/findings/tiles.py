"""The measures of the title page, each with its number and its name."""

from reportgen.findings.choice import tile_measures
from reportgen.findings.measures import tile
from reportgen.findings.wording import Wording
from reportgen.model import Comparison, Tile


def tiles(wording: Wording) -> tuple[Tile, ...]:
    """At most four; none of what may not be a headline."""
    return tuple(_tile(wording, comparison) for comparison in tile_measures(wording.profile))


def _tile(wording: Wording, comparison: Comparison) -> Tile:
    name, unit = tile(wording, comparison)
    value = wording.value(comparison)
    return Tile(
        kind=comparison.kind,
        key=comparison.key,
        label=name,
        unit=unit,
        figure=value.text,
        numbers=value.numbers,
    )
