"""The message of the whole city, in one sentence with a number."""

from reportgen.findings import measures
from reportgen.findings.choice import leading_areas
from reportgen.findings.measures import (
    at,
    beside,
    bracketed,
    brief,
    exact_peer_mean,
    label,
    reference,
    thousand,
)
from reportgen.findings.phrases import Phrase, fill, first_that_fits
from reportgen.findings.wording import Wording, quote
from reportgen.model import ALL_AREAS, Comparison, Finding, Kind, PeerOrigin, claims
from reportgen.model.claims import Direction, Relation

#: Characters of a headline that fill three lines.
_LONGEST = 165

#: Of so many people of 1,000 no decimals are told.
_MANY = 20

_SIDES = {Relation.ABOVE, Relation.BELOW}


def headline(wording: Wording) -> Finding | None:
    """How the largest areas stand; for want of them recipients, then an economic indicator."""
    for write in (_on_nobody, _on_densities, _on_recipients, _on_economy):
        if phrase := write(wording):
            return fill("{phrase}.", phrase=phrase).as_finding("headline")
    return None


def _on_densities(wording: Wording) -> Phrase | None:
    leading = leading_areas(wording.profile)[:2]
    if not leading:
        return None
    claim = _against(wording, leading[0])
    if among_peers := _but_among_peers(wording, claim, leading[0]):
        return among_peers
    both = [_with_second(wording, claim, leading[0], second) for second in leading[1:]]
    return first_that_fits((*both, claim), _LONGEST)


def _against(wording: Wording, comparison: Comparison) -> Phrase:
    """The density of an area, and how it stands to what it is compared with."""
    texts, relation = wording.texts.messages.headline, wording.relation(comparison)
    value, number = wording.value(comparison), Phrase(text="")
    if relation:
        number = wording.compared_with(comparison)
    if whole := _in_whole_people(wording, comparison):
        value, number = whole
    return fill(
        getattr(texts.density, relation or "alone"),
        city=wording.profile.city.name,
        base=thousand(wording, comparison),
        value=value,
        name=brief(wording, comparison),
        reference=reference(wording, comparison) if relation else "",
        number=number,
    )


def _in_whole_people(wording: Wording, comparison: Comparison) -> tuple[Phrase, Phrase] | None:
    """A density and its mean without decimals, where they are many and still differ."""
    value, mean = comparison.measure.exact, comparison.exact_mean
    if wording.relation(comparison) not in _SIDES or value is None or mean is None:
        return None
    if claims.the_other(comparison) or comparison.measure.flags or min(value, mean) < _MANY:
        return None
    own, other = (wording.style.number(number) for number in (value, mean))
    if own == other:
        return None
    said = quote(comparison, "value", float(value), own)
    if value.denominator > 1:
        said = fill(wording.texts.messages.headline.about, value=said)
    return said, quote(comparison, "mean", float(mean), other)


def _but_among_peers(wording: Wording, claim: Phrase, comparison: Comparison) -> Phrase | None:
    """The claim with the mean of the peers, where the city stands on its other side."""
    texts, relation = wording.texts.messages.headline, wording.relation(comparison)
    value, peers = comparison.measure.exact, wording.profile.peers
    mean = exact_peer_mean(wording.profile, comparison)
    if relation not in _SIDES or value is None or peers is None or mean is None:
        return None
    printed = claims.decimals(comparison, wording.numbers.usual_decimals(comparison))
    among = claims.stands(value, mean, printed)
    if among not in _SIDES or among is relation:
        return None
    whole = _in_whole_people(wording, comparison)
    number = wording.style.number(mean) if whole else wording.numbers.number(comparison, mean)
    if whole and number == wording.style.number(value):
        return None
    return fill(
        texts.but_more if among is Relation.ABOVE else texts.but_less,
        claim=claim,
        peers=texts.peers if peers.origin is PeerOrigin.NEAREST else texts.chosen_peers,
        number=quote(comparison, "peer_mean", float(mean), number),
    )


def _with_second(wording: Wording, claim: Phrase, main: Comparison, second: Comparison) -> Phrase:
    """The claim with a second area, where both are compared with the same cities."""
    texts = wording.texts.messages.headline
    first, other = wording.relation(main), wording.relation(second)
    if first not in _SIDES or other not in _SIDES or main.n != second.n:
        return claim
    above = other is Relation.ABOVE
    if first is other:
        text = texts.also_above if above else texts.also_below
    else:
        text = texts.but_above if above else texts.but_below
    said = fill(text, claim=claim, at=at(wording, second))
    return Phrase(text=said.text, numbers=said.numbers + measures.unprinted(second).numbers)


def _on_nobody(wording: Wording) -> Phrase | None:
    """That there are no recipients at all, where all areas are delivered and zero."""
    total = wording.profile.get(Kind.RECIPIENTS, ALL_AREAS)
    in_total = sum(area.in_total for area in wording.profile.areas)
    if total.measure.exact != 0 or len(total.measure.areas) < in_total:
        return None
    texts, city = wording.texts.messages.headline, wording.profile.city.name
    density = wording.profile.get(Kind.DENSITY, ALL_AREAS)
    if wording.relation(density) is Relation.BELOW:
        per = measures.per_thousand(wording, density)
        return fill(texts.nobody_against, city=city, beside=beside(wording, density), per=per)
    return fill(texts.nobody, city=city)


def _on_recipients(wording: Wording) -> Phrase | None:
    """The number of recipients, and its change."""
    profile, texts = wording.profile, wording.texts.messages.headline
    total = profile.get(Kind.RECIPIENTS, ALL_AREAS)
    if not claims.may_be_headline(profile, total):
        return None
    claim = fill(
        texts.recipients,
        city=profile.city.name,
        value=wording.value(total),
        areas=wording.benefits(total, wording.texts.benefits),
    )
    change = profile.get(Kind.CHANGE_OF_RECIPIENTS, ALL_AREAS)
    way = claims.direction(profile, ALL_AREAS, wording.numbers.usual_decimals(change))
    if (
        way not in {Direction.UP, Direction.DOWN}
        or not claims.may_be_headline(profile, change)
        or change.measure.areas != total.measure.areas
    ):
        return claim
    previous, _ = change.measure.period.split("/")
    text = texts.more_recipients if way is Direction.UP else texts.fewer_recipients
    return fill(text, claim=claim, change=wording.size_of_change(change), previous=previous)


def _on_economy(wording: Wording) -> Phrase | None:
    """The first indicator that may be a headline."""
    for indicator in wording.profile.present(Kind.ECONOMY):
        if claims.may_be_headline(wording.profile, indicator):
            return fill(
                wording.texts.messages.headline.economy,
                city=wording.profile.city.name,
                name=label(wording, indicator),
                value=wording.value(indicator),
                beside=bracketed(beside(wording, indicator)),
            )
    return None
