"""The search for garbage, put off: most of what is made here holds no cycles, and lives on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Objects between two searches, about those of one report; for forked processes too.
RARELY = (50_000, 20, 20)


def search_no_more() -> None:
    """Keeps Python from searching all objects once more, and again, before the process ends."""
    gc.freeze()


@contextmanager
def collector_off() -> Iterator[None]:
    """No search for garbage: among all that is made here it takes as long as the making."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # What was made counts as old at once, or else the next search is through all of it.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
