"""What readers know from a version of an archive that was itself without secret numbers.

Its secrets are not in it. What was hidden there is taken to be what it is now; where a sum fails
with that, some of it was corrected since, and only the workbook of that version knows from what.
"""

import math
from collections.abc import Collection, Iterator, Mapping

from reportgen.confidentiality.primary import Values
from reportgen.confidentiality.secondary import Figures, Knowledge
from reportgen.confidentiality.sums import Sum, sums_among
from reportgen.model import WITHHELD, Dataset, ObservationKey


def knowledge_of(
    shown: Values, blank: Collection[ObservationKey], now: Figures, names: Mapping[str, str]
) -> Knowledge:
    """What a version told, and what it hid.

    Args:
        shown: its numbers of a table.
        blank: what it had no number for, but a sign.
        now: the same table as it is to be published.
        names: how areas and units are called.
    """
    hidden = {key: now.values[key] for key in blank if key in now.values}
    values = {**shown, **hidden}
    sums = sums_among(values, (), names).found if hidden else ()
    sums += tuple(each for each in now.sums if hidden and holds(each, values))
    return Knowledge(shown=shown, hidden=hidden, sums=tuple(dict.fromkeys(sums)))


def corrected_since(before: Dataset, now: Figures) -> Iterator[ObservationKey]:
    """What the program hid in a version and may have been corrected since: a sum of it fails."""
    values = {
        key: value if observation.value is None else observation.value
        for key, value in now.values.items()
        if (observation := before.observations.get(key))
    }
    for each in now.sums:
        keys = {each.total, *each.parts}
        if values.keys() >= keys and not holds(each, values):
            yield from (k for k in keys if before.observations[k].reason_text == WITHHELD)


def holds(each: Sum, values: Values) -> bool:
    """Whether a sum holds among numbers that are all there."""
    if not values.keys() >= {each.total, *each.parts}:
        return False
    difference = values[each.total] - sum(values[part] for part in each.parts) - each.rest
    return math.isclose(difference, 0, abs_tol=1e-9 * values[each.total])
