"""How what is worth saying becomes sentences: at a glance, and under each section's heading."""

from collections.abc import Sequence
from fractions import Fraction

from reportgen.findings import rules
from reportgen.findings.phrases import Phrase, fill
from reportgen.findings.wording import Wording
from reportgen.layout.appearance import Thresholds
from reportgen.model import ALL_AREAS, Comparison, Finding, Flag, Kind, Section, Table
from reportgen.model.claims import Relation

#: Percentage points within which a share is written as a simple fraction.
_FRACTION_TOLERANCE = 1


def at_a_glance(wording: Wording, thresholds: Thresholds) -> tuple[Finding, ...]:
    """The findings of the title page, where areas have their full names."""
    return tuple(
        _on_noteworthy(wording, comparison).as_finding(comparison.kind)
        for comparison in rules.noteworthy(wording.profile, thresholds)
    )


def on_recipients(wording: Wording) -> tuple[Finding, ...]:
    """The largest share, of the others the one furthest from its mean, and all together."""
    profile, texts = wording.profile, wording.texts.statements
    shares, recipients = profile.present(Kind.SHARE_OF_RECIPIENTS), profile.present(Kind.RECIPIENTS)
    if not recipients:
        return _nothing(wording, Section.RECIPIENTS, texts.no_recipients)
    if not shares:
        return _findings(
            Section.RECIPIENTS,
            [_without_shares(wording, recipients, texts.only_recipients, texts.zero_recipients)],
        )
    largest = rules.largest(shares)
    phrases = [_on_largest_share(wording, largest)]
    if furthest := rules.furthest(c for c in shares if c is not largest):
        text = texts.share if furthest.measure.value else texts.no_share
        phrases.append(_compared(wording, furthest, text, wording.short_name(furthest)))
    total = profile.get(Kind.RECIPIENTS, ALL_AREAS)
    change = profile.get(Kind.CHANGE_IN_PERSONS, ALL_AREAS)
    # A change that leaves out an area of the total must not stand beside the total.
    if total.measure.areas == change.measure.areas and rules.is_present(change, total):
        gaps = {"areas": wording.areas(total, texts.areas), "total": wording.value(total)}
        conclusions = wording.texts.short_conclusions
        phrases.append(wording.change(ALL_AREAS, texts.change, conclusions, **gaps))
    return _findings(Section.RECIPIENTS, phrases)


def on_payments(wording: Wording) -> tuple[Finding, ...]:
    """The largest share, and the area whose share differs most from that of its recipients."""
    texts = wording.texts.statements
    shares = wording.profile.present(Kind.SHARE_OF_PAYMENTS)
    payments = wording.profile.present(Kind.PAYMENTS)
    if not payments:
        return _nothing(wording, Section.PAYMENTS, texts.no_payments)
    if not shares:
        return _findings(
            Section.PAYMENTS,
            [_without_shares(wording, payments, texts.only_payments, texts.zero_payments)],
        )
    largest = rules.largest(shares)
    name = wording.short_name(largest)
    if largest.measure.flags == (Flag.ESTIMATED,):
        value = wording.value_without_flag(largest)
        phrases = [fill(texts.largest_payments_estimated, name=name, value=value)]
    else:
        claim = fill(texts.largest_payments, name=name, value=wording.value(largest))
        phrases = [wording.conclude(claim, largest, wording.texts.conclusions)]
    if differing := rules.differing_shares(wording.profile):
        phrases.append(_on_differing_shares(wording, *differing))
    return _findings(Section.PAYMENTS, phrases)


def on_densities(wording: Wording) -> tuple[Finding, ...]:
    """The density of the first area, and of the others the one furthest from its mean."""
    densities = wording.profile.present(Kind.DENSITY)
    if not densities:
        return _nothing(wording, Section.DENSITIES, wording.texts.statements.no_densities)
    phrases = [_on_density(wording, densities[0])]
    if furthest := rules.furthest(densities[1:]):
        phrases.append(_on_density(wording, furthest))
    return _findings(Section.DENSITIES, phrases)


def on_economy(wording: Wording, thresholds: Thresholds) -> tuple[Finding, ...]:
    """The indicators furthest above and below their means; for a missing one, the nearest."""
    texts = wording.texts.statements
    indicators = wording.profile.present(Kind.ECONOMY)
    if not indicators:
        return _nothing(wording, Section.ECONOMY, texts.no_economy)
    above, below, near = rules.extremes_and_nearest(indicators, thresholds.small_deviation)
    phrases = [
        _on_deviation(wording, comparison, text)
        for comparison, text in (
            (above, texts.furthest_above),
            (below, texts.furthest_below),
            (near, texts.nearest),
        )
        if comparison
    ][:2]
    if wording.profile.has_remark(Table.ECONOMY):
        phrases.append(fill(texts.remark, city=wording.profile.city.name))
    return _findings(Section.ECONOMY, phrases or [Phrase(text=texts.no_deviations)])


