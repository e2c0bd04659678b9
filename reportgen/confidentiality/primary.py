"""Primary suppression: the numbers that are secret for themselves."""

from collections.abc import Collection, Mapping

from reportgen.layout.confidentiality import Confidentiality
from reportgen.model import Dataset, ObservationKey, Reason, Table

Values = Mapping[ObservationKey, float]


def values_of(dataset: Dataset, table: Table) -> dict[ObservationKey, float]:
    """All numbers of a table."""
    return {
        key: one.value
        for key, one in dataset.observations.items()
        if key[0] is table and one.value is not None
    }


def held_back(dataset: Dataset, table: Table) -> set[ObservationKey]:
    """Numbers of a table that cities mark as confidential."""
    return {
        key
        for key, one in dataset.observations.items()
        if key[0] is table and one.reason is Reason.CONFIDENTIAL
    }


def small_counts(recipients: Values, rule: Confidentiality) -> set[ObservationKey]:
    """Numbers of recipients that are secret: from 1 to below the minimum, in every year."""
    return {key for key, count in recipients.items() if 0 < count < rule.minimum}


def payments_to_few(
    payments: Values,
    recipients: Values,
    marked: Collection[ObservationKey],
    rule: Confidentiality,
) -> set[ObservationKey]:
    """Payments that are secret because so few got them, in every year.

    Those to recipients whose number a city marks as confidential are taken for such.
    """
    return {
        key
        for key in payments
        if recipients_of(key) in marked
        or 0 < recipients.get(recipients_of(key), 0) < rule.fewest_paid
    }


def recipients_of(key: ObservationKey) -> ObservationKey:
    """Where the recipients of a payment are."""
    return (Table.RECIPIENTS, *key[1:])


def payments_of(key: ObservationKey) -> ObservationKey:
    """Where the payments to recipients are."""
    return (Table.PAYMENTS, *key[1:])
