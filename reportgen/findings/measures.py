"""What measures are called in short sentences, what they are set beside, and how they stand."""

from collections.abc import Sequence
from fractions import Fraction

from reportgen.findings.phrases import Phrase, fill
from reportgen.findings.wording import Wording, known, quote
from reportgen.layout.message_texts import NameForms
from reportgen.model import Comparison, Kind, Profile, claims
from reportgen.model.claims import Relation
from reportgen.model.trends import Trend

#: Shares are compared among cities with the same areas only.
_SHARES = frozenset({Kind.SHARE_OF_RECIPIENTS, Kind.SHARE_OF_PAYMENTS})

#: Standard deviations by which a city moved against the mean, from which on that is notable.
_NOTABLE_MOVE = 0.5

#: Of these it must have moved itself so many.
_OWN_MOVE = 0.25

#: Percent of change that is notable where there is no mean.
_NOTABLE_GROWTH = 10


# --- names ------------------------------------------------------------------------------------


def label(wording: Wording, comparison: Comparison) -> str:
    """The full name without abbreviations, where a line begins."""
    form = _form(wording, comparison)
    return form.label if form else wording.full_name(comparison)


def brief(wording: Wording, comparison: Comparison) -> str:
    """The short name without article."""
    form = _form(wording, comparison)
    return form.brief if form else wording.short_name(comparison)


def at(wording: Wording, comparison: Comparison) -> str:
    """The short name with a preposition, as in "as for ..."."""
    form, name = _form(wording, comparison), wording.short_name(comparison)
    return form.at if form else wording.texts.messages.any_name.at.format(name=name)


def subject(wording: Wording, comparison: Comparison) -> str:
    """The name as the subject of a sentence."""
    form, name = _form(wording, comparison), wording.short_name(comparison)
    return form.subject if form else wording.texts.messages.any_name.subject.format(name=name)


def tile(wording: Wording, comparison: Comparison) -> tuple[str, str]:
    """Name of a measure on a tile, and what its number counts."""
    form = _form(wording, comparison)
    unit = form.unit if form else ""
    if comparison.kind is Kind.DENSITY:
        people = thousand(wording, comparison)
        unit = wording.texts.messages.people.per.format(people=people)
    return (form.tile if form and form.tile else label(wording, comparison)), unit


def thousand(wording: Wording, comparison: Comparison) -> str:
    """The people that a density refers to, as in "1,000 people under 65"."""
    texts, profile = wording.texts.messages.people, wording.profile
    if profile.base_of(comparison.key) == profile.groups[0]:
        return texts.all
    return texts.group.format(which=wording.base(comparison).table)


def per_thousand(wording: Wording, comparison: Comparison) -> str:
    """The same behind a number, as in "per 1,000 people under 65"."""
    people = thousand(wording, comparison)
    return wording.texts.messages.people.per.format(people=people)


def measure(wording: Wording, comparison: Comparison, name: str = "") -> Phrase:
    """Name and value of a measure, e.g. "rent: €11.09"."""
    texts = wording.texts.messages.highlights
    of_area = comparison.kind is not Kind.ECONOMY
    name = name or (brief if of_area else label)(wording, comparison)
    value = wording.value(comparison)
    if comparison.kind is Kind.DENSITY:
        return fill(texts.density, name=name, value=value, per=per_thousand(wording, comparison))
    text = {
        Kind.SHARE_OF_RECIPIENTS: texts.share,
        Kind.SHARE_OF_PAYMENTS: texts.share_of_payments,
    }.get(comparison.kind, texts.economy)
    return fill(text, name=name, value=value)


# --- what a value is set beside -----------------------------------------------------------------


def reference(wording: Wording, comparison: Comparison) -> Phrase:
    """Completes "more than": the mean of all, of some cities, or the only other city."""
    texts, other = wording.texts.messages.beside, claims.the_other(comparison)
    if other:
        return fill(texts.in_city, city=other.city.name)
    if wording.is_of_all(comparison):
        return Phrase(text=texts.in_mean)
    alike = comparison.kind in _SHARES
    text = texts.in_mean_of_alike if alike else texts.in_mean_of_some
    return fill(text, n=wording.number_of_cities(comparison))


def beside(wording: Wording, comparison: Comparison) -> Phrase:
    """What a value is compared with, and how much that is; empty where it is with nothing."""
    texts, relation = wording.texts.messages.beside, wording.relation(comparison)
    if relation is None:
        return Phrase(text="")
    if relation is Relation.EQUAL:
        return fill(texts.equal, reference=reference(wording, comparison))
    if relation is Relation.CLOSE:
        return fill(texts.close, reference=reference(wording, comparison))
    number, other = wording.compared_with(comparison), claims.the_other(comparison)
    if other:
        return fill(texts.city, number=number, city=other.city.name)
    return beside_mean(wording, comparison, number)


def beside_mean(wording: Wording, comparison: Comparison, number: Phrase) -> Phrase:
    """The mean with its number, said to be of some cities where it is not of all."""
    texts = wording.texts.messages.beside
    if wording.is_of_all(comparison):
        return fill(texts.mean, number=number)
    alike = comparison.kind in _SHARES
    text = texts.mean_of_alike if alike else texts.mean_of_some
    return fill(text, number=number, n=wording.number_of_cities(comparison))


