"""What is absent from each chart and why, and the same for the whole extract in one sentence.

The notes are made from the numbers that the charts show, so they name exactly what is missing
there, whether the workbook lacks it or it could not be computed. What the chart of the recipients
lacks is not named again below those that show the same areas.
"""

from collections.abc import Mapping

from reportgen.findings.wording import Wording
from reportgen.model import ALL_AREAS, Kind, Reason, Section, claims

#: What the chart of a section shows.
_CHARTED = {
    Section.RECIPIENTS: Kind.SHARE_OF_RECIPIENTS,
    Section.PAYMENTS: Kind.SHARE_OF_PAYMENTS,
    Section.DENSITIES: Kind.DENSITY,
    Section.ECONOMY: Kind.ECONOMY,
}

#: Only the chart lacks what has one of these reasons; the extract has its figure.
_STILL_IN_THE_TABLES = frozenset(
    {
        Reason.ONLY_AREA,
        Reason.TOO_FEW,
        Reason.NO_SPREAD,
        Reason.OTHER_AREAS,
        Reason.ESTIMATED,
    }
)

#: Names of what is absent, each with its reason and the source's own words for that.
_Absent = Mapping[str, tuple[Reason, str]]


def notes(wording: Wording) -> dict[Section, str]:
    """A note for each section that lacks something; none for the others."""
    not_shown = {
        section: _not_shown(wording, kind) if section in wording.sections else {}
        for section, kind in _CHARTED.items()
    }
    written = {
        section: note
        for section, lacking in not_shown.items()
        if (note := _note(wording, section, lacking, not_shown[Section.RECIPIENTS]))
    }
    absent = {
        section: {name: why for name, why in lacking.items() if why[0] not in _STILL_IN_THE_TABLES}
        for section, lacking in not_shown.items()
    }
    if any(absent.values()):
        written[Section.EXTRACT] = _extract(wording, absent)
    return written


def _not_shown(wording: Wording, kind: Kind) -> _Absent:
    """What the chart of a kind leaves out; that of the economy shows deviations."""
    absent: dict[str, tuple[Reason, str]] = {}
    for comparison in wording.profile.comparisons.values():
        if comparison.kind is not kind or comparison.key == ALL_AREAS:
            continue
        reason = comparison.measure.reason
        if reason is None and kind is Kind.ECONOMY:
            reason = claims.obstacle_to_deviation(comparison)
        if reason:
            absent[wording.short_name(comparison)] = reason, comparison.measure.reason_text
    obstacles = (c.obstacle for c in wording.profile.present(kind) if c.obstacle)
    if len(wording.profile.cities) > 1 and (obstacle := next(obstacles, None)):
        absent[wording.texts.notes.comparison] = obstacle, ""
    return absent


def _note(wording: Wording, section: Section, absent: _Absent, above: _Absent) -> str:
    """The note of a section; what the recipients' chart lacks `above` is not told again."""
    texts = wording.texts.notes
    told = {name for name, why in absent.items() if above.get(name) == why}
    if section is Section.RECIPIENTS:
        told = set()
    of_shares = section in {Section.RECIPIENTS, Section.PAYMENTS}
    new = {name: why for name, why in absent.items() if name not in told}
    if not new and (not told or not of_shares):
        return ""
    groups = _groups(wording, new, texts.group)
    note = "; ".join([texts.as_above, *groups] if told else groups) + "."
    some_are_shown = bool(wording.profile.present(_CHARTED[section]))
    return f"{note} {texts.shares}" if of_shares and some_are_shown and not told else note


def _extract(wording: Wording, absent: Mapping[Section, _Absent]) -> str:
    """One sentence; what recipients and payments lack alike is named once and comes first."""
    texts = wording.texts.notes
    recipients, payments = absent[Section.RECIPIENTS], absent[Section.PAYMENTS]
    alike = {name: reason for name, reason in recipients.items() if payments.get(name) == reason}
    scopes = (
        (alike, "{group}"),
        (_without(recipients, alike), texts.in_recipients),
        (_without(payments, alike), texts.in_payments),
        # Without recipients there is no density; that needs no second mention.
        (_without(absent[Section.DENSITIES], recipients), texts.in_densities),
        (absent[Section.ECONOMY], texts.in_economy),
    )
    parts = [
        template.format(
            group=wording.style.enumerate(_groups(wording, lacking, texts.extract_group))
        )
        for lacking, template in scopes
        if lacking
    ]
    *first, last = parts
    sentence = texts.extract_as_well.join([", ".join(first), last]) if first else last
    one = sum(len(lacking) for lacking, _ in scopes) == 1
    return (texts.extract_one if one else texts.extract_many).format(groups=sentence)


def _without(absent: _Absent, others: _Absent) -> _Absent:
    return {name: reason for name, reason in absent.items() if name not in others}


def _groups(wording: Wording, absent: _Absent, template: str) -> list[str]:
    """Names that share a reason, with the reason, in the order of their first name."""
    by_reason: dict[str, list[str]] = {}
    for name, (reason, words) in absent.items():
        by_reason.setdefault(wording.reason(reason, words), []).append(name)
    return [
        template.format(names=wording.style.enumerate(names), reason=reason)
        for reason, names in by_reason.items()
    ]
