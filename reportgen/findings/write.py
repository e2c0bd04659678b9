"""The stage's entry: everything that is said of a city, in the order of its pages."""

from types import MappingProxyType

from reportgen.findings import development, messages, money, sentences
from reportgen.findings.group import on_group
from reportgen.findings.headline import headline
from reportgen.findings.highlights import highlights
from reportgen.findings.notes import notes
from reportgen.findings.tiles import tiles
from reportgen.findings.wording import Wording
from reportgen.layout.load import Layout
from reportgen.model import Findings, HighlightKind, Profile, Section


def write(profile: Profile, layout: Layout) -> Findings:
    """Chooses what is worth saying of a city and says it in the layout's language.

    Args:
        profile: all numbers of the city.
        layout: its texts and thresholds.

    Returns:
        Headline, tiles and highlights, the message of each section and the sentences below it, and
        notes on what is absent; each sentence with the numbers in it.
    """
    wording = Wording(profile, layout)
    thresholds = layout.look.thresholds
    found = highlights(wording, thresholds)
    notable = {
        number.key
        for each in found
        if each.kind is HighlightKind.NOTABLE
        for number in each.finding.numbers
    }
    headings = {
        Section.RECIPIENTS: messages.on_recipients(wording),
        Section.PAYMENTS: messages.on_payments(wording),
        Section.DENSITIES: messages.on_densities(wording),
        Section.ECONOMY: messages.on_economy(wording),
        Section.DEVELOPMENT: development.on_development(wording),
        Section.MONEY: money.on_money(wording),
    }
    statements = {
        Section.EXTRACT: on_group(wording),
        Section.RECIPIENTS: sentences.on_recipients(wording),
        Section.PAYMENTS: sentences.on_payments(wording),
        # What the chart prints below its message is not said again.
        Section.DENSITIES: [] if headings[Section.DENSITIES] else sentences.on_densities(wording),
        Section.ECONOMY: sentences.on_economy(wording, thresholds, notable),
        Section.MONEY: money.statements(wording),
    }
    return Findings(
        statements=MappingProxyType(
            {
                section: tuple(phrase.as_finding(section) for phrase in said)
                for section, said in statements.items()
            }
        ),
        notes=MappingProxyType(notes(wording)),
        headline=headline(wording),
        tiles=tiles(wording),
        highlights=found,
        messages=MappingProxyType(
            {section: said.as_finding(section) for section, said in headings.items() if said}
        ),
    )