def bracketed(phrase: Phrase) -> Phrase:
    """A phrase with a space and in brackets; nothing for none."""
    return fill(" ({phrase})", phrase=phrase) if phrase.text else phrase


def behind(mark: str, phrase: Phrase) -> Phrase:
    """A phrase with a mark and a space before it; nothing for none."""
    return fill(mark + " {phrase}", phrase=phrase) if phrase.text else phrase


def joined(parts: Sequence[Phrase], mark: str) -> Phrase:
    """Phrases with a mark between them; those without words are left out."""
    whole = Phrase(text="")
    for part in (each for each in parts if each.text):
        numbers = whole.numbers + part.numbers
        whole = Phrase(
            text=f"{whole.text}{mark}{part.text}" if whole.text else part.text, numbers=numbers
        )
    return whole


def unprinted(comparison: Comparison) -> Phrase:
    """No words, but the value that a claim rests on without printing it."""
    return quote(comparison, "value", comparison.measure.value, "")


# --- how it stands ------------------------------------------------------------------------------


def standing(wording: Wording, comparison: Comparison) -> Phrase:
    """A place that has a word, or how many others are higher and lower; empty where too few."""
    texts = wording.texts.messages.standing
    if not claims.has_rank(comparison):
        return Phrase(text="")
    place = claims.place(comparison, wording.numbers.usual_decimals(comparison))
    words = () if place is None else texts.highest if place.from_top else texts.lowest
    if place and place.number <= len(words):
        return quote(comparison, "rank", comparison.rank, words[place.number - 1])
    counts = {
        "higher": comparison.higher,
        "lower": comparison.lower,
        "sharing": len(claims.sharing(comparison)),
    }
    alone = [role for role, count in counts.items() if count]
    if len(alone) == 1:
        text = {
            "higher": texts.all_higher, "lower": texts.all_lower, "sharing": texts.all_equal
        }[alone[0]]  # fmt: skip
        return quote(comparison, alone[0], counts[alone[0]], text)
    parts = [
        fill(getattr(texts, role), n=quote(comparison, role, count, wording.style.number(count)))
        for role, count in counts.items()
        if count
    ]
    return joined(parts, ", ")


def peer_mean(wording: Wording, comparison: Comparison) -> Phrase | None:
    """The mean of the peers, where all of them can be compared."""
    mean = exact_peer_mean(wording.profile, comparison)
    if mean is None:
        return None
    return quote(comparison, "peer_mean", float(mean), wording.numbers.number(comparison, mean))


def exact_peer_mean(profile: Profile, comparison: Comparison) -> Fraction | None:
    """The same as a number."""
    peers = profile.peers
    if peers is None or not all(map(comparison.group.of, peers.cities)):
        return None
    return comparison.mean_of(peers.cities)


def value_of_reference(wording: Wording, comparison: Comparison) -> Phrase | None:
    """The value of the city that this one is compared with by name."""
    reference = wording.profile.reference
    entry = comparison.group.of(reference) if reference else None
    if entry is None:
        return None
    text = wording.numbers.number(comparison, entry.exact)
    return quote(comparison, "reference", entry.value, text)


# --- over the years -----------------------------------------------------------------------------


def past(wording: Wording, comparison: Comparison, trend: Trend) -> Phrase:
    """The value of the first year of a trend."""
    return _of_year(wording, comparison, "past", trend.first, trend.past)


def past_mean(wording: Wording, comparison: Comparison, trend: Trend) -> Phrase:
    """The mean of the first year of a trend; there must be one."""
    return _of_year(wording, comparison, "past_mean", trend.first, known(trend.past_mean))


def when(wording: Wording, comparison: Comparison, year: int) -> str:
    """Says of which year a past value is; recipients are counted at its end."""
    texts = wording.texts.messages.highlights
    text = texts.in_year if comparison.kind is Kind.ECONOMY else texts.at_end_of
    return text.format(year=year)


def has_changed(wording: Wording, comparison: Comparison, trend: Trend) -> Relation:
    """How the present value stands to the past one, as both are printed."""
    usual = wording.numbers.usual_decimals(comparison)
    return claims.stands(trend.now, trend.past, claims.decimals(comparison, usual))


def has_moved(comparison: Comparison, trend: Trend) -> float:
    """How far the city moved against the mean, in notable moves; without a mean its growth.

    A city that hardly moved itself has not changed, whatever the others did.
    """
    change = trend.now - trend.past
    if trend.mean is not None and trend.past_mean is not None and claims.has_deviations(comparison):
        against = float(change - (trend.mean - trend.past_mean))
        if not comparison.sd or abs(float(change)) / comparison.sd < _OWN_MOVE:
            return 0.0
        return abs(against) / comparison.sd / _NOTABLE_MOVE
    return abs(float(trend.growth or 0)) / _NOTABLE_GROWTH


def _of_year(
    wording: Wording, comparison: Comparison, role: str, year: int, value: Fraction
) -> Phrase:
    text = wording.numbers.number(comparison, value)
    return quote(comparison, f"{role}:{year}", float(value), text)


def _form(wording: Wording, comparison: Comparison) -> NameForms | None:
    return wording.texts.messages.forms.get(comparison.key)
