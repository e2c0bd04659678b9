"""How the numbers of a city are printed: alike in its sentences, charts and tables."""

from collections.abc import Mapping
from fractions import Fraction

from reportgen.layout.formatting import MINUS
from reportgen.layout.texts import Texts
from reportgen.model import PERSONS, Comparison, Kind, Profile, claims
from reportgen.model.numbers import Number

#: Usual digits behind the decimal mark; economic indicators say it themselves.
_USUAL_DECIMALS: Mapping[Kind, int] = {
    Kind.POPULATION: 0,
    Kind.RECIPIENTS: 0,
    Kind.PAYMENTS: 0,
    Kind.SHARE_OF_RECIPIENTS: 1,
    Kind.SHARE_OF_PAYMENTS: 1,
    Kind.DENSITY: 1,
    Kind.PAYMENTS_PER_RECIPIENT: 0,
    Kind.PAYMENTS_PER_INHABITANT: 0,
    Kind.CHANGE_OF_RECIPIENTS: 1,
    Kind.CHANGE_IN_PERSONS: 0,
}

_OF_ECONOMY = frozenset({Kind.ECONOMY, Kind.CHANGE_OF_ECONOMY})

_SIGNED = frozenset({Kind.CHANGE_OF_RECIPIENTS, Kind.CHANGE_IN_PERSONS, Kind.CHANGE_OF_ECONOMY})

#: Kinds whose unit the text around them says.
_UNIT_IN_WORDS = frozenset({Kind.POPULATION, Kind.RECIPIENTS, Kind.DENSITY})

#: Key of the unit of exactly one person.
_PERSON = "person"

_MILLION, _MILLION_DECIMALS = 10**6, 1


class Numbers:
    """Prints the numbers of a city's comparisons.

    All numbers of one comparison have the same decimals: as many as `claims.decimals` asks for.
    """

    def __init__(self, profile: Profile, texts: Texts) -> None:
        self._profile, self._style, self._names = profile, texts.style, texts.names
        self._decimals = {i.key: i.decimals for i in profile.indicators}
        #: With the comparison, so that no other one gets its identity.
        self._printed: dict[int, tuple[Comparison, int]] = {}

    def usual_decimals(self, comparison: Comparison) -> int:
        """Digits behind the decimal mark that numbers of this kind have at least."""
        if comparison.kind in _OF_ECONOMY:
            return self._decimals[comparison.key]
        return _USUAL_DECIMALS[comparison.kind]

    def value(self, comparison: Comparison, *, unit: bool = True, flags: bool = True) -> str:
        """The city's own number; there must be one."""
        exact = comparison.measure.exact
        assert exact is not None
        text = self.number(comparison, exact, unit=unit)
        return self._style.flagged(text, comparison.measure.flags) if flags else text

    def mean(self, comparison: Comparison, *, unit: bool = True) -> str:
        """The group's mean; there must be one."""
        assert comparison.exact_mean is not None
        return self.number(comparison, comparison.exact_mean, unit=unit)

    def number(self, comparison: Comparison, number: Number, *, unit: bool = True) -> str:
        """A number of the comparison, e.g. that of another city, as its value is printed."""
        own_unit = self._unit(comparison, number) if unit else ""
        signed = comparison.kind in _SIGNED

        def printed(amount: Number, decimals: int) -> str:
            text = (self._style.signed if signed else self._style.number)(amount, decimals)
            return self.with_unit(text, own_unit)

        known = self._printed.get(id(comparison))
        if known is None:
            decimals = claims.decimals(comparison, self.usual_decimals(comparison))
            known = self._printed[id(comparison)] = comparison, decimals
        _, decimals = known
        return self._style.telling(number, decimals, printed)

    def millions(self, comparison: Comparison) -> str:
        """The city's own number in millions, without unit; there must be one."""
        exact = comparison.measure.exact
        assert exact is not None
        amount = exact / _MILLION
        decimals = claims.separating(amount, [Fraction(0)], _MILLION_DECIMALS)
        text = self._style.telling(amount, decimals, self._style.number)
        return self._style.flagged(text, comparison.measure.flags)

    def change(self, key: str) -> str | None:
        """The change of an area's recipients, in percent or persons; None where there is none."""
        kind = Kind.CHANGE_OF_RECIPIENTS
        if claims.is_counted(self._profile, key):
            kind = Kind.CHANGE_IN_PERSONS
        comparison = self._profile.get(kind, key)
        return None if comparison.measure.exact is None else self.value(comparison)

    def size_of_change(self, comparison: Comparison) -> str:
        """A change without its sign, for sentences that say the direction in words."""
        exact = comparison.measure.exact
        assert exact is not None
        text = self.number(comparison, abs(exact)).lstrip("+")
        return self._style.flagged(text, comparison.measure.flags)

    def _unit(self, comparison: Comparison, number: Number) -> str:
        if comparison.kind in _UNIT_IN_WORDS:
            return ""
        unit = comparison.measure.unit
        return _PERSON if unit == PERSONS and abs(number) == 1 else unit

    def with_unit(self, text: str, unit: str) -> str:
        """A printed number with its unit; a sign stands before a unit that does: ``−€5``."""
        amount = self._names.amounts.get(unit)
        if not amount:
            return self._style.before_unit(text, self._names.unit(unit))
        digits = text.lstrip(f"+{MINUS}")
        return text[: len(text) - len(digits)] + amount.replace("{number}", digits)
