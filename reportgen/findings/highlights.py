"""What the title page says besides its tiles: what stands out, what changed, what stayed.

At most one finding of each kind, each on another measure, and not on one that has a tile as long
as there is another one. Nothing that may not be a headline is told here.
"""

from collections.abc import Callable, Collection, Iterator
from functools import partial

from reportgen.findings import rules
from reportgen.findings.choice import is_large, tile_measures
from reportgen.findings.measures import (
    behind,
    beside,
    beside_mean,
    brief,
    has_changed,
    has_moved,
    label,
    measure,
    past,
    past_mean,
    per_thousand,
    standing,
    when,
)
from reportgen.findings.phrases import Phrase, fill
from reportgen.findings.wording import Wording, quote
from reportgen.layout.appearance import Thresholds
from reportgen.model import (
    ALL_AREAS,
    Comparison,
    Highlight,
    HighlightKind,
    Kind,
    claims,
    trends,
)
from reportgen.model.claims import Direction, Relation
from reportgen.model.trends import Held, Trend

#: Standard deviations from the mean change that are notable within a year.
_NOTABLE_CHANGE = 0.75

#: What the title page speaks of over the years; shares are what is left to other areas.
_TOLD = frozenset({Kind.DENSITY, Kind.ECONOMY})

_WAYS = frozenset({Direction.UP, Direction.DOWN})

_Measure = tuple[Kind, str]

#: Points of a measure, and the sentence on it.
_Scored = tuple[float, Comparison, Callable[[], Phrase]]


def highlights(wording: Wording, thresholds: Thresholds) -> tuple[Highlight, ...]:
    """The findings of the title page, in the order of their kinds."""
    texts = wording.texts.messages.highlights
    tiles = {(c.kind, c.key) for c in tile_measures(wording.profile)}
    told: set[str] = set()
    found = []
    for kind, name, candidates in (
        (HighlightKind.NOTABLE, texts.notable, _notable(wording, thresholds)),
        (HighlightKind.CHANGED, texts.changed, _changed(wording)),
        (HighlightKind.STEADY, texts.steady, _steady(wording)),
    ):
        chosen = _best(list(candidates), tiles, told)
        if chosen:
            _, comparison, sentence = chosen
            told.add(comparison.key)
            phrase = fill("{phrase}.", phrase=sentence())
            finding = phrase.as_finding(f"{kind} {comparison.kind}")
            found.append(Highlight(kind=kind, label=name, finding=finding))
    return tuple(found)


def _best(
    candidates: list[_Scored], tiles: Collection[_Measure], told: Collection[str]
) -> _Scored | None:
    """The one with the most points on a measure that nothing was said of, those with tiles last."""
    new = [each for each in candidates if each[1].key not in told]
    fresh = [each for each in new if (each[1].kind, each[1].key) not in tiles]
    return max(fresh or new, key=lambda scored: scored[0], default=None)


# --- what stands out ----------------------------------------------------------------------------


def _notable(wording: Wording, thresholds: Thresholds) -> Iterator[_Scored]:
    for comparison in rules.candidates(wording.profile):
        if wording.relation(comparison) not in {Relation.ABOVE, Relation.BELOW}:
            continue
        points = rules.score(comparison, thresholds)
        if points >= rules.NOTEWORTHY:
            yield points, comparison, partial(_on_notable, wording, comparison)


def _on_notable(wording: Wording, comparison: Comparison) -> Phrase:
    return fill(
        wording.texts.messages.highlights.notable_value,
        measure=_measure(wording, comparison),
        standing=behind(",", standing(wording, comparison)),
        beside=behind(";", beside(wording, comparison)),
    )


# --- what changed -------------------------------------------------------------------------------


def _changed(wording: Wording) -> Iterator[_Scored]:
    for comparison in _followed(wording):
        trend = trends.trend(wording.profile, comparison)
        if trend is None or has_changed(wording, comparison, trend) not in {
            Relation.ABOVE,
            Relation.BELOW,
        }:
            continue
        points = has_moved(comparison, trend)
        if points >= 1:
            yield points, comparison, partial(changed_value, wording, comparison, trend)
    if change := _change_of_all(wording):
        points = has_moved(*change)
        if points >= 1:
            yield points, change[0], partial(_on_change_of_all, wording, *change)
    yield from _changed_within_a_year(wording)


def _changed_within_a_year(wording: Wording) -> Iterator[_Scored]:
    """Large areas whose recipients changed otherwise than in other cities."""
    profile = wording.profile
    for change in profile.present(Kind.CHANGE_OF_RECIPIENTS):
        if change.key == ALL_AREAS or not claims.may_be_headline(profile, change):
            continue
        usual = wording.numbers.usual_decimals(change)
        way = claims.direction(profile, change.key, usual)
        points = abs(change.deviation or 0.0) / _NOTABLE_CHANGE
        if points >= 1 and way in _WAYS and is_large(profile, change):
            yield points, change, partial(_on_change, wording, change, way is Direction.UP)


def _on_change(wording: Wording, change: Comparison, is_up: bool) -> Phrase:
    texts = wording.texts.messages.highlights
    return fill(
        texts.more_recipients if is_up else texts.fewer_recipients,
        name=brief(wording, change),
        value=wording.size_of_change(change),
        previous=change.measure.period.partition("/")[0],
        beside=behind(";", beside(wording, change)),
    )


