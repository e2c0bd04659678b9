"""Against whom a city is compared: told once for the whole profile."""

from reportgen.findings.measures import beside, joined, peer_mean, value_of_reference
from reportgen.findings.phrases import Phrase, fill
from reportgen.findings.wording import Wording
from reportgen.model import Comparison, PeerOrigin, claims
from reportgen.model.claims import FEWEST_FOR_MEAN, FEWEST_FOR_RANK


def on_group(wording: Wording) -> list[Phrase]:
    """What the mean is, what "higher" and "lower" count, and who the peers are."""
    texts, profile = wording.texts.messages.group, wording.profile
    n, peers = len(profile.cities), profile.peers
    phrases = []
    if n > FEWEST_FOR_MEAN:
        phrases.append(fill(texts.mean, n=wording.style.number(n)))
    if n >= FEWEST_FOR_RANK:
        phrases.append(Phrase(text=texts.counts))
    if peers is None:
        return phrases
    cities = wording.style.enumerate([city.name for city in peers.cities])
    if peers.origin is PeerOrigin.NEAREST:
        found = fill(texts.nearest_on_one, cities=cities)
        if peers.indicators != 1:
            found = fill(texts.nearest, cities=cities, indicators=str(peers.indicators))
    elif peers.name:
        found = fill(texts.workbook, cities=cities, name=peers.name)
    else:
        found = fill(texts.chosen, cities=cities)
    return [*phrases, found]


def beside_group(wording: Wording, comparison: Comparison) -> Phrase:
    """What a value is compared with, the mean of the peers, and the city chosen by name."""
    texts, peers = wording.texts.messages.group, wording.profile.peers
    parts = [beside(wording, comparison)]
    mean, chosen = peer_mean(wording, comparison), value_of_reference(wording, comparison)
    if peers and mean:
        is_nearest = peers.origin is PeerOrigin.NEAREST
        parts.append(fill(texts.nearest_mean if is_nearest else texts.group_mean, number=mean))
    reference = wording.profile.reference
    if reference and chosen and claims.the_other(comparison) is None:
        parts.append(fill(texts.reference_value, city=reference.name, number=chosen))
    return joined(parts, "; ")
