"""Fingerprints of what reports are made from: the same fingerprint, the same report.

Stages are functions of what they are given and of nothing else. So everything that is given to
them has a part in the fingerprint, field by field, and a type that is not known here is refused: a
new field cannot be forgotten.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from reportgen.layout.load import Layout
from reportgen.model import Edition, Group, Panel, Portrait, Profile, Standard
from reportgen.workflows.program import program_digest
from reportgen.workflows.record import hash_of
from reportgen.workflows.software import software

#: What stands for itself.
_PLAIN = frozenset({str, int, float, bool, bytes, date, type(None)})

#: Longer tuples of objects are of the workbook, which all profiles share.
_LONG = 12


def fingerprint_of(value: object) -> str:
    """The fingerprint of anything that stages are given.

    Raises:
        OSError: a file that belongs to it cannot be read.
    """
    return _Digests().of(value)


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
        self._digests = _Digests()
        # Mails are not in reports, and where a layout lies is not either.
        self._run = self._digests.of(
            (
                program_digest(),
                tuple(software().items()),
                (layout.language, layout.look, layout.texts, layout.blocks),
                (layout.fonts, layout.condition),
                issued,
            )
        )
        self._form = self._digests.of((standard, attach_data))

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
        unit = self._digests.of((profile, portrait, former))
        return tuple(
            self._digests.of((self._run, unit, each, self._form if each is Edition.DIGITAL else ""))
            for each in editions
        )


class _Digests:
    """Digests of objects; those that many hold are looked at once."""

    def __init__(self) -> None:
        self._shared: dict[int, tuple[object, str]] = {}

    def of(self, value: object) -> str:
        """The digest of an object and of all that it holds."""
        parts: list[str] = []
        self._add(value, parts)
        return _hash(parts)

    def _add(self, value: Any, parts: list[str]) -> None:
        """Adds the value as text that no other value has."""
        kind = type(value)
        if kind in _PLAIN:
            parts.append(f"{kind.__name__} {value!r};")
        elif kind is Fraction:
            parts.append(_exact(value))
        elif isinstance(value, Enum):
            parts.append(f"{kind.__name__}.{value.name};")
        elif isinstance(value, Path):
            parts.append(f"file {value.name!r} {hash_of(value)};")
        elif _is_shared(value):
            parts.append(self._of_shared(value))
        else:
            self._add_inner(value, parts)

    def _of_shared(self, value: object) -> str:
        # The object is kept too, so that no other one gets its identity.
        known = self._shared.get(id(value))
        # In another process the same identity may be that of something else.
        if known is None or known[0] is not value:
            parts: list[str] = []
            self._add_inner(value, parts)
            known = self._shared[id(value)] = value, f"{_hash(parts)};"
        return known[1]

    def _add_inner(self, value: Any, parts: list[str]) -> None:
        kind = type(value)
        parts.append(f"{kind.__name__}[")
        if isinstance(value, Group):
            parts.extend(f"{each.city.slug!r} {_exact(each.exact)}{each.rank};" for each in value)
        elif isinstance(value, np.ndarray):
            parts.append(f"{value.shape} {value.dtype} {value.tobytes().hex()}")
        elif isinstance(value, Struct):
            for name in value.__struct_fields__:
                parts.append(f"{name}=")
                self._add(getattr(value, name), parts)
        elif isinstance(value, Mapping):
            # Their order may be that of a table.
            for key, each in value.items():
                self._add(key, parts)
                self._add(each, parts)
        elif isinstance(value, frozenset):
            parts.extend(sorted(map(self.of, value)))
        elif isinstance(value, Sequence):
            for each in value:
                self._add(each, parts)
        else:
            raise TypeError(f"{kind.__name__} has no fingerprint")
        parts.append("];")


def _exact(number: Fraction) -> str:
    # Means of many have thousands of digits, which Python writes in hexadecimal only.
    return f"{number.numerator:x}/{number.denominator:x};"


def _hash(parts: Iterable[str]) -> str:
    return sha256("".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _is_shared(value: object) -> bool:
    if isinstance(value, Group | Panel):
        return True
    return isinstance(value, tuple) and len(value) > _LONG and isinstance(value[0], Struct)