def _change_of_all(wording: Wording) -> tuple[Comparison, Trend] | None:
    """How the number of all recipients changed, where no density says so."""
    profile = wording.profile
    total = profile.get(Kind.RECIPIENTS, ALL_AREAS)
    if trends.trend(profile, profile.get(Kind.DENSITY, ALL_AREAS)):
        return None
    trend = trends.trend(profile, total) if claims.may_be_headline(profile, total) else None
    return (total, trend) if trend and trend.past != trend.now else None


def _on_change_of_all(wording: Wording, total: Comparison, trend: Trend) -> Phrase:
    """The number of all recipients now and in the first year."""
    text = wording.texts.messages.highlights.changed_recipients
    before = past(wording, total, trend)
    return fill(
        text, value=wording.value(total), past=before, when=when(wording, total, trend.first)
    )


def changed_value(wording: Wording, comparison: Comparison, trend: Trend) -> Phrase:
    """A measure now and in the first year of its trend, beside the means of both years."""
    texts = wording.texts.messages.highlights
    gaps: dict[str, Phrase | str] = {
        "measure": _measure(wording, comparison),
        "past": past(wording, comparison, trend),
        "when": when(wording, comparison, trend.first),
    }
    if trend.past_mean is None or claims.the_other(comparison) or comparison.exact_mean is None:
        return fill(texts.changed_value, **gaps)
    mean = beside_mean(wording, comparison, wording.mean(comparison))
    before = past_mean(wording, comparison, trend)
    return fill(texts.changed_against, mean=mean, past_mean=before, **gaps)


# --- what stayed --------------------------------------------------------------------------------


def _steady(wording: Wording) -> Iterator[_Scored]:
    """Places held come before a side of the mean, and that before values that stayed.

    That the number of recipients hardly changed is told where there is nothing else.
    """
    profile = wording.profile
    found = [scored for each in _followed(wording) if (scored := _steadiness(wording, each))]
    if found:
        yield from found
        return
    total = profile.get(Kind.RECIPIENTS, ALL_AREAS)
    level = trends.hardly_changed_since(profile, total)
    if level and claims.may_be_headline(profile, total):
        text = wording.texts.messages.highlights.hardly_changed
        value, since = wording.value(total), _since(wording, level.first, level.without_gap)
        yield 1, total, partial(fill, text, value=value, since=since)


def _steadiness(wording: Wording, comparison: Comparison) -> _Scored | None:
    profile, usual = wording.profile, wording.numbers.usual_decimals(comparison)
    far = abs(comparison.deviation or 0.0)
    if held := trends.held_places(profile, comparison, usual):
        return 100 + far, comparison, partial(_on_held_place, wording, comparison, held)
    if side := trends.held_side(profile, comparison, usual):
        return 10 + far, comparison, partial(_on_held_side, wording, comparison, side)
    if level := trends.unchanged_since(profile, comparison):
        return 5, comparison, partial(_on_unchanged, wording, comparison, level)
    return None


def _on_held_place(wording: Wording, comparison: Comparison, held: Held) -> Phrase:
    texts = wording.texts.messages.highlights
    words = texts.first if held.from_top else texts.last
    if held.best == held.worst:
        place = words.places[held.best - 1]
    else:
        place = words.three if held.worst - held.best > 1 else words.pairs[held.best - 1]
    is_area = comparison.kind is Kind.DENSITY
    return fill(
        texts.held_place,
        name=brief(wording, comparison) if is_area else label(wording, comparison),
        since=_since(wording, held.first, held.without_gap),
        place=quote(comparison, f"places:{held.first}", float(held.best), place),
        value=wording.value(comparison),
        per=f" {per_thousand(wording, comparison)}" if is_area else "",
    )


def _on_held_side(wording: Wording, comparison: Comparison, held: trends.HeldSide) -> Phrase:
    texts = wording.texts.messages.highlights
    return fill(
        texts.held_above if held.relation is Relation.ABOVE else texts.held_below,
        measure=_measure(wording, comparison),
        since=_since(wording, held.first, held.without_gap),
        beside=behind(";", beside(wording, comparison)),
    )


def _on_unchanged(wording: Wording, comparison: Comparison, level: trends.Level) -> Phrase:
    return fill(
        wording.texts.messages.highlights.unchanged,
        measure=_measure(wording, comparison),
        since=_since(wording, level.first, level.without_gap),
    )


def _since(wording: Wording, year: int, without_gap: bool) -> str:
    texts = wording.texts.messages.highlights
    return (texts.since if without_gap else texts.since_with_gaps).format(year=year)


# --- within -------------------------------------------------------------------------------------


def _followed(wording: Wording) -> Iterator[Comparison]:
    """What has a series and may be a headline; of the areas only large ones, and no sum.

    What few receive moves much, and is not what the years of a city are about.
    """
    profile = wording.profile
    for kind, key in profile.series:
        if kind in _TOLD and key != ALL_AREAS:
            comparison = profile.get(kind, key)
            if kind is Kind.DENSITY and not is_large(profile, comparison):
                continue
            if claims.may_be_headline(profile, comparison):
                yield comparison


def _measure(wording: Wording, comparison: Comparison) -> Phrase:
    """Name and value, of all areas together by what they secure."""
    if comparison.key != ALL_AREAS or comparison.kind is Kind.ECONOMY:
        return measure(wording, comparison)
    benefits = wording.benefits(comparison, wording.texts.benefits)
    return measure(wording, comparison, benefits.text)
