"""The stage's entry: everything that is said of a city, in the order of its pages."""

from types import MappingProxyType

from reportgen.findings.key_figures import key_figures
from reportgen.findings.notes import notes
from reportgen.findings.sentences import (
    at_a_glance,
    on_densities,
    on_economy,
    on_payments,
    on_recipients,
)
from reportgen.findings.wording import Wording
from reportgen.layout.load import Layout
from reportgen.model import Findings, Profile, Section


def write(profile: Profile, layout: Layout) -> Findings:
    """Chooses what is worth saying of a city and says it in the layout's language.

    Args:
        profile: all numbers of the city.
        layout: its texts and thresholds.

    Returns:
        Key figures, findings, statements and notes; each sentence with the numbers in it.
    """
    wording = Wording(profile, layout)
    thresholds = layout.look.thresholds
    return Findings(
        key_figures=key_figures(wording),
        at_a_glance=at_a_glance(wording, thresholds),
        statements=MappingProxyType(
            {
                Section.RECIPIENTS: on_recipients(wording),
                Section.PAYMENTS: on_payments(wording),
                Section.DENSITIES: on_densities(wording),
                Section.ECONOMY: on_economy(wording, thresholds),
            }
        ),
        notes=MappingProxyType(notes(wording)),
    )
