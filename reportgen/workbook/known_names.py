"""Which names of sheets or columns are there, which are missing, and which are unknown.

What is required must be there. What is removable, because it only holds figures that a profile can
do without, may be missing as a whole: then it was not delivered, and that is a warning. But where
something unknown is found as well, that is probably the missing name misspelt, and an error.
"""

from collections.abc import Collection, Mapping

from msgspec import Struct

from reportgen.errors import did_you_mean, nearest
from reportgen.problems import Problems

#: So many missing names are reported one by one.
_MAX_MISSING = 3


class NameWords(Struct, frozen=True, kw_only=True):
    """How sheets or columns are spoken of.

    Attributes:
        noun: what they are.
        missing, removed, unknown: codes of the problems.
        add, keep: what to do.
    """

    noun: str
    missing: str
    removed: str
    unknown: str
    add: str
    keep: str


SHEET_NAMES = NameWords(
    noun="sheet",
    missing="missing-sheet",
    removed="removed-sheet",
    unknown="unknown-sheet",
    add="add it with its header row",
    keep="keep the sheet with a row for each city, and leave its values empty",
)
COLUMN_NAMES = NameWords(
    noun="column",
    missing="missing-column",
    removed="removed-column",
    unknown="unknown-column",
    add='write the header "{name}" into row {row}',
    keep="keep the column and leave it empty",
)


class KnownNames(Struct, frozen=True, kw_only=True):
    """Names of the sheets of a workbook, or of the columns of a sheet.

    Attributes:
        words: sheets or columns.
        holder: what has them.
        place: where one is missing.
        required, removable: names that should be there.
        optional: names that may be there.
        found: those of them that are there.
        unknown: any other name that is there, by its place.
    """

    words: NameWords
    holder: str
    place: str
    required: Collection[str]
    removable: Collection[str]
    optional: Collection[str]
    found: Collection[str]
    unknown: Mapping[str, str]

    def check(self, problems: Problems) -> None:
        """Reports each name that is missing, and each unknown one."""
        words = self.words
        known = (*self.required, *self.removable)
        missing = [name for name in known if name not in self.found]
        errors = []
        for name in missing:
            message = f'{self.holder} has no {words.noun} "{name}"'
            if name in self.removable and not self.unknown:
                message += "; its values count as not delivered"
                hint = f"to avoid this warning, {words.keep}"
                problems.warning(words.removed, message, self.place, hint)
            else:
                errors.append((name, message))
        for name, message in errors if len(errors) <= _MAX_MISSING else ():
            problems.error(words.missing, message, self.place, self._hint(name))
        if len(errors) > _MAX_MISSING:
            listed = ", ".join(f'"{name}"' for name, _ in errors)
            message = f"{self.holder} has no {words.noun}s {listed}"
            problems.error(words.missing, message, self.place, f"add each {words.noun}")
        suggested = {nearest(name, self.unknown.values()) for name, _ in errors}
        for where, name in self.unknown.items():
            if name in suggested and len(errors) <= _MAX_MISSING:
                continue  # that it is unknown is the same fault
            what = f'{words.noun} "{name}"' if name else f"a {words.noun} without name"
            absent = [*missing, *(each for each in self.optional if each not in self.found)]
            valid = absent if nearest(name, absent) else missing or known
            hint = did_you_mean(name, valid) if name else "give it a name or remove it"
            problems.warning(words.unknown, f"{what} of {self.holder} is not read", where, hint)

    def _hint(self, missing: str) -> str:
        add = self.words.add.format(name=missing)
        if near := nearest(missing, self.unknown.values()):
            return f'did you mean "{near}"? Rename it to "{missing}"'
        if self.unknown:
            return f"{add}, or rename the unknown {self.words.noun} that is meant"
        return add