def _on_noteworthy(wording: Wording, comparison: Comparison) -> Phrase:
    texts = wording.texts.glance
    total, kind = comparison.key == ALL_AREAS, comparison.kind
    if kind is Kind.CHANGE_OF_RECIPIENTS:
        conclusions = wording.texts.short_conclusions
        if total:
            areas = wording.areas(comparison, texts.recipients)
            return wording.change(ALL_AREAS, texts.change, conclusions, areas=areas)
        name = wording.full_name(comparison)
        return wording.change(comparison.key, texts.area_change, conclusions, name=name)
    if total:
        claim = fill(
            texts.total_density if comparison.measure.value else texts.no_total_density,
            value=wording.value(comparison),
            base=wording.base(comparison).thousand,
            areas=wording.benefits(comparison, texts.benefits),
        )
        return wording.conclude(claim, comparison, wording.texts.conclusions)
    claims = {
        Kind.DENSITY: texts.density,
        Kind.SHARE_OF_RECIPIENTS: texts.share,
        Kind.ECONOMY: texts.economy,
        Kind.PAYMENTS_PER_RECIPIENT: texts.payments_per_recipient,
    }
    if not comparison.measure.value:
        zeros = wording.texts.statements
        claims |= {Kind.DENSITY: zeros.no_density, Kind.SHARE_OF_RECIPIENTS: zeros.no_share}
    return _compared(wording, comparison, claims[kind], wording.full_name(comparison))


def _compared(wording: Wording, comparison: Comparison, claim: str, name: str) -> Phrase:
    """Value, position and mean in one short sentence."""
    return wording.conclude(
        fill(
            claim,
            name=name,
            value=wording.value(comparison),
            base=_thousand(wording, comparison),
            position=wording.position(comparison),
        ),
        comparison,
        wording.texts.short_conclusions,
    )


def _thousand(wording: Wording, comparison: Comparison) -> str:
    """The people that a density refers to; nothing else has any."""
    return wording.base(comparison).thousand if comparison.kind is Kind.DENSITY else ""


def _on_largest_share(wording: Wording, comparison: Comparison) -> Phrase:
    texts, fraction = wording.texts.statements, _fraction(wording, comparison)
    claim = fill(
        texts.largest_share_in_words if fraction else texts.largest_share,
        fraction=fraction,
        name=wording.short_name(comparison),
        value=wording.value(comparison),
        city=wording.profile.city.name,
    )
    return wording.conclude(claim, comparison, wording.texts.conclusions)


def _fraction(wording: Wording, comparison: Comparison) -> str:
    """A share in words, when it is within `_FRACTION_TOLERANCE` of a simple fraction."""
    texts = wording.texts.fractions
    fractions = {
        Fraction(200, 3): texts.two_thirds,
        Fraction(75): texts.three_quarters,
        Fraction(80): texts.four_fifths,
        Fraction(90): texts.nine_tenths,
    }
    share = comparison.measure.exact or Fraction(0)
    nearest = min(fractions, key=lambda percent: abs(percent - share))
    # A limited value stands in brackets itself; it cannot follow its fraction in brackets.
    if abs(nearest - share) > _FRACTION_TOLERANCE or Flag.LIMITED in comparison.measure.flags:
        return ""
    printed = wording.value_without_flag(comparison).text
    exact = printed == wording.numbers.number(comparison, nearest)
    words = fractions[nearest]
    return words if exact else texts.about.format(fraction=words)


def _on_differing_shares(wording: Wording, payments: Comparison, recipients: Comparison) -> Phrase:
    texts = wording.texts.statements
    more = (payments.measure.exact or 0) > (recipients.measure.exact or 0)
    return fill(
        texts.more_payments_than_recipients if more else texts.fewer_payments_than_recipients,
        name=wording.short_name(payments),
        payments=wording.value(payments),
        recipients=wording.value(recipients),
    )


def _on_density(wording: Wording, comparison: Comparison) -> Phrase:
    if not comparison.measure.value:
        text = wording.texts.statements.no_density
        return _compared(wording, comparison, text, wording.short_name(comparison))
    return wording.against_mean(
        comparison,
        wording.texts.statements.density,
        name=wording.short_name(comparison),
        base=wording.base(comparison).thousand,
    )


def _on_deviation(wording: Wording, comparison: Comparison, text: str) -> Phrase:
    texts = wording.texts.statements
    at_mean = {Relation.EQUAL: texts.at_mean, Relation.CLOSE: texts.close_to_mean}
    relation = wording.relation(comparison)
    return fill(
        at_mean.get(relation, text) if relation else text,
        name=wording.short_name(comparison),
        value=wording.value(comparison),
        mean=wording.mean(comparison),
        cities=wording.mean_of(comparison),
        deviation=wording.deviation(comparison),
    )


def _without_shares(
    wording: Wording, present: Sequence[Comparison], only: str, zero: str
) -> Phrase:
    """Why what is there has no shares: a single area has no other, and zeros have no parts."""
    if len(present) == 1:
        return fill(only, name=wording.short_name(present[0]))
    return fill(zero, city=wording.profile.city.name)


def _nothing(wording: Wording, section: Section, text: str) -> tuple[Finding, ...]:
    """The one sentence of a section without data."""
    profile = wording.profile
    return _findings(section, [fill(text, city=profile.city.name, year=str(profile.year))])


def _findings(section: Section, phrases: Sequence[Phrase]) -> tuple[Finding, ...]:
    return tuple(phrase.as_finding(section) for phrase in phrases)
