"""Fingerprints of what reports are made from: the same fingerprint, the same report.

Stages are functions of what they are given and of nothing else. So everything that is given to
them has a part in the fingerprint, field by field, and a type that is not known here is refused: a
new field cannot be forgotten.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.layout.load import Layout
from reportgen.model import Edition, Group, Panel, Portrait, Profile, Standard
from reportgen.workflows.program import program_digest
from reportgen.workflows.record import hash_of
from reportgen.workflows.software import software

#: What stands for itself.
_PLAIN = (str, int, float, bool, bytes, Fraction, date, type(None))

#: Longer tuples of objects are of the workbook, which all profiles share.
_LONG = 12


class Fingerprints:
    """Fingerprints of the reports of one run; what all of them share is looked at once.

    Args:
        layout: look and words.
        issued: date of the documents, if it is not that of the data.
        standard: that digital editions keep.
        attach_data: whether the data are inside.
    """

    def __init__(
        self, layout: Layout, issued: date | None, standard: Standard, *, attach_data: bool
    ) -> None:
        self._shared: dict[int, tuple[object, str]] = {}
        # Mails are not in reports, and where a layout lies is not either.
        self._run = self._digest(
            (
                program_digest(),
                tuple(software().items()),
                (layout.language, layout.look, layout.texts, layout.blocks),
                (layout.fonts, layout.condition),
                issued,
            )
        )
        self._form = self._digest((standard, attach_data))

    def of(
        self,
        profile: Profile,
        portrait: Portrait,
        former: Profile | None,
        editions: Iterable[Edition],
    ) -> tuple[str, ...]:
        """The fingerprint of a city's report in each edition.

        Args:
            profile: its numbers.
            portrait: the words of its office.
            former: the numbers that the report corrects.
            editions: whose.

        Raises:
            OSError: the photo cannot be read.
        """
        unit = self._digest((profile, portrait, former))
        return tuple(
            self._digest((self._run, unit, each, self._form if each is Edition.DIGITAL else ""))
            for each in editions
        )

    def _digest(self, value: object) -> str:
        return sha256("".join(self._parts(value)).encode("utf-8", "surrogatepass")).hexdigest()

    def _parts(self, value: Any) -> Iterator[str]:
        """The value as text that no other value has."""
        kind = type(value)
        if kind in _PLAIN:
            yield f"{kind.__name__} {value!r};"
        elif isinstance(value, Enum):
            yield f"{kind.__name__}.{value.name};"
        elif isinstance(value, Path):
            yield f"file {value.name!r} {hash_of(value)};"
        elif _is_shared(value):
            yield self._of_shared(value)
        else:
            yield from self._inner(value)

    def _of_shared(self, value: object) -> str:
        # The object is kept too, so that no other one gets its identity.
        known = self._shared.get(id(value))
        if known is None:
            content = "".join(self._inner(value)).encode("utf-8", "surrogatepass")
            known = self._shared[id(value)] = value, f"{sha256(content).hexdigest()};"
        return known[1]

    def _inner(self, value: Any) -> Iterator[str]:
        kind = type(value)
        if isinstance(value, Group):
            yield f"{kind.__name__}["
            yield from (f"{each.city.slug!r} {each.exact} {each.rank};" for each in value)
        elif isinstance(value, np.ndarray):
            yield f"array {value.shape} {value.dtype}[{value.tobytes().hex()}"
        elif is_dataclass(value):
            yield f"{kind.__name__}["
            for field in fields(value):
                yield f"{field.name}="
                yield from self._parts(getattr(value, field.name))
        elif isinstance(value, Mapping):
            # Their order may be that of a table.
            yield "mapping["
            for key, each in value.items():
                yield from self._parts(key)
                yield from self._parts(each)
        elif isinstance(value, frozenset):
            yield f"set[{sorted(map(self._digest, value))}"
        elif isinstance(value, Sequence):
            yield "list["
            for each in value:
                yield from self._parts(each)
        else:
            raise TypeError(f"{kind.__name__} has no fingerprint")
        yield "];"


def _is_shared(value: object) -> bool:
    if isinstance(value, Group | Panel):
        return True
    return isinstance(value, tuple) and len(value) > _LONG and is_dataclass(value[0])
