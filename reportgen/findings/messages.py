"""The headings of charts: what each of them says, in one sentence without full stop."""

from collections.abc import Sequence
from fractions import Fraction

from reportgen.findings import rules
from reportgen.findings.choice import leading_areas, polarity
from reportgen.findings.measures import at, brief, label, reference, thousand, unprinted
from reportgen.findings.phrases import Phrase, fill, first_that_fits
from reportgen.findings.wording import Wording, quote
from reportgen.layout.message_texts import Position, ShareMessages
from reportgen.model import ALL_AREAS, Comparison, Flag, Kind, Polarity, Quote, Table, claims
from reportgen.model.claims import FEWEST_PERSONS, Relation

#: Percentage points within which a share is told as a simple fraction.
_FRACTION_TOLERANCE = Fraction(3, 2)

#: Standard deviations from the mean that are near it.
_NEAR = 0.1

#: Characters of a heading that fill two lines.
LONGEST = 115

_SIDES = {Relation.ABOVE, Relation.BELOW}


# --- shares -------------------------------------------------------------------------------------


def on_recipients(wording: Wording) -> Phrase | None:
    """What most recipients receive."""
    texts = wording.texts.messages.recipients
    return _on_shares(wording, Kind.RECIPIENTS, Kind.SHARE_OF_RECIPIENTS, texts)


def on_payments(wording: Wording) -> Phrase | None:
    """Where most of the money goes; that it is estimated is said, and nothing compared."""
    texts = wording.texts.messages.payments
    return _on_shares(wording, Kind.PAYMENTS, Kind.SHARE_OF_PAYMENTS, texts)


def _on_shares(wording: Wording, amounts: Kind, kind: Kind, texts: ShareMessages) -> Phrase | None:
    claim = _claim_on_shares(wording, amounts, kind, texts)
    if claim and wording.profile.present(kind) and _lacks_area(wording, amounts):
        return fill(texts.of_known, claim=claim)
    return claim


def _lacks_area(wording: Wording, amounts: Kind) -> bool:
    """Whether others report an area that the city lacks, so that its shares are not of all."""
    all_of = (wording.profile.get(amounts, area.key) for area in wording.profile.areas)
    return any(c.measure.exact is None and c.reporting for c in all_of)


def _claim_on_shares(
    wording: Wording, amounts: Kind, kind: Kind, texts: ShareMessages
) -> Phrase | None:
    present, shares = wording.profile.present(amounts), wording.profile.present(kind)
    if not present:
        return None
    if not shares:
        if any(c.measure.exact for c in present):
            return fill(texts.only, name=brief(wording, present[0]))
        all_delivered = len(present) == len(wording.profile.areas)
        return Phrase(text=texts.zero) if all_delivered else None
    largest = rules.largest(shares)
    printed = [wording.value_without_flag(c).text for c in shares]
    values = [float(c.measure.exact or 0) for c in shares]
    tied = claims.sharing_extreme(values, printed, max(values))
    if len(tied) > 1:
        names = wording.style.enumerate([brief(wording, shares[number]) for number in tied])
        return fill(texts.tied, names=names, value=wording.value(largest))
    amount = wording.profile.get(amounts, largest.key)
    if amounts is Kind.RECIPIENTS and (amount.measure.exact or 0) < FEWEST_PERSONS:
        return fill(texts.few, name=brief(wording, largest), value=wording.value(amount))
    estimated = largest.measure.flags == (Flag.ESTIMATED,)
    value = wording.value_without_flag(largest) if estimated else wording.value(largest)
    name, words = brief(wording, largest), fraction(wording, largest)
    if words:
        text = texts.fraction_estimated if estimated else texts.fraction
        said = quote(largest, "fraction", largest.measure.value, words)
        return fill(text, fraction=said, name=name, value=value)
    return fill(texts.share_estimated if estimated else texts.share, name=name, value=value)


