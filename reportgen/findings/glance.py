"""The findings of the title page in one list, where areas have their full names."""

from reportgen.findings import rules
from reportgen.findings.phrases import Phrase, fill
from reportgen.findings.wording import Wording
from reportgen.layout.appearance import Thresholds
from reportgen.model import ALL_AREAS, Comparison, Finding, Kind


def at_a_glance(wording: Wording, thresholds: Thresholds) -> tuple[Finding, ...]:
    """The most noteworthy first."""
    return tuple(
        _on_noteworthy(wording, comparison).as_finding(comparison.kind)
        for comparison in rules.noteworthy(wording.profile, thresholds)
    )


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
