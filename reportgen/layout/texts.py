"""The schema of a language file: every sentence and label of a report, with the gaps it may have.

A text that is missing here cannot be used in code, and one that is missing in a language file is
reported when the layout is loaded; neither can be found out by a reader.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Struct, field

from reportgen.layout.chart_texts import ChartsTexts
from reportgen.layout.finding_texts import FindingTexts
from reportgen.layout.formatting import Style
from reportgen.layout.group_texts import AnyGroup, GroupTexts, group_texts
from reportgen.layout.mail_texts import MailTable
from reportgen.layout.own_blocks import BlockTexts, ContactTexts
from reportgen.model import BenefitArea, EconomicIndicator, Reason
from reportgen.tomlfile import Gaps


class Names(Struct, frozen=True, kw_only=True):
    """Open tables, but for `reasons`: what is not in them is printed as the workbook has it.

    Attributes:
        units: unit of a measure to its printed form; ``person`` is that of exactly one.
        amounts: unit of a measure to how a number stands with it, where it is not just followed
            by the unit.
        areas, area_labels: key of a benefit area to its short name and its full name.
        indicators: key of an economic indicator to its label.
        reasons: `Reason` to the words for it, within a sentence.
        notices: what the workbook wants on every page, to the words of this language.
        reason_texts: a source's own words for a reason to those of this language.
        abbreviations: to what they stand for, beyond the names of benefit areas.
        signs: sign in a table cell, to its explanation; in the order of printing.
    """

    units: Mapping[str, str]
    amounts: Mapping[str, str]
    areas: Mapping[str, str]
    area_labels: Mapping[str, str]
    indicators: Mapping[str, str]
    reasons: Mapping[Reason, str]
    notices: Mapping[str, str]
    reason_texts: Mapping[str, str]
    abbreviations: Mapping[str, str]
    signs: Mapping[str, str]

    def unit(self, unit: str) -> str:
        """How a unit is printed."""
        return self.units.get(unit, unit)

    def area(self, area: BenefitArea) -> str:
        """The short name of a benefit area."""
        return self.areas.get(area.key, area.short)

    def area_label(self, area: BenefitArea) -> str:
        """The full name of a benefit area."""
        return self.area_labels.get(area.key, area.label)

    def indicator(self, indicator: EconomicIndicator) -> str:
        """The label of an economic indicator."""
        return self.indicators.get(indicator.key, indicator.label)

    def notice(self, notice: str) -> str:
        """What stands on every page."""
        return self.notices.get(notice, notice)

    def reason(self, reason: Reason, words: str = "") -> str:
        """Why something is absent, in words that fit into a sentence: the source's own, if any."""
        return self.reason_texts.get(words, words) or self.reasons[reason]


class FiguresTexts(Struct, frozen=True, kw_only=True):
    """Words of the tables.

    Attributes:
        base: which population a density refers to.
        of_fewer: a mean of fewer cities than all, with their number.
        points_note: the unit of changes of percentages; `persons_note` which changes are counted.
        remark: stands behind a value that a city's source has a remark on, and before the remark.
        no_total_note: which areas are missing in a sum, and why.
        no_common_area_note: where hardly any city delivers the same areas.
    """

    heading: str
    recipients: str
    payments: str
    densities: str
    economy: str
    area: str
    indicator: str
    persons: str
    share: str
    mean_share: str
    change: Annotated[str, Gaps("previous")]
    payments_million: str
    per_recipient: str
    per_inhabitant: Annotated[str, Gaps("one")]
    base: str
    density: str
    mean: str
    of_fewer: Annotated[str, Gaps("mean", "n")]
    weighted_mean: str
    peers: str
    lowest: str
    highest: str
    total: str
    value: str
    fewer_note: Annotated[str, Gaps("n")]
    points_note: str
    persons_note: Annotated[str, Gaps("fewest")]
    rounding_note: str
    estimated_note: str
    remark: str
    recipients_table: str
    payments_table: str
    total_note: Annotated[str, Gaps("table", "areas")]
    no_total_note: Annotated[str, Gaps("table", "groups")]
    no_total_group: Annotated[str, Gaps("names", "reason")]
    no_common_area_note: Annotated[str, Gaps("table")]
    value_city: Annotated[str, Gaps("value", "city")]


