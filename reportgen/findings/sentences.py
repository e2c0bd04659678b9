"""The sentences below the headings of the sections: short, and none that repeats its heading."""

from collections.abc import Collection, Sequence

from reportgen.findings import rules
from reportgen.findings.choice import largest_area
from reportgen.findings.group import beside_group
from reportgen.findings.measures import (
    behind,
    beside,
    bracketed,
    brief,
    joined,
    label,
    measure,
    standing,
)
from reportgen.findings.messages import fraction, judged_sides
from reportgen.findings.phrases import Phrase, fill
from reportgen.findings.wording import Wording
from reportgen.layout.appearance import Thresholds
from reportgen.model import ALL_AREAS, Comparison, Flag, Kind, Table

#: Sentences between the message on shares and its chart, which prints the numbers itself.
_MOST = 2


def on_recipients(wording: Wording) -> list[Phrase]:
    """Two of all and their change, the largest share, and the other furthest from its mean."""
    profile, texts = wording.profile, wording.texts.statements
    shares, recipients = profile.present(Kind.SHARE_OF_RECIPIENTS), profile.present(Kind.RECIPIENTS)
    if not recipients:
        return _nothing(wording, texts.no_recipients)
    phrases = _on_total(wording)
    if not shares:
        texts_of = texts.only_recipients, texts.zero_recipients
        return [*phrases, _without_shares(wording, recipients, *texts_of)]
    phrases += _on_largest(wording, rules.largest(shares))
    if furthest := rules.furthest(c for c in shares if c is not rules.largest(shares)):
        phrases.append(_on_measure(wording, furthest, texts.no_share))
    return phrases[:_MOST] or [_sentence(_measured(wording, rules.largest(shares)))]


def on_payments(wording: Wording) -> list[Phrase]:
    """Two of the sum, the largest share, and the one that differs most from its recipients'."""
    profile, texts = wording.profile, wording.texts.statements
    shares, payments = profile.present(Kind.SHARE_OF_PAYMENTS), profile.present(Kind.PAYMENTS)
    if not payments:
        return _nothing(wording, texts.no_payments)
    if not shares:
        phrases = _on_sum(wording, None)
        return [
            *phrases,
            _without_shares(wording, payments, texts.only_payments, texts.zero_payments),
        ]
    largest = rules.largest(shares)
    estimated = largest.measure.flags == (Flag.ESTIMATED,)
    phrases = _on_sum(wording, largest if estimated and fraction(wording, largest) else None)
    if not estimated:
        phrases += _on_largest(wording, largest)
    if differing := rules.differing_shares(profile):
        phrases.append(_on_differing_shares(wording, *differing))
    return phrases[:_MOST]


def on_densities(wording: Wording) -> list[Phrase]:
    """What stands in place of a message: the largest area, and the other furthest from its mean."""
    profile = wording.profile
    present = profile.present(Kind.DENSITY)
    if not present:
        return _nothing(wording, wording.texts.statements.no_densities)
    largest = largest_area(profile)
    phrases = [_on_density(wording, largest, counts=False)]
    if furthest := rules.furthest(c for c in present if c != largest):
        phrases.append(_on_density(wording, furthest, counts=True))
    return phrases


def on_economy(
    wording: Wording, thresholds: Thresholds, told: Collection[str] = ()
) -> list[Phrase]:
    """The indicator furthest on the side of the fewer, as the message counts the others.

    Without sides it is the furthest of all.

    One whose key was `told` on the title page, or that is near its mean, is left out as long as
    there is another one.
    """
    profile, texts = wording.profile, wording.texts.statements
    indicators = profile.present(Kind.ECONOMY)
    if not indicators:
        return _nothing(wording, texts.no_economy)
    sides = judged_sides(wording)
    better = [c for c, side in sides if side is True]
    worse = [c for c, side in sides if side is False]
    ends = [
        (rules.furthest(better), texts.most_favourable),
        (rules.furthest(worse), texts.least_favourable),
    ]
    if len(better) > len(worse):
        ends.reverse()
    if not better and not worse:
        ends = [(rules.furthest(indicators), texts.furthest)]
    present = [(comparison, text) for comparison, text in ends if comparison]
    new = [(comparison, text) for comparison, text in present if comparison.key not in told]
    far = [
        (comparison, text)
        for comparison, text in new
        if abs(comparison.deviation or 0) >= thresholds.small_deviation
    ]
    if chosen := far or new or present:
        return [_on_furthest(wording, *chosen[0])]
    if profile.has_remark(Table.ECONOMY):
        return [fill(texts.remark, city=profile.city.name)]
    return [Phrase(text=texts.no_deviations)]