def fraction(wording: Wording, comparison: Comparison) -> str:
    """A share as a simple fraction, or nearly or barely more than it; empty where it is none."""
    texts = wording.texts.fractions
    fractions = {
        Fraction(200, 3): texts.two_thirds,
        Fraction(75): texts.three_quarters,
        Fraction(80): texts.four_fifths,
        Fraction(90): texts.nine_tenths,
    }
    share = comparison.measure.exact or Fraction(0)
    nearest = min(fractions, key=lambda percent: abs(percent - share))
    # A limited value stands in brackets; words would take them away.
    if abs(nearest - share) > _FRACTION_TOLERANCE or Flag.LIMITED in comparison.measure.flags:
        return ""
    words = fractions[nearest]
    if wording.value_without_flag(comparison).text == wording.numbers.number(comparison, nearest):
        return words
    return (texts.nearly if share < nearest else texts.barely_more).format(fraction=words)


# --- densities ----------------------------------------------------------------------------------


def on_densities(wording: Wording) -> Phrase | None:
    """How the two leading areas stand: by the number of cities with a higher density."""
    texts, leading = wording.texts.messages.densities, leading_areas(wording.profile)[:2]
    if not leading:
        return None
    first = leading[0]
    if wording.relation(first) is None:
        base = thousand(wording, first)
        name = brief(wording, first)
        return fill(texts.alone, base=base, value=wording.value(first), name=name)
    clause, counted = _clause(wording, first, texts.first, "")
    compared = [c for c in leading[1:] if wording.relation(c) is not None]
    for second in compared:
        only = texts.only if counted and 2 * second.higher <= first.higher else ""
        other, other_counted = _clause(wording, second, texts.second, only)
        if counted and other_counted:
            same = second.higher == first.higher
            gaps = {"count": _count(wording, second), "only": Phrase(text=only)}
            text = texts.second_same if same else texts.second_count
            other = fill(text, at=at(wording, second), **gaps)
        elif counted and second.higher == 1 and claims.has_extremes(second):
            said = quote(second, "higher", 1, texts.one)
            other = fill(texts.second_one, at=at(wording, second), count=said)
        both = fill(texts.both, first=clause, second=other)
        if not counted and not other_counted and _is_alike(wording, first, second):
            both = _on_both(wording, first, second)
        return first_that_fits((both, clause), LONGEST)
    return clause


def _clause(
    wording: Wording, comparison: Comparison, texts: Position, only: str
) -> tuple[Phrase, bool]:
    """How an area stands, and whether that is said by counting cities."""
    words = wording.texts.messages.densities
    name = at(wording, comparison)
    place = claims.place(comparison, wording.numbers.usual_decimals(comparison))
    if place:
        names = words.highest if place.from_top else words.lowest
        if place.number == 1 or comparison.higher < 2:
            said = quote(comparison, "rank", comparison.rank, names[place.number - 1])
            return fill(texts.place, at=name, place=said), False
    if claims.has_extremes(comparison) and comparison.higher > 1:
        count = _count(wording, comparison)
        return fill(texts.many, at=name, count=count, only=only), True
    text = getattr(texts, wording.relation(comparison) or "")
    phrase = fill(text, at=name, reference=reference(wording, comparison))
    return Phrase(text=phrase.text, numbers=phrase.numbers + unprinted(comparison).numbers), False


def _is_alike(wording: Wording, first: Comparison, second: Comparison) -> bool:
    """Whether both areas are told by the same side of what they are compared with."""
    places = [claims.place(each, wording.numbers.usual_decimals(each)) for each in (first, second)]
    alike = wording.relation(first) is wording.relation(second) and first.n == second.n
    return alike and places == [None, None]


def _on_both(wording: Wording, first: Comparison, second: Comparison) -> Phrase:
    text = getattr(wording.texts.messages.densities.first, wording.relation(first) or "")
    names = wording.style.enumerate([at(wording, first), at(wording, second)])
    phrase = fill(text, at=names, reference=reference(wording, first))
    numbers = unprinted(first).numbers + unprinted(second).numbers
    return Phrase(text=phrase.text, numbers=phrase.numbers + numbers)


def _count(wording: Wording, comparison: Comparison) -> Phrase:
    number = comparison.higher
    return quote(comparison, "higher", number, wording.style.count(number))


# --- economy ------------------------------------------------------------------------------------