class NotesTexts(Struct, frozen=True, kw_only=True):
    """Definitions, sources, explanation of signs, imprint.

    `other_base` goes on after what a density is, for areas that refer to another population;
    `definitions_of_means` stand only where there are means.
    """

    definitions_heading: str
    definitions: Annotated[tuple[str, ...], Gaps("thousand", "other_bases")]
    definitions_of_means: Annotated[tuple[str, ...], Gaps("n")]
    other_base: Annotated[str, Gaps("areas", "thousand")]
    areas_heading: str
    area: Annotated[str, Gaps("label", "law")]
    sources_heading: str
    indicator_source: Annotated[str, Gaps("source", "indicators")]
    other_indicators: str
    cities_heading: str
    signs_heading: str
    imprint_heading: str
    imprint: Annotated[str, Gaps("project", "publisher", "contact", "version", "date")]


class ErratumTexts(Struct, frozen=True, kw_only=True):
    """Words of the page of corrections, which only a corrected report has.

    Attributes:
        text: which version corrects which.
        what, old, new: heads of its tables.
        old_text, new_text: stand before a sentence that was replaced, and before the new one;
            `other_text` before a new one on something else.
        nothing: in place of a sentence that was not there, or is not there any more.
        first_page: heads corrections of the title page.
    """

    heading: str
    subtitle: str
    text: Annotated[str, Gaps("version", "date", "old_version", "old_date")]
    what: str
    old: str
    new: str
    old_text: str
    new_text: str
    other_text: str
    nothing: str
    first_page: str


class ConfidentialityTexts(Struct, frozen=True, kw_only=True):
    """Why numbers are kept secret; printed once where the layout has such a rule.

    Attributes:
        counts: of which persons, and that what would give them away is not printed either.
        payments: goes on where there are payments, `paid` being the fewest recipients.
        rounding: goes on where counts are rounded.
    """

    heading: str
    counts: Annotated[str, Gaps("minimum")]
    payments: Annotated[str, Gaps("paid")]
    rounding: Annotated[str, Gaps("base")]


class SlugTexts(Struct, frozen=True, kw_only=True):
    """What stands outside of the trim for the printer: the job, and the names of the plates."""

    job: Annotated[str, Gaps("project", "title", "version", "date", "page")]
    cyan: str
    magenta: str
    yellow: str
    black: str


class DocumentTexts(Struct, frozen=True, kw_only=True):
    """Headings, labels and explanations of the pages."""

    title: Annotated[str, Gaps("city", "year")]
    subtitle: Annotated[str, Gaps("office", "year")]
    subtitle_without_office: Annotated[str, Gaps("year")]
    photo_credit: Annotated[str, Gaps("credit")]
    office: str
    comment: str
    contact: ContactTexts
    extract: str
    extract_text: Annotated[str, Gaps("compared", "year", "date")]
    extract_one_city: Annotated[str, Gaps("city")]
    extract_two_cities: Annotated[str, Gaps("city")]
    extract_cities: Annotated[str, Gaps("city", "n")]
    foot: Annotated[str, Gaps("city", "year")]
    page: Annotated[str, Gaps("page", "pages")]
    not_shown: str
    what_density_is: str
    why_economy: str
    figures: FiguresTexts
    notes: NotesTexts
    erratum: ErratumTexts
    confidentiality: ConfidentialityTexts
    slug: SlugTexts


class ChecksTable(Struct, frozen=True):
    """The words of the rules on figures, which `plausibility` reads; a layout may have none."""

    table: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_toml(cls, value: object) -> "ChecksTable":
        """The table as it is."""
        if not isinstance(value, dict):
            raise ValueError(f"must be a table, not {value!r:.60}")
        return cls(value)


class Texts(Struct, frozen=True, kw_only=True):
    """The content of a language file; its nouns are in all texts already."""

    style: Style
    nouns: Mapping[str, Mapping[str, str]]
    names: Names
    groups: Mapping[str, GroupTexts]
    any_group: AnyGroup
    findings: FindingTexts
    charts: ChartsTexts
    document: DocumentTexts
    mail: MailTable
    blocks: Mapping[str, BlockTexts] = field(default_factory=dict)
    checks: ChecksTable = field(default_factory=ChecksTable)

    def group(self, name: str) -> GroupTexts:
        """The words for a population group."""
        return group_texts(name, self.groups, self.any_group)
