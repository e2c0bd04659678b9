"""The units: which there are, and which of them a key or a name in a file means."""

from enum import Enum, auto
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from reportgen.errors import did_you_mean
from reportgen.importing.places import Found
from reportgen.importing.recipe import NewUnits, Units
from reportgen.problems import Problems
from reportgen.workbook.unread_rows import is_total


class KnownUnit(Struct, frozen=True, kw_only=True):
    """A unit; `where` is what named it first."""

    key: str
    name: str
    abbreviation: str
    office: str
    where: str
    qualifier: str = ""


class Outcome(Enum):
    """Why a row has no unit."""

    REFUSED = auto()
    LEFT_OUT = auto()


class Directory:
    """Units by key, and by every name and key that the recipe or a file has for them.

    Args:
        units: what the recipe says.
    """

    def __init__(self, units: Units) -> None:
        self._units = units
        self.known: dict[str, KnownUnit] = {}
        self._keys: dict[str, str] = {}
        self._names: dict[str, str] = {}
        #: Names that several units have, told apart by their qualifiers.
        self._ambiguous: set[str] = set()
        #: Names that files have for a unit beside its own, by key.
        self.other_names: dict[str, set[str]] = {}
        for unit in units.listed:
            self.known[unit.key] = KnownUnit(
                key=unit.key,
                name=unit.name,
                abbreviation=unit.abbreviation or unit.key,
                office=unit.office,
                where="the recipe",
            )
            self._names[unit.name] = unit.key
            self._keys |= dict.fromkeys((unit.key, *unit.also), unit.key)
            self._names |= dict.fromkeys(unit.also, unit.key)

    def find(
        self,
        key: Found | None,
        name: Found | None,
        new: NewUnits,
        problems: Problems,
        file: str = "",
    ) -> str | Outcome:
        """Key of the unit that a row is about.

        Args:
            key: that stands there, if the source has keys.
            name: that stands there, if the source has names.
            new: what becomes of a unit that is not known.
            problems: takes what is not understood.
            file: the units stand in.
        """
        if key is not None:
            if (unit := self._keys.get(key.text)) is not None:
                known = self.known[unit].name
                if name and known not in {name.text, f"{name.text} ({name.qualifier})"}:
                    self.other_names.setdefault(unit, set()).add(name.text)
                return unit
            if not self._units.key.fits(key.text):
                return self._bad_key(key, problems)
        elif name is not None and (unit := self._names.get(name.text)) is not None:
            return unit
        found = key or name
        assert found, "the recipe was checked"
        if name and is_total(name.text):
            problems.error(
                "import-total-as-unit",
                f'"{name.text}" looks like a total, not like a unit',
                name.where,
                "say in leave_out that it is none, or list it in units.listed",
            )
            return Outcome.REFUSED
        if new is NewUnits.LEAVE_OUT:
            return Outcome.LEFT_OUT
        if new is NewUnits.ADD:
            return self._add(key, name, problems, file)
        problems.error(
            "import-unknown-unit",
            f'no unit has the {"key" if key else "name"} "{found.text}"',
            found.where,
            did_you_mean(found.text, self._keys if key else self._names)
            or 'add it to "also" of its unit, or say units = "add" or "leave-out" in the source',
        )
        return Outcome.REFUSED

    def _bad_key(self, key: Found, problems: Problems) -> Outcome:
        hint = "say in leave_out that the row is none of the data, or correct units.key"
        for digits in (len(key.text) + 1, len(key.text) + 2):
            if key.text.isdigit() and self._units.key.fits(key.text.zfill(digits)):
                zeros = ", zeros = 2" if digits > len(key.text) + 1 else ""
                hint = (
                    f"if it has lost zeros at its beginning, say pad = {digits}{zeros} in the key"
                )
                break
        problems.error(
            "import-bad-key",
            f'"{key.text}" is no key of a unit ("{self._units.key.text}")',
            key.where,
            hint,
        )
        return Outcome.REFUSED

    def _add(
        self, key: Found | None, name: Found | None, problems: Problems, file: str
    ) -> str | Outcome:
        if name is not None:
            text = name.text
        else:
            assert key, "the recipe was checked"
            text = self._units.name.replace("{key}", key.text)
        if not text:
            problems.error(
                "import-unit-without-name",
                f'nothing names the unit "{key.text if key else ""}"',
                key.where if key else "",
                'say units.name = "... {key}", or import a source with its name before',
            )
            return Outcome.REFUSED
        if key is not None:
            code = key.text
        elif self._units.numbered:
            numbers = (str(n).zfill(self._units.numbered) for n in count(len(self.known) + 1))
            code = next(number for number in numbers if number not in self._keys)
        else:
            problems.error(
                "import-unit-without-key",
                f'nothing gives the unit "{text}" a key',
                name.where if name else "",
                "list it in units.listed, import a source with its key before,"
                " or say numbered = 8 in units",
            )
            return Outcome.REFUSED
        qualifier = name.qualifier if name else ""
        text = self._qualified(text, qualifier)
        if (earlier := self._names.get(text)) is not None:
            problems.error(
                "import-one-name",
                f'"{text}" names the unit {code}, but {earlier} in {self.known[earlier].where} too',
                (name or key or Found("", "")).where,
                "give one of them another name in units.listed",
            )
            return Outcome.REFUSED
        where = f"{file}, {(key or name or Found('', '')).where}"
        self.known[code] = KnownUnit(
            key=code, name=text, abbreviation=code, office="", where=where, qualifier=qualifier
        )
        self._keys[code] = self._names[text] = code
        return code

    def _qualified(self, name: str, qualifier: str) -> str:
        """A name as it is, or with what tells it from another unit, which then has it as well."""
        longer = f"{name} ({qualifier})"
        if name in self._ambiguous:
            return longer if qualifier else name
        earlier = self.known.get(self._names.get(name, ""))
        if earlier is None or not qualifier or earlier.qualifier in {"", qualifier}:
            return name
        self._ambiguous.add(name)
        del self._names[name]
        renamed = f"{name} ({earlier.qualifier})"
        self._names[renamed] = earlier.key
        self.known[earlier.key] = replace(earlier, name=renamed)
        return longer
