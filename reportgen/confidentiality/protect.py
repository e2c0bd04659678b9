"""The stage's entry: finds what is secret, hides what would give it away, rounds the rest."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from reportgen.confidentiality.primary import (
    Values,
    held_back,
    payments_of,
    payments_to_few,
    small_counts,
    values_of,
)
from reportgen.confidentiality.secondary import Figures, Knowledge, Need, suppress
from reportgen.confidentiality.sums import Sums, sums_among
from reportgen.confidentiality.versions import corrected_since, holds, knowledge_of
from reportgen.errors import IndicatorError, Problem, Severity
from reportgen.layout.confidentiality import Confidentiality
from reportgen.model import WITHHELD, Dataset, Observation, ObservationKey, Reason, Table

#: Where persons are counted, and what they get.
_TABLES = (Table.RECIPIENTS, Table.PAYMENTS)

#: So many cells of a problem are named.
_NAMED = 8


class Published(Struct, frozen=True, kw_only=True):
    """Something that readers have already.

    Attributes:
        name: of the workbook or the version, as the user calls it.
        dataset: with the slugs that its cities have now.
        is_open: whether all its numbers were published; None where nobody knows whether the rule
            was kept.
    """

    name: str
    dataset: Dataset
    is_open: bool | None


class Protected(Struct, frozen=True, kw_only=True):
    """A dataset without what is secret.

    Attributes:
        dataset: what may be published.
        secret: what is secret for itself.
        hidden: what is hidden, that is the secret and what would give it away.
        known: what of the secret was published before, or can be told from that.
        problems: warnings.
    """

    dataset: Dataset
    secret: frozenset[ObservationKey] = frozenset()
    hidden: frozenset[ObservationKey] = frozenset()
    known: frozenset[ObservationKey] = frozenset()
    problems: tuple[Problem, ...] = ()


class _Hidden(Struct, frozen=True, kw_only=True):
    """What is secret, hidden and known before of one dataset, over all tables."""

    secret: set[ObservationKey]
    hidden: set[ObservationKey]
    known: set[ObservationKey]
    figures: Mapping[Table, Figures]


def is_protected(protection: str, rule: Confidentiality | None) -> bool:
    """Whether a dataset or profile with that `protection` keeps a rule."""
    return rule is None or protection == str(rule)


def as_archived(dataset: Dataset, rule: Confidentiality | None) -> Dataset:
    """A dataset out of an archive, which holds no secret numbers when its layout has a rule."""
    return replace(dataset, protection=str(rule)) if rule else dataset


def protect(
    dataset: Dataset, rule: Confidentiality | None, published: Sequence[Published] = ()
) -> Protected:
    """A dataset of which nothing computed, written or drawn can disclose a small number.

    Secret are counts of recipients from 1 to below the minimum and payments to so few. Who reads
    all that is published can think each count to be any number from 1 to the minimum, and each
    payment to be half or one and a half of what it is.

    Args:
        dataset: from `load_workbook`.
        rule: of the layout; without one the dataset stays as it is.
        published: what readers have already.

    Returns:
        The dataset with hidden values as if they had been marked as confidential in the workbook.

    Raises:
        IndicatorError: nothing would be left to publish, or nobody can tell what readers know.
    """
    if rule is None or dataset.protection == str(rule):
        return Protected(dataset=dataset)
    found = _hide(dataset, rule, published)
    if problems := tuple(_nothing_left(dataset, found, rule)):
        raise IndicatorError(*problems)
    observations = {
        key: _published(key, one, found.hidden, rule) for key, one in dataset.observations.items()
    }
    return Protected(
        dataset=replace(dataset, observations=MappingProxyType(observations), protection=str(rule)),
        secret=frozenset(found.secret),
        hidden=frozenset(found.hidden),
        known=frozenset(found.known),
        problems=tuple(_known_already(dataset, found.known, published)),
    )


def _hide(dataset: Dataset, rule: Confidentiality, published: Sequence[Published]) -> _Hidden:
    recipients, payments = (values_of(dataset, table) for table in _TABLES)
    marked = {table: held_back(dataset, table) for table in _TABLES}
    sums = _sums(dataset, marked)
    few = small_counts(recipients, rule)
    counts = _figures(recipients, few, sums[Table.RECIPIENTS])
    paid = payments_to_few(payments, recipients, marked[Table.RECIPIENTS], rule)
    amounts = _figures(payments, paid, sums[Table.PAYMENTS])
    figures = {Table.RECIPIENTS: counts, Table.PAYMENTS: amounts}
    if problems := tuple(_unknown(published, figures)):
        raise IndicatorError(*problems)
    known = [each for one in published for each in _knowledge(one, rule, figures)]
    hidden, told = suppress(
        replace(counts, need=lambda count: Need(count - 1, rule.minimum - count)),
        {*counts.secret, *_kept(counts, published)},
        [each[Table.RECIPIENTS] for each in known],
    )
    # Of a hidden count a reader would get a good guess from what those recipients were paid.
    guessed = {payments_of(key) for key in hidden} & payments.keys()
    hidden_payments, told_payments = suppress(
        replace(amounts, floor=0, need=lambda amount: Need(amount / 2, max(amount / 2, 1))),
        {*amounts.secret, *guessed, *_kept(amounts, published)},
        [each[Table.PAYMENTS] for each in known],
    )
    secret = few | paid
    values = recipients | payments
    shown = {
        key
        for each in known
        for knowledge in each.values()
        for key in secret & knowledge.shown.keys()
        if knowledge.shown[key] == values[key]
    }
    return _Hidden(
        secret=secret,
        hidden=hidden | hidden_payments,
        known=(told | told_payments | shown) & dataset.observations.keys(),
        figures=figures,
    )


def _figures(values: Values, secret: Collection[ObservationKey], sums: Sums) -> Figures:
    """The numbers of a table, with those that its cities hold back as far as they can be told."""
    return Figures(
        values={**values, **sums.inferred},
        secret={*secret, *sums.inferred},
        sums=sums.found,
    )


def _sums(
    dataset: Dataset, marked: Mapping[Table, Collection[ObservationKey]]
) -> Mapping[Table, Sums]:
    names = _names(dataset)
    return {table: sums_among(values_of(dataset, table), marked[table], names) for table in _TABLES}


def _names(dataset: Dataset) -> Mapping[str, str]:
    """How areas and units are called."""
    names = {area.key: f"{area.short} {area.label}" for area in dataset.areas}
    return names | {city.slug: city.name for city in dataset.cities}


# --- what is known already --------------------------------------------------------------------


def _knowledge(
    one: Published, rule: Confidentiality, now: Mapping[Table, Figures]
) -> Iterator[Mapping[Table, Knowledge]]:
    """What readers know from a publication; where the rule may have been kept or not, either."""
    if one.is_open is not True:
        found = _hide(one.dataset, rule, ())
        yield {table: _shown(figures, found) for table, figures in found.figures.items()}
    if one.is_open is not False:
        before, names = one.dataset, _names(one.dataset)
        yield {
            table: knowledge_of(values_of(before, table), held_back(before, table), figures, names)
            for table, figures in now.items()
        }


def _shown(figures: Figures, found: _Hidden) -> Knowledge:
    hidden = {*found.hidden, *figures.secret}
    return Knowledge(
        shown={key: value for key, value in figures.values.items() if key not in hidden},
        hidden={key: value for key, value in figures.values.items() if key in hidden},
        secret=frozenset(figures.secret),
        sums=figures.sums,
    )


def _kept(figures: Figures, published: Sequence[Published]) -> set[ObservationKey]:
    """What has to be hidden because something of its sum was hidden in a version.

    What was hidden stays so. Where a sum fails with what is hidden now in its place, some of that
    was corrected, and nobody here knows from which number; then the whole sum is hidden.
    """
    kept = set[ObservationKey]()
    for one in published:
        before = one.dataset.observations
        values = {
            key: value if observation.value is None else observation.value
            for key, value in figures.values.items()
            if (observation := before.get(key))
        }
        for each in figures.sums:
            keys = {each.total, *each.parts}
            blank = {k for k in keys & values.keys() if before[k].reason is Reason.CONFIDENTIAL}
            if blank:
                kept |= blank if holds(each, values) else keys
    return {key for key in kept if figures.values[key]}


# --- what is published ------------------------------------------------------------------------


def _published(
    key: ObservationKey,
    one: Observation,
    hidden: Collection[ObservationKey],
    rule: Confidentiality,
) -> Observation:
    if key in hidden and one.value is not None:
        return replace(one, value=None, reason=Reason.CONFIDENTIAL, flag=None, reason_text=WITHHELD)
    if key[0] is Table.RECIPIENTS and one.value is not None:
        return replace(one, value=rule.round(one.value))
    return one


# --- problems ---------------------------------------------------------------------------------


def _cells(dataset: Dataset, keys: Collection[ObservationKey]) -> str:
    cells = sorted(dataset.observations[key].where for key in keys)
    more = f" and {len(cells) - _NAMED} more" if len(cells) > _NAMED else ""
    return ", ".join(cells[:_NAMED]) + more


def _known_already(
    dataset: Dataset, keys: Collection[ObservationKey], published: Sequence[Published]
) -> Iterator[Problem]:
    """What cannot be kept secret any more, or perhaps not."""
    if not keys:
        return
    count, cells = len(keys), _cells(dataset, keys)
    message = f"secret numbers that readers know from what was published before: {count} ({cells})"
    hint = "they are left out now, but nobody can take back what readers have"
    if any(one.is_open is None for one in published):
        message = f"secret numbers that readers may have from earlier reports: {count} ({cells})"
        hint = "if those reports did not keep this rule, nobody can take back what readers have"
    yield Problem(
        code="secret-published",
        message=message,
        where=", ".join(one.name for one in published),
        hint=hint,
        severity=Severity.WARNING,
    )


def _unknown(published: Sequence[Published], figures: Mapping[Table, Figures]) -> Iterator[Problem]:
    """Versions whose hidden numbers were corrected since, so that nobody can tell what they say."""
    for one in (each for each in published if each.is_open):
        keys = {key for each in figures.values() for key in corrected_since(one.dataset, each)}
        if keys:
            yield Problem(
                code="former-unknown",
                message=f"a number that {one.name} keeps secret has been corrected since, one of"
                f" {_cells(one.dataset, keys)}",
                where=one.name,
                hint="without its old value nobody can tell what readers know; name the workbook of"
                " that version in place of the archive",
            )


def _nothing_left(dataset: Dataset, found: _Hidden, rule: Confidentiality) -> Iterator[Problem]:
    counts = values_of(dataset, Table.RECIPIENTS)
    current = {key for key, value in counts.items() if value and key[2] == dataset.about.year}
    if current and found.secret & current and current <= found.hidden:
        yield Problem(
            code="nothing-left",
            message=f"with a minimum of {rule.minimum} every number of recipients is secret",
            where=dataset.file,
            hint="put areas or units together until they have more recipients, or choose a smaller"
            " minimum in [confidentiality] of the layout",
        )
