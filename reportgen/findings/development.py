"""What the years show, in one sentence without full stop."""

from fractions import Fraction

from reportgen.findings.choice import leading_areas, tile_measures
from reportgen.findings.highlights import change_of_all
from reportgen.findings.measures import at, has_changed, past, subject
from reportgen.findings.messages import LONGEST
from reportgen.findings.phrases import Phrase, fill, first_that_fits
from reportgen.findings.wording import Wording, quote
from reportgen.model import PERCENT, Comparison, Kind, claims, trends
from reportgen.model.claims import Relation
from reportgen.model.numbers import rounded
from reportgen.model.trends import FOLLOWED, Trend

_Change = tuple[Comparison, Trend]


def on_development(wording: Wording) -> Phrase | None:
    """Two amounts that went most differently; else the density of the largest area, or a rate."""
    amounts = [change for change in _changes(wording) if _is_amount(*change)]
    phrases = [_on_growth(wording, pair) for pair in _pairs(wording, amounts)]
    areas = {c.key for c in leading_areas(wording.profile)[:1]}
    rates = [change for change in _changes(wording) if not _is_amount(*change)]
    # The largest area goes before all other rates.
    rates.sort(key=lambda change: (change[0].kind is not Kind.DENSITY, change[0].key not in areas))
    phrases += [_on_values(wording, comparison, trend) for comparison, trend in rates]
    if change := change_of_all(wording):
        phrases.append(_on_growth(wording, (change,)))
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


def _is_amount(comparison: Comparison, trend: Trend) -> bool:
    """Whether its change is told in percent, as that of a rate is not."""
    is_rate = comparison.kind is not Kind.ECONOMY or comparison.measure.unit == PERCENT
    return not is_rate and trend.growth is not None


def _pairs(wording: Wording, amounts: list[_Change]) -> list[tuple[_Change, ...]]:
    """The amount that has a tile and the one that grew most differently in the same years."""
    if not amounts:
        return []
    tiles = {(c.kind, c.key) for c in tile_measures(wording.profile)}
    anchor, _ = next((a for a in amounts if (a[0].kind, a[0].key) in tiles), amounts[0])
    pairs = []
    for other, trend in amounts:
        since = trend.first
        pair = [
            (each, found)
            for each in (anchor, other)
            if (found := trends.trend(wording.profile, each, since=since))
        ]
        if (
            other != anchor
            and len({(found.first, found.last) for _, found in pair}) == len(pair) - 1
        ):
            pairs.append(tuple(sorted(pair, key=_growth, reverse=True)))
    furthest = sorted(pairs, key=lambda pair: _growth(pair[0]) - _growth(pair[1]), reverse=True)
    return [*furthest[:1], *([(change,)] if (change := _own(wording, anchor)) else [])]


def _own(wording: Wording, comparison: Comparison) -> _Change | None:
    found = trends.trend(wording.profile, comparison)
    return (comparison, found) if found else None


def _growth(change: _Change) -> Fraction:
    return change[1].growth or Fraction(0)


def _on_growth(wording: Wording, changes: tuple[_Change, ...]) -> Phrase:
    texts = wording.texts.messages.development
    (first, trend), *others = changes
    text = {1: texts.rose, -1: texts.fell, 0: texts.stayed}[_way(trend)]
    change = _percent(wording, first, trend)
    is_of_all = first.kind is Kind.RECIPIENTS
    name = texts.recipients if is_of_all else subject(wording, first)
    claim = fill(text, subject=name, year=str(trend.first), change=change)
    for other, its_trend in others:
        way = _way(its_trend)
        text = {1: texts.and_rose, -1: texts.and_fell, 0: texts.and_stayed}[way]
        if way and way == _way(trend):
            text = texts.and_alike
        before, change = change, _percent(wording, other, its_trend)
        if text is texts.and_alike and change.text == before.text:
            text = texts.and_as_much
        claim = fill(text, claim=claim, subject=subject(wording, other), change=change)
    return claim


def _way(trend: Trend) -> int:
    """Up, down or, where the percentage would be printed as zero, neither."""
    whole = rounded(trend.growth or Fraction(0), 0)
    return (whole > 0) - (whole < 0)


def _percent(wording: Wording, comparison: Comparison, trend: Trend) -> Phrase:
    growth = trend.growth or Fraction(0)
    text = wording.style.percentage(abs(growth), 0)
    return quote(comparison, f"growth:{trend.first}", float(growth), text)


def _on_values(wording: Wording, comparison: Comparison, trend: Trend) -> Phrase:
    """A rate or density from one value to another."""
    texts, relation = wording.texts.messages.development, has_changed(wording, comparison, trend)
    is_area = comparison.kind is not Kind.ECONOMY
    if is_area:
        versions = texts.density_rose, texts.density_fell, texts.density_stayed
    else:
        versions = texts.value_rose, texts.value_fell, texts.value_stayed
    text = {Relation.ABOVE: versions[0], Relation.BELOW: versions[1]}.get(relation, versions[2])
    return fill(
        text,
        at=at(wording, comparison) if is_area else "",
        subject="" if is_area else subject(wording, comparison),
        year=str(trend.first),
        past=past(wording, comparison, trend),
        value=wording.value(comparison),
    )
