"""Recognises finished messages by their templates, and tells them in another language."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from string import Formatter
from typing import NamedTuple

from reportgen.messages.po import Entry

#: Longer messages stay as they are: none of ours is, and matching takes time.
_LONGEST = 5_000
#: So deep are messages looked for within messages.
_DEEPEST = 3
#: Fixed characters that a template needs to be looked for within others.
_FEWEST_FIXED = 8
#: Of templates that match, so many are looked at.
_MOST_MATCHES = 5
#: So many places are tried where a message may be put together from two, and so deep.
_MOST_SEAMS = 6
_DEEPEST_SEAM = 1
#: A gap of this name holds names only, such as words to choose from.
_NAMES = "names"
_SEAMS = (": ", "; ", " × ")
#: A number with marks, and perhaps a unit; and how German has these marks.
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?: ?[A-Za-z%]{1,3})?")
_GERMAN_MARKS = str.maketrans(",.", ".,")
#: Names in quotation marks, and one of them.
_QUOTED = re.compile(r'"[^"]{0,300}"(?:, "[^"]{0,300}")*')
_QUOTED_ONE = re.compile(r'"([^"]*)"')
#: A name, and what is wrong with it.
_NAME_FIRST = re.compile(r'("[^"]{1,300}"|\S{1,300}) (.+)', re.DOTALL)


class _Template(NamedTuple):
    """A message with gaps.

    Attributes:
        fixed: what stands before, between and behind the gaps.
        gaps: their names.
        longest: the longest fixed part.
        size: number of fixed characters; a template with more is more specific.
        is_open: for each gap, whether it may hold a message; what is quoted is a name.
    """

    fixed: tuple[str, ...]
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


class _Found(NamedTuple):
    """A translation, and how many fixed characters of the text were recognised."""

    size: int
    text: str


class Catalogue:
    """Messages with their translations."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: dict[tuple[str, str], str] = {}
        # Those that differ in the names of gaps only are one.
        templates: dict[str, dict[tuple[str, ...], _Template]] = defaultdict(dict)
        for entry in entries:
            if "{" in entry.message and len((template := _template(entry)).gaps):
                templates[entry.context].setdefault(template.fixed, template)
            else:
                text = entry.message.replace("{{", "{").replace("}}", "}")
                said = entry.translation.replace("{{", "{").replace("}}", "}")
                self._whole[entry.context, text] = said
        self._templates = {
            context: sorted(some.values(), key=lambda template: -template.size)
            for context, some in templates.items()
        }

    def translated(self, text: str, context: str = "") -> str:
        """A message in the language of the catalogue, or as it is when it is not known."""
        if len(text) > _LONGEST:
            return text
        found = self._known(text, context, 0)
        return found.text if found else text

    def _known(self, text: str, context: str, depth: int) -> _Found | None:
        """The translation of a message; None when there is none.

        Of several, the one that recognises most of the text.
        """
        if (whole := self._whole.get((context, text))) is not None:
            return _Found(len(text), whole)
        if depth > _DEEPEST or not text:
            return None
        found = list(islice(self._matches(text, context, depth), _MOST_MATCHES))
        if depth <= _DEEPEST_SEAM and not context:
            found += self._joined(text, depth)
        return max(found, key=lambda each: each.size, default=None)

    def _words(self, text: str) -> _Found | None:
        """The translation of a message behind a name, if it is more than a word."""
        found = self._known(text, "", _DEEPEST)
        return found if found and found.size >= _FEWEST_FIXED else None

    def _matches(self, text: str, context: str, depth: int) -> Iterator[_Found]:
        for template in self._templates.get(context, ()):
            if depth and template.size < _FEWEST_FIXED:
                break
            if template.longest in text and (values := template.values(text)) is not None:
                yield self._filled(template, values, depth)

    def _filled(self, template: _Template, values: Mapping[str, str], depth: int) -> _Found:
        filled, size = dict(values), template.size
        for name, is_open, before in zip(
            template.gaps, template.is_open, template.fixed, strict=False
        ):
            if not is_open:
                continue
            if found := self._known(values[name], "", depth + 1):
                filled[name] = found.text
                size += found.size
            elif _NUMBER.fullmatch(values[name]) and "version" not in name:
                filled[name] = values[name].translate(_GERMAN_MARKS)
            elif _QUOTED.fullmatch(values[name]) and not before.endswith("= "):
                filled[name] = _QUOTED_ONE.sub("„\\1“", values[name])
        said = template.translation.format_map(filled)
        first, *_ = template.gaps
        if not depth and said.startswith(filled[first]) and _is_reworded(values, filled, first):
            said = said[0].upper() + said[1:]
        return _Found(size, said)

    def _joined(self, text: str, depth: int) -> Iterator[_Found]:
        """Translations of what was put together from a message and something before or behind.

        For example a place and a message, or a message and the reason that the system gives.
        """
        if (match := _NAME_FIRST.fullmatch(text)) and (rest := self._words(match[2])):
            name = match[1]
            name = f"„{name[1:-1]}“" if name.startswith('"') else name
            yield _Found(rest.size, f"{name} {rest.text}")
        for seam in _SEAMS:
            pieces = text.split(seam, _MOST_SEAMS)
            for number in range(1, len(pieces)):
                halves = seam.join(pieces[:number]), seam.join(pieces[number:])
                if halves[0].count('"') % 2:
                    continue  # within a name
                known = [self._known(half, "", depth + 1) for half in halves]
                if any(known):
                    said = (k.text if k else half for k, half in zip(known, halves, strict=True))
                    yield _Found(sum(k.size for k in known if k), seam.join(said))


def _is_reworded(values: Mapping[str, str], filled: Mapping[str, str], gap: str) -> bool:
    """Whether what fills a gap begins with another word than before."""
    return values[gap].split(" ")[0] != filled[gap].split(" ")[0]


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
            name != _NAMES
            and (not before or before[-1] in " (")
            and (not behind or behind[0] in " ,;:.)")
            for name, (before, behind) in zip(gaps, pairwise(fixed), strict=True)
        ),
        translation=entry.translation,
    )
