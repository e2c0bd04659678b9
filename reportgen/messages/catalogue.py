"""Recognises finished messages by their templates, and tells them in another language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from string import Formatter
from typing import NamedTuple

from reportgen.messages.po import Entry

#: Longer messages stay as they are: none of ours is, and matching takes time.
_LONGEST = 5_000
#: So deep are messages looked for within messages.
_DEEPEST = 3
#: Fixed characters that a template needs to be looked for within others.
_FEWEST_FIXED = 8
#: So many fixed characters a beginning in fixed words is worth.
_BEGINNING = 20
#: So many places are tried where a message may be put together from two, and so deep.
_MOST_SEAMS = 6
_DEEPEST_SEAM = 1
_SEAMS = (": ", "; ")


class _Template(NamedTuple):
    """A message with gaps.

    Attributes:
        fixed: what stands before, between and behind the gaps.
        gaps: their names.
        longest: the longest fixed part.
        size: number of fixed characters; a template with more is more specific.
        is_open: for each gap, whether it may hold a message; what is quoted is a name.
    """

    fixed: Sequence[str]
    gaps: Sequence[str]
    longest: str
    size: int
    is_open: Sequence[bool]
    translation: str

    def values(self, text: str) -> Mapping[str, str] | None:
        """What the gaps are filled with; None when `text` was not made from this template.

        Each fixed part is looked for once, behind the one before, so that it takes linear time.
        """
        first, *middle, last = self.fixed
        end = len(text) - len(last)
        if end < len(first) or not (text.startswith(first) and text.endswith(last)):
            return None
        position, found = len(first), []
        for part in middle:
            there = text.find(part, position, end)
            if there < 0:
                return None
            found.append(text[position:there])
            position = there + len(part)
        found.append(text[position:end])
        values: dict[str, str] = {}
        for name, value in zip(self.gaps, found, strict=True):
            if values.setdefault(name, value) != value:
                return None
        return values


class Catalogue:
    """Messages with their translations."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: dict[tuple[str, str], str] = {}
        templates = defaultdict(list)
        for entry in entries:
            if "{" in entry.message and len((template := _template(entry)).gaps):
                templates[entry.context].append(template)
            else:
                text = entry.message.replace("{{", "{").replace("}}", "}")
                said = entry.translation.replace("{{", "{").replace("}}", "}")
                self._whole[entry.context, text] = said
        self._templates = {
            context: sorted(some, key=_weight, reverse=True) for context, some in templates.items()
        }

    def translated(self, text: str, context: str = "") -> str:
        """A message in the language of the catalogue, or as it is when it is not known."""
        if len(text) > _LONGEST:
            return text
        found = self._known(text, context, 0)
        return text if found is None else found

    def _known(self, text: str, context: str, depth: int) -> str | None:
        """The translation of a message; None when there is none."""
        if (whole := self._whole.get((context, text))) is not None:
            return whole
        if depth > _DEEPEST or not text:
            return None
        for template in self._templates.get(context, ()):
            if depth and template.size < _FEWEST_FIXED:
                continue
            if template.longest in text and (values := template.values(text)) is not None:
                return self._filled(template, values, depth)
        return self._joined(text, depth) if depth <= _DEEPEST_SEAM else None

    def _filled(self, template: _Template, values: Mapping[str, str], depth: int) -> str:
        filled = dict(values)
        for name, is_open in zip(template.gaps, template.is_open, strict=True):
            if is_open:
                filled[name] = self._known(values[name], "", depth + 1) or values[name]
        said = template.translation.format_map(filled)
        first = template.gaps[0]
        if not depth and filled[first] != values[first] and said.startswith(filled[first]):
            said = said[0].upper() + said[1:]
        return said

    def _joined(self, text: str, depth: int) -> str | None:
        """The translation of what was put together from a message and something before or behind.

        For example a place and a message, or a message and the reason that the system gives.
        """
        for seam in _SEAMS:
            pieces = text.split(seam, _MOST_SEAMS)
            for number in range(1, len(pieces)):
                halves = seam.join(pieces[:number]), seam.join(pieces[number:])
                known = [self._known(half, "", depth + 1) for half in halves]
                if known != [None, None]:
                    return seam.join(
                        said if said is not None else half
                        for said, half in zip(known, halves, strict=True)
                    )
        return None


def _weight(template: _Template) -> int:
    """How specific a template is; its beginning says most of it."""
    return template.size + (_BEGINNING if len(template.fixed[0]) > 3 else 0)


def _template(entry: Entry) -> _Template:
    fixed, gaps = [""], []
    for literal, name, _, _ in Formatter().parse(entry.message):
        fixed[-1] += literal
        if name is not None:
            gaps.append(name)
            fixed.append("")
    return _Template(
        fixed=tuple(fixed),
        gaps=tuple(gaps),
        longest=max(fixed, key=len),
        size=sum(map(len, fixed)),
        is_open=tuple(
            (not before or before[-1] in " (") and (not behind or behind[0] in " ,;:.)")
            for before, behind in pairwise(fixed)
        ),
        translation=entry.translation,
    )
