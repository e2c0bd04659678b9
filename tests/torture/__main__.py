"""Tries hostile inputs: ``python -m tests.torture [KIND ...] --count 500 --seed 1``."""

import time

import click
import hypothesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.torture.attempt import Attempt
from tests.torture.harness import Highest, broken_rule
from tests.torture.kinds import KINDS


def torture(kind: str, count: int, seed: int, highest: Highest | None = None) -> int:
    """Tries inputs of one kind until a rule is broken; that input is then made as small as it gets.

    Args:
        kind: of input.
        count: how many are tried.
        seed: the same one gives the same inputs.
        highest: takes note of what the most demanding inputs need.

    Returns:
        How many were tried.

    Raises:
        AssertionError: one broke a rule; it says which.
    """
    tried = 0

    @hypothesis.seed(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        print_blob=False,
    )
    @given(KINDS[kind])
    def one(attempt: Attempt) -> None:
        nonlocal tried
        tried += 1
        wrong = broken_rule(attempt, highest)
        assert not wrong, f"{attempt!r}: {wrong}"

    one()
    return tried


@click.command()
@click.argument("kinds", nargs=-1, type=click.Choice(tuple(KINDS)))
@click.option("--count", default=200, show_default=True, help="Inputs of each kind.")
@click.option("--seed", default=1, show_default=True, help="Another one gives other inputs.")
def main(kinds: tuple[str, ...], count: int, seed: int) -> None:
    """Tries hostile inputs of some KINDS, or of all."""
    broken = 0
    for kind in kinds or KINDS:
        started, highest = time.monotonic(), Highest()
        try:
            tried = torture(kind, count, seed, highest)
        except AssertionError as fault:
            broken += 1
            click.echo(f"{kind}: a rule is broken with seed {seed}\n{fault}")
        else:
            click.echo(
                f"{kind}: {tried} inputs, {time.monotonic() - started:.0f} s, no rule broken; "
                f"a command took {highest.seconds:.1f} s of a processor and "
                f"{highest.used / 1e6:.0f} MB at most"
            )
    raise SystemExit(bool(broken))


if __name__ == "__main__":
    main()
