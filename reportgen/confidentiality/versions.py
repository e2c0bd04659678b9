"""What readers know from a version of an archive that was itself without secret numbers.

Its secrets are not in it. What was hidden there is taken to be what it is now, unless a sum fails
with that; then a number was corrected, and the likeliest one is that which mends most sums. It may
be another one, so nothing is guaranteed here; with the workbook itself, nothing has to be inferred.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from reportgen.confidentiality.primary import Values
from reportgen.confidentiality.secondary import Figures, Knowledge
from reportgen.confidentiality.sums import Sum, sums_among
from reportgen.model import ObservationKey


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
    hidden |= _corrected(now.sums, shown, hidden)
    values = {**shown, **hidden}
    sums = sums_among(values, (), names).found if hidden else ()
    sums += tuple(each for each in now.sums if hidden and holds(each, values))
    return Knowledge(shown=shown, hidden=hidden, sums=tuple(dict.fromkeys(sums)))


def holds(each: Sum, values: Values) -> bool:
    """Whether a sum holds among numbers that are all there."""
    if not values.keys() >= {each.total, *each.parts}:
        return False
    return math.isclose(_difference(each, values), 0, abs_tol=1e-9 * values[each.total])


def _difference(each: Sum, values: Values) -> float:
    return values[each.total] - sum(values[part] for part in each.parts) - each.rest


def _corrected(sums: Sequence[Sum], shown: Values, hidden: Values) -> dict[ObservationKey, float]:
    """Hidden numbers that were corrected since, with what they must have been."""
    values, found = {**shown, **hidden}, dict[ObservationKey, float]()
    complete = [each for each in sums if values.keys() >= {each.total, *each.parts}]
    for _ in complete:
        mending = Counter[tuple[ObservationKey, float]]()
        for each in complete:
            if not holds(each, values):
                difference = _difference(each, values)
                for key in {each.total, *each.parts} & hidden.keys() - found.keys():
                    was = values[key] + (-difference if key == each.total else difference)
                    if was > 0:
                        mending[key, was] += 1
        if not mending:
            break
        key, was = max(sorted(mending), key=mending.__getitem__)
        found[key] = values[key] = was
    return found
