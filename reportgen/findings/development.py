"""What the years show, in one sentence without full stop."""

from fractions import Fraction

from reportgen.findings.choice import leading_areas
from reportgen.findings.measures import (
    at,
    has_changed,
    has_moved,
    past,
    past_mean,
    subject,
)
from reportgen.findings.messages import LONGEST
from reportgen.findings.phrases import Phrase, fill, first_that_fits
from reportgen.findings.wording import Wording, quote
from reportgen.model import PERCENT, Comparison, Kind, claims, trends
from reportgen.model.claims import Relation
from reportgen.model.numbers import rounded
from reportgen.model.trends import FOLLOWED, Trend

_Change = tuple[Comparison, Trend]

_RELATIONS = (Relation.ABOVE, Relation.BELOW, Relation.CLOSE, Relation.EQUAL)


def on_development(wording: Wording) -> Phrase | None:
    """The measure that moved most against the mean, beside the change of the mean.

    Of those that are drawn; the density of the largest area goes before all others, where it moved
    notably, and where nothing did.
    """
    changes = _changes(wording)
    main = {(c.kind, c.key) for c in leading_areas(wording.profile)[:1]}

    def order(change: _Change) -> tuple[bool, bool, float]:
        comparison, trend = change
        move = has_moved(comparison, trend)
        return move < 1, (comparison.kind, comparison.key) not in main, -move

    phrases = [phrase for change in sorted(changes, key=order) for phrase in _on(wording, *change)]
    return first_that_fits(phrases, LONGEST) if phrases else None


def _changes(wording: Wording) -> list[_Change]:
    """What may be told of the years as a headline."""
    profile = wording.profile
    drawn = (profile.get(kind, key) for kind, key in trends.pictured(profile))
    return [
        (comparison, trend)
        for comparison in drawn
        if comparison.kind in FOLLOWED
        and claims.may_be_headline(profile, comparison)
        and (trend := trends.trend(profile, comparison))
    ]


def _on(wording: Wording, comparison: Comparison, trend: Trend) -> list[Phrase]:
    """The sentence on a measure, with the mean and without it."""
    is_rate = comparison.kind is not Kind.ECONOMY or comparison.measure.unit == PERCENT
    write = _on_values if is_rate or trend.past <= 0 or trend.now <= 0 else _on_growth
    return write(wording, comparison, trend)


def _means(comparison: Comparison, trend: Trend) -> tuple[Fraction, Fraction] | None:
    """The means of both years, where there may be one."""
    if trend.mean is None or trend.past_mean is None or not claims.has_mean(comparison):
        return None
    return None if claims.the_other(comparison) else (trend.past_mean, trend.mean)


def _on_growth(wording: Wording, comparison: Comparison, trend: Trend) -> list[Phrase]:
    """An amount, by how many percent it changed."""
    texts, growth = wording.texts.messages.development, trend.growth or Fraction(0)
    way = rounded(growth, 0)
    text = texts.rose if way > 0 else texts.fell if way < 0 else texts.stayed
    text = text if growth else texts.same
    change = wording.style.percentage(abs(growth), 0)
    said = quote(comparison, f"growth:{trend.first}", float(growth), change)
    claim = fill(text, subject=subject(wording, comparison), year=str(trend.first), change=said)
    means = _means(comparison, trend)
    if means is None or min(means) <= 0:
        return [claim]
    growth = 100 * (means[1] / means[0] - 1)
    change = wording.style.before_unit(wording.style.signed(growth, 0), PERCENT)
    mean = quote(comparison, f"mean_growth:{trend.first}", float(growth), change)
    return [fill(texts.beside_growth, claim=claim, mean=mean), claim]


def _on_values(wording: Wording, comparison: Comparison, trend: Trend) -> list[Phrase]:
    """A rate or density from one value to another."""
    texts, relation = wording.texts.messages.development, has_changed(wording, comparison, trend)
    is_area = comparison.kind is not Kind.ECONOMY
    if is_area:
        versions = (
            texts.density_rose, texts.density_fell, texts.density_stayed, texts.density_same
        )  # fmt: skip
    else:
        versions = texts.value_rose, texts.value_fell, texts.value_stayed, texts.value_same
    text = dict(zip(_RELATIONS, versions, strict=True))[relation]
    claim = fill(
        text,
        at=at(wording, comparison) if is_area else "",
        subject="" if is_area else subject(wording, comparison),
        year=str(trend.first),
        past=past(wording, comparison, trend),
        value=wording.value(comparison),
    )
    if _means(comparison, trend) is None:
        return [claim]
    before, mean = past_mean(wording, comparison, trend), wording.mean(comparison)
    return [fill(texts.beside_values, claim=claim, past_mean=before, mean=mean), claim]
