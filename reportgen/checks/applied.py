"""Applies groups of rules to a file, each to its end or as far as the file lets it."""

from collections.abc import Callable, Iterable, Iterator

from reportgen.bounded import LimitExceededError
from reportgen.errors import Problem
from reportgen.page_reader.files import LIBRARY, beyond_limits, limit_behind, limits_reached

#: Code of rules that a file has too odd objects for.
NOT_APPLIED = "rules-not-applied"

#: Of the violations that one group of rules finds, so many are told.
_MOST_TOLD = 1000


def applied(about: str, rules: Callable[[], Iterable[Problem]]) -> Iterator[Problem]:
    """The violations that a group of rules finds, and whether it came to its end.

    The rules rely on the types that objects have by ISO 32000-1. Where an object has another one
    they may raise anything; all other groups are applied even so.

    Args:
        about: what the rules look at, e.g. ``fonts``.
        rules: applies them.
    """
    reached = limits_reached()
    what = f"the rules about {about} cannot be applied to their end"
    try:
        for count, problem in enumerate(rules()):
            if count == _MOST_TOLD:
                raise LimitExceededError(f"they find more than {_MOST_TOLD} violations")
            yield problem
        if limits_reached() > reached:
            raise LimitExceededError(LIBRARY)
    except Exception as fault:
        if limit := limit_behind(fault, reached):
            yield beyond_limits(what, about, limit)
            return
        yield Problem(
            code=NOT_APPLIED,
            message=f"the rules about {about} cannot be applied: {fault}",
            where=about,
            hint="an object is of another type than ISO 32000-1 gives it",
        )
