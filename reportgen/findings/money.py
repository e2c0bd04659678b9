"""Payments per inhabitant, taken apart: how many receive, and how much each of them.

Payments per inhabitant are the density times the payments per recipient. Compared with the value
of all cities together, which is a product of the same two factors, their quotient is the product
of two quotients; the share of each factor is that of its logarithm. Nothing is said where payments
are estimated, or where the three figures do not cover the same areas and people.
"""

from fractions import Fraction
from math import log

from msgspec import Struct

from reportgen.findings.measures import per_thousand
from reportgen.findings.phrases import Phrase, fill
from reportgen.findings.wording import Wording, quote
from reportgen.model import ALL_AREAS, Comparison, Kind, Profile, claims
from reportgen.model.claims import Relation

_FACTOR = 1000


class _Factors(Struct, frozen=True, kw_only=True):
    """Payments per inhabitant and what they are the product of."""

    whole: Comparison
    density: Comparison
    amount: Comparison


def on_money(wording: Wording) -> Phrase | None:
    """How much is paid per inhabitant, and which of the two factors makes the difference."""
    found = _factors(wording.profile)
    if found is None:
        return None
    texts, value = wording.texts.messages.money, wording.value(found.whole)
    other = _others(found.whole)
    if other is None or not _is_comparable(found):
        return fill(texts.alone, value=value)
    number, reference = _number_of_others(wording, found.whole), _reference(wording, found.whole)
    relation = _relation(wording, found.whole)
    if relation in {Relation.EQUAL, Relation.CLOSE}:
        text = texts.equal if relation is Relation.EQUAL else texts.close
        return fill(text, value=value, reference=reference)
    more = relation is Relation.ABOVE
    wanted = Relation.ABOVE if more else Relation.BELOW
    by_density = _relation(wording, found.density) is wanted
    by_amount = _relation(wording, found.amount) is wanted
    gaps = {"value": value, "number": number, "reference": Phrase(text=reference)}
    if by_density and by_amount:
        larger = _share_of_density(found) >= 0.5
        if larger:
            factor = texts.more_of_density if more else texts.less_of_density
        else:
            factor = texts.more_of_amount if more else texts.less_of_amount
        return fill(texts.more_by_both if more else texts.less_by_both, factor=factor, **gaps)
    if by_density:
        return fill(texts.more_by_density if more else texts.less_by_density, **gaps)
    if by_amount:
        return fill(texts.more_by_amount if more else texts.less_by_amount, **gaps)
    return fill(texts.alone, value=value)  # both factors look like those of the others


def statements(wording: Wording) -> list[Phrase]:
    """The two factors with their numbers, and the part of the difference that each makes."""
    found = _factors(wording.profile)
    if found is None:
        return []
    texts = wording.texts.messages.money
    gaps: dict[str, Phrase | str] = {
        "density": wording.value(found.density),
        "per": per_thousand(wording, found.density),
        "amount": wording.value(found.amount),
    }
    if _others(found.whole) is None or not _is_comparable(found):
        return [fill(texts.factors, **gaps)]
    phrases = [
        fill(
            texts.factors_against,
            other_density=_number_of_others(wording, found.density),
            other_amount=_number_of_others(wording, found.amount),
            reference=_reference(wording, found.whole),
            **gaps,
        )
    ]
    sides = {_relation(wording, each) for each in (found.whole, found.density, found.amount)}
    if len(sides) == 1 and sides <= {Relation.ABOVE, Relation.BELOW}:
        share = 100 * _share_of_density(found)
        text = wording.style.percentage(share, 0)
        percent = quote(found.whole, "share_of_density", share, text)
        phrases.append(fill(texts.share, percent=percent))
    return phrases


def _factors(profile: Profile) -> _Factors | None:
    """Of all areas together; None where there are none that fit, or where they are estimated."""
    found = _Factors(
        whole=profile.get(Kind.PAYMENTS_PER_INHABITANT, ALL_AREAS),
        density=profile.get(Kind.DENSITY, ALL_AREAS),
        amount=profile.get(Kind.PAYMENTS_PER_RECIPIENT, ALL_AREAS),
    )
    parts = (found.whole, found.density, found.amount)
    if any(part.obstacle or not claims.may_be_headline(profile, part) for part in parts):
        return None
    whole, density, amount = (part.measure.exact or Fraction(0) for part in parts)
    # Less than a euro for each inhabitant is no matter of its own.
    return found if whole >= 1 and whole * _FACTOR == density * amount else None


def _is_comparable(found: _Factors) -> bool:
    """Whether the figures of the others are the product of the same two factors of the same."""
    parts = (found.whole, found.density, found.amount)
    are_same = all(found.whole.group.has_same_cities(part.group) for part in parts)
    others = [_others(part) for part in parts]
    if None in others or not are_same:
        return False
    whole, density, amount = (other or Fraction(0) for other in others)
    return bool(whole) and whole * _FACTOR == density * amount


def _others(comparison: Comparison) -> Fraction | None:
    """The value of all cities together or, of two, the other's."""
    if not claims.has_mean(comparison):
        return None
    other = claims.the_other(comparison)
    return other.exact if other else comparison.exact_weighted_mean


def _number_of_others(wording: Wording, comparison: Comparison) -> Phrase:
    number = _others(comparison) or Fraction(0)
    role = "other" if claims.the_other(comparison) else "weighted_mean"
    return quote(comparison, role, float(number), wording.numbers.number(comparison, number))


def _relation(wording: Wording, comparison: Comparison) -> Relation:
    value, other = comparison.measure.exact or Fraction(0), _others(comparison) or Fraction(0)
    usual = wording.numbers.usual_decimals(comparison)
    return claims.stands(value, other, claims.decimals(comparison, usual))


def _reference(wording: Wording, comparison: Comparison) -> str:
    texts, other = wording.texts.messages.money, claims.the_other(comparison)
    return texts.city.format(city=other.city.name) if other else texts.all_cities


def _share_of_density(found: _Factors) -> float:
    """How much of the difference the density makes, by logarithms; 0 to 1 where both go one way."""
    quotients = [
        float((part.measure.exact or Fraction(0)) / (_others(part) or Fraction(1)))
        for part in (found.whole, found.density)
    ]
    whole, density = map(log, quotients)
    return density / whole
