"""The stage's entry: everything that is said of a city, in the order of its pages."""

from types import MappingProxyType

from reportgen.findings import development, messages, money, sentences
from reportgen.findings.glance import at_a_glance
from reportgen.findings.group import on_group
from reportgen.findings.headline import headline
from reportgen.findings.highlights import highlights
from reportgen.findings.key_figures import key_figures
from reportgen.findings.notes import notes
from reportgen.findings.phrases import Phrase
from reportgen.findings.tiles import tiles
from reportgen.findings.wording import Wording
from reportgen.layout.load import Layout
from reportgen.model import Finding, Findings, HighlightKind, Profile, Section

#: Sentences between a message and its chart: what the chart prints itself is not said again.
_BESIDE_THE_CHART = {
    Section.RECIPIENTS: 2,
    Section.PAYMENTS: 2,
    Section.DENSITIES: 0,
    Section.ECONOMY: 1,
    Section.DEVELOPMENT: 0,
}


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
    told = {h.kind: {number.key for number in h.finding.numbers} for h in found}
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
        Section.DENSITIES: sentences.on_densities(wording),
        Section.ECONOMY: sentences.on_economy(
            wording, thresholds, told.get(HighlightKind.NOTABLE, ())
        ),
        Section.DEVELOPMENT: development.statements(wording, told.get(HighlightKind.CHANGED, ())),
        Section.MONEY: money.statements(wording),
    }
    return Findings(
        key_figures=key_figures(wording),
        at_a_glance=at_a_glance(wording, thresholds),
        statements=MappingProxyType(
            {
                section: _findings(section, said[: _BESIDE_THE_CHART.get(section)])
                if headings.get(section)
                else _findings(section, said)
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


def _findings(section: Section, phrases: list[Phrase]) -> tuple[Finding, ...]:
    return tuple(phrase.as_finding(section) for phrase in phrases)