def on_economy(wording: Wording) -> Phrase | None:
    """On how many indicators the city stands on the favourable side, or on the other."""
    profile, texts = wording.profile, wording.texts.messages.economy
    sides = judged_sides(wording)
    if len(sides) < 2:
        furthest = rules.furthest(profile.present(Kind.ECONOMY))
        if furthest is None:
            return None
        name = label(wording, furthest)
        return fill(texts.furthest, name=name, value=wording.value(furthest))
    better = [c for c, side in sides if side is True]
    worse = [c for c, side in sides if side is False]
    # Of two cities the other one is named, unless a third one reports some of the indicators.
    example = max((c for c, _ in sides), key=lambda c: c.n)
    claim = _on_sides(wording, better, worse, len(sides), example)
    if profile.has_remark(Table.ECONOMY):
        return first_that_fits(_with_remark(wording, claim), LONGEST)
    winners = better if len(better) > len(worse) else worse if len(worse) > len(better) else []
    near = [c for c in winners if abs(c.deviation or 1.0) < _NEAR]
    if len(near) > 1:
        count = _number_of(wording, len(near), "near")
        return first_that_fits((fill(texts.with_near, claim=claim, count=count), claim), LONGEST)
    most = rules.furthest(winners)
    full = [_with_most(wording, claim, most)] if most else []
    return first_that_fits((*full, claim), LONGEST)


def _number_of(wording: Wording, count: int, role: str) -> Phrase:
    """How many indicators play a role, in words."""
    text = wording.style.count(count) if count > 1 else str(count)
    said = Quote(kind=Kind.ECONOMY, key=ALL_AREAS, role=role, value=count, text=text)
    return Phrase(text=text, numbers=(said,))


def _with_remark(wording: Wording, claim: Phrase) -> list[Phrase]:
    """The claim with what the source remarks on the city, and with that there is a remark.

    The source's words are in the language of the workbook.
    """
    profile, texts = wording.profile, wording.texts.messages.economy
    remarks = profile.remarks(Table.ECONOMY, (profile.city,))
    words = (
        [" ".join(remarks).removeprefix(f"{profile.city.name}: ").rstrip(".")] if remarks else []
    )
    return [
        fill(texts.with_remark, claim=claim, remark=remark) for remark in (*words, texts.remark)
    ]


def _with_most(wording: Wording, claim: Phrase, most: Comparison) -> Phrase:
    """The claim with the indicator that it holds most clearly for."""
    full = fill(wording.texts.messages.economy.most, claim=claim, at=at(wording, most))
    return Phrase(text=full.text, numbers=full.numbers + unprinted(most).numbers)


def judged_sides(wording: Wording) -> list[tuple[Comparison, bool | None]]:
    """Indicators with a favourable side that are compared; None for those on neither side."""
    return [
        (c, claims.is_favourable(relation, polarity(wording.profile, c)))
        for c in wording.profile.present(Kind.ECONOMY)
        if polarity(wording.profile, c) is not Polarity.NONE and (relation := wording.relation(c))
    ]


def _on_sides(
    wording: Wording,
    better: Sequence[Comparison],
    worse: Sequence[Comparison],
    judged: int,
    example: Comparison,
) -> Phrase:
    """The claim; `example` is the comparison with the most cities."""
    texts, city = wording.texts.messages.economy, wording.profile.city.name
    other = claims.the_other(example)
    others = other.city.name if other else texts.mean
    if not better and not worse:
        return fill(texts.neither, city=city, reference=others)
    is_better = len(better) >= len(worse)
    count = max(len(better), len(worse))
    role = "favourable" if is_better else "unfavourable"

    gaps: dict[str, Phrase | str] = {"city": city, "reference": others}
    if len(better) == len(worse):
        return fill(texts.balanced, count=_number_of(wording, count, role), **gaps)
    if count == judged:
        text = texts.all_better if is_better else texts.all_worse
        return fill(text, all=_number_of(wording, judged, "judged"), **gaps)
    gaps["all"] = _number_of(wording, judged, "judged")
    if count == 1:
        return fill(texts.one_better if is_better else texts.one_worse, **gaps)
    text = texts.better if is_better else texts.worse
    return fill(text, count=_number_of(wording, count, role), **gaps)