def _on_furthest(wording: Wording, comparison: Comparison, text: str) -> Phrase:
    return fill(
        text,
        name=label(wording, comparison),
        value=wording.value(comparison),
        beside=bracketed(beside(wording, comparison)),
        standing=behind(",", standing(wording, comparison)),
    )


def _on_measure(wording: Wording, comparison: Comparison, zero: str) -> Phrase:
    """Name, value, what it is set beside and how it stands; of none who receives it, in words."""
    if not comparison.measure.value:
        return _compared(wording, comparison, fill(zero, name=brief(wording, comparison)))
    return _sentence(_measured(wording, comparison))


def _on_density(wording: Wording, comparison: Comparison, *, counts: bool) -> Phrase:
    if not comparison.measure.value:
        zero = wording.texts.statements.no_density
        return _compared(wording, comparison, fill(zero, name=brief(wording, comparison)))
    said = measure(wording, comparison)
    where = standing(wording, comparison) if counts else Phrase(text="")
    return _with(said, beside_group(wording, comparison), where)


def _compared(wording: Wording, comparison: Comparison, claim: Phrase) -> Phrase:
    return _with(claim, beside(wording, comparison), Phrase(text=""))


def _measured(wording: Wording, comparison: Comparison) -> Phrase:
    return _joined(
        measure(wording, comparison), beside(wording, comparison), standing(wording, comparison)
    )


def _with(claim: Phrase, other: Phrase, where: Phrase) -> Phrase:
    return _sentence(_joined(claim, other, where))


def _joined(claim: Phrase, other: Phrase, where: Phrase) -> Phrase:
    return fill(
        "{claim}{other}{where}", claim=claim, other=bracketed(other), where=behind(",", where)
    )


def _sentence(phrase: Phrase) -> Phrase:
    return fill("{phrase}.", phrase=phrase)


def _on_total(wording: Wording) -> list[Phrase]:
    """All recipients and their change, which must not leave out an area of the total."""
    profile, texts = wording.profile, wording.texts.statements
    total = profile.get(Kind.RECIPIENTS, ALL_AREAS)
    change = profile.get(Kind.CHANGE_IN_PERSONS, ALL_AREAS)
    if not total.measure.value:
        return []
    gaps = {"areas": wording.areas(total, texts.areas), "total": wording.value(total)}
    if total.measure.areas != change.measure.areas or not rules.is_present(change):
        return [fill(texts.total, **gaps)]
    return [wording.change(texts.change, **gaps)]


def _on_largest(wording: Wording, comparison: Comparison) -> list[Phrase]:
    """How the largest share stands; its number, unless the heading has that."""
    if fraction(wording, comparison):
        return [_sentence(_measured(wording, comparison))]
    said = joined([standing(wording, comparison), beside(wording, comparison)], "; ")
    text = wording.texts.statements.largest_against
    return [fill(text, name=brief(wording, comparison), standing=said)] if said.text else []


def _on_sum(wording: Wording, largest: Comparison | None) -> list[Phrase]:
    """All payments in millions, whether they are estimated, and the number of a share."""
    texts, total = wording.texts.statements, wording.profile.get(Kind.PAYMENTS, ALL_AREAS)
    if not rules.is_present(total) or not total.measure.value:
        return []
    estimated = total.measure.flags == (Flag.ESTIMATED,)
    text = texts.sum_estimated if estimated else texts.sum
    gaps = {"value": wording.millions(total), "areas": wording.areas(total, texts.areas)}
    if largest is None:
        return [fill(text, **gaps)]
    share, name = wording.value_without_flag(largest), brief(wording, largest)
    return [fill(texts.sum_estimated_with, share=share, name=name, **gaps)]


def _on_differing_shares(wording: Wording, payments: Comparison, recipients: Comparison) -> Phrase:
    texts = wording.texts.statements
    more = (payments.measure.exact or 0) > (recipients.measure.exact or 0)
    return fill(
        texts.more_payments_than_recipients if more else texts.fewer_payments_than_recipients,
        name=wording.short_name(payments),
        payments=wording.value(payments),
        recipients=wording.value(recipients),
    )


def _without_shares(
    wording: Wording, present: Sequence[Comparison], only: str, zero: str
) -> Phrase:
    """Why what is there has no shares: a single area has no other, and zeros have no parts."""
    if len(present) == 1:
        return fill(only, name=wording.short_name(present[0]))
    return fill(zero, city=wording.profile.city.name)


def _nothing(wording: Wording, text: str) -> list[Phrase]:
    """The one sentence of a section without data."""
    profile = wording.profile
    return [fill(text, city=profile.city.name, year=str(profile.year))]
